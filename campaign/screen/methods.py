"""方法说明: every formula in words, the settings that hold and whose they are, how to read each picture."""

import importlib
import pkgutil

import pandas as pd
import streamlit as st

from campaign import options, panels
from campaign.ask import told
from campaign.options import OPTIONS, Option
from campaign.panels import Panel
from campaign.panels.cells import moment
from campaign.screen import blocks, colours, desk
from campaign.screen.panel import show
from campaign.screen.settings.options import boxes, said, signed_by
from campaign.screen.url import Reader
from campaign.words import catalogue

# rule -> how the names of its thresholds begin; a threshold that begins otherwise stands under "others"
RULES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("blank", "hedge", "sum"), ()),
    "gate": ("gate",),
    "place": (),
    "index": ("index_least", "index_decimals"),
    "certain": ("index",),
    "pace": ("pace",),
    "outlook": ("outlook",),
    "fault": ("fault", "lagging", "weak", "effect", "supervision"),
    "chart": ("chart", "xmr"),
    "funnel": ("funnel",),
    "small": ("small",),
    "award": ("award", "quota", "notice"),
    **dict.fromkeys(("phase", "known_on"), ()),
}
# module of panels -> the page that shows them, where it is called otherwise
PAGE_OF = {"standing": "overview", "entry": "log", "reference": "metrics"}


def rules(reader: Reader) -> None:
    """Each rule in words, and the thresholds it goes by, with their changes and the form to change them."""
    words = reader.words
    desk.say()
    blocks.section(words("methods.rules"))
    for rule in RULES:
        with st.expander(words(f"methods.{rule}.title")):
            blocks.prose(words(f"methods.{rule}.text"))
            if found := thresholds_of(rule):
                blocks.note(words("methods.thresholds"))
                boxes(found, reader)
    if others := thresholds_of(""):
        blocks.section(words("methods.others"))
        boxes(others, reader)


def thresholds_of(rule: str) -> list[Option]:
    """The thresholds of a rule, each under the first rule it fits; of no rule (""): those that fit none."""
    return [option for option in OPTIONS.values() if option.is_threshold and _rule_of(option) == rule]


def _rule_of(option: Option) -> str:
    return next((rule for rule, begins in RULES.items() if begins and option.name.startswith(begins)), "")


def in_force(reader: Reader) -> None:
    """Every setting as it holds at this point in time, who set it and when; the default where nobody did."""
    words = reader.words
    chosen = {row["name"]: row for row in told(reader.store, "setting_history", reader.filters)[::-1]}
    lines = []
    for option in OPTIONS.values():
        row = chosen.get(option.name)
        value = options.value_of(reader.store, option.name, reader.filters.known_on)
        lines.append(
            {
                words("column.content"): words(f"option.{option.name}.title"),
                words("options.value"): said(option, value, reader),
                words("column.signed_by"): signed_by(row, reader) if row else words("methods.by_default"),
                words("column.moment"): moment(row, words) if row else "",
                words("column.reason"): (row["reason"] or "") if row else "",
            }
        )
    blocks.section(words("methods.in_force"))
    blocks.table(pd.DataFrame(lines), words("methods.in_force"), "")
    colours.legend(reader)


def weights_in_force(reader: Reader) -> None:
    """The signed weights, and for each group how much of its places hangs on each metric."""
    show(panels.WEIGHTS, reader)
    groups = {row["comparable_group"]: row for row in told(reader.store, "weights", reader.filters)}
    for group, row in groups.items():
        name = reader.words.either(row["group_name"], row["group_name_en"])
        _left_out(name, reader.narrowed(comparable_group=group))


def _left_out(name: str, reader: Reader) -> None:
    """A group's table; several on one page, so without the tools of a panel."""
    panel, words = panels.INDEX_LEFT_OUT, reader.words
    seen = panel.seen(reader.store, reader.filters, words, reader.label)
    title = words("methods.left_out_of", group=name)
    if seen.refused:
        blocks.sentence(words("methods.refused", group=name, reason=words(f"method.refused.{seen.refused}")))
        return
    blocks.section(title, panel.how(words))
    blocks.note(seen.said)
    blocks.table(panel.table(seen.frame, words), title, "")


def pictures(reader: Reader) -> None:
    """How to read each picture, by the page it stands on."""
    words = reader.words
    blocks.section(words("methods.pictures"))
    for page, shown in by_page().items():
        named = f"page.{page}"
        with st.expander(words(named) if named in catalogue() else words("methods.other_pictures")):
            blocks.bullets(
                words("methods.picture", title=panel.title(words), how=panel.how(words)) for panel in shown
            )


def by_page() -> dict[str, list[Panel]]:
    """Every panel once, by the module it is made in, which is named for its page."""
    found: dict[str, list[Panel]] = {}
    left = list(panels.ALL)
    for module in pkgutil.iter_modules(panels.__path__):
        made = vars(importlib.import_module(f"{panels.__name__}.{module.name}")).values()
        own = [panel for panel in left if any(panel is one for one in made)]
        left = [panel for panel in left if not any(panel is one for one in own)]
        if own:
            found.setdefault(PAGE_OF.get(module.name, module.name), []).extend(own)
    return found
