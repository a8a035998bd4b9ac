"""The colours of status: which there are, the palettes they may be chosen from, and what a colour must be.

Figures are drawn in the standard colours; `Colours.put_into` gives a finished one those that are set. No data
is grey and no setting, and a status may not be grey, so the two are never taken for each other.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import plotly.graph_objects as go

LEAST_CONTRAST = 4.5  # of text against white, WCAG 2 AA
LEAST_TONE = 0.2  # how far the strongest of red, green and blue is from the weakest: less reads as grey
# how much of the colour is mixed with white, or of black with the colour: cells, pieces of bars, text on them
SHADES: dict[str, float] = {"full": 1, "soft": 0.45, "pale": 0.17, "ink": 1.35}

DONE, DOING, LATE, MISSED, CONCERN = "#2f6f4e", "#1f6fb2", "#a15c00", "#b42318", "#c2570c"
STANDARD = {"done": DONE, "doing": DOING, "late": LATE, "missed": MISSED, "concern": CONCERN}
PALETTES: dict[str, dict[str, str]] = {
    "standard": STANDARD,
    # bluish green, blue, ochre, purple, vermilion: told apart by those who mix up red and green
    "told_apart": dict(zip(STANDARD, ("#00735a", "#0060a0", "#8a5a00", "#a3216b", "#b04400"), strict=True)),
    "dark": dict(zip(STANDARD, ("#14532d", "#1e3a8a", "#713f12", "#7f1d1d", "#7c2d12"), strict=True)),
}
HEX = re.compile(r"#[0-9a-f]{6}")


def shade(colour: str, name: str) -> str:
    """A colour made paler or darker, as SHADES has it."""
    share = SHADES[name]
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    mixed = [255 - (255 - one) * share if share <= 1 else one * (2 - share) for one in channels]
    return "#" + "".join(f"{round(one):02x}" for one in mixed)


def contrast(colour: str) -> float:
    """Against white, from 1 to 21."""
    light = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in light]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def is_grey(colour: str) -> bool:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return max(channels) - min(channels) < LEAST_TONE


@dataclass(frozen=True)
class Colours:
    """The colour of each status, in the order of STANDARD."""

    chosen: tuple[str, ...] = tuple(STANDARD.values())

    @cached_property
    def by_status(self) -> dict[str, str]:
        return dict(zip(STANDARD, self.chosen, strict=True))

    @cached_property
    def _instead(self) -> dict[str, str]:
        pairs = [(was, self.by_status[status]) for status, was in STANDARD.items()]
        return {shade(was, name): shade(now, name) for was, now in pairs for name in SHADES if was != now}

    def put_into(self, figure: go.Figure) -> go.Figure:
        """The same figure in these colours."""
        if not self._instead:
            return figure
        return go.Figure(_recoloured(figure.to_plotly_json(), self._instead, is_colour=False))


@cache
def standard() -> Colours:
    return Colours()


def _recoloured(node: Any, instead: dict[str, str], *, is_colour: bool) -> Any:
    """Only what a figure calls a colour: a text that looks like one stays."""
    if isinstance(node, dict):
        return {
            key: _recoloured(value, instead, is_colour="color" in key or (is_colour and key != "text"))
            for key, value in node.items()
        }
    if isinstance(node, list | tuple):
        return [_recoloured(one, instead, is_colour=is_colour) for one in node]
    return instead.get(node, node) if is_colour and isinstance(node, str) else node
