"""Workbooks for the tests of intake, good and bad, made as bytes."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter

HEADER = ("单位", "指标", "期间", "数值")
ROW = ("市审批服务局", "办件量", "2021年9月", 110000)


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    """What `fill` writes into a workbook and its first sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    fill(book, book.add_worksheet("数据"))
    book.close()
    return out.getvalue()


def plain(*rows: tuple[Any, ...]) -> bytes:
    def fill(book: Any, sheet: Any) -> None:
        for number, row in enumerate(rows or (HEADER, ROW)):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def merged_header() -> bytes:
    """Two rows of header, the upper one merged right and down; the unit merged over two rows of data."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:D1", "2021年办件情况统计表")
        for column, text in (("A", "单位"), ("B", "指标"), ("C", "期间")):
            sheet.merge_range(f"{column}2:{column}3", text)
        sheet.merge_range("D2:E2", "完成情况及说明")
        sheet.write_row("D3", ("完成数", "备注"))
        sheet.merge_range("A4:A5", "市审批服务局")
        sheet.write_row("B4", ("办件量", "2021年9月", 110000, "累计"))
        sheet.write_row("B5", ("办件量", "2021年8月", 100000, "累计"))

    return workbook(fill)


def formats() -> bytes:
    """A percent, a number shown as 亿元, one shown as 万, a date, a number with its unit."""

    def fill(book: Any, sheet: Any) -> None:
        shown = ("0.0%", '0.00,,"百万元"', '0!.0,"万"', "yyyy-mm-dd", '#,##0"件"', '0!.00,,"亿元"')
        for column, (number, form) in enumerate(
            zip((0.955, 3015000000, 110000, 44456, 1870, 301500000000), shown, strict=True)
        ):
            sheet.write_number(0, column, number, book.add_format({"num_format": form}))

    return workbook(fill)


def hidden() -> bytes:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_row(2, 0, (*ROW[:2], "2021年8月", 5))
        sheet.set_row(2, options={"hidden": True})
        secret = book.add_worksheet("旧数据")
        secret.write_row(0, 0, HEADER)
        secret.hide()

    return workbook(fill)


def ghost(text: str | None) -> bytes:
    """A table, and a cell in the last corner of the sheet: painted, or with a text."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        corner = (1048575, 16383)
        if text is None:
            sheet.write_blank(*corner, None, book.add_format({"bg_color": "#ffff00"}))
        else:
            sheet.write_string(*corner, text)

    return workbook(fill)


def formulas() -> bytes:
    """One formula saved without its value, one whose value is an error."""
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append((*ROW[:3], "=1+1"))
    out = io.BytesIO()
    book.save(out)
    error = b'<c r="D3" t="e"><f>A99</f><v>#REF!</v></c>'
    row = '<row r="3"><c r="A3" t="inlineStr"><is><t>伦镇</t></is></c>'.encode()
    rest = "".join(
        f'<c r="{column}3" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in (("B", "办件量"), ("C", "2021年9月"))
    ).encode()
    return changed(
        out.getvalue(),
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        row + rest + error + b"</row></sheetData>",
    )


def changed(data: bytes, member: str, before: bytes, after: bytes) -> bytes:
    """The workbook with one part's text replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(
                info.filename, content.replace(before, after) if info.filename == member else content
            )
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(plain())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, content)
    return out.getvalue()


def billion_laughs() -> bytes:
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lols}]>'.encode()
    return changed(
        plain(), "xl/sharedStrings.xml", b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', text
    )


def encrypted() -> bytes:
    """The beginning of what Excel writes for a workbook with a password."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )
