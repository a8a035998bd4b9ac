"""The rules of a control chart that look at neighbouring points. Arrays (…, points); +1, -1 and 0 are signs.

A 0 (a point on the centre line, or not reported) ends a run.
"""

import numpy as np
import numpy.typing as npt

from campaign.methods.given import BoolArray

Signs = npt.NDArray[np.int8]
RUN = 7  # points in a row, on one side or rising or falling


def ends_of_runs(signs: Signs, length: int = RUN) -> Signs:
    """The sign at every point that ends `length` equal signs, else 0."""
    ends = np.zeros_like(signs)
    if signs.shape[-1] < length:
        return ends
    windows = np.lib.stride_tricks.sliding_window_view(signs, length, axis=-1).sum(axis=-1)
    ends[..., length - 1 :] = np.where(np.abs(windows) == length, np.sign(windows), 0)
    return ends


def ends_of_trends(steps: Signs, length: int = RUN) -> Signs:
    """The sign at every point that ends `length` strictly rising (+1) or falling (-1) points, else 0.

    `steps` holds the sign of the step into each point after the first, so it is one point shorter.
    """
    ends = np.zeros((*steps.shape[:-1], steps.shape[-1] + 1), dtype=np.int8)
    ends[..., 1:] = ends_of_runs(steps, length - 1)
    return ends


def spread_back(ends: BoolArray, length: int = RUN) -> BoolArray:
    """True at all the points of the runs whose ends are marked."""
    members = ends.copy()
    for back in range(1, min(length, ends.shape[-1])):
        members[..., :-back] |= ends[..., back:]
    return members


def two_of_three(beyond: BoolArray, side: Signs) -> BoolArray:
    """True at the points of every three in a row on one side of which two or more are beyond."""
    ends = np.zeros_like(beyond)
    if beyond.shape[-1] >= 3:
        many = beyond[..., :-2].astype(np.int8) + beyond[..., 1:-1] + beyond[..., 2:] >= 2
        ends[..., 2:] = many & (ends_of_runs(side, 3)[..., 2:] != 0)
    return spread_back(ends, 3)
