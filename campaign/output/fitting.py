"""How much room a text takes: the file is laid out here, not by the program that opens it."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

EMU_POINT = 12700
LEADING = 1.42  # line height in font sizes
FILLING = 0.7  # of the room: a table that wants so much is given all of it
SPARE = 1.15  # a font that stands in for a missing one has wider figures
SHORT = 9.0  # font sizes: a day, a coverage; so much is not broken at all
LONG_WORD = 9.0  # font sizes: what is longer, an address, is broken all the same
_WORDS = re.compile(r"[\u0021-\u2e7f]+|[\u2e80-\uffff]{1,4}")


def wide(text: str, size: float) -> float:
    """Points the longest line of a text takes; a Chinese sign is as wide as high."""
    return max((_ems(part) for part in text.split("\n")), default=0.0) * size


def _ems(text: str) -> float:
    """Font sizes a line takes; some programs leave a gap where Chinese and Latin signs meet."""
    is_chinese = [ord(sign) > 0x2E7F for sign in text]
    meetings = sum(one != other for one, other in pairwise(is_chinese))
    return sum(1.0 if wide else 0.56 for wide in is_chinese) + 0.25 * meetings


def lines_of(text: str, size: float, width: float) -> int:
    return sum(max(1, math.ceil(wide(part, size) / max(width, size))) for part in text.split("\n"))


def tall(text: str, size: float, width: float) -> float:
    return lines_of(text, size, width) * size * LEADING


def unbroken(text: str, size: float) -> float:
    """Points of the widest piece not to be broken: a short text, a word; Chinese not into single signs."""
    whole = wide(text, size)
    return whole if whole <= SHORT * size else longest_word(text, size)


def figure_or_word(text: str, size: float) -> float:
    """The same where room is scarce: only a day or a figure stays whole."""
    return unbroken(text, size) if text[:1].isdigit() else longest_word(text, size)


def longest_word(text: str, size: float) -> float:
    return max((min(wide(word, size), LONG_WORD * size) for word in _WORDS.findall(text)), default=0.0)


def widths(natural: Sequence[float], room: float, least: Sequence[float]) -> list[float]:
    """Columns as wide as they want to be, and the rest shared out.

    Where they do not fit, the widest are made narrower by the square root of what they want: a long text gets
    more than a short one, so that a row is as low as it can be.
    """
    wanted = [max(pair) for pair in zip(natural, least, strict=True)]
    if sum(wanted) <= room:
        share = sum(wanted) / room
        wider = 1 / share if share > FILLING else SPARE
        return [width * wider for width in wanted]

    def at(scale: float) -> list[float]:
        return [
            min(width, max(own, scale * math.sqrt(width))) for width, own in zip(wanted, least, strict=True)
        ]

    low, high = 0.0, math.sqrt(max(wanted))
    for _ in range(40):
        scale = (low + high) / 2
        low, high = (scale, high) if sum(at(scale)) <= room else (low, scale)
    return at(low)


def split(text: str, size: float, width: float, height: float) -> tuple[str, str]:
    """What of a text fits a height, and the rest."""
    if tall(text, size, width) <= height:
        return text, ""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tall(text[:middle], size, width) <= height else (low, middle - 1)
    return text[:low], text[low:]
