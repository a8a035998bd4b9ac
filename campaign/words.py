"""What people read: the message catalogue in two languages, numbers with their hedge words, dates.

Texts stand in messages/*.toml, one table per key with `zh` and `en`; nothing here knows a page.
"""

import datetime as dt
import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

# Qualifiers as an English reader expects them; Chinese shows what was printed.
HEDGES_EN = {"exact": "", "at_least": "over ", "about": "about ", "under": "under "}
HEDGES_ZH = {"exact": "", "at_least": "超过", "about": "约", "under": "不足"}
SHARES = ("比率", "比例", "率")  # units of measure of a figure between 0 and 1, said in per cent

OF_ONE = {"are": "is", "were": "was", "have": "has", "need": "needs", "report": "reports", "miss": "misses"}
# a number to be filled in, what it counts, and the verb after it
COUNTED = re.compile(rf"\{{(\w+)\}} (people|more|[a-z-]{{3,}}s)\b(?: ({'|'.join(OF_ONE)})\b)?")
CELL = re.compile(r"[A-Z]{1,3}[0-9]+")  # as a sheet calls it: where a row holds several figures


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every message: dotted key -> {"zh": …, "en": …}."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((Path(__file__).parent / "messages").glob("*.toml")):
        messages = dict(_flat("", tomllib.loads(path.read_text(encoding="utf-8"))))
        if doubled := found.keys() & messages.keys():
            raise ValueError(f"{path.name} says again what another file says: {sorted(doubled)}")
        found |= messages
    return found


def _flat(prefix: str, node: dict[str, object]) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and "zh" in value:
            found.append((key, value))
        elif isinstance(value, dict):
            found.extend(_flat(f"{key}.", value))
    return found


def singular(noun: str) -> str:
    """One of what an English plural counts: matter, duty, class, person."""
    if noun == "people":
        return "person"
    for plural, one in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("s", "")):
        if noun.endswith(plural):
            return noun.removesuffix(plural) + one
    return noun


def _counted(found: re.Match[str], values: dict[str, object]) -> str:
    if str(values.get(found[1])) != "1":
        return found[0]
    verb = f" {OF_ONE[found[3]]}" if found[3] else ""
    return f"{{{found[1]}}} {singular(found[2])}{verb}"


@dataclass(frozen=True)
class Words:
    """One reader's language."""

    lang: Language = "zh"

    def __call__(self, key: str, /, **values: object) -> str:
        """The message, filled in; English says 1 row. Raises KeyError for a key that is in no catalogue."""
        message = catalogue()[key][self.lang]
        if self.lang == "en":
            message = COUNTED.sub(lambda found: _counted(found, values), message)
        return message.format(**values)

    def either(self, zh: object, en: object) -> str:
        """A name or text that comes in both languages from the data, the other where this one is missing.

        Missing is whatever is no text: a frame has NaN where the store has null.
        """
        first, second = (zh, en) if self.lang == "zh" else (en, zh)
        return next((text for text in (first, second) if isinstance(text, str) and text), "")

    def column(self, name: str) -> str:
        """The column of a frame that holds `name` in this language: name or name_en."""
        return name if self.lang == "zh" else f"{name}_en"

    def number(self, value: float) -> str:
        """Exact, grouped, without a needless decimal part: 1,870 and 62.5."""
        whole = float(value).is_integer()
        return f"{value:,.0f}" if whole else f"{value:,.4f}".rstrip("0").rstrip(".")

    def size(self, size: int) -> str:
        """Bytes as a person reads them: 10.3 MB."""
        return f"{size / 2**30:,.1f} GB" if size >= 2**30 else f"{size / 2**20:,.1f} MB"

    def tick(self, value: float) -> str:
        """A short number for an axis: 万 and 亿 in Chinese, thousand and million in English."""
        steps = [(1e8, "亿"), (1e4, "万")] if self.lang == "zh" else [(1e6, "m"), (1e3, "k")]
        for size, word in steps:
            if abs(value) >= size:
                return f"{self.number(round(value / size, 4))}{word}"
        return self.number(value)

    def figure(self, value: float, qualifier: str, uom: str, uom_en: str, printed: str | None = None) -> str:
        """A figure with its hedge. Chinese shows what was printed where something was."""
        if self.lang == "zh" and printed:
            return printed
        hedge = (HEDGES_ZH if self.lang == "zh" else HEDGES_EN)[qualifier]
        if uom in SHARES:
            return f"{hedge}{self.number(round(value * 100, 2))}%"
        if self.lang == "zh":
            return f"{hedge}{self.number(value)}{uom}"
        if uom.endswith("亿元"):
            return f"{hedge}¥{self.number(round(value / 10, 4))} billion"
        return f"{hedge}{self.number(value)} {singular(uom_en) if value == 1 else uom_en}"

    def place(self, place: str) -> str:
        """Where a figure stood: section and paragraph of the page, or a cell."""
        return self("figure.cell", cell=place) if CELL.fullmatch(place) else place

    def cells(self, places: Iterable[object]) -> list[str]:
        """Those of the places that are cells of a sheet: where a row holds several figures."""
        return [place for place in places if isinstance(place, str) and CELL.fullmatch(place)]

    def month(self, day: dt.date) -> str:
        return f"{day.year}年{day.month}月" if self.lang == "zh" else f"{day:%B %Y}"

    def day(self, day: dt.date | None) -> str:
        if day is None or day != day:  # NaT is not equal to itself
            return ""
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%b} {day.year}"


def nice_ticks(top: float, most: int = 5) -> list[float]:
    """Round tick values from 0 to at least `top`, `most` steps or fewer."""
    if not top > 0:  # nothing, or not a number
        return [0.0, 1.0]
    step = 10 ** math.floor(math.log10(top / most))
    step = next(step * by for by in (1, 2, 5, 10) if step * by * most >= top)
    return [round(step * i, 10) for i in range(math.ceil(top / step) + 1)]


class Both(NamedTuple):
    """A name in both languages, for a Refusal that does not yet know who reads it."""

    zh: str
    en: str


class Refusal(Exception):
    """Something we will not do, said in one sentence that a person is shown without a traceback."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(self.said(Words("zh")))

    def __reduce__(self) -> tuple[object, ...]:
        """Between processes an exception is made anew from its arguments, which are not ours."""
        return partial(Refusal, self.key, **self.values), ()

    def said(self, words: Words) -> str:
        return words(self.key, **self._in(words))

    def _in(self, words: Words) -> dict[str, object]:
        return {
            name: words.either(*value) if isinstance(value, Both) else value
            for name, value in self.values.items()
        }

    def shown(self, words: Words) -> str:
        """The same for a reader of the screen, whom the folders of this machine do not concern."""
        named = {
            name: value.name if isinstance(value, Path) else value for name, value in self._in(words).items()
        }
        return words(self.key, **named)
