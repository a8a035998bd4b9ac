"""A Plotly figure as a Picture; None where it has something no native chart or table can show.

What reads figures in general: whoever draws a new shape on screen finds here whether it leaves as a chart or
as its table.
"""

import plotly.graph_objects as go

from campaign.output.picture import Picture
from campaign.output.reading.charts import chart_of
from campaign.output.reading.grids import grid_of, strip_of
from campaign.output.reading.values import Unreadable, length_of


def picture_of(figure: go.Figure) -> Picture | None:
    drawn = figure.to_plotly_json()
    traces = [trace for trace in drawn["data"] if trace.get("visible", True) is True]
    layout = drawn["layout"]
    try:
        if not any(length_of(trace) for trace in traces):
            return strip_of(layout)
        return grid_of(traces, layout) or chart_of(traces, layout)
    except (Unreadable, TypeError, ValueError):  # a shape met for the first time: its table says the same
        return None
