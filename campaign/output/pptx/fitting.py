"""How much room a text takes: the file is laid out here, not by the program that opens it."""

import math
from collections.abc import Sequence
from itertools import pairwise

EMU_POINT = 12700
LEADING = 1.42  # line height in font sizes


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


def widths(natural: Sequence[float], room: float, least: float) -> list[float]:
    """Columns as wide as they want to be, the widest made narrower until all fit, and the rest shared out."""
    wanted = [max(width, least) for width in natural]
    if sum(wanted) <= room:
        return [width * room / sum(wanted) for width in wanted] if sum(wanted) > 0.7 * room else wanted
    low, high = least, max(wanted)
    for _ in range(40):
        cap = (low + high) / 2
        low, high = (cap, high) if sum(min(width, cap) for width in wanted) <= room else (low, cap)
    return [min(width, low) for width in wanted]


def split(text: str, size: float, width: float, height: float) -> tuple[str, str]:
    """What of a text fits a height, and the rest."""
    if tall(text, size, width) <= height:
        return text, ""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tall(text[:middle], size, width) <= height else (low, middle - 1)
    return text[:low], text[low:]
