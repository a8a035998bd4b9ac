"""`check`, `import` and `publish` at the terminal: the same steps as on the pages, and their words."""

import datetime as dt
import decimal
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from campaign import contract
from campaign.accounts import EVERYTHING, ROLES, Person, any_account_exists, find
from campaign.intake import handing_in, publishing, rights
from campaign.intake.checked import Checked, Problem
from campaign.intake.comparing import STATES
from campaign.intake.handing_in import Looked, Tell
from campaign.intake.names import Names, Variant, names_of
from campaign.intake.sheet import sheet_row
from campaign.store import Store
from campaign.words import Refusal, Words

Said = tuple[int, list[str]]  # exit status and lines
DONE, FOUND_PROBLEMS, REFUSED = 0, 1, 2
SHOWN = 200  # problems said one by one at the terminal; --json has them all


def signature_of(name: str) -> Person:
    """Who signs with this name: the person of the account, or anybody while there are no accounts.

    Raises Refusal for a name nobody has.
    """
    name = " ".join(name.split())
    if not name:
        raise Refusal("signature.none")
    if not any_account_exists():
        return Person(name, name, frozenset(ROLES), EVERYTHING)
    person = find(name)
    if person is None:
        raise Refusal("signature.unknown", found=name)
    return person


def check(store: Store, asked: dict[str, str], words: Words, tell: Tell) -> Said:
    """Reads and checks a file and changes nothing."""
    looked = handing_in.look_big(store, asked["kind"], _file(asked), tell=tell)
    if asked.get("json"):
        return _status(looked.checked), [as_json(answer(store, looked, words))]
    return _status(looked.checked), list(_lines(looked, words))


def hand_in(store: Store, asked: dict[str, str], words: Words, tell: Tell) -> Said:
    """Submits a file and says the receipt. With `confirm`, who signs says that what is doubtful is right."""
    person = signature_of(asked["as"])
    table = contract.tables().get(asked["kind"])
    if table is not None and not rights.may_hand_in(person, table):
        raise Refusal("signature.may_not_hand_in", who=person.name, table=table.title)
    path = _file(asked)
    looked = handing_in.look_big(store, asked["kind"], path, units=rights.units_for(person, store), tell=tell)
    checked, is_confirmed = looked.checked, bool(asked.get("confirm"))
    told = answer(store, looked, words) if asked.get("json") else {}
    if checked.refused or checked.errors or (checked.to_tick and not is_confirmed):
        lines = [as_json(told | {"receipt": None})] if told else list(_lines(looked, words))
        return _status(checked) or FOUND_PROBLEMS, lines
    tell("handing_in", None)
    note = asked.get("note") or (words("receipt.confirmed", who=person.name) if is_confirmed else None)
    receipt = handing_in.hand_in(
        store,
        looked,
        by=person.name,
        ticked="all" if is_confirmed else (),
        note=note,
        original=path,
    )
    if told:
        return DONE, [as_json(told | {"receipt": receipt.batch_id})]
    return DONE, [words("receipt.given", batch=receipt.batch_id, count=f"{receipt.rows:,}", who=person.name)]


def publish(store: Store, asked: dict[str, str], words: Words, tell: Tell) -> Said:
    """Publishes a batch, or passes it on where this person's is the first of two reviews."""
    person = signature_of(asked["as"])
    batch = rights.batch_of(store, asked["batch"])
    is_first = batch.levels == 2 and batch.state == "submitted"
    if person.name not in (batch.submitted_by, batch.passed_by) and not rights.may_review(person, batch):
        raise Refusal("signature.may_not_review", who=person.name, batch=batch.batch_id)
    tell("publishing", None)
    if is_first:
        publishing.pass_on(store, batch.batch_id, by=person.name)
        return DONE, [words("receipt.passed", batch=batch.batch_id, who=person.name)]
    number = publishing.publish(store, batch.batch_id, by=person.name, reason=asked.get("note") or None)
    return DONE, [words("receipt.published", batch=batch.batch_id, who=person.name, event=number)]


COMMANDS: dict[str, Callable[[Store, dict[str, str], Words, Tell], Said]] = {
    "check": check,
    "import": hand_in,
    "publish": publish,
}


def answer(store: Store, looked: Looked, words: Words) -> dict[str, Any]:
    """What check says, for programs: refused, encoding, sheet, header_row, records, problems, skipped."""
    checked = looked.checked
    return {
        "refused": checked.refused.said(words) if checked.refused else None,
        "encoding": checked.encoding,
        "sheet": checked.sheet,
        "header_row": checked.header_row,
        "records": _records(checked, names_of(store, store.last_event), words),
        "problems": [_problem(problem, words) for problem in checked.problems],
        "skipped": [
            {"row": skipped.row, "why": words(f"intake.skipped.{skipped.why}")} for skipped in checked.skipped
        ],
    }


def _problem(problem: Problem, words: Words) -> dict[str, Any]:
    return {
        "level": problem.level,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "found": problem.found,
        "message": problem.said(words),
    }


def _records(checked: Checked, names: Names, words: Words) -> list[dict[str, Any]]:
    """Figures in names, as the export has them; rows of other tables in the contract's columns."""
    if checked.records is None:
        return []
    rows = checked.records.to_pylist()
    if checked.kind == "observation":
        variants = {(found.metric_id, found.variant): found for found in names.variants}
        return [_figure(row, names, variants, words) for row in rows]
    columns = contract.tables()[checked.kind].columns
    return [{**{name: row[name] for name in columns}, "row": sheet_row(row)} for row in rows]


def _figure(
    row: dict[str, Any], names: Names, variants: dict[tuple[str, str], Variant], words: Words
) -> dict[str, Any]:
    unit, metric = names.unit[row["unit_id"]], names.metric[row["metric_id"]]
    variant = variants.get((row["metric_id"], row["variant"]))
    return {
        "unit": words.either(unit.short_name, unit.short_name_en),
        "metric": words.either(metric.name, metric.name_en),
        "variant": words.either(variant.name, variant.name_en) if variant else row["variant"],
        "period": _period(row["as_of"], metric.frequency),
        "as_of": row["as_of"],
        "value": row["value"],
        "qualifier": row["qualifier"],
        "printed": row["printed"],
        "row": sheet_row(row),
    }


def _period(day: dt.date, frequency: str) -> str:
    """2021-09, 2021-Q3 or 2021, by how often the metric is reported."""
    if frequency == "year":
        return f"{day.year}"
    if frequency == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day:%Y-%m}"


def as_json(told: dict[str, Any]) -> str:
    """Readable by people too; numbers without a needless decimal part, days as 2021-09-17."""
    return json.dumps(told, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(value)


def _status(checked: Checked) -> int:
    if checked.refused:
        return REFUSED
    return FOUND_PROBLEMS if checked.errors or checked.to_tick else DONE


def _lines(looked: Looked, words: Words) -> Iterable[str]:
    """What was recognised, what is doubtful or wrong, and what the rows would change."""
    checked, comparison = looked.checked, looked.comparison
    if checked.refused:
        yield checked.refused.said(words)
        return
    yield words(
        "looked.recognised",
        file=checked.file_name,
        how=checked.encoding or checked.sheet or "-",
        row=checked.header_row or 1,
        columns=words("looked.between").join(spelt for spelt, _ in checked.columns),
    )
    for problem in checked.problems[:SHOWN]:
        yield f"[{words(f'level.{problem.level}')}] {problem.said(words)}"
    if len(checked.problems) > SHOWN:
        yield words("looked.more", count=f"{len(checked.problems) - SHOWN:,}")
    for skipped in checked.skipped[:SHOWN]:
        yield words("looked.skipped", row=skipped.row, why=words(f"intake.skipped.{skipped.why}"))
    counts = {state: comparison.count(state) if comparison else 0 for state in STATES}
    yield words(
        "looked.counts",
        records=f"{checked.records.num_rows if checked.records else 0:,}",
        **{state: f"{count:,}" for state, count in counts.items()},
        errors=len(checked.errors),
        checks=len(checked.to_tick),
    )


def _file(asked: dict[str, str]) -> Path:
    path = Path(asked["file"])
    if not path.is_file():
        raise Refusal("command.no_file", file=path)
    return path
