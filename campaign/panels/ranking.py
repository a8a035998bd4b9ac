"""Panels of 对比排名."""

from campaign.comparison import apart, drawn, judged, told
from campaign.methods.rows import Row
from campaign.panels.cells import (
    AS_OF,
    COVERAGE,
    ENTERED,
    FIGURE,
    METRIC,
    NOTE,
    SOURCE,
    UNIT,
    coded,
    moment,
    plain,
    signature,
    text,
)
from campaign.panels.panel import Column, Panel
from campaign.words import Words


def _reasons(row: Row, words: Words) -> str:
    if len(row["reasons"]) == 0:
        return words("gate.may")
    return words("list.comma").join(words(f"gate.short.{reason}") for reason in row["reasons"])


RANKING = Panel(
    "ranking",
    "ranking",
    (
        Column("place", told.ranked_place),
        UNIT,
        FIGURE,
        Column("move", told.move),
        Column("tier", told.tier),
        Column("group", text("group_name")),
        Column("remark", told.ranked_remark),
        COVERAGE,
        AS_OF,
        SOURCE,
        ENTERED,
    ),
    drawn.ranked,
    leads_to_units=True,
    judge=judged.ranking,
    say=told.ranking_says,
)


CONTENDERS = Panel(
    "contenders",
    "contenders",
    (UNIT, METRIC, FIGURE, COVERAGE, Column("group", text("group_name")), NOTE, AS_OF, SOURCE, ENTERED),
)


GATE = Panel(
    "gate",
    "gate",
    (
        METRIC,
        Column("group", text("group_name")),
        Column("units", plain("units")),
        Column("group_units", plain("group_units")),
        Column("may_be_ranked", _reasons),
    ),
)


# What an index is worked out by, as set at that point in time
WORKED_BY = ("index_least_share", "index_decimals", "gate_least_units", "gate_least_share")
DRAWN_BY = ("index_draws", "index_spread", "index_agreement", "index_widest_place")


def _index(name: str) -> Panel:
    """The index of a group by the weights that hold, or by weights of one's own."""
    return Panel(
        name,
        "index_figures",
        (
            UNIT,
            Column("score", told.score),
            Column("place", told.place),
            Column("interval", told.interval),
            Column("tier", told.tier),
            Column("move", told.move),
            Column("weight_there", told.weight_there),
            Column("remark", told.remark),
            AS_OF,
        ),
        drawn.index_places,
        leads_to_units=True,
        judge=judged.scores,
        say=told.scores_say,
        beside=("index_trial",),
        uses=(*WORKED_BY, *DRAWN_BY),
        part=judged.in_order,
        chosen=("index_choice",),
    )


INDEX = _index("index")


INDEX_TRIAL = _index("index_trial")


INDEX_WHY = Panel(
    "index_why",
    "index_figures",
    (
        Column("metric", text("metric_name")),
        Column("figure", told.scored_figure),
        Column("group_mean", told.group_figure),
        Column("points", told.points("z")),
        Column("mean_points", told.points("group_mean")),
        Column("counted", told.points("counted")),
        Column("contribution", told.contribution),
        Column("remark", told.role),
        AS_OF,
        ENTERED,
    ),
    drawn.contribution_bars,
    judge=apart.why,
    say=told.why_says,
    beside=("index_choice",),
    uses=WORKED_BY,
)


INDEX_LEFT_OUT = Panel(
    "index_left_out",
    "index_figures",
    (
        Column("metric", text("metric_name")),
        Column("weight", told.percent),
        Column("mean_move", told.mean_move),
        Column("most_moved", told.most_moved),
    ),
    judge=apart.left_out,
    say=told.left_out_say,
    uses=WORKED_BY,
)


def _weights(name: str, *columns: Column) -> Panel:
    return Panel(
        name,
        name,
        (
            Column("group", text("group_name")),
            Column("metric", text("metric_name")),
            Column("weight", told.percent),
            Column("goalpost_low", told.goalpost("goalpost_low")),
            Column("goalpost_high", told.goalpost("goalpost_high")),
            *columns,
            Column("signed_by", signature("signed_by")),
            Column("moment", moment),
            Column("event", plain("event_no")),
            Column("reason", plain("reason")),
        ),
    )


WEIGHTS = _weights(
    "weights",
    Column("denominator", text("below_name")),
    Column("direction", coded("direction", "direction")),
    Column("version", plain("version")),
)


WEIGHT_HISTORY = _weights("weight_history")
