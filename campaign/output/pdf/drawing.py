"""SVG pieces a chart is drawn of: lines, shapes, marks and words in lines. Measures in points."""

import math
from collections.abc import Sequence

from campaign.output import fitting
from campaign.output.pptx.xml import INK, SLATE, legal

DASHES = {"dash": "5 3", "sysDot": "1.5 2.5"}
LINE = 1.25  # line height in font sizes


CLOSING = "，。、；：？！）》”’％%"  # never the first of a line: it hangs over the end of the one before


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`: Latin words stay whole where they can, Chinese breaks anywhere."""
    lines: list[str] = []
    for part in text.split("\n"):
        now = ""
        for piece in _pieces(part):
            if now and fitting.wide(now + piece, size) > width and piece.strip() not in CLOSING:
                lines.append(now.rstrip())
                now = ""
            now += piece if now else piece.lstrip()
            while fitting.wide(now.rstrip(CLOSING), size) > width and len(now) > 1:
                kept, rest = fitting.split(now, size, width, size * fitting.LEADING)
                lines.append(kept)
                now = rest
        lines.append(now.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for sign in text:
        is_word = ord(sign) < 0x2E80 and sign != " "
        if pieces and is_word and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " ":
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


class Drawing:
    """Collects the pieces of one picture."""

    def __init__(self, wide: float, high: float, font: str) -> None:
        self.wide, self.high, self.font = wide, high, font
        self._parts: list[str] = []
        self._patterns: dict[tuple[str, str], str] = {}

    def svg(self) -> str:
        patterns = "".join(
            f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="#{ground}"/>'
            f'<path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" stroke="#{ink}" stroke-width="1.4"/></pattern>'
            for (ink, ground), name in self._patterns.items()
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.wide:.1f}" height="{self.high:.1f}"'
            f' viewBox="0 0 {self.wide:.1f} {self.high:.1f}" font-family="{legal(self.font)}">'
            f"<defs>{patterns}</defs>{''.join(self._parts)}</svg>"
        )

    def hatched(self, ink: str, ground: str) -> str:
        name = self._patterns.setdefault((ink, ground), f"h{len(self._patterns)}")
        return f"url(#{name})"

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, edge: str | None = None
    ) -> None:
        line = f' stroke="#{edge}" stroke-width="1"' if edge else ""
        self._parts.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}" height="{max(height, 0):.2f}"'
            f' fill="{fill}"{line}/>'
        )

    def line(
        self, points: Sequence[tuple[float, float]], ink: str, width: float = 1, dash: str = "solid"
    ) -> None:
        if len(points) < 2:
            return
        way = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
        dashed = f' stroke-dasharray="{DASHES[dash]}"' if dash in DASHES else ""
        self._parts.append(
            f'<path d="M{way}" fill="none" stroke="#{ink}" stroke-width="{width}" stroke-linejoin="round"'
            f"{dashed}/>"
        )

    def shape(self, points: Sequence[tuple[float, float]], fill: str | None, edge: str | None) -> None:
        way = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
        line = f' stroke="#{edge}" stroke-width="1.2"' if edge else ""
        self._parts.append(f'<path d="M{way}Z" fill="{f"#{fill}" if fill else "none"}"{line}/>')

    def mark(self, x: float, y: float, symbol: str, size: float, fill: str | None, edge: str) -> None:
        r = size / 2
        if symbol == "circle":
            inside = f"#{fill}" if fill else "none"
            self._parts.append(
                f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r:.2f}" fill="{inside}" stroke="#{edge}"'
                ' stroke-width="1.2"/>'
            )
        elif symbol in STROKES:
            for (x0, y0), (x1, y1) in STROKES[symbol]:
                self.line([(x + x0 * r, y + y0 * r), (x + x1 * r, y + y1 * r)], fill or edge, 1.8)
        else:
            corners = SHAPES.get(symbol, SHAPES["square"])
            self.shape([(x + at * r, y + down * r) for at, down in corners], fill, edge)

    def words(
        self, x: float, y: float, lines: Sequence[str], size: float, ink: str = INK, *, align: str = "start",
        stand: str = "middle", bold: bool = False, has_halo: bool = False,
    ) -> None:  # fmt: skip
        """Lines one below another; `stand`: y is their top, middle or foot. align: start, middle or end.

        has_halo: white around the letters, so that they are read over marks.
        """
        tall = len(lines) * size * LINE
        top = {"top": y, "middle": y - tall / 2, "foot": y - tall}[stand]
        weight = ' font-weight="bold"' if bold else ""
        weight += ' stroke="#ffffff" stroke-width="3" paint-order="stroke"' if has_halo else ""
        for n, said in enumerate(lines):
            base = top + (n + 0.5) * size * LINE + 0.36 * size
            if said:
                self._parts.append(
                    f'<text x="{x:.2f}" y="{base:.2f}" font-size="{size:g}" fill="#{ink}"'
                    f' text-anchor="{align}"{weight}>{legal(said)}</text>'
                )


def tall(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * LINE


def broad(lines: Sequence[str], size: float) -> float:
    return max((fitting.wide(line, size) for line in lines), default=0.0)


_STAR = [
    (
        (1 if n % 2 == 0 else 0.42) * math.sin(math.pi * n / 5),
        -(1 if n % 2 == 0 else 0.42) * math.cos(math.pi * n / 5),
    )
    for n in range(10)
]
SHAPES: dict[str, list[tuple[float, float]]] = {
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "diamond": [(0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)],
    "triangle": [(0, -1.1), (1.05, 0.85), (-1.05, 0.85)],
    "star": _STAR,
}
STROKES: dict[str, list[tuple[tuple[float, float], tuple[float, float]]]] = {
    "plus": [((-1, 0), (1, 0)), ((0, -1), (0, 1))],
    "x": [((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8))],
    "dash": [((-1, 0), (1, 0))],
}
EDGE = SLATE
