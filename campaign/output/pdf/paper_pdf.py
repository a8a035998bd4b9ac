"""A Word paper of ours as a PDF: its own paragraphs and tables, on a page of 22 lines of 28 characters.

It is set from the Word file itself, so that the two cannot say different things.
"""

import io
from dataclasses import dataclass

import docx
from docx.oxml.ns import qn
from lxml import etree

from campaign.meeting.deck import Deck
from campaign.output.official import BODY, LATIN, PAGE, TIGHTER
from campaign.output.pdf.typeset import compiled, families, named, string

ALIGN = {"both": "left", "left": "left", "center": "center", "right": "right"}
ABOVE_BASE = 0.88  # of a sign's height
LOOSE = 1.3  # line height in font sizes where the paper leaves it to the text


def paper_pdf(data: bytes, deck: Deck) -> bytes:
    """Raises Refusal where no font here has Chinese signs."""
    document = docx.Document(io.BytesIO(data))
    heads = document.sections[0].header._element.iter(qn("w:t"))
    body = "".join(_piece(one) for one in document.element.body)
    return compiled(_head(deck, "".join(part.text or "" for part in heads)) + body)


def _head(deck: Deck, small: str) -> str:
    lang = 'lang: "zh", region: "cn"' if deck.lang == "zh" else 'lang: "en"'
    number = (
        'context { let n = counter(page).get().first(); let said = "— " + str(n) + " —"; '
        f"set text(font: {families(named(PAGE))}, size: 14pt); "
        "if calc.odd(n) { align(right, pad(right: 14pt, said)) } "
        "else { align(left, pad(left: 14pt, said)) } }"
    )
    head = (
        f'align(right, text(font: {families(named(PAGE))}, size: 9pt, fill: rgb("595959"), {string(small)}))'
    )
    return (
        f"#set document(title: {string(deck.title)}, date: none)\n"
        "#set page(width: 210mm, height: 297mm, margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),"
        f" header: {head}, header-ascent: 15mm, footer: {number}, footer-descent: 7mm)\n"
        f"#set text(font: {families(named(BODY))}, {lang}, cjk-latin-spacing: none, hyphenate: false,"
        f" tracking: {TIGHTER / 20}pt, costs: (widow: 0%, orphan: 0%))\n"
        "#set par(leading: 0pt, spacing: 0pt)\n#set block(spacing: 0pt)\n"
    )


def _piece(element: etree._Element) -> str:
    if element.tag == qn("w:p"):
        return f"{_new_page(element)}#{_paragraph(element)}\n"
    return f"#{_table(element)}\n" if element.tag == qn("w:tbl") else ""


def _new_page(element: etree._Element) -> str:
    return (
        "" if element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is None else "#pagebreak(weak: true)\n"
    )


def _paragraph(element: etree._Element) -> str:
    look = element.find(qn("w:pPr"))
    spacing, indent = look.find(qn("w:spacing")), look.find(qn("w:ind"))
    align = look.find(qn("w:jc")).get(qn("w:val"))
    line, is_exact = int(spacing.get(qn("w:line"))) / 20, spacing.get(qn("w:lineRule")) == "exact"
    runs = [_run(one) for one in element.iter(qn("w:r"))]
    size = max((run.size for run in runs), default=16.0)
    pitch = line if is_exact else size * LOOSE
    first = int(indent.get(qn("w:firstLineChars"), 0)) / 100 * (size + TIGHTER / 20)
    right = int(indent.get(qn("w:rightChars"), 0)) / 100 * size
    above = int(spacing.get(qn("w:before"), 0)) / 20
    said = " + ".join(run.code(pitch) for run in runs if run.text)
    inside = (
        f"{{ set par(justify: {'true' if align == 'both' else 'false'},"
        f" first-line-indent: (amount: {first:.2f}pt, all: true)); align({ALIGN[align]}, par({said})) }}"
        if said
        else f"v({pitch:.2f}pt)"
    )
    sticky = "true" if look.find(qn("w:keepNext")) is not None else "false"
    return (
        f"block(width: 100%, above: {above:.2f}pt, below: 0pt, sticky: {sticky},"
        f" inset: (right: {right:.2f}pt), {_rule(look)}{inside})"
    )


def _rule(look: etree._Element) -> str:
    """A line over or under the paragraph."""
    borders = look.find(qn("w:pBdr"))
    if borders is None:
        return ""
    side = etree.QName(borders[0]).localname
    colour = borders[0].get(qn("w:color"))
    ink = "black" if colour == "auto" else f'rgb("{colour}")'
    return f"stroke: ({side}: 1.5pt + {ink}), "


@dataclass(frozen=True)
class _Run:
    text: str
    font: str
    size: float
    ink: str
    is_bold: bool

    def code(self, pitch: float) -> str:
        """The text, on lines exactly so high."""
        over = ABOVE_BASE * self.size + (pitch - self.size) / 2
        edges = f"top-edge: {over:.3f}pt, bottom-edge: {over - pitch:.3f}pt"
        weight = ', weight: "bold"' if self.is_bold else ""
        font = f"font: {families(named(self.font))}, size: {self.size:g}pt"
        look = f'{font}, fill: rgb("{self.ink}"), {edges}{weight}'
        return " + linebreak() + ".join(f"text({look}, {string(part)})" for part in self.text.split("\n"))


def _run(element: etree._Element) -> _Run:
    look = element.find(qn("w:rPr"))
    fonts, size = look.find(qn("w:rFonts")), look.find(qn("w:sz"))
    colour = look.find(qn("w:color"))
    text = "".join(
        "\n" if part.tag == qn("w:br") else part.text or "" for part in element.iter(qn("w:t"), qn("w:br"))
    )
    return _Run(
        text,
        fonts.get(qn("w:eastAsia")) or LATIN,
        int(size.get(qn("w:val"))) / 2,
        "000000" if colour is None else colour.get(qn("w:val")),
        look.find(qn("w:b")) is not None,
    )


def _table(element: etree._Element) -> str:
    widths = [int(one.get(qn("w:w"))) / 20 for one in element.iter(qn("w:gridCol"))]
    rows = []
    for row in element.iter(qn("w:tr")):
        said = [_paragraph(cell.find(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
        cells = ", ".join(f"table.cell(breakable: false, {one})" for one in said)
        rows.append(
            f"table.header({cells})" if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None else cells
        )
    columns = ", ".join(f"{width:.2f}pt" for width in widths)
    return (
        f"align(center, table(columns: ({columns},), inset: (x: 2.8pt, y: 1.5pt), stroke: 0.5pt,"
        f" align: center + horizon, {', '.join(rows)}))"
    )
