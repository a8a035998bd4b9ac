"""The board: `streamlit run app.py`, or `uvicorn app:app`."""

from pathlib import Path

import streamlit as st

from campaign.screen.problems import show_problem
from campaign.server.life import lifespan
from campaign.server.routes import ROUTES

app = st.App(
    Path(__file__).resolve().parent / "campaign" / "screen" / "frame.py",
    routes=ROUTES,
    lifespan=lifespan,
    on_script_error=show_problem,
)
