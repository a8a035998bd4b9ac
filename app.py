"""The board: `streamlit run app.py`, or `uvicorn app:app`."""

from pathlib import Path

import streamlit as st

from campaign.screen.problems import show_problem
from campaign.server import front, routes
from campaign.server.life import lifespan

app = st.App(
    Path(__file__).resolve().parent / "campaign" / "screen" / "frame.py",
    routes=[*routes.ROUTES, *front.ROUTES],
    middleware=front.MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=show_problem,
)
