"""The same four charts and tiles in plain Dash, for screen.py. Dash is in requirements.txt beside this file.

`CAMPAIGN_FILE=… python -m tests.benchmarks.dash_page PORT [keep]`
"""

import importlib
import logging
import sys
from dataclasses import replace
from functools import cache
from typing import Any

from campaign import board
from campaign.figures.look import settle
from campaign.filters import Filters
from campaign.screen import locale
from campaign.words import Words
from tests.benchmarks import four_charts

WORDS = Words("zh")


def make(*, keep: bool) -> Any:
    """The page; with `keep`, what a group looks like is worked out once."""
    dash = importlib.import_module("dash")  # only where benchmarks run, so no type checker has it
    store = board.current()
    now = four_charts.with_metric(Filters(known_on=store.last_event))
    app = dash.Dash(__name__, serve_locally=True, title="Dash")
    app.server.add_url_rule("/healthz", "healthz", lambda: "ok")

    def graph(number: int) -> Any:
        return dash.dcc.Graph(id=f"chart-{number}", config=locale.chart_config(WORDS, "chart"))

    app.layout = dash.html.Div(
        [
            dash.html.H1("四张图"),
            dash.dcc.Dropdown(
                id="group",
                options=[
                    {"label": label, "value": group}
                    for group, label in four_charts.groups(store, now, WORDS).items()
                ],
                clearable=False,
                searchable=False,
            ),
            dash.html.Ul(id="tiles", style={"display": "flex", "gap": "2rem"}),
            dash.html.Div(
                [
                    dash.html.Div([graph(number) for number in column], style={"width": "50%"})
                    for column in ((0, 2), (1, 3))
                ],
                style={"display": "flex"},
            ),
        ]
    )

    def draw(group: str | None) -> tuple[Any, ...]:
        filters = replace(now, comparable_group=group)
        tiles = [
            dash.html.Li([what, dash.html.Strong(figure)])
            for what, figure, _ in four_charts.tiles(store, filters)
        ]
        drawn = []
        for panel in four_charts.CHARTS:
            assert panel.draw is not None
            drawn.append(settle(panel.draw(panel.answer(store, filters), WORDS)))
        return tiles, *drawn

    outputs = [dash.Output("tiles", "children")]
    outputs += [dash.Output(f"chart-{number}", "figure") for number in range(len(four_charts.CHARTS))]
    app.callback(*outputs, dash.Input("group", "value"))(cache(draw) if keep else draw)
    return app


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    make(keep="keep" in sys.argv).run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
