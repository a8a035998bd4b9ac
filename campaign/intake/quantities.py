"""The cells of figures to numbers in their metrics' units of measure.

Plain numbers are converted all at once; what is written otherwise is worked out once per distinct cell.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from campaign.intake import values
from campaign.intake.cells import Answers, Texts, coded, guarded
from campaign.intake.findings import Findings
from campaign.intake.names import Metric, Names
from campaign.intake.number_format import plain_decimal
from campaign.intake.values import Number, Wrong
from campaign.words import SHARES

DECIMAL = pa.decimal128(18, 4)
PLAIN = r"^[0-9]{1,13}(\.[0-9]{1,4})?$"
MISSING = pa.array(sorted(values.MISSING))


@dataclass(frozen=True)
class Figure:
    """What a cell says, in the metric's unit of measure."""

    value: Decimal
    qualifier: str
    printed: str


@dataclass(frozen=True)
class Figures:
    value: pa.Array  # decimal(18, 4), null where the cell is no number
    qualifier: pa.Array
    printed: pa.Array


def is_missing(texts: pa.ChunkedArray) -> np.ndarray:
    """Rows whose cell says that nothing is reported."""
    return np.asarray(pa.compute.is_in(pa.compute.utf8_lower(texts), MISSING))


def read_figures(
    texts: Texts, uoms: Texts | None, metric: Answers, names: Names, findings: Findings
) -> Figures:
    """Each row's figure; tells what is no figure of its metric."""
    metrics = [names.metric.get(metric_id or "") for metric_id in metric.values]
    uom_codes, uom_texts = coded(uoms.texts) if uoms else (np.zeros(len(metric.codes), np.int32), [""])
    is_plain = np.asarray(pa.compute.match_substring_regex(texts.texts, PLAIN))
    is_plain &= _takes_plain(metrics, uom_texts)[metric.codes, uom_codes]
    odd = np.nonzero(~is_plain)[0]
    cells, meant = _odd_figures(texts, odd, metric, metrics, (uom_codes, uom_texts))
    _tell_odd(texts, uoms, odd, cells, meant, metric, metrics, findings)
    return _assembled(texts, is_plain, odd, cells, meant, metric, metrics)


def _takes_plain(metrics: list[Metric | None], uoms: list[str]) -> np.ndarray:
    """For each metric and stated unit of measure whether a bare number is the figure as it stands."""
    return np.array(
        [
            [metric is not None and metric.uom not in SHARES and _is_one(uom, metric) for uom in uoms]
            for metric in metrics
        ],
        bool,
    ).reshape(len(metrics), len(uoms))


def _is_one(uom: str, metric: Metric) -> bool:
    if not uom or values.is_missing(uom):
        return True
    one = values.read_number(f"1{uom}")
    return isinstance(one, Number) and values.in_uom(one, metric.uom) == 1


def _odd_figures(
    texts: Texts,
    odd: np.ndarray,
    metric: Answers,
    metrics: list[Metric | None],
    uoms: tuple[np.ndarray, list[str]],
) -> tuple[np.ndarray, list[Any]]:
    """For the odd rows which distinct cell each has, and what those mean: Figure, Wrong, or None."""
    uom_codes, uom_texts = uoms
    codes, distinct = coded(pa.chunked_array([texts.texts.take(pa.array(odd)).combine_chunks()], pa.string()))
    key = (codes.astype(np.int64) * len(metrics) + metric.codes[odd]) * len(uom_texts) + uom_codes[odd]
    keys, cells = np.unique(key, return_inverse=True)
    meant = []
    for one in keys.tolist():
        rest, uom = divmod(one, len(uom_texts))
        text, of_metric = divmod(rest, len(metrics))
        meant.append(guarded(_figure, distinct[text], metrics[of_metric], uom_texts[uom]))
    return cells, meant


def _figure(text: str, metric: Metric | None, uom: str) -> Figure | Wrong | None:
    number = values.read_number(text)
    if isinstance(number, Wrong) or metric is None:
        return number if isinstance(number, Wrong) else None
    has_unit = bool(number.unit) or (number.scale > 1 and metric.uom in values.MONEY)
    if uom and not values.is_missing(uom):
        stated = values.read_number(f"1{uom}")
        if isinstance(stated, Wrong) or isinstance(values.in_uom(stated, metric.uom), Wrong):
            return Wrong("wrong_uom_stated")
        if not has_unit:
            number = Number(number.value, number.scale * stated.scale, stated.unit, number.qualifier)
    value = values.in_uom(number, metric.uom)
    if isinstance(value, Wrong):
        return value
    return Figure(value, number.qualifier, _printed(text, has_unit, number, value, metric))


def _printed(text: str, has_unit: bool, number: Number, value: Decimal, metric: Metric) -> str:
    """As it was written, with the unit where none was; a bare share as the percentage it is."""
    if metric.uom in SHARES:
        return text if number.unit == "%" and has_unit else f"{plain_decimal(value * 100)}%"
    if has_unit:
        return text
    return f"{text}{uom_as_stated(number) if number.unit else metric.uom}"


def uom_as_stated(number: Number) -> str:
    scale = values.scale_word(number.scale) if number.scale > 1 else ""
    return f"{scale}{number.unit}"


def _tell_odd(
    texts: Texts,
    uoms: Texts | None,
    odd: np.ndarray,
    cells: np.ndarray,
    meant: list[Any],
    metric: Answers,
    metrics: list[Metric | None],
    findings: Findings,
) -> None:
    for code in dict.fromkeys(each.code for each in meant if isinstance(each, Wrong)):
        is_it = np.array([isinstance(each, Wrong) and each.code == code for each in meant])
        rows = odd[is_it[cells]]
        column = uoms if code == "wrong_uom_stated" and uoms else texts
        findings.tell(
            "error",
            code,
            rows,
            column,
            lambda row: told_of(metrics[metric.codes[row]], texts.texts[row].as_py()),
        )


def told_of(metric: Metric | None, text: str = "") -> dict[str, Any]:
    """What a sentence about a figure names of its metric, and a number that would be right."""
    number = values.read_number(text) if text else Wrong("")
    example = plain_decimal(number.value) if isinstance(number, Number) and number.value >= 0 else "19"
    if metric is None:
        return {"metric": "?", "metric_en": "?", "uom": "", "uom_en": "", "example": example}
    if metric.uom in SHARES:
        example = "95%"
    elif values.is_counted(metric.uom) and "." in example:
        example = example.split(".")[0]
    named = {"metric": metric.name, "metric_en": metric.name_en, "uom": metric.uom, "uom_en": metric.uom_en}
    return {**named, "example": example}


def _assembled(
    texts: Texts,
    is_plain: np.ndarray,
    odd: np.ndarray,
    cells: np.ndarray,
    meant: list[Any],
    metric: Answers,
    metrics: list[Metric | None],
) -> Figures:
    plain = pa.array(is_plain)
    text = texts.texts.combine_chunks()
    uom = pa.array([each.uom if each else "" for each in metrics], pa.string()).take(pa.array(metric.codes))
    value = pa.compute.if_else(plain, text, pa.scalar(None, pa.string())).cast(DECIMAL)
    printed = pa.compute.binary_join_element_wise(text, uom, "")
    qualifier = pa.repeat(pa.scalar("exact"), len(text))
    if len(odd):
        figures = [each if isinstance(each, Figure) else None for each in meant]
        mask, of_cell = pa.array(~is_plain), pa.array(cells)

        def put(array: pa.Array, told: list[Any], kind: pa.DataType) -> pa.Array:
            return pa.compute.replace_with_mask(array, mask, pa.array(told, kind).take(of_cell))

        value = put(value, [each and each.value for each in figures], DECIMAL)
        printed = put(printed, [each and each.printed for each in figures], pa.string())
        qualifier = put(qualifier, [each and each.qualifier for each in figures], pa.string())
    return Figures(value, qualifier, printed)
