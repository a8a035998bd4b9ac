"""Cells to values: numbers with their hedge and unit, periods, words for yes and no. A grammar of our own.

What the grammar does not know is a problem with an example, never a guess.
"""

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from campaign.words import SHARES

MISSING = {
    *("", "-", "--", "—", "——", "–", "/", "\\", "无", "暂无", "空", "na", "n/a", "null", "none", "nan"),
    *("待定", "未报", "未统计", "－", "／"),
}


def normal(text: str) -> str:
    """Full-width as half-width, no white space around, nor WPS's mark of a cell kept as text."""
    return unicodedata.normalize("NFKC", text).strip().lstrip("'").strip()


def is_missing(text: str) -> bool:
    """Not reported: never 0."""
    return normal(text).casefold() in MISSING


# Numbers

HEDGES_BEFORE = {
    "at_least": ("超过", "超", "逾", "突破", "至少", "不少于", "不低于", "多于", "大于", "≥", ">=", ">"),
    "about": ("大约", "约为", "约", "左右"),
    "under": ("不足", "不到", "少于", "接近", "将近", "近", "≤", "<=", "<"),
}
HEDGES_AFTER = {"at_least": ("以上", "余", "多", "+"), "about": ("左右", "上下"), "under": ("以下", "以内")}
SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3}
DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

_before = {word: qualifier for qualifier, words in HEDGES_BEFORE.items() for word in words}
_after = {word: qualifier for qualifier, words in HEDGES_AFTER.items() for word in words}


def _any(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


ARABIC = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"
NUMBER = re.compile(
    rf"(?P<before>{_any(_before)})?\s*"
    rf"(?:(?P<arabic>{ARABIC})|(?P<chinese>{CHINESE}))\s*"
    rf"(?P<more>余|多|\+)?\s*(?P<scale>{_any(SCALES)})?\s*(?P<more_yet>余|多)?\s*"
    rf"(?P<unit>%|‰|[^\d\s.,%()+\-~至到半几]*?)\s*(?P<after>{_any(_after)})?",
    re.ASCII,
)
SECTION = re.compile(
    r"(?:(?P<thousands>[一二两三四五六七八九])千)?(?P<zero>[零〇])?"
    r"(?:(?P<hundreds>[一二两三四五六七八九])百)?[零〇]?"
    r"(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?[零〇]?(?P<ones>[一二两三四五六七八九])?"
)


# ①, ² and ½ are not what anybody means by a figure, though their half-width forms are digits
ODD_DIGITS = re.compile(
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u218b\u2460-\u24ff\u2776-\u2793]"
)


@dataclass(frozen=True)
class Number:
    """A number as written. value is in what is printed: 11 with scale 10000 for 11万."""

    value: Decimal
    scale: int
    unit: str  # '' where none is written
    qualifier: str  # exact | at_least | about | under

    @property
    def whole(self) -> Decimal:
        return self.value * self.scale


@dataclass(frozen=True)
class Wrong:
    """Why a cell is no value: the code of a problem, and what it could be instead."""

    code: str
    suggestion: str | None = None


@lru_cache(maxsize=20_000)
def read_number(text: str) -> Number | Wrong:
    """The number in a cell that is not missing."""
    said = normal(text)
    if re.fullmatch(r"[-+]?\d+(\.\d+)?[eE][-+]?\d+", said):
        return Wrong("scientific")
    if ODD_DIGITS.search(text):
        return Wrong("not_a_number")
    found = NUMBER.fullmatch(said)
    if found is None or re.search(r"\d\s+\d", said):
        return Wrong(_why_no_number(said))
    value = _value(found)
    if value is None:
        return Wrong("not_a_number")
    hedges = {_before[found["before"]]} if found["before"] else set()
    hedges |= {"at_least"} if found["more"] or found["more_yet"] else set()
    hedges |= {_after[found["after"]]} if found["after"] else set()
    if len(hedges) > 1:
        return Wrong("two_hedges")
    unit, scale = found["unit"], SCALES[found["scale"]] if found["scale"] else 1
    return Number(value, scale, unit, hedges.pop() if hedges else "exact")


def _why_no_number(said: str) -> str:
    if re.search(r"\d\D*[-~—–至到]\D*\d", said):
        return "a_range"
    if len(re.findall(r"\d[\d,.]*", said)) > 1:
        return "two_numbers"
    return "not_a_number"


def _value(found: re.Match[str]) -> Decimal | None:
    if found["arabic"]:
        return Decimal(found["arabic"].replace(",", ""))
    return chinese_number(found["chinese"])


def chinese_number(text: str) -> Decimal | None:
    """一百二十, 两千零五, 三千零一十五亿; None for digits in a row (二三) and what is no numeral."""
    total = 0
    for size, mark in ((10**8, "亿"), (10**4, "万")):
        head, found, rest = text.partition(mark)
        if found:
            section = _section(head)
            if section is None or not head:
                return None
            total, text = total + section * size, rest
    section = _section(text)
    return None if section is None else Decimal(total + section)


def _section(text: str) -> int | None:
    """A numeral below 10,000; '' is 0."""
    if text in ("零", "〇"):
        return 0
    found = SECTION.fullmatch(text)
    if found is None:
        return None
    tens = DIGITS[found["tens"]] if found["tens"] else 1 if found["ten"] else 0
    places = (found["thousands"], found["hundreds"])
    thousands, hundreds = (DIGITS[digit] if digit else 0 for digit in places)
    return thousands * 1000 + hundreds * 100 + tens * 10 + (DIGITS[found["ones"]] if found["ones"] else 0)


# Units of measure

MONEY = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}
# words people use for the same thing counted
SAME = (
    {"人", "名", "位", "人员"},
    {"个", "项", "件", "条", "宗", "起", "桩"},
    {"件", "件次", "笔"},
    {"次", "场", "场次", "批次", "回", "期", "班次"},
    {"家", "户", "个"},
    {"处", "个", "所", "座"},
    {"款", "个", "套"},
    {"支", "个"},
    {"类", "个", "种"},
    {"平方公里", "km²", "km2", "平方千米"},
    {"天", "日"},
)
PERCENT = ("%", "百分比", "个百分点")
MEASURED = {
    *MONEY,
    *SHARES,
    *PERCENT,
    "平方公里",
    "平方米",
    "公顷",
    "亩",
    "公里",
    "千米",
    "米",
    "吨",
    "小时",
    "天",
    "分",
}
KEPT = Decimal("0.0001")  # places the store keeps
TOO_BIG = Decimal(10) ** 14


def is_counted(uom: str) -> bool:
    """Whole things, of which there is no half."""
    return uom not in MEASURED and not any(uom.endswith(word) for word in MEASURED if len(word) > 1)


def in_uom(number: Number, uom: str) -> Decimal | Wrong:
    """The number in the metric's unit of measure."""
    unit = normal(number.unit)
    if unit == "%":
        if uom in SHARES:
            return kept(number.whole / 100)
        return kept(number.whole) if uom in PERCENT else Wrong("wrong_uom")
    if uom in MONEY:
        return _money(number, unit, uom)
    if number.scale > 1 and scale_word(number.scale) + unit == uom:
        return kept(number.value)
    if unit and unit != normal(uom) and not any(unit in words and uom in words for words in SAME):
        return Wrong("wrong_uom")
    return kept(number.whole)


def _money(number: Number, unit: str, uom: str) -> Decimal | Wrong:
    """亿 alone means 亿元; a bare number is already in the metric's unit."""
    if unit and unit not in MONEY and unit != "元":
        return Wrong("wrong_uom")
    if not unit and number.scale == 1:
        return kept(number.value)
    return kept(number.whole * MONEY.get(unit, 1) / MONEY[uom])


def scale_word(scale: int) -> str:
    return next(word for word, size in SCALES.items() if size == scale)


def kept(value: Decimal) -> Decimal | Wrong:
    """The number, if the store can keep all of it."""
    if abs(value) >= TOO_BIG:
        return Wrong("too_large")
    rounded = value.quantize(KEPT)
    return rounded if rounded == value else Wrong("too_fine")


# Periods

MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月(?:份|底|末)?)?", re.ASCII)
DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?(?:[ T]00:00(?::00)?)?", re.ASCII)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)?", re.ASCII)
SERIAL = re.compile(r"\d{5}(?:\.0)?", re.ASCII)
QUARTER = re.compile(r"(?:(\d{4})年?[-/ ]?)?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))", re.ASCII)
HALF = re.compile(r"(\d{4})年?([上下])半年", re.ASCII)
YEAR = re.compile(r"(\d{4})年?(?:全年|年度|度)?", re.ASCII)
MONTHS = re.compile(
    r"(\d{4})年?\s*\d{1,2}月?\s*[-—–~至到]\s*(\d{1,2})月份?"
)  # 2021年1-9月, to suggest its end
FIRST_YEAR = 2000
EXCEL_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Period:
    """The last day meant, and how sure that is: doubt is the code of what the person is asked or told."""

    as_of: dt.date
    doubt: str | None = None


def read_period(text: str, frequency: str, today: dt.date) -> Period | Wrong:
    """The last day of what is written. A quarter needs a quarterly metric, a year a yearly one."""
    said = re.sub(r"^(截至|截止|至)到?", "", normal(text))
    try:
        found = _period(said, frequency, today)
    except ValueError:
        return Wrong("no_such_day")
    if isinstance(found, Wrong):
        return found
    if found.as_of.year < FIRST_YEAR or found.as_of > _a_month_after(today):
        return Wrong("not_in_time")
    return found


def read_day(text: str) -> dt.date | Wrong:
    """A day, written out; a month is none."""
    said = normal(text)
    try:
        if day := DAY.fullmatch(said):
            found = dt.date(*map(int, day.groups()))
        elif (compact := COMPACT.fullmatch(said)) and compact[3]:
            found = dt.date(*map(int, compact.groups()))
        elif SERIAL.fullmatch(said):
            found = EXCEL_ZERO + dt.timedelta(days=int(said[:5]))
        else:
            return Wrong("not_a_day")
    except ValueError:
        return Wrong("no_such_day")
    return found if found.year >= FIRST_YEAR else Wrong("not_in_time")


def _period(said: str, frequency: str, today: dt.date) -> Period | Wrong:
    if day := DAY.fullmatch(said):
        return Period(dt.date(*map(int, day.groups())))
    if month := MONTH.fullmatch(said):
        # a sheet shows October as 2021.1 where it takes 2021.10 for a number
        return Period(month_end(int(month[1]), int(month[2])), "maybe_october" if said[4:] == ".1" else None)
    if compact := COMPACT.fullmatch(said):
        year, month_no = int(compact[1]), int(compact[2])
        return Period(dt.date(year, month_no, int(compact[3])) if compact[3] else month_end(year, month_no))
    if SERIAL.fullmatch(said):
        return Period(EXCEL_ZERO + dt.timedelta(days=int(said[:5])))
    return _longer_period(said, frequency, today)


def _longer_period(said: str, frequency: str, today: dt.date) -> Period | Wrong:
    if quarter := QUARTER.fullmatch(said):
        return _quarter(quarter, frequency, today)
    if half := HALF.fullmatch(said):
        wanted = Period(month_end(int(half[1]), 6 if half[2] == "上" else 12))
        return wanted if frequency in ("quarter", "year") else Wrong("not_this_frequency")
    if year := YEAR.fullmatch(said):
        return Period(month_end(int(year[1]), 12)) if frequency == "year" else Wrong("not_this_frequency")
    if months := MONTHS.fullmatch(said):
        return Wrong("a_span", f"{months[1]}年{int(months[2])}月")
    return Wrong("not_a_period")


def _quarter(found: re.Match[str], frequency: str, today: dt.date) -> Period | Wrong:
    if frequency not in ("quarter", "year"):
        return Wrong("not_this_frequency")
    word = found[2] or found[3]
    number = DIGITS[word] if word in DIGITS else int(word)
    if found[1]:
        return Period(month_end(int(found[1]), number * 3))
    year = today.year if dt.date(today.year, number * 3 - 2, 1) <= today else today.year - 1
    return Period(month_end(year, number * 3), "year_taken")


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month. Raises ValueError for a month there is not."""
    first = dt.date(year, month, 1)
    return first.replace(day=monthrange(year, month)[1])


def _a_month_after(day: dt.date) -> dt.date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


# Periods of duties

WEEK = re.compile(r"(\d{4})(?:年第?|-?[Ww]|年?第)(\d{1,2})周?", re.ASCII)
HALF_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?(?:份)?-?(?:(上|下)半月|[Hh]([12]))", re.ASCII)
ONCE = {"once", "一次性", "一次", "全程", "不分期"}


def read_period_key(text: str, cadence: str, today: dt.date) -> tuple[str, dt.date] | Wrong:
    """The key of the period a duty was due in, and the period's first day, by the action's cadence.

    A day stands for the week, half month, month or quarter it lies in.
    """
    said = normal(text)
    if cadence == "once":
        return ("once", dt.date.min) if said.casefold() in ONCE or not said else Wrong("not_once")
    try:
        first = _first_day(said, cadence, today)
    except ValueError:
        return Wrong("no_such_day")
    return first if isinstance(first, Wrong) else (period_key(first, cadence), first)


def _first_day(said: str, cadence: str, today: dt.date) -> dt.date | Wrong:
    if cadence == "week" and (week := WEEK.fullmatch(said)):
        return dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
    if cadence == "halfmonth" and (half := HALF_MONTH.fullmatch(said)):
        return dt.date(int(half[1]), int(half[2]), 1 if (half[3] or half[4]) in ("上", "1") else 16)
    if cadence == "quarter" and (quarter := QUARTER.fullmatch(said)):
        found = _quarter(quarter, cadence, today)
        return found if isinstance(found, Wrong) else _start_of(found.as_of, cadence)
    return _first_day_of_date(said, cadence)


def _first_day_of_date(said: str, cadence: str) -> dt.date | Wrong:
    found = _period(said, cadence, dt.date.max)
    if isinstance(found, Wrong):
        return Wrong(f"not_a_{cadence}")
    is_month = not DAY.fullmatch(said) and not SERIAL.fullmatch(said) and len(said) != 8
    if is_month and cadence in ("week", "halfmonth"):
        return Wrong(f"not_a_{cadence}")
    return _start_of(found.as_of, cadence)


def _start_of(day: dt.date, cadence: str) -> dt.date:
    if cadence == "week":
        return day - dt.timedelta(days=day.weekday())
    if cadence == "halfmonth":
        return day.replace(day=1 if day.day <= 15 else 16)
    return day.replace(day=1, month=day.month if cadence == "month" else (day.month - 1) // 3 * 3 + 1)


def period_key(first: dt.date, cadence: str) -> str:
    """2021-W37, 2021-09-H1, 2021-09 or 2021-Q3 of a period's first day."""
    if cadence == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02}"
    if cadence == "halfmonth":
        return f"{first:%Y-%m}-H{1 if first.day == 1 else 2}"
    return f"{first:%Y-%m}" if cadence == "month" else f"{first.year}-Q{(first.month + 2) // 3}"


# Words for yes and no

YES = {"true", "是", "有", "在用", "1", "yes", "y", "√", "✓"}
NO = {"false", "否", "无", "停用", "0", "no", "n", "×"}


def read_boolean(text: str) -> bool | Wrong:
    said = normal(text).casefold()
    if said in YES:
        return True
    return False if said in NO else Wrong("not_a_boolean")
