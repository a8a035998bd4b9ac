"""Metrics of the demo beside the page's: the closed loop's stages, and three reported every week."""

from typing import Any

from campaign.demo.year import START

LOOP = ("matters_accepted", "matters_answered", "matters_revisited", "matters_rated", "matters_satisfied")


def _weekly(**told: Any) -> dict[str, Any]:
    return {
        **{"uom": "件", "uom_en": "matters", "kind": "flow", "frequency": "week", "direction": "none"},
        **{"additive": True, "comparable": "group", "use_class": "process", "goal": "satisfaction"},
        **{"group_code": "service", "lo": 0, "valid_from": START},
        **told,
    }


WEEKLY = (
    _weekly(
        metric_id="answers_due",
        name="本周应反馈件数",
        name_en="Answers due this week",
        definition="本周到期应反馈的事项（演示指标）",
        definition_en="Matters whose answer was due this week (demo metric)",
    ),
    _weekly(
        metric_id="answers_on_time",
        name="本周按时反馈件数",
        name_en="Answered in time this week",
        direction="up",
        subset_of="answers_due",
        definition="本周到期且按时反馈的事项（演示指标）",
        definition_en="Of the matters due this week, those answered in time (demo metric)",
    ),
    _weekly(
        metric_id="on_time_rate",
        name="按时反馈率",
        name_en="Share answered in time",
        **{"uom": "比率", "uom_en": "share", "kind": "rate", "direction": "up", "additive": False, "hi": 1},
        **{"use_class": "outcome", "numerator": "answers_on_time", "denominator": "answers_due"},
        definition="按时反馈件数占应反馈件数的比率（演示指标）",
        definition_en="Answered in time as a share of those due (demo metric)",
    ),
)
