"""Bytes to sheets of text with the sheet's own row numbers. Its content says what a file is, not its name."""

from collections.abc import Callable, Collection
from pathlib import PurePath

from campaign.intake.checked import Grid
from campaign.intake.decoding import decode
from campaign.intake.delimited import parse, sheet_of_rows
from campaign.intake.sheet import COMMAND, PAGE, Limits, Sheet
from campaign.words import Refusal

__all__ = ["COMMAND", "PAGE", "Limits", "Sheet", "read", "read_grid", "read_pasted"]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# first bytes of files people drop by mistake, and what is said
OTHER_KINDS = (
    (b"PK\x05\x06", "intake.broken_workbook"),
    (b"\x1f\x8b", "intake.packed"),
    (b"Rar!", "intake.packed"),
    (b"7z\xbc\xaf\x27\x1c", "intake.packed"),
    (b"BZh", "intake.packed"),
    (b"\x28\xb5\x2f\xfd", "intake.packed"),
    (b"%PDF", "intake.not_a_sheet"),
    (b"\x89PNG", "intake.not_a_sheet"),
    (b"\xff\xd8\xff", "intake.not_a_sheet"),
    (b"GIF8", "intake.not_a_sheet"),
    (b"{\\rtf", "intake.not_a_sheet"),
    (b"PAR1", "intake.not_a_sheet"),
    (b"SQLite format 3", "intake.not_a_sheet"),
)
MARKUP = (
    b"<html",
    b"<!doctype",
    b"<table",
    b"<?xml",
    b"<workbook",
)  # web pages and XML that call themselves .xls
TO_SAVE_AS_XLSX = (".et", ".ett", ".ods", ".fods", ".xlsb", ".numbers")


def read(
    file_name: str,
    data: bytes,
    known_words: Collection[str],
    is_header_word: Callable[[str], bool],
    limits: Limits = PAGE,
) -> tuple[Sheet, ...]:
    """The sheets of a file: one for text, the visible ones for a workbook.

    `known_words` vote on the encoding, header words on the delimiter. Raises Refusal, in one sentence,
    for what cannot be read whole and sound.
    """
    if len(data) > limits.file_bytes:
        raise Refusal("intake.too_big", mb=f"{len(data) / 2**20:.1f}", most=limits.file_bytes // 2**20)
    if not data.strip():
        raise Refusal("intake.empty")
    if PurePath(file_name).suffix.lower() in TO_SAVE_AS_XLSX:
        raise Refusal("intake.save_as_xlsx")
    sheets = _by_content(data, known_words, is_header_word, limits)
    if not any(sheet.height for sheet in sheets):
        raise Refusal("intake.empty")
    return sheets


def _by_content(
    data: bytes, known_words: Collection[str], is_header_word: Callable[[str], bool], limits: Limits
) -> tuple[Sheet, ...]:
    # the parsers of workbooks are loaded when one comes: they take a fifth of a second
    if data.startswith(ZIP):
        from campaign.intake.excel import read_xlsx

        return read_xlsx(data, limits)
    if data.startswith(OLE):
        from campaign.intake.old_excel import read_ole

        return read_ole(data, limits)
    for mark, key in OTHER_KINDS:
        if data.startswith(mark):
            raise Refusal(key)
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise Refusal("intake.markup")
    text, encoding = decode(data, known_words)
    return (parse(text, encoding, is_header_word, limits),)


def read_pasted(text: str, limits: Limits = PAGE) -> Sheet:
    """Cells copied from a sheet: rows parted by line breaks, cells by tabs, quoted where they have either."""
    if not text.strip():
        raise Refusal("intake.empty")
    if "\x00" in text:
        raise Refusal("intake.binary")
    return parse(text, None, lambda _: False, limits, delimiter="\t")


def read_grid(grid: Grid, limits: Limits = PAGE) -> Sheet:
    """A form, or cells edited in place; the header is the row before the first."""
    before = grid.rows[0][0] - 1 if grid.rows else 1
    rows = [(before, grid.header), *grid.rows]
    return sheet_of_rows([list(cells) for _, cells in rows], [number for number, _ in rows], limits)
