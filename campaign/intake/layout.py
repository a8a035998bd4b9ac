"""Where in a sheet the table is: its header row, what each column means, which rows are none of its data."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from campaign import contract
from campaign.intake import values
from campaign.intake.checked import Ask, Said, Skipped
from campaign.intake.names import Names, plain
from campaign.intake.sheet import Sheet, column_letters
from campaign.words import Refusal

LOOKED_AT = 20  # rows a header may stand in
ENOUGH_HITS = 3  # columns known by name that make a row a header
ENOUGH_TO_ASK = 2  # … that make one of which a person may say what the others mean
OURS = ("错误说明", "原行号")  # columns of 问题反馈表: with them the table is the one that was handed in
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
PARTED = re.compile(r"[·:_/—–-]")  # between a metric and its variant in a header

# the first cell of a row that is none of the data
FOOTER = (
    r"^(合\s*计|总\s*计|小\s*计|共\s*计)\s*([:：(（].*)?$"
    r"|^(填\s*表\s*人|填\s*报\s*人|审\s*核\s*人|复\s*核\s*人|制\s*表)"
    r"|^(单位负责人|负责人|分管领导|联系人|联系电话|填表日期|填报日期|填表时间|报送日期|单位盖章|盖章|注|备\s*注|说\s*明"
    r"|填报说明|填表说明)\d*\s*[:：]"
)
# a unit may have a name that begins so: 示例市…
EXAMPLE = r"^[(（\[【]?\s*((示例|样例)(行|数据)?\d*\s*([:：)）\]】\s].*)?$|例[:：如])"


@dataclass(frozen=True)
class Metric:
    """A column of the wide form: figures of one metric and variant."""

    metric_id: str
    variant: str
    uom: str  # as the header states it; '' where it does not


@dataclass(frozen=True)
class Mapped:
    place: int  # of the column, from 0
    spelled: str  # its header as the sheet has it
    field: str | None = None  # of the contract
    metric: Metric | None = None  # the wide form
    uom: str = ""  # in the header's brackets


@dataclass(frozen=True)
class Layout:
    header_row: int  # as the sheet numbers it
    header: tuple[str, ...]  # every column, by what tells it apart
    titles: tuple[str, ...]  # the columns that have one, as the sheet spells them
    as_before: tuple[tuple[str, str], ...]  # (column, meaning) of an earlier answer
    columns: tuple[Mapped, ...]
    ignored: tuple[str, ...]
    data: np.ndarray  # places of the rows that are data
    skipped: tuple[Skipped, ...]

    @property
    def is_wide(self) -> bool:
        return any(column.metric for column in self.columns)


class NotClear(Exception):
    """A header that leaves a question: the refusal says it, the asks are how a person may answer."""

    def __init__(self, refusal: Refusal, asks: tuple[Ask, ...] = (), hits: int = 0) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.asks = asks
        self.hits = hits  # of the row taken for the header
        self.titles: tuple[str, ...] = ()  # of that row
        self.as_before: tuple[tuple[str, str], ...] = ()


def header_key(text: str) -> str:
    """A header as it is compared: plain, and without the star of what must be filled in."""
    return plain(text).replace("*", "")


def without_brackets(key: str) -> str:
    return IN_BRACKETS.sub("", key)


def in_brackets(text: str) -> str:
    """What a header says in brackets, as it says it: its unit of measure."""
    found = IN_BRACKETS.search(unicodedata.normalize("NFKC", text))
    return found[0][1:-1].strip() if found else ""


@cache
def fields_by_header(kind: str) -> dict[str, str]:
    """Header key -> field. What a template says goes before aliases, those before our words."""
    found: dict[str, str] = {}
    fields = contract.tables()[kind].upload_fields
    for words in (_titles, _aliases, _ids, _contract_titles):
        for field in fields:
            for word in words(field):
                found.setdefault(header_key(word), field.name)
    return found


def _titles(field: contract.Field) -> Iterator[str]:
    assert field.column is not None
    yield field.column.title


def _aliases(field: contract.Field) -> Iterator[str]:
    assert field.column is not None
    yield from field.column.aliases


def _ids(field: contract.Field) -> Iterator[str]:
    yield field.name


def _contract_titles(field: contract.Field) -> Iterator[str]:
    yield field.title
    yield field.title_en


def is_header_word(kind: str, names: Names, text: str) -> bool:
    return _meaning(kind, names, text) is not None


def known_words(kind: str, names: Names) -> list[str]:
    """What votes on a text's encoding: headers of the kind, metrics, units, in this order."""
    fields = contract.tables()[kind].upload_fields
    headers = [word for field in fields for word in (*_titles(field), *_aliases(field))]
    units = [name for unit in names.units for name in (unit.short_name, unit.name)]
    return [*dict.fromkeys([*headers, *(metric.name for metric in names.metrics), *units])]


def _meaning(kind: str, names: Names, text: str) -> str | Metric | None:
    """The field or metric a header means."""
    key = header_key(text)
    if not key:
        return None
    known = fields_by_header(kind)
    field = known.get(key) or known.get(without_brackets(key))
    if field or kind != "observation":
        return field
    return _metric(names, text, key)


def _metric(names: Names, text: str, key: str) -> Metric | None:
    said = in_brackets(text)
    for name in (key, without_brackets(key)):
        if metric_id := names.metric_of.get(name):
            variant = names.variant_of.get((metric_id, plain(said)), "")
            uom = "" if variant or name == key == plain(names.metric[metric_id].name) else said
            return Metric(metric_id, variant, uom)
        head, mark, tail = _parted(name)
        metric_id = names.metric_of.get(head) if mark else None
        if metric_id and (variant := names.variant_of.get((metric_id, tail), "")):
            return Metric(metric_id, variant, said)
    return None


def _parted(name: str) -> tuple[str, str, str]:
    found = PARTED.search(name)
    return (name[: found.start()], found[0], name[found.end() :]) if found else (name, "", "")


@dataclass(frozen=True)
class _Header:
    first: int  # place of the row, not its number
    depth: int  # rows it takes up
    cells: tuple[str, ...]
    meanings: tuple[str | Metric | None, ...]
    as_before: tuple[tuple[str, str], ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return titles_of(self.cells)

    @property
    def hits(self) -> int:
        return len({meaning for meaning in self.meanings if meaning is not None})


def titles_of(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(cell for cell in cells if cell and cell not in OURS)


@dataclass(frozen=True)
class Answered:
    """What the person has said: of this table, and before this of tables with the same header."""

    columns: dict[str, str]
    before: tuple[Said, ...]

    def of(self, cells: tuple[str, ...]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
        """What the columns of this header mean, and what of that was said before."""
        titles = titles_of(cells)
        before = next((said.columns for said in self.before if said.header == titles), ())
        taken = tuple((column, meant) for column, meant in before if column not in self.columns)
        return {**dict(taken), **self.columns}, taken


def lay_out(
    sheet: Sheet,
    kind: str,
    names: Names,
    *,
    answered: Answered,
    header_row: int | None,
    given: frozenset[str],
) -> Layout:
    """Finds the table. `answered` is what the person said, `given` the fields known without a column.

    Raises NotClear where no row looks like a header, or columns leave a question.
    """
    header = _find_header(sheet, kind, names, answered, header_row)
    number = int(sheet.numbers[header.first])
    columns = _mapped(header)
    try:
        _check_clear(kind, columns, header, number, given)
    except NotClear as question:
        question.titles, question.as_before = header.titles, header.as_before
        raise
    used = {column.place for column in columns if column.field or column.metric}
    data, skipped = _data_rows(sheet, header, used)
    return Layout(
        header_row=number,
        header=tuple(_told_apart(header.cells)),
        titles=header.titles,
        as_before=header.as_before,
        columns=tuple(column for column in columns if column.place in used),
        ignored=tuple(column.spelled for column in columns if column.place not in used),
        data=data,
        skipped=skipped,
    )


def _find_header(
    sheet: Sheet, kind: str, names: Names, answered: Answered, header_row: int | None
) -> _Header:
    rows = sheet.rows(0, min(LOOKED_AT + 1, sheet.height))
    candidates = []
    for place in range(min(LOOKED_AT, len(rows))):
        if header_row is not None and int(sheet.numbers[place]) != header_row:
            continue
        single = _header(place, 1, rows[place], kind, names, answered)
        candidates.append(single)
        if place + 1 < len(rows) and sheet.numbers[place + 1] == sheet.numbers[place] + 1:
            below = _header(place + 1, 1, rows[place + 1], kind, names, answered)
            both = _merged(rows[place], rows[place + 1], kind, names)
            double = _header(place, 2, both, kind, names, answered)
            if double.hits > max(single.hits, below.hits):
                candidates.append(double)
    best = max(candidates, key=lambda header: (header.hits, -header.first), default=None)
    if best is None or not best.hits:
        raise NotClear(Refusal("intake.no_header", known=_expected(kind)))
    return best


def _header(
    place: int, depth: int, cells: tuple[str, ...], kind: str, names: Names, answered: Answered
) -> _Header:
    said, as_before = answered.of(cells)
    meanings = tuple(
        _said_meaning(said[cell], names, cell) if cell in said else _meaning(kind, names, cell)
        for cell in cells
    )
    return _Header(place, depth, cells, meanings, as_before)


def as_said(metric_id: str, variant: str) -> str:
    """How a person's answer names a metric, or a kind within it."""
    return f"{metric_id}/{variant}" if variant else metric_id


def _said_meaning(target: str, names: Names, spelled: str) -> str | Metric | None:
    metric_id, _, variant = target.partition("/")
    metric = names.metric.get(metric_id)
    if metric is None:
        return target or None
    stated = values.read_number(f"1{in_brackets(spelled)}")
    fits = not isinstance(stated, values.Wrong) and not isinstance(
        values.in_uom(stated, metric.uom), values.Wrong
    )
    return Metric(metric_id, variant, in_brackets(spelled) if fits else "")


def _merged(upper: tuple[str, ...], lower: tuple[str, ...], kind: str, names: Names) -> tuple[str, ...]:
    """Two rows as one: the upper one's words stand over the blanks to their right, and over blanks below."""
    cells, over = [], ""
    for above, below in zip(upper, lower, strict=True):
        over = above or (over if below else "")
        if not below or below == over:
            cells.append(over)
        elif not over or is_header_word(kind, names, below):
            cells.append(below)
        else:
            both = f"{over}{below}"
            cells.append(both if is_header_word(kind, names, both) else below)
    return tuple(cells)


def _mapped(header: _Header) -> list[Mapped]:
    """Each column that has a header, with its meaning."""
    long_form = {"metric_id", "value"} <= set(header.meanings)
    found = []
    for place, (spelled, meaning) in enumerate(zip(header.cells, header.meanings, strict=True)):
        if not spelled:
            continue
        if isinstance(meaning, Metric):
            found.append(Mapped(place, spelled, metric=None if long_form else meaning))
        else:
            found.append(Mapped(place, spelled, field=meaning, uom=in_brackets(spelled)))
    return found


def _check_clear(
    kind: str, columns: list[Mapped], header: _Header, number: int, given: frozenset[str]
) -> None:
    is_wide = any(column.metric for column in columns)
    fields = {field.name: field for field in contract.tables()[kind].upload_fields}
    by_field = {name: [column.spelled for column in columns if column.field == name] for name in fields}
    answered = given | ({"metric_id", "value"} if is_wide else set())
    missing = [
        name
        for name, field in fields.items()
        if field.column and field.column.is_required and not by_field[name] and name not in answered
    ]
    if missing and header.hits < ENOUGH_HITS:
        refusal = Refusal("intake.no_header", known=_expected(kind))
        asks = _asks_of(missing, columns, number) if header.hits >= ENOUGH_TO_ASK else ()
        raise NotClear(refusal, asks, header.hits)
    doubled = {name: spelled for name, spelled in by_field.items() if len(spelled) > 1}
    _ask(doubled, missing, columns, fields, number, header.hits)


def _ask(
    doubled: dict[str, list[str]],
    missing: list[str],
    columns: list[Mapped],
    fields: dict[str, contract.Field],
    number: int,
    hits: int,
) -> None:
    asks = [Ask(name, number, tuple(spelled)) for name, spelled in doubled.items()]
    asks += _asks_of(missing, columns, number)
    if doubled:
        name, spelled = next(iter(doubled.items()))
        found = "、".join(f"“{column}”" for column in spelled)
        refusal = Refusal("intake.doubled_column", row=number, column=_title(fields[name]), found=found)
        raise NotClear(refusal, tuple(asks), hits)
    if missing:
        wanted = "、".join(f"“{_title(fields[name])}”" for name in missing)
        found = "、".join(column.spelled for column in columns)
        raise NotClear(
            Refusal("intake.missing_column", row=number, column=wanted, found=found), tuple(asks), hits
        )


def _asks_of(missing: list[str], columns: list[Mapped], number: int) -> tuple[Ask, ...]:
    free = tuple(column.spelled for column in columns if not column.field and not column.metric)
    return tuple(Ask(name, number, free) for name in missing) if free else ()


def _title(field: contract.Field) -> str:
    assert field.column is not None
    return field.column.title


def _expected(kind: str) -> str:
    fields = contract.tables()[kind].upload_fields
    return "、".join(_title(field) for field in fields if field.column and field.column.is_required)


def _told_apart(cells: tuple[str, ...]) -> Iterator[str]:
    """A column without a header is called by its letter."""
    for place, cell in enumerate(cells):
        yield cell or column_letters(place)


def _data_rows(sheet: Sheet, header: _Header, used: set[int]) -> tuple[np.ndarray, tuple[Skipped, ...]]:
    start = header.first + header.depth
    first_cells = _first_cells(sheet, start)
    why = {
        "footer": np.asarray(pa.compute.match_substring_regex(first_cells, FOOTER)),
        "example": np.asarray(pa.compute.match_substring_regex(first_cells, EXAMPLE)),
        "header_again": _repeats(sheet, start, header, used),
        "beside": _holds_nothing(sheet, start, used),
    }
    out = np.logical_or.reduce(list(why.values()))
    numbers = sheet.numbers
    skipped = [Skipped(int(number), "above_header") for number in numbers[: header.first]]
    for reason, mask in why.items():
        skipped += [Skipped(int(number), reason) for number in numbers[start:][mask]]
    last = int(numbers[-1])
    skipped += [Skipped(row, "blank") for row in sheet.blank if int(numbers[header.first]) < row < last]
    unique = {skip.row: skip for skip in reversed(skipped)}
    return np.nonzero(~out)[0] + start, tuple(unique[row] for row in sorted(unique))


def _first_cells(sheet: Sheet, start: int) -> pa.ChunkedArray:
    """Of each row the first cell that is not blank."""
    blank_as_null = [
        pa.compute.if_else(pa.compute.equal(column, ""), None, column)
        for column in (column.slice(start) for column in sheet.columns)
    ]
    return pa.compute.fill_null(pa.compute.coalesce(*blank_as_null), "")


def _repeats(sheet: Sheet, start: int, header: _Header, used: set[int]) -> np.ndarray:
    same = [pa.compute.equal(sheet.columns[place].slice(start), header.cells[place]) for place in used]
    return np.logical_and.reduce([np.asarray(mask) for mask in same])


def _holds_nothing(sheet: Sheet, start: int, used: set[int]) -> np.ndarray:
    """Rows whose known columns are all blank: a note at the side, a phone number."""
    blank = [pa.compute.equal(sheet.columns[place].slice(start), "") for place in used]
    return np.logical_and.reduce([np.asarray(mask) for mask in blank])
