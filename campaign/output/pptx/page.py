"""One slide: its placeholders filled, and on it charts, tables and shapes that PowerPoint can edit."""

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart
from pptx.presentation import Presentation as Book

from campaign.output import fitting
from campaign.output.chart_cells import ChartCells
from campaign.output.picture import Chart, Strip
from campaign.output.pptx.base import SOURCE_INDEX
from campaign.output.pptx.chart_xml import chart_xml
from campaign.output.pptx.tables import Sheet
from campaign.output.pptx.template import TITLES, Layouts, contents
from campaign.output.pptx.xml import (
    INK,
    SLATE,
    SLIDE_NAMESPACES,
    SOFT,
    legal,
    line,
    paragraphs,
    solid,
)
from campaign.output.workbook import Cells, new_book
from campaign.words import Words

POINT = fitting.EMU_POINT
CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
SOURCE_HIGH = 26 * POINT
FEW_NAMES, FEW_SIZE, MANY_SIZE = 8, 14.0, 12.0  # of a chart's names, and the size of its texts
LONG_TITLE = 52  # Chinese signs of a title that two lines of the usual size hold


@dataclass(frozen=True)
class Box:
    """A place on a slide, in EMU."""

    x: int
    y: int
    width: int
    height: int

    @property
    def points(self) -> tuple[float, float]:
        return self.width / POINT, self.height / POINT

    def top(self, height: int) -> "Box":
        return Box(self.x, self.y, self.width, min(height, self.height))

    def below(self, height: int) -> "Box":
        return Box(self.x, self.y + height, self.width, self.height - height)


class Page:
    def __init__(self, book: Book, layout: Any, words: Words) -> None:
        self.slide = book.slides.add_slide(layout)
        self.words = words
        self._tree = self.slide.shapes._spTree
        self._wide, self._high = int(book.slide_width or 0), int(book.slide_height or 0)
        least = 0.25 * self._high
        self._places = contents(self.slide, least)
        self._source_place = self._holder(SOURCE_INDEX)
        self._filled: set[int] = set()

    def _holder(self, index: int) -> Any | None:
        found = [one for one in self.slide.placeholders if one.placeholder_format.idx == index]
        return found[0] if found else None

    # places

    def box(self, n: int = 0) -> Box:
        """The place for a picture (0) or for words beside it (1)."""
        place = self._places[n]
        own = Box(int(place.left), int(place.top), int(place.width), int(place.height))
        if self._source_place is not None:
            return own
        return own.top(min(own.height, self._high - own.y) - SOURCE_HIGH - 6 * POINT)

    @property
    def has_side(self) -> bool:
        return len(self._places) > 1

    # words

    def title(self, text: str) -> None:
        for one in self.slide.placeholders:
            if one.placeholder_format.type in TITLES:
                size = 20.0 if len(text) > LONG_TITLE * (1 if self.words.lang == "zh" else 2) else None
                self._fill(one, [text], size)

    def subtitle(self, lines: Sequence[str]) -> None:
        for one in self.slide.placeholders:
            if one.placeholder_format.type == KIND.SUBTITLE:
                self._fill(one, lines)
                return
        self._fill(self._places[0], lines)

    def lines(self, lines: Sequence[str], n: int = 0, size: float | None = None) -> None:
        self._fill(self._places[n], lines, size)

    def source(self, text: str) -> None:
        if self._source_place is not None:
            self._fill(self._source_place, [text])
            return
        for shape in [one for one in self.slide.shapes if one.name == "source"]:
            self._tree.remove(shape._element)  # a slide has one source line
        last = max(place.top + place.height for place in self._places) if self._places else self._high
        y = min(int(last), self._high) - SOURCE_HIGH
        first = self._places[0].left if self._places else self._wide // 20
        self.text(Box(int(first), y, self._wide - 2 * int(first), SOURCE_HIGH), text, 11, SOFT, name="source")

    def foot(self, text: str) -> None:
        """The footer and the page number, which python-pptx leaves to the layout."""
        kinds = []
        for one in self.slide.slide_layout.placeholders:
            kind = one.placeholder_format.type
            if kind in (KIND.FOOTER, KIND.SLIDE_NUMBER):
                own = copy.deepcopy(one._element)
                self._own_id(own)
                self._tree.append(own)
                kinds.append(kind)
                if kind == KIND.FOOTER:
                    _write(own.txBody, [text], self.words.lang, 9, solid(SOFT))
        if KIND.FOOTER not in kinds:
            high = 18 * POINT
            self.text(
                Box(self._wide // 20, self._high - high - 2 * POINT, self._wide // 2, high),
                text,
                9,
                SOFT,
                name="foot",
            )

    def label(self, text: str) -> None:
        """A quiet mark at the upper right: what is made up says so on every slide."""
        wide, high = round((fitting.wide(text, 11) + 20) * POINT), 22 * POINT
        box = Box(self._wide - wide - self._wide // 22, round(0.024 * self._high), wide, high)
        self.text(box, text, 11, SOFT, edge=SLATE, align="ctr", name="label")

    def text(
        self, box: Box, text: str, size: float, ink: str = INK, *, edge: str | None = None, align: str = "l",
        name: str = "text",
    ) -> None:  # fmt: skip
        self._add(
            f'<p:sp {SLIDE_NAMESPACES}><p:nvSpPr><p:cNvPr id="{self._next()}" name="{name}"/>'
            '<p:cNvSpPr txBox="1"/>'
            f'<p:nvPr/></p:nvSpPr><p:spPr>{_xfrm(box, "a")}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f'<a:noFill/>{line(edge, 0.75)}</p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0"'
            ' tIns="0" rIns="0"'
            ' bIns="0" anchor="ctr"/><a:lstStyle/>'
            f"{paragraphs(text, size, ink, align=align, lang=self.words.lang)}"
            "</p:txBody></p:sp>"
        )

    def notes(self, text: str) -> None:
        body = self.slide.notes_slide.notes_text_frame
        if body is not None:
            _write(body._txBody, text.split("\n"), self.words.lang, None)

    # pictures

    def chart(self, chart: Chart, title: str, alt: str, box: Box) -> None:
        cells = ChartCells(chart, title, self.words)
        longest = max((fitting.wide(str(name), 12) for name in chart.names), default=0)
        share = min((longest + 14) / box.points[0], 0.34)
        size = FEW_SIZE if len(chart.names) <= FEW_NAMES else MANY_SIZE
        xml = chart_xml(cells, size, names_share=share, high=box.points[1])
        package = self.slide.part.package
        part = ChartPart.load(
            package.next_partname(ChartPart.partname_template), CONTENT_TYPE.DML_CHART, package, xml.encode()
        )
        part.chart_workbook.update_from_xlsx_blob(_workbook(cells))
        rid = self.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        self._frame(title, alt, box, CHART_URI, f'<c:chart xmlns:c="{CHART_URI}" r:id="{rid}"/>')

    def table(self, sheet: Sheet, title: str, alt: str, box: Box) -> None:
        own = Box(box.x, box.y, round(sum(sheet.widths) * POINT), round(sum(sheet.heights) * POINT))
        self._frame(title, alt, own, TABLE_URI, sheet.xml(self.words.lang))

    def strip(self, strip: Strip, title: str, alt: str, box: Box) -> None:
        """Shapes side by side, kept together so that they move as one."""
        shapes = "".join(self._block(block, box) for block in strip.blocks)
        self._add(
            f'<p:grpSp {SLIDE_NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="{self._next()}" name="{legal(title)}"'
            f' descr="{legal(alt)}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
            f"{_group(box)}</p:grpSpPr>"
            f"{shapes}</p:grpSp>"
        )

    def _block(self, block: Any, box: Box) -> str:
        across = [x for x, _ in block.corners]
        down = [y for _, y in block.corners]
        left, right, top, bottom = min(across), max(across), min(down), max(down)
        own = Box(
            box.x + round(left * box.width), box.y + round(top * box.height),
            round((right - left) * box.width), round((bottom - top) * box.height),
        )  # fmt: skip
        points = [(round((x - left) * box.width), round((y - top) * box.height)) for x, y in block.corners]
        path = f"<a:moveTo>{_point(points[0])}</a:moveTo>"
        path += "".join(f"<a:lnTo>{_point(point)}</a:lnTo>" for point in points[1:])
        name = paragraphs(block.said, 16, block.ink or INK, bold=True, align="ctr", lang=self.words.lang)
        under = block.under and paragraphs(
            block.under, 12, block.ink or INK, align="ctr", lang=self.words.lang
        )
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._next()}" name="{legal(block.said)}"/>'
            "<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{_xfrm(own, 'a')}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{own.width}"'
            f' h="{own.height}">{path}<a:close/>'
            f"</a:path></a:pathLst></a:custGeom>{solid(block.fill)}{line(block.line, 1)}</p:spPr>"
            '<p:txBody><a:bodyPr lIns="180000" rIns="180000" tIns="36000" bIns="36000"'
            ' anchor="ctr"/><a:lstStyle/>'
            f"{name}{under}</p:txBody></p:sp>"
        )

    def _frame(self, title: str, alt: str, box: Box, uri: str, content: str) -> None:
        self._add(
            f'<p:graphicFrame {SLIDE_NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{self._next()}"'
            f' name="{legal(title)}" descr="{legal(alt)}"/><p:cNvGraphicFramePr>'
            '<a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{_xfrm(box, 'p')}"
            f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic></p:graphicFrame>'
        )

    def done(self) -> None:
        """Placeholders nobody filled would ask the reader to fill them."""
        for one in list(self.slide.placeholders):
            if one.placeholder_format.idx not in self._filled and one.placeholder_format.type not in (
                KIND.FOOTER, KIND.SLIDE_NUMBER,
            ):  # fmt: skip
                self._tree.remove(one._element)

    # pieces

    def _fill(self, holder: Any, lines: Sequence[str], size: float | None = None) -> None:
        self._filled.add(holder.placeholder_format.idx)
        _write(holder._element.txBody, lines, self.words.lang, size)

    def _add(self, xml: str) -> None:
        self._tree.append(parse_xml(xml))

    def _next(self) -> int:
        self._last = getattr(self, "_last", 100) + 1
        return self._last

    def _own_id(self, element: Any) -> None:
        element.nvSpPr.cNvPr.set("id", str(self._next()))


def _write(body: Any, lines: Sequence[str], lang: str, size: float | None, fill: str = "") -> None:
    """Paragraphs of plain runs in the placeholder's own style."""
    look = f'lang="{"zh-CN" if lang == "zh" else "en-GB"}" altLang="en-US"'
    look += f' sz="{round(size * 100)}"' if size else ""
    for paragraph in body.p_lst:
        body.remove(paragraph)
    for text in lines or [""]:
        run = (
            f"<a:r><a:rPr {look}>{fill}</a:rPr><a:t>{legal(text)}</a:t></a:r>"
            if text
            else f"<a:endParaRPr {look}/>"
        )
        body.append(parse_xml(f"<a:p {SLIDE_NAMESPACES}>{run}</a:p>"))


def _workbook(cells: ChartCells) -> bytes:
    buffer = io.BytesIO()
    book = new_book(buffer)
    cells.write(Cells(book, book.add_worksheet(cells.sheet)))
    book.close()
    return buffer.getvalue()


def _xfrm(box: Box, prefix: str) -> str:
    place = f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.width}" cy="{box.height}"/>'
    return f"<{prefix}:xfrm>{place}</{prefix}:xfrm>"


def _group(box: Box) -> str:
    place = f'x="{box.x}" y="{box.y}"'
    size = f'cx="{box.width}" cy="{box.height}"'
    return f"<a:xfrm><a:off {place}/><a:ext {size}/><a:chOff {place}/><a:chExt {size}/></a:xfrm>"


def _point(point: tuple[int, int]) -> str:
    return f'<a:pt x="{point[0]}" y="{point[1]}"/>'


def layout_for(layouts: Layouts, *, is_cover: bool = False, has_side: bool = False) -> Any:
    if is_cover:
        return layouts.cover
    return layouts.two if has_side and layouts.two is not None else layouts.content
