"""Single values of a Plotly figure: texts without their tags, arrays, numbers, colours over white."""

import base64
import html
import math
import re
from typing import Any

import numpy as np
import pandas as pd

INK = "1F2933"


class Unreadable(Exception):
    """Something in the figure that has no native counterpart."""


def said(text: object) -> str:
    """A figure's text as it is read: `<br>` ends a line, other tags are looks, &lt; is a sign."""
    lines = re.split(r"<br\s*/?>", str(text if text is not None else ""))
    return "\n".join(html.unescape(re.sub(r"</?[a-z][^>]*>", "", line)) for line in lines)


def flat(text: object) -> str:
    """The same on one line; Chinese needs no space where the line ended."""
    return re.sub(r"(?<=[^\x00-\xff])\n|\n(?=[^\x00-\xff])", "", said(text)).replace("\n", " ")


def length_of(trace: dict) -> int:
    return max(len(listed(trace.get("x"))), len(listed(trace.get("y"))))


def listed(value: object) -> list[Any]:
    if isinstance(value, dict):  # how Plotly keeps an array of numbers
        numbers = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        shape = [int(length) for length in str(value.get("shape", len(numbers))).split(",")]
        return list(numbers.reshape(shape).tolist())
    return [] if value is None else list(value)  # type: ignore[call-overload]


def one_each(value: object, count: int, default: Any = None) -> list[Any]:
    """One for each mark, where Plotly takes one for all."""
    if value is None:
        return [default] * count
    if isinstance(value, list | tuple | np.ndarray | dict):
        value = listed(value)
        return [*value, *[default] * (count - len(value))][:count]
    return [value] * count


def number_of(value: object) -> float | None:
    if value is None or value is pd.NA or value is pd.NaT or isinstance(value, str):
        return None
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def colour_of(value: object, default: str | None = INK) -> str | None:
    text = str(value or "").strip().lower()
    if match := re.fullmatch(r"#([0-9a-f]{6})", text):
        return match.group(1).upper()
    if match := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", text):
        return "".join(2 * sign for sign in match.groups()).upper()
    if match := re.fullmatch(r"rgba?\(([^)]*)\)", text):
        red, green, blue, *alpha = (float(part) for part in match.group(1).split(","))
        if alpha and alpha[0] == 0:
            return None
        share = alpha[0] if alpha else 1.0  # over white, on which every figure stands
        return "".join(f"{round(share * part + (1 - share) * 255):02X}" for part in (red, green, blue))
    return {"white": "FFFFFF", "black": "000000"}.get(text, default)
