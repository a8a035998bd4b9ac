"""What the methods make of the loop's figures: an answer comes in, the same rows go out with columns added.

`refused` holds one Reason in every row where the whole picture cannot be drawn, else null; `why_not` the
Reason of a single row. Nothing here is read by people.
"""

import numpy as np
import pandas as pd

from campaign.methods import chart, funnel, small
from campaign.methods.refused import Reason, Refused

MOST_UNITS, MOST_STUCK = 40, 12  # what a picture has room for; the others are in its table
LEAST_FOR_A_POINT = small.PRINTED_AS_FRACTION  # a point on an axis of percents is a percent too


def stages(frame: pd.DataFrame) -> pd.DataFrame:
    """The question loop_stages, with form. Refused: not_comparable where coverages differ."""
    found = _with_forms(frame, "counts", "base")
    several = bool((frame["coverages"] > 1).any())
    return found.assign(refused=_all(found, "not_comparable" if several else None))


def units(frame: pd.DataFrame) -> pd.DataFrame:
    """The question loop_units, with form, and through: the share of the unit's first stage (0–1).

    through is null from the first stage on that cannot be compared with the one before it, and where the
    first stage counts fewer than ten matters; first_value is that count.
    """
    found = _with_forms(frame, "value", "before_value")
    at = found.groupby("unit_id", sort=False).cumcount()
    steps = found["share"].astype(float).where(at > 0, 1.0)
    through = steps.groupby(found["unit_id"], sort=False).cumprod(skipna=False)
    firsts = found[at == 0].set_index("unit_id")["value"].astype(float)
    first = found["unit_id"].map(firsts)
    return found.assign(through=through.where(first >= LEAST_FOR_A_POINT), first_value=first)


def stuck(frame: pd.DataFrame) -> pd.DataFrame:
    """The question loop_stuck, with the form of lost out of the stage before."""
    return _with_forms(frame, "lost", "before_value")


def rate(frame: pd.DataFrame) -> pd.DataFrame:
    """The question loop_rate, with form, and place in the adjusted funnel (null and why_not: not in it)."""
    found = _with_forms(frame, "value", "before_value")
    answer = share_funnel(frame)
    if isinstance(answer, Refused):
        return found.assign(place=None, refused=_all(found, answer.reason))
    places = pd.Series(None, index=range(len(found)), dtype=object)
    places.iloc[answer.at] = answer.places
    return found.assign(place=places.to_numpy(), refused=_all(found, None))


def share_funnel(frame: pd.DataFrame) -> funnel.Funnel | Refused:
    """The funnel of the question loop_rate. Figures of several coverages: not_comparable."""
    if (frame["coverages"] > 1).any():
        return Refused("not_comparable")
    return funnel.proportions(frame["value"], frame["before_value"], qualifiers=_hedges(frame))


def months(frame: pd.DataFrame) -> pd.DataFrame:
    """The question loop_months or loop_weeks, with form, rate (null below ten matters) and its control chart.

    kind: of each point (null: no point). lower, upper, centre: null where no limits can be taken.
    variation, assurance: of the last point, the same in every row; a Reason where there is no icon.
    """
    found = _with_forms(frame, "counts", "base")
    sizes = found["base"].astype(float)
    found["rate"] = (found["counts"].astype(float) / sizes.where(sizes > 0)).where(sizes >= LEAST_FOR_A_POINT)
    answer = _chart(found)
    if isinstance(answer, Refused):
        return _without_limits(found, answer.reason)
    part = answer.parts[-1]
    if isinstance(part.limits, Refused):
        return _without_limits(found, part.limits.reason)
    kinds = pd.Series(None, index=range(len(found)), dtype=object)
    kinds.iloc[part.at] = part.kinds
    first = found.iloc[0]
    target = None if pd.isna(first["target_value"]) else float(first["target_value"])
    return found.assign(
        kind=kinds.to_numpy(),
        centre=part.limits.centre,
        lower=float(part.limits.lower[-1]),
        upper=float(part.limits.upper[-1]),
        variation=chart.variation(answer, first["direction"]),
        assurance=chart.assurance(answer, target, first["direction"]),
        refused=None,
    )


def _chart(found: pd.DataFrame) -> chart.Chart | Refused:
    if found["hedged"].any():
        return Refused("hedged")
    return chart.xmr([found["rate"]], kind="rate")[0]


def _without_limits(found: pd.DataFrame, reason: Reason) -> pd.DataFrame:
    return found.assign(
        kind=None, centre=np.nan, lower=np.nan, upper=np.nan, variation=reason, assurance=reason,
        refused=_all(found, reason),
    )  # fmt: skip


def _with_forms(frame: pd.DataFrame, counts: str, sizes: str) -> pd.DataFrame:
    """Adds form (how the rate may be printed) and why_not; a first stage, which has no rate, has neither."""
    if "row_no" in frame:  # a stage nobody gave has no row, and must not make the others' numbers broken ones
        frame = frame.assign(row_no=frame["row_no"].astype("Int64"))
    forms = small.rate_forms(frame[counts], frame[sizes], qualifiers=_hedges(frame))
    form = [None if isinstance(found, Refused) else found for found in forms]
    why: list[str | None] = [found.reason if isinstance(found, Refused) else None for found in forms]
    if "why_not" in frame:  # the question knows more of it
        why = [
            own if isinstance(own, str) else found for own, found in zip(frame["why_not"], why, strict=True)
        ]
    elif "before_id" in frame:
        why = [
            reason if asked else None for reason, asked in zip(why, frame["before_id"].notna(), strict=True)
        ]
    return frame.assign(
        form=pd.Series(form, index=frame.index, dtype=object),
        why_not=pd.Series(why, index=frame.index, dtype=object),
    )


def _hedges(frame: pd.DataFrame) -> pd.Series | None:
    """The hedge of each rate: of either count. None: the question has left hedged ones out."""
    if "before_qualifier" not in frame:
        return None
    return frame["qualifier"].where(frame["qualifier"] != "exact", frame["before_qualifier"])


def _all(frame: pd.DataFrame, reason: Reason | None) -> pd.Series:
    return pd.Series([reason] * len(frame), index=frame.index, dtype=object)
