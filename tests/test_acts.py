"""Signed acts: effective at once, in the same log, and undone by a later one."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from campaign import options
from campaign.acts import act
from campaign.intake import publishing
from campaign.store import Store
from campaign.words import Refusal
from tests.drawing import told


def test_a_setting_nobody_changed_has_its_default(store: Store) -> None:
    assert options.value_of(store, "review_levels") == "1"


def test_a_changed_setting_holds_at_once_and_the_past_keeps_its_own(store: Store) -> None:
    before = store.last_event
    number = options.change(store, "review_levels", "2", by="审核", reason="县级先审")
    assert (options.value_of(store, "review_levels"), number) == ("2", before + 1)
    assert options.value_of(store, "review_levels", before) == "1"
    assert told(store, "settings", "name value signed_by reason") == [
        ("review_levels", "2", "审核", "县级先审")
    ]


def test_taking_an_act_back_brings_back_what_held_before(store: Store) -> None:
    options.change(store, "review_levels", "2", by="审核")
    batch_id = told(store, "batches", "batch_id")[0][0]
    publishing.withdraw(store, batch_id, by="经办", reason="改错了")
    assert options.value_of(store, "review_levels") == "1"


def test_a_value_a_setting_cannot_have_is_refused_and_nothing_happens(store: Store) -> None:
    before = store.last_event
    with pytest.raises(Refusal, match="review_levels"):
        options.change(store, "review_levels", "3", by="审核")
    assert store.last_event == before


def test_figures_are_never_an_act(store: Store) -> None:
    with pytest.raises(ValueError, match="another person"):
        act(store, "observation", pa.table({"row_no": [1]}), title="", by="审核")


def test_a_campaign_file_of_an_older_program_is_refused_and_left_alone(campaign_file: Path) -> None:
    with duckdb.connect(str(campaign_file)) as opened:
        opened.execute("update meta set schema_version = 1")
    before = campaign_file.read_bytes()
    with pytest.raises(Refusal, match="旧版本"):
        Store(campaign_file)
    assert campaign_file.read_bytes() == before
