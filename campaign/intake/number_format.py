"""A number as the sheet shows it: percent, 万 and 亿 by number format, units the format writes."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SHEET_DIGITS = 15  # what Excel itself keeps; the digits after are noise of binary fractions
LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
MARKS = 0xE000  # private characters that stand for a format's literal texts while it is taken apart
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Shown:
    scale: Decimal  # what the stored number is multiplied by
    before: str  # Chinese text the format puts before it
    after: str  # … and after it, or %


def shown(number: float, number_format: str) -> str:
    """95% for 0.95 shown as a percent, 3015亿元 for 301500000000 shown as 亿元; no digit is rounded away."""
    how = _how(number_format)
    value = Decimal(f"{number:.{SHEET_DIGITS}g}") * how.scale
    return f"{how.before}{plain_decimal(value)}{how.after}"


def plain_decimal(value: Decimal) -> str:
    """Without an exponent and without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=500)
def _how(number_format: str) -> Shown:
    section = re.sub(r"\[[^\]]*\]", "", number_format.split(";")[0])
    section = re.sub(r"[_*].", "", section)  # room for a bracket, filling up
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] if found[1] is not None else found[2])
        return chr(MARKS + len(literals) - 1)

    marked = LITERAL.sub(keep, section)
    digits = re.search(r"[0#?]", marked)
    if digits is None:
        return Shown(Decimal(1), "", "")
    before, body = marked[: digits.start()], marked[digits.start() :]
    percent = body.count("%")
    scale = Decimal(100) ** percent / Decimal(1000) ** _thousands(body) / _shifted(body, literals)
    return Shown(scale, _chinese(before, literals), "%" if percent else _chinese(body, literals))


def _thousands(body: str) -> int:
    """Commas after the last digit each stand for three digits left out."""
    tail = re.split(r"[0#?]", body)[-1]
    return tail.count(",")


def _shifted(body: str, literals: list[str]) -> Decimal:
    """0!.0000 shows 1.5000 for 15000: a point that is text moves the number as many places as follow it."""
    for place, text in enumerate(literals):
        _, found, after = body.partition(chr(MARKS + place))
        if found and text == ".":
            return Decimal(10) ** len(re.findall(r"[0#?]", after))
    return Decimal(1)


def _chinese(part: str, literals: list[str]) -> str:
    for place, text in enumerate(literals):
        part = part.replace(chr(MARKS + place), text)
    return "".join(CHINESE.findall(part))
