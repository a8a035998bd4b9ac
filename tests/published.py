"""Published cases the methods agree with, which are not in the repository: CAMPAIGN_REFERENCE names them."""

import os
from pathlib import Path

import pandas as pd
import pytest


def folder() -> Path:
    """Where they are; skips the test where nothing is named."""
    name = os.environ.get("CAMPAIGN_REFERENCE")
    if not name:
        pytest.skip("CAMPAIGN_REFERENCE does not name the folder of published cases")
    return Path(name)


def published(name: str) -> pd.DataFrame:
    """A table of the folder."""
    return pd.read_csv(folder() / name)
