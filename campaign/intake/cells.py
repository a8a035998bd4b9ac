"""The cells of one field to typed values: what a text means is worked out once, however often it stands."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from campaign import contract
from campaign.intake import values
from campaign.intake.names import WHOLE_CAMPAIGN, Names, Theme, plain, similar
from campaign.intake.sheet import NOT_CALCULATED
from campaign.intake.values import Wrong

SHEET_ERROR = re.compile(r"#(REF|VALUE|DIV/0|NAME|N/A|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
MOST_NAMED = 12  # choices listed in a sentence


@dataclass(frozen=True)
class Texts:
    """A field's cells, one a row, and the header each stands under."""

    texts: pa.ChunkedArray
    spelled: tuple[str, ...]
    places: np.ndarray | None = None  # the wide form: which of `spelled` a row stands under

    def column_at(self, row: int) -> str:
        return self.spelled[0 if self.places is None else int(self.places[row])]


@dataclass(frozen=True)
class Doubt:
    """A value that is taken, and what the person is asked or told of it."""

    value: Any
    level: str
    code: str


@dataclass(frozen=True)
class Told:
    """Why a cell is no value, with what else the sentence names."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None


Read = Callable[..., Any]  # text (and what it depends on) -> a value, None for missing, Wrong, Told or Doubt


@dataclass(frozen=True)
class Answers:
    """Distinct texts with what they mean, and which of them each row has."""

    texts: list[str]
    meant: list[Any]
    codes: np.ndarray

    @property
    def values(self) -> list[Any]:
        """The distinct values; None where there is none."""
        return [_value(meant) for meant in self.meant]

    def array(self, kind: pa.DataType) -> pa.Array:
        return pa.array(self.values, kind).take(pa.array(self.codes))

    def rows_that(self, holds: Callable[[Any], bool]) -> np.ndarray:
        mask = np.fromiter((holds(meant) for meant in self.meant), bool, len(self.meant))
        return np.nonzero(mask[self.codes])[0] if mask.any() else np.zeros(0, np.int64)


def _value(meant: Any) -> Any:
    if isinstance(meant, Wrong | Told):
        return None
    return meant.value if isinstance(meant, Doubt) else meant


def coded(texts: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """Each row's place among the distinct texts, and those."""
    encoded = texts.combine_chunks().dictionary_encode()
    return np.asarray(encoded.indices), encoded.dictionary.to_pylist()


def answers(texts: Texts, read: Read) -> Answers:
    codes, distinct = coded(texts.texts)
    return Answers(distinct, [guarded(read, text) for text in distinct], codes)


def answers_by(texts: Texts, other: Answers, read: Read) -> Answers:
    """For texts whose meaning depends on another field of their row."""
    codes, distinct = coded(texts.texts)
    others = other.values
    pairs, inverse = np.unique(codes.astype(np.int64) * len(others) + other.codes, return_inverse=True)
    both = [divmod(int(pair), len(others)) for pair in pairs]
    return Answers(
        [distinct[text] for text, _ in both],
        [guarded(read, distinct[text], others[place]) for text, place in both],
        inverse,
    )


def guarded(read: Read, text: str, *other: Any) -> Any:
    if text.startswith("#"):
        if text == NOT_CALCULATED:
            return Wrong("no_value")
        if SHEET_ERROR.fullmatch(text):
            return Wrong("sheet_error")
    return read(text, *other)


# Readers of fields


def reader_of(entry: contract.Field, names: Names, today: dt.date) -> Read:
    """What reads a field's cells where they depend on nothing else in the row."""
    known = _known_names(entry, names)
    if known is not None:
        return known
    if entry.choices:
        return _reader_of_choices(entry)
    reads = entry.column.reads if entry.column else None
    by_grammar: dict[str, Read] = {
        "period": lambda text: _period(text, "month", today),
        "percent": lambda text: _percent(text, entry),
        "amount": _amount,
        "past_day": lambda text: _day(text, today),
        "first_day": lambda text: _first_day(text, today),
    }
    by_type: dict[str, Read] = {
        "boolean": _boolean,
        "date": lambda text: _day(text, None),
        "integer": lambda text: _integer(text, entry),
        "number": lambda text: _decimal(text, entry),
        "string": lambda text: _string(text, entry),
    }
    return by_grammar[reads] if reads in by_grammar else by_type[entry.type]


def dependent_reader_of(entry: contract.Field, names: Names, today: dt.date) -> tuple[str, Read] | None:
    """The field a field's cells depend on and what reads them, where they do."""
    reads = entry.column.reads if entry.column else None
    if reads == "period_key":
        return "action_id", lambda text, action_id: _period_key(text, action_id, names, today)
    if entry.variant_of:
        return entry.variant_of, lambda text, metric_id: _variant(text, metric_id, names)
    return None


def period_answers(texts: Texts, metric: Answers, names: Names, today: dt.date) -> Answers:
    """For figures: how long a period is, its metric says. Worked out once per length, not per metric."""
    known = (names.metric.get(metric_id or "") for metric_id in metric.values)
    lengths = [each.frequency if each else "month" for each in known]
    distinct = list(dict.fromkeys(lengths))
    codes = np.array([distinct.index(length) for length in lengths], np.int64)[metric.codes]
    frequency = Answers(distinct, distinct, codes)
    return answers_by(texts, frequency, lambda text, length: _period(text, length, today))


def _known_names(entry: contract.Field, names: Names) -> Read | None:
    if entry.refers_to == "unit" or entry.or_all_units:
        return lambda text: _unit(text, entry, names)
    if entry.refers_to == "metric":
        shown = {metric.metric_id: metric.name for metric in names.metrics}
        return lambda text: _named(text, names.metric_of, shown, "unknown_metric", entry)
    if entry.refers_to == "action":
        shown = {action.action_id: action.name for action in names.actions}
        return lambda text: _named(text, names.action_of, shown, "unknown_action", entry)
    if entry.refers_to == "division":
        shown = {division.division_code: division.name for division in names.divisions}
        return lambda text: _named(text, names.division_of, shown, "unknown_division", entry)
    if entry.theme_kind:
        themes = names.theme_of(entry.theme_kind)
        return lambda text: _theme(text, themes, entry)
    return None


def _unit(text: str, entry: contract.Field, names: Names) -> Any:
    if entry.or_all_units and plain(text) in (WHOLE_CAMPAIGN, "全市", "整个活动"):
        return WHOLE_CAMPAIGN
    shown = {unit.unit_id: unit.short_name for unit in names.units}
    return _named(text, names.unit_of, shown, "unknown_unit", entry)


def _named(text: str, known: dict[str, str], shown: dict[str, str], code: str, entry: contract.Field) -> Any:
    found = known.get(plain(text))
    if found is not None:
        return found
    if values.is_missing(text):
        return _missing(entry)
    near = similar(text, shown.values())
    if near:
        return Told(f"{code}_near", {"near": "、".join(near)}, near[0])
    return Told(code)


def _missing(entry: contract.Field) -> Any:
    if entry.keeps_empty or entry.variant_of:
        return ""
    is_needed = entry.is_required or (entry.column is not None and entry.column.is_required)
    return Wrong("empty_cell") if is_needed and not (entry.column and entry.column.default) else None


def _theme(text: str, themes: dict[str, Theme], entry: contract.Field) -> Any:
    key = plain(text)
    found = themes.get(key) or themes.get(re.sub(r"^第?(.+?)阶段$", r"\1", key))
    if found is None and (numeral := values.chinese_number(re.sub(r"^第?(.+?)阶段$", r"\1", key))):
        found = themes.get(str(numeral))
    if found is not None:
        return found.no if entry.type == "integer" else found.code
    if values.is_missing(text):
        return _missing(entry)
    listed = [*dict.fromkeys(theme.name for theme in themes.values())]
    return _not_a_choice(text, listed)


def _not_a_choice(text: str, listed: list[str]) -> Told:
    if not listed:
        return Told("no_choices")
    known = "、".join(listed[:MOST_NAMED]) + ("…" if len(listed) > MOST_NAMED else "")
    near = similar(text, listed, 1)
    return Told("not_a_choice", {"known": known}, near[0] if near else None)


def _reader_of_choices(entry: contract.Field) -> Read:
    known = {plain(code): code for code in entry.choices}
    known |= {plain(word): code for code, words in entry.labels for word in words}
    labels = [words[0] for _, words in entry.labels] or list(entry.choices)

    def read(text: str) -> Any:
        if (code := known.get(plain(text))) is not None:
            return code
        return _missing(entry) if values.is_missing(text) else _not_a_choice(text, labels)

    return read


def _variant(text: str, metric_id: str | None, names: Names) -> Any:
    if values.is_missing(text):
        return ""
    if metric_id is None:
        return None
    found = names.variant_of.get((metric_id, plain(text)))
    if found is not None:
        return found
    metric = names.metric.get(metric_id)
    known = [variant.name for variant in names.variants if variant.metric_id == metric_id]
    told = {"metric": metric.name if metric else metric_id, "known": "、".join(known)}
    near = similar(text, known, 1)
    return Told("unknown_variant" if known else "no_variants", told, near[0] if near else None)


def _period(text: str, frequency: str, today: dt.date) -> Any:
    if values.is_missing(text):
        return Wrong("empty_cell")
    found = values.read_period(text, frequency, today)
    if isinstance(found, Wrong):
        return found
    if found.doubt:
        return Doubt(found.as_of, "check" if found.doubt == "maybe_october" else "note", found.doubt)
    return found.as_of


def _period_key(text: str, action_id: str | None, names: Names, today: dt.date) -> Any:
    action = names.action.get(action_id or "")
    if action is None:
        return None
    found = values.read_period_key(text, action.cadence, today)
    if isinstance(found, Wrong):
        return found
    key, first = found
    if key != "once" and first.year < values.FIRST_YEAR:
        return Wrong("not_in_time")
    begins = (action.starts_on or first) if key == "once" else first
    return Told("not_begun", {"action": action.name}) if begins > today else key


def _day(text: str, today: dt.date | None) -> Any:
    if values.is_missing(text):
        return None
    found = values.read_day(text)
    if today is not None and not isinstance(found, Wrong) and found > today:
        return Wrong("not_yet")
    return found


def _first_day(text: str, today: dt.date) -> Any:
    if values.is_missing(text):
        return None
    found = values.read_day(text)
    if not isinstance(found, Wrong):
        return found
    month = values.read_period(text, "month", today)
    return month if isinstance(month, Wrong) else month.as_of.replace(day=1)


def _percent(text: str, entry: contract.Field) -> Any:
    if values.is_missing(text):
        return None
    number = values.read_number(text)
    if isinstance(number, Wrong):
        return number
    if number.unit not in ("", "%"):
        return Wrong("not_a_percent")
    kept = values.kept(number.whole)
    if isinstance(kept, Wrong) or not _within(kept, entry):
        return kept if isinstance(kept, Wrong) else _out_of_bounds(entry)
    return Doubt(kept, "check", "percent_as_fraction") if 0 < kept < 1 and not number.unit else kept


def _amount(text: str) -> Any:
    """A number with its hedge: values.Number."""
    if values.is_missing(text):
        return None
    number = values.read_number(text)
    if isinstance(number, Wrong):
        return number
    kept = values.kept(number.whole)
    if isinstance(kept, Wrong):
        return kept
    return Wrong("negative") if kept < 0 else number


def _boolean(text: str) -> Any:
    return None if not text else values.read_boolean(text)


def _integer(text: str, entry: contract.Field) -> Any:
    number = _decimal(text, entry)
    if not isinstance(number, Decimal):
        return number
    return (
        int(number)
        if number == number.to_integral_value() and abs(number) < 2**31
        else Wrong("not_an_integer")
    )


def _decimal(text: str, entry: contract.Field) -> Any:
    if values.is_missing(text):
        return _missing(entry)
    number = values.read_number(text)
    if isinstance(number, Wrong):
        return number
    if number.qualifier != "exact":
        return Wrong("hedged")
    kept = values.kept(number.whole)
    if isinstance(kept, Wrong):
        return kept
    return kept if _within(kept, entry) else _out_of_bounds(entry)


def _within(number: Decimal, entry: contract.Field) -> bool:
    return (entry.low is None or number >= entry.low) and (entry.high is None or number <= entry.high)


def _out_of_bounds(entry: contract.Field) -> Told:
    low, high = (("…" if bound is None else f"{bound:g}") for bound in (entry.low, entry.high))
    return Told("out_of_bounds", {"low": low, "high": high})


def _string(text: str, entry: contract.Field) -> Any:
    if not text or (values.is_missing(text) and not entry.pattern):
        return _missing(entry)
    return text if not entry.pattern or re.fullmatch(entry.pattern, text) else Wrong("not_the_pattern")
