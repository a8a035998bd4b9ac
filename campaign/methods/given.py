"""What was handed in, as arrays, and which of it a method may use."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from campaign.methods.refused import Reason

Numbers: TypeAlias = Sequence | npt.NDArray | pd.Series | pd.DataFrame
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Reasons = npt.NDArray[np.object_]  # of Reason, None where there is an answer


def numbers(values: Numbers) -> FloatArray:
    """The values as floats, a copy; NaN inside is where None, NaN or pandas' NA stood: not reported."""
    if isinstance(values, pd.Series | pd.DataFrame):
        return values.to_numpy(dtype=float, na_value=np.nan, copy=True)
    return np.array(values, dtype=float)


def hedged(qualifiers: Numbers | None, shape: tuple[int, ...]) -> BoolArray:
    """Where a qualifier says something else than exact. No qualifiers: everything is exact."""
    if qualifiers is None:
        return np.zeros(shape, dtype=bool)
    said = np.broadcast_to(np.asarray(qualifiers, dtype=object), shape)
    return (said != "exact") & ~pd.isna(said)


def faulty_counts(
    counts: FloatArray, sizes: FloatArray, are_hedged: BoolArray, *, parts_of_a_whole: bool
) -> Reasons:
    """Each pair's reason not to be used. 0 of 0 is a zero_denominator, 1 of 0 more than could be."""
    nothing_could = (sizes == 0) & (counts > 0)
    too_many = nothing_could | (counts > sizes) if parts_of_a_whole else nothing_could
    found: list[tuple[BoolArray | np.bool_, Reason]] = [
        (np.isnan(counts), "not_reported"),
        (np.isnan(sizes), "no_denominator"),
        (are_hedged, "hedged"),
        (np.isinf(counts) | np.isinf(sizes), "not_finite"),
        (sizes < 0, "negative_denominator"),
        (counts < 0, "negative"),
        (too_many, "more_than_all"),
        (sizes == 0, "zero_denominator"),
    ]
    return first_reasons(found)


def first_reasons(found: Sequence[tuple[BoolArray | np.bool_, Reason]]) -> Reasons:
    """The first reason that holds at each place."""
    reasons = np.full(np.shape(found[0][0]), None, dtype=object)
    for where, reason in reversed(found):
        reasons[where] = reason
    return reasons
