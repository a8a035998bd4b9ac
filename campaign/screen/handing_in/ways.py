"""Three ways in: a file, a form of the unit's own metrics, cells pasted from a sheet. Each begins a draft."""

import datetime as dt
import secrets
from collections.abc import Callable

import pandas as pd
import streamlit as st

from campaign.accounts import Person
from campaign.ask import ask
from campaign.filters import Filters
from campaign.intake.checked import Grid
from campaign.intake.drafts import Draft
from campaign.output.form_sheet import form_sheet_xlsx
from campaign.output.templates import Wanted, template_csv, template_xlsx
from campaign.screen import blocks, desk
from campaign.screen.handing_in import looking
from campaign.screen.handing_in.scope import Desk, hands_in
from campaign.screen.panel import XLSX
from campaign.words import Refusal

WAYS = ("file", "form", "paste")
LARGEST_MB = 10
TYPES = ["csv", "txt", "xlsx", "xls"]
FORM_COLUMNS = ("unit_id", "metric_id", "variant", "period", "value", "note")  # of the grid a form becomes


def ways_in(mine: Desk) -> None:
    words = mine.reader.words
    blocks.section(words("handing_in.ways"), words("handing_in.no_secrets"))
    kind, unit, day = _what(mine)
    names = {way: words(f"handing_in.ways_in.{way}") for way in WAYS}
    offered = [way for way in WAYS if way != "form" or kind == "observation"]
    way = st.segmented_control(
        words("handing_in.way"),
        offered,
        format_func=names.__getitem__,
        default="file",
        key="hand_in_way",
        label_visibility="collapsed",
        required=True,
    )
    {"file": _file, "form": _form, "paste": _paste}[way](mine, kind, unit, day)


def _what(mine: Desk) -> tuple[str, str | None, dt.date]:
    """The kind, the unit and the period: what a template or a form is made for."""
    words, kinds, names = mine.reader.words, mine.kinds, mine.unit_names()
    what, whose, when = st.columns([1, 1, 1])
    kind = what.selectbox(
        words("handing_in.kind"), list(kinds), format_func=kinds.__getitem__, key="hand_in_kind"
    )
    unit = whose.selectbox(
        words("choice.unit"), list(names), format_func=names.__getitem__, key="hand_in_unit"
    )
    ends = _period_ends(mine.reader.today)
    day = when.selectbox(words("handing_in.period"), ends, format_func=words.month, key="hand_in_period")
    return kind, unit, day


def _period_ends(today: dt.date, months: int = 12) -> list[dt.date]:
    """The last days of this month and of those before it, the one most likely meant first."""
    first = today.replace(day=1)
    ends = []
    for _ in range(months):
        ends.append(first - dt.timedelta(days=1))
        first = ends[-1].replace(day=1)
    this = (today.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return [this, *ends] if today.day >= 20 else [ends[0], this, *ends[1:]]


def _file(mine: Desk, kind: str, unit: str | None, day: dt.date) -> None:
    words, store = mine.reader.words, mine.reader.store
    st.file_uploader(
        words("handing_in.drop"),
        type=TYPES,
        max_upload_size=LARGEST_MB,
        key=desk.fresh("upload"),
        on_change=_take_file,
        args=(mine, kind, unit),
    )
    wanted = Wanted(kind, day, unit)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        with st.container(width="content"):
            blocks.note(words("handing_in.templates"))
        _download(
            mine,
            words("handing_in.template_xlsx"),
            "template",
            XLSX,
            lambda: template_xlsx(store, wanted, words),
        )
        _download(
            mine,
            words("handing_in.template_csv"),
            "template_csv",
            "text/csv",
            lambda: template_csv(store, wanted),
        )
        if kind == "observation" and unit is not None:
            _download(
                mine,
                words("handing_in.form_sheet"),
                "form_sheet",
                XLSX,
                lambda: form_sheet_xlsx(store, wanted, words),
            )


def _download(mine: Desk, label: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    ending = "csv" if mime == "text/csv" else "xlsx"
    st.download_button(
        label,
        make,
        mine.reader.file_name(f"{label}.{ending}"),
        mime,
        on_click="ignore",
        key=f"download_{name}",
        type="tertiary",
    )


def _take_file(mine: Desk, kind: str, unit: str | None) -> None:
    brought = st.session_state.get(desk.fresh("upload"))
    if brought is None:
        return

    def work(_: Person) -> str:
        data = brought.getvalue()
        if len(data) > LARGEST_MB * 2**20:  # the browser's own limit is only the browser's
            raise Refusal("handing_in.too_large", limit=LARGEST_MB)
        kept = looking.keep_original(mine, data)
        token, whose = secrets.token_hex(16), mine.whose(unit)
        looking.keep(mine, Draft(kind, brought.name, token, original=kept, whose=whose))
        return ""

    desk.do(mine.reader, hands_in, work)


def _paste(mine: Desk, kind: str, unit: str | None, _day: dt.date) -> None:
    words = mine.reader.words
    st.text_area(
        words("handing_in.paste"),
        placeholder=words("handing_in.paste_how"),
        height=160,
        key=desk.fresh("pasted"),
        max_chars=2_000_000,
    )
    st.button(words("handing_in.check"), key="check_pasted", on_click=_take_pasted, args=(mine, kind, unit))


def _take_pasted(mine: Desk, kind: str, unit: str | None) -> None:
    text = st.session_state.get(desk.fresh("pasted"), "")

    def work(_: Person) -> str:
        if not text.strip():
            raise Refusal("handing_in.nothing_pasted")
        name = mine.reader.words("handing_in.ways_in.paste")
        token, whose = secrets.token_hex(16), mine.whose(unit)
        looking.keep(mine, Draft(kind, name, token, pasted=text, whose=whose))
        return ""

    desk.do(mine.reader, hands_in, work)


# The form


def _form(mine: Desk, kind: str, unit: str | None, day: dt.date) -> None:
    words = mine.reader.words
    if unit is None:
        blocks.sentence(words("panel.units.empty"))
        return
    lines = _lines(mine, unit, day)
    shown = pd.DataFrame(
        {
            words("column.metric"): [_metric(line, words.column) for line in lines],
            words("column.uom"): [words.either(line["uom"], line["uom_en"]) for line in lines],
            words("handing_in.last"): [words.either(line["last_printed"], None) for line in lines],
            words("handing_in.now"): "",
            words("column.note"): "",
        }
    )
    fixed = list(shown.columns[:3])
    edited = st.data_editor(
        shown,
        hide_index=True,
        disabled=fixed,
        key=desk.fresh(f"form_{unit}_{day}"),
        width="stretch",
        height=min(38 * (len(shown) + 1), 480),
        num_rows="fixed",
    )
    blocks.note(words("handing_in.form_how"))
    st.button(
        words("handing_in.check"),
        key="check_form",
        on_click=_take_form,
        args=(mine, unit, day, lines, edited),
    )


def _metric(line: dict, column: Callable[[str], str]) -> str:
    name, variant = line[column("metric_name")], line[column("variant_name")]
    return f"{name} · {variant}" if isinstance(variant, str) else str(name)


def _lines(mine: Desk, unit: str, day: dt.date) -> list[dict]:
    """The metrics the unit is asked for, else those it has reported, with its last figures."""
    filters = Filters(mine.reader.filters.known_on, period=day, unit_id=unit)
    found = ask(mine.reader.store, "form_lines", filters).to_dict("records")
    return [line for line in found if isinstance(line["metric_id"], str)]


def _take_form(mine: Desk, unit: str, day: dt.date, lines: list[dict], edited: pd.DataFrame) -> None:
    words = mine.reader.words

    def work(_: Person) -> str:
        rows = []
        for number, (line, typed) in enumerate(zip(lines, edited.itertuples(index=False), strict=True), 2):
            value, note = (str(cell or "").strip() for cell in typed[3:5])
            if value:
                rows.append(
                    (number, (unit, line["metric_id"], line["variant"], f"{day:%Y-%m-%d}", value, note))
                )
        if not rows:
            raise Refusal("handing_in.nothing_typed")
        header = tuple(looking.title_of("observation", name) for name in FORM_COLUMNS)
        grid = Grid(header, tuple(rows))
        looking.keep(
            mine, Draft("observation", words("handing_in.ways_in.form"), secrets.token_hex(16), grid=grid)
        )
        return ""

    desk.do(mine.reader, hands_in, work)
