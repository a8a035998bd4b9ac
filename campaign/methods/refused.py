"""What a method answers when data or settings carry no answer: a reason, never a made-up number."""

from dataclasses import dataclass
from typing import Literal, get_args

Reason = Literal[
    # data
    "no_data",  # nothing was handed in to work on
    "not_reported",  # 未报: nobody reported this, or not yet
    "not_applicable",  # 不适用: the unit does not have what is counted
    "too_little_reported",  # some of the weight is there, but less than asked for
    "too_few_units",
    "too_few_of_group",
    "too_few_reports",
    "too_few_paces",  # one pace between two reports, and that is no range
    "no_neighbours",  # no two reports in a row, so nothing moved from one to the next
    "too_few_past",
    "all_equal",
    "hedged",  # 余, 约, 不足: the bounds leave more than one answer open
    "all_hedged",
    "not_finite",
    "negative",
    "not_a_count",
    "more_than_all",  # more happened than could have
    "decreasing",  # a running total fell
    "zero_denominator",
    "negative_denominator",
    "no_denominator",
    "not_positive",  # a geometric mean of a value that is zero or negative
    "all_zero",
    # settings
    "no_goalposts",
    "goalposts_reversed",
    "no_target",
    "target_zero",
    "target_negative",
    "target_not_above_least",
    "weights_do_not_sum",
    "weight_negative",
    "not_a_tree",
    "no_dates",
    "period_reversed",
    "plan_decreasing",
    "plan_not_whole",
    "nothing_due",
    "nothing_left",  # the last report is of the day the target is due
    "no_due_date",
    "done_in_the_future",
    "days_not_positive",
    "calendar_lacks_year",
    # what the metric is
    "kind_forbids",  # cumulative, stock, rank: no steady rate
    "kind_rank",  # a place in somebody else's list has no unit of measure
    "publicity",
    "no_direction",
    "not_comparable",
    "redefined",  # figures and target, or figures and figures, go by different definitions
    "not_cumulative",  # only a running total has a pace
    "raw_count",  # counts without a denominator measure the unit's size
]
REASONS: tuple[str, ...] = get_args(Reason)


@dataclass(frozen=True)
class Refused:
    """No answer, and why. What people read about it is the caller's to say."""

    reason: Reason
    about: str = ""  # the unit, metric, node, group, year or day it is said of; empty: the whole question
