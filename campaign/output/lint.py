"""What a person should look at before a paper leaves: words of comparison, percents, sizes, length, people.

A finding is a sentence that quotes the place. Nothing is changed or kept back: the office decides.
"""

import re
from collections.abc import Iterator

from campaign.meeting.deck import Deck
from campaign.output.drafting import CONFIRMED, people
from campaign.words import Words

LONGEST = 4000  # characters of a circular people read to its end
ABOUT = 12  # characters quoted on either side
UP_DOWN = "提高|提升|上升|增长|增加|增幅|下降|降低|减少|回落|上涨"
PERCENT = r"\d+(?:\.\d+)?\s*[%％]"
LAST_YEAR = "去年|上年|同期"
LAST_PERIOD = "上月|上季|上周|上期|上旬|上半月"
BLAME = re.compile(
    "推进不力|进展滞后|成效不明显|落后|迟报|漏报|不到位|不力|滞后|问题突出|通报批评|靠后|逾期|倒数|排名末|点名|整改不"
    "|behind schedule|not effective|lagging|overdue|late report|worst",
    re.IGNORECASE,
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许邓韩冯曹彭曾萧肖田董袁"
    "潘蒋蔡余杜叶程苏魏吕丁沈姚卢傅钟崔谭廖范汪石贾韦夏邱侯邹熊孟秦白薛阎雷"
)
POSTS = "同志|局长|主任|书记|县长|市长|部长|镇长|乡长|科长|处长|区长|院长|检察长"
NAMED = re.compile(
    rf"(?<![一-龥])[{SURNAMES}][一-龥]{{1,2}}(?:{POSTS})|(?:{POSTS})[{SURNAMES}][一-龥]{{1,2}}(?![一-龥])"
)
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?|[^.!?\n]+[.!?]?")


def lint(text: str, deck: Deck, longest: int | None = LONGEST) -> list[str]:
    """Findings as sentences in the deck's language; none: nothing to look at. longest: None, any length."""
    words = Words(deck.lang)
    found: list[str] = []
    for key, quoted in [*_findings(text, deck), *_length(text, deck, longest)]:
        said = words(f"lint.{key}", quoted=quoted)
        if said not in found:
            found.append(said)
    return found


def _findings(text: str, deck: Deck) -> Iterator[tuple[str, str]]:
    yield from _compared(text)
    yield from _percents(text)
    yield from _sizes(text, deck)
    yield from _blamed(text, deck)
    yield from _persons(text, deck)


def _length(text: str, deck: Deck, longest: int | None) -> Iterator[tuple[str, str]]:
    length = len("".join(text.split()))
    if longest is not None and length > longest and deck.lang == "zh":
        yield "too_long", str(length)


def _compared(text: str) -> Iterator[tuple[str, str]]:
    """同比 is against last year, 环比 against the period before; either has a figure."""
    for clause in re.split(r"[，。；\n]", text):
        if "同比" in clause and re.search(LAST_PERIOD, clause):
            yield "year_on_year", clause
        if "环比" in clause and re.search(LAST_YEAR, clause):
            yield "on_period", clause
        if ("同比" in clause or "环比" in clause) and not re.search(r"\d|持平|相当", clause):
            yield "no_figure", clause


def _percents(text: str) -> Iterator[tuple[str, str]]:
    first, second = rf"(?:由|从)[^，。；\n]{{0,6}}{PERCENT}", rf"(?:至|到){PERCENT}"
    from_to = rf"{first}[^。；\n]{{0,8}}{second}[^。\n]{{0,10}}(?:{UP_DOWN})了?{PERCENT}"
    rate = rf"率[^，。；\n\d]{{0,8}}(?:{UP_DOWN})(?!至|到)了?[约近超过]*{PERCENT}"
    of_percent = rf"(?:{UP_DOWN})了?{PERCENT}\s*的\s*{PERCENT}"
    english = r"\brate[^.\n]{0,40}\b(?:rose|fell|grew|up|down|increased|decreased) by \d+(?:\.\d+)?%"
    for pattern in (from_to, rate, english):
        for found in re.finditer(pattern, text, re.IGNORECASE):
            yield "points", found[0]
    for found in re.finditer(of_percent, text):
        yield "percent_of_percent", found[0]
    for found in re.finditer(r"(?:下降|降低|减少|回落)了?\s*\d+(?:\.\d+)?\s*倍", text):
        yield "times_down", found[0]


def _sizes(text: str, deck: Deck) -> Iterator[tuple[str, str]]:
    """万 and 亿, not K and M, and not a row of digits, except as somebody reported it."""
    if deck.lang != "zh":
        return
    reported = _reported(deck)
    for found in re.finditer(r"(?<![A-Za-z\d.,-])\d[\d,]*(?:\.\d+)?\s?[KMkm](?![A-Za-z])", text):
        yield "thousands", found[0]
    for found in re.finditer(r"(?<![A-Za-z\d.,-])(?:\d{1,3}(?:,\d{3})+|\d{5,})(?![\d-])", text):
        number = found[0].replace(",", "")
        if int(number) >= 10_000 and number not in reported:
            yield "wan", _around(text, found)


def _reported(deck: Deck) -> set[str]:
    """Numbers as units gave them, which are left as they are."""
    frames = [slide.seen.frame for slide in deck.panels() if slide.seen and "printed" in slide.seen.frame]
    printed = " ".join(str(told) for frame in frames for told in frame["printed"].dropna())
    values = [f"{value:.0f}" for frame in frames if "value" in frame for value in frame["value"].dropna()]
    return {*re.findall(r"\d+", printed.replace(",", "")), *values}


def _blamed(text: str, deck: Deck) -> Iterator[tuple[str, str]]:
    """Sentences that find fault and name a unit nobody confirmed anything about."""
    names, confirmed = _units(deck)
    for sentence in SENTENCE.findall(text):
        fault = BLAME.search(sentence)
        named = _longest([name for name in names if name in sentence]) if fault else []
        for name in named:
            if name not in confirmed:
                yield "not_confirmed", f"{name}：{_cut(sentence.strip())}"


def _longest(found: list[str]) -> list[str]:
    """Names that are no part of another found: 晏城街道 in 齐河县晏城街道."""
    return [name for name in found if not any(name != other and name in other for other in found)]


def _units(deck: Deck) -> tuple[list[str], set[str]]:
    """Every unit's name in the deck, and of these those a person confirmed something about."""
    column = Words(deck.lang).column("short_name")
    every: dict[str, None] = {}
    confirmed: set[str] = set()
    for slide in deck.panels():
        assert slide.seen is not None
        if column not in slide.seen.frame:
            continue
        names = [name for name in slide.seen.frame[column].dropna() if isinstance(name, str) and name]
        every |= dict.fromkeys(names)
        confirmed |= set(names) if slide.seen.panel.name in CONFIRMED else set()
    return list(every), confirmed


def _persons(text: str, deck: Deck) -> Iterator[tuple[str, str]]:
    for name in people(deck):
        if name in text:
            yield "person", name
    for found in NAMED.finditer(text):
        yield "person_maybe", found[0]


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - ABOUT) : found.end() + ABOUT].replace("\n", " ").strip()


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
