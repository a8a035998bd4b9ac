"""The board: `streamlit run app.py`, or `uvicorn app:app`."""

from pathlib import Path

import streamlit as st

from campaign.screen.problems import show_problem
from campaign.server import api, front, routes, signin
from campaign.server.life import lifespan

app = st.App(
    Path(__file__).resolve().parent / "campaign" / "screen" / "frame.py",
    routes=[*routes.ROUTES, *api.ROUTES, *front.ROUTES, *signin.ROUTES],
    middleware=front.MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=show_problem,
)
