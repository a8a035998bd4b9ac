"""A page as GB/T 9704-2012 has it: A4, 22 lines of 28 characters, its fonts, numbers and page numbers.

Paragraphs are written as XML: every run carries its East Asian font and hint, without which Word sets
Chinese punctuation in the Latin font, and a table of a thousand cells is made in a moment.
"""

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import docx
import pandas as pd
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from lxml import etree

from campaign.output import fitting
from campaign.words import Language

TITLE, BODY, HEAD, SECOND, PAGE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
FONTS = (TITLE, BODY, HEAD, SECOND, PAGE)
LATIN = "Times New Roman"
# 22 lines on 225 mm and 28 characters of 16 pt on 156 mm: tried in Word's terms and in LibreOffice
LINE, TIGHTER = 579, -5  # twentieths of a point: 28.95 pt and -0.25 pt
WIDE = 8  # columns of a table that can be read on 156 mm
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Look:
    font: str = BODY
    points: float = 16
    align: str = "both"
    indent: int = 2  # characters before the first line
    right: int = 0  # characters left free on the right
    is_bold: bool = False
    line: int = LINE  # 0: as high as the text
    colour: str = ""
    new_page: bool = False
    with_next: bool = False
    above: int = 0  # lines left free above, in hundredths
    rule: str = ""  # a line over or under it: top, bottom


def chinese(number: int) -> str:
    """1 to 99 as 一 … 九十九."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


def number_of(level: int, number: int, lang: Language) -> str:
    """The number of a heading: 一、 （一） 1. and in English I. (1) 1."""
    if level == 3:
        return f"{number}. " if lang == "en" else f"{number}."
    if lang == "en":
        return f"{number}. " if level == 1 else f"({number}) "
    return f"{chinese(number)}、" if level == 1 else f"（{chinese(number)}）"


def run(text: str, look: Look) -> str:
    """One run. A line break in the text is one on the page."""
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{look.font}" w:hint="eastAsia"'
    bold = "<w:b/>" if look.is_bold else ""
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    size = round(look.points * 2)
    marks = (
        f"<w:rFonts {fonts}/>{bold}{colour}"
        f'<w:spacing w:val="{TIGHTER}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )
    lines = escape(NOT_IN_XML.sub("", text)).split("\n")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r><w:rPr>{marks}</w:rPr>{inside}</w:r>"


def field(name: str, look: Look) -> str:
    """A field the reader's program fills in, such as the number of the page."""
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ]
    empty = run("", look).partition("<w:t ")[0]
    return "".join(f"{empty}{part}</w:r>" for part in parts)


def paragraph(inside: str, look: Look) -> str:
    """A paragraph of runs."""
    colour = look.colour or "auto"
    rules = f'<w:pBdr><w:{look.rule} w:val="single" w:sz="12" w:space="1" w:color="{colour}"/></w:pBdr>'
    height = f'w:line="{look.line}" w:lineRule="exact"' if look.line else 'w:line="240" w:lineRule="auto"'
    grid = "" if look.line else '<w:snapToGrid w:val="0"/>'  # small text is not spread over the page's lines
    above = (
        f'w:beforeLines="{look.above}" w:before="{look.above * LINE // 100}"'
        if look.above
        else 'w:before="0"'
    )
    first = f'w:firstLineChars="{look.indent * 100}" w:firstLine="{round(look.indent * look.points * 20)}"'
    right = f' w:rightChars="{look.right * 100}" w:right="{round(look.right * look.points * 20)}"'
    return (
        "<w:p><w:pPr>"
        f"{'<w:keepNext/>' if look.with_next else ''}{'<w:pageBreakBefore/>' if look.new_page else ''}"
        # a line left alone at the foot of a page would leave 21 lines on it
        f'<w:widowControl w:val="0"/>{rules if look.rule else ""}'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f"{grid}"
        f'<w:spacing {above} w:after="0" {height}/>'
        f"<w:ind{right if look.right else ''} {first}/>"
        f'<w:jc w:val="{look.align}"/></w:pPr>{inside}</w:p>'
    )


def text(said: str, look: Look) -> str:
    return paragraph(run(said, look), look)


CELL = Look(points=10.5, indent=0, align="center", line=0)


def tables(frame: pd.DataFrame) -> list[str]:
    """The table; one with more columns than a page is wide in parts, each with the first column."""
    columns = list(frame.columns)
    if not columns:
        return []
    if len(columns) <= WIDE:
        return [_table(frame)]
    others = [columns[at : at + WIDE - 1] for at in range(1, len(columns), WIDE - 1)]
    return [_table(frame[[columns[0], *part]]) for part in others]


def _table(frame: pd.DataFrame) -> str:
    widths = _widths(frame)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _row([str(name) for name in frame.columns], widths, replace(CELL, font=HEAD), "<w:tblHeader/>")
    body = "".join(
        _row([str(cell) for cell in row], widths, CELL) for row in frame.itertuples(index=False, name=None)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], look: Look, mark: str = "") -> str:
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{text(cell, look)}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{inside}</w:tr>"


ACROSS, TWENTIETHS = 8840, 20  # 156 mm, in twentieths of a point
NARROW, CELL_PAD = 34.0, 7.0  # points: of a table of too many columns, of a cell left and right
JUDGED = 100  # rows that say how wide a column is


def _widths(frame: pd.DataFrame) -> list[int]:
    """By what each column holds: a day or a figure on one line, a long text on several; a page wide."""
    texts = [[str(cell) for cell in (name, *frame.iloc[:JUDGED, place])] for place, name in enumerate(frame)]
    room = ACROSS / TWENTIETHS
    wishes = (
        [_room(measure, column, spare) for column in texts]
        for measure in (fitting.unbroken, fitting.figure_or_word)
        for spare in (fitting.SPARE, 1.0)
    )
    least = next((each for each in wishes if sum(each) <= room), [NARROW] * len(texts))
    each = fitting.widths([_room(fitting.wide, column) for column in texts], room, least)
    return [round(ACROSS * width / sum(each)) for width in each]


def _room(measure: Callable[[str, float], float], texts: Sequence[str], spare: float = 1.0) -> float:
    """Points of a column of a table, with the room left and right of its text."""
    return max(measure(text, CELL.points) for text in texts) * spare + CELL_PAD


# The document


def new_document(title: str, small: str) -> Document:
    """An empty document with the page set up. `small`: what each page says of itself at its head."""
    document = docx.Document()
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    _normal(document)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _page(section)
    _heads(section, small)
    _numbers(section)
    about = document.core_properties
    about.title, about.author, about.comments = NOT_IN_XML.sub("", title), "", ""
    about.created = about.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    return document


def append(document: Document, blocks: Sequence[str]) -> None:
    """Puts paragraphs and tables at the end of the document."""
    section = document.element.body.sectPr
    for element in elements(blocks):
        section.addprevious(element)


def elements(blocks: Sequence[str]) -> list[etree._Element]:
    """What the XML says, ready to be put into a document."""
    inside = parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
    return list(inside)


def held(name: str) -> etree._Element:
    """A mark that `saved` puts blocks in the place of."""
    return etree.ProcessingInstruction("block", name)


def saved(document: Document, blocks: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The file, with blocks in the place of the marks in its body.

    They are put in as text: to move elements from one document to another takes a second a thousand cells.
    """
    body = document.element.body
    if blocks:
        inside = etree.tostring(body, encoding="unicode")
        for name, block in blocks.items():
            inside = inside.replace(f"<?block {name}?>", "".join(block))
        document.element.replace(body, parse_xml(inside))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _normal(document: Document) -> None:
    """Text that a clerk adds comes out like the rest."""
    style = document.styles["Normal"].element
    for old in style.findall(qn("w:rPr")):
        style.remove(old)
    marks = run("", Look()).partition("<w:rPr>")[2].partition("</w:rPr>")[0]
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    style.append(parse_xml(f"<w:rPr {nsdecls('w')}>{marks}{language}</w:rPr>"))


def _page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(18), Mm(23)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    # only lines: with a grid of characters too, Word spreads them to 27 in a line
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE}"/>'))


SMALL = Look(PAGE, 9, "right", 0, line=0, colour="595959")
NUMBER = Look(PAGE, 14, "right", 0, line=0)


def _heads(section: Section, small: str) -> None:
    for part in (section.header, section.even_page_header):
        part.is_linked_to_previous = False
        _only(part._element, text(small, SMALL))


def _numbers(section: Section) -> None:
    """— 1 — in 宋体 14, a character in from the outer edge: right on odd pages, left on even ones."""
    inside = run("— ", NUMBER) + field("PAGE", NUMBER) + run(" —", NUMBER)
    for part, look in (
        (section.footer, replace(NUMBER, right=1)),
        (section.even_page_footer, replace(NUMBER, align="left", indent=1)),
    ):
        part.is_linked_to_previous = False
        _only(part._element, paragraph(inside, look))


def _only(holder: etree._Element, block: str) -> None:
    for old in list(holder):
        holder.remove(old)
    holder.extend(elements([block]))
