"""The house's own presentation, for offices that bring no template: 16:9, three layouts, a sober theme.

The fonts are named, not embedded: those of Windows and WPS. Where one is missing the program that opens the
file takes its own.
"""

import io
from functools import cache

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.util import Emu

from campaign.output.pptx.xml import SLIDE_NAMESPACES, SOFT, line, solid

WIDE, HIGH = 12192000, 6858000
INCH = 914400
SOURCE_INDEX = 13  # of the placeholder for the source line
LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"

COLOURS = {
    "dk1": "1F2933", "lt1": "FFFFFF", "dk2": "2F4254", "lt2": "EEF0F2", "accent1": "5B7083",
    "accent2": "2F4254", "accent3": "B9C4CE", "accent4": "1F6FB2", "accent5": "2F6F4E",
    "accent6": "C2570C", "hlink": "2F4254", "folHlink": "52606D",
}  # fmt: skip


def base() -> Deck:
    """An empty presentation to fill; the caller's own."""
    return Presentation(io.BytesIO(_base_bytes()))


@cache
def _base_bytes() -> bytes:
    made = Presentation()
    made.slide_width, made.slide_height = Emu(WIDE), Emu(HIGH)
    layouts = made.slide_layouts
    for layout in list(layouts)[3:]:
        layouts.remove(layout)
    master = made.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _themed(theme.blob)
    _replace(master, "三创一争", _MASTER_SHAPES, _styles())
    for layout, (name, kind, shapes) in zip(layouts, _LAYOUTS, strict=True):
        layout._element.set("type", kind)
        _replace(layout, name, shapes)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _themed(blob: bytes) -> bytes:
    theme = etree.fromstring(blob)
    names = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    theme.set("name", "三创一争")
    for slot, code in COLOURS.items():
        (own,) = theme.xpath(f"//a:clrScheme/a:{slot}", namespaces=names)
        for child in list(own):
            own.remove(child)
        etree.SubElement(own, f"{{{names['a']}}}srgbClr", val=code)
    for font in theme.xpath("//a:majorFont | //a:minorFont", namespaces=names):
        for tag, face in (("latin", LATIN), ("ea", EAST_ASIAN)):
            font.xpath(f"a:{tag}", namespaces=names)[0].set("typeface", face)
        for script in font.xpath("a:font[@script='Hans']", namespaces=names):
            script.set("typeface", EAST_ASIAN)
    return bytes(etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True))


def _replace(holder: object, name: str, shapes: str, styles: str = "") -> None:
    """The shapes of a master or layout, and of a master the styles of its texts."""
    element = holder._element  # type: ignore[attr-defined]
    element.cSld.set("name", name)
    tree = element.cSld.spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    for shape in parse_xml(f"<p:spTree {SLIDE_NAMESPACES}>{shapes}</p:spTree>"):
        tree.append(shape)
    if styles:
        old = element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}txStyles")
        element.replace(old, parse_xml(styles))


def _box(x: float, y: float, width: float, height: float) -> str:
    """A place on the slide, in inches."""
    return (
        f'<a:xfrm><a:off x="{round(x * INCH)}" y="{round(y * INCH)}"/>'
        f'<a:ext cx="{round(width * INCH)}" cy="{round(height * INCH)}"/></a:xfrm>'
    )


def _holder(
    number: int, name: str, kind: str, box: tuple[float, float, float, float], *, index: int | None = None,
    size: float = 0, anchor: str = "t", align: str = "l", ink: str = "", prompt: str = "", bold: bool = False,
    is_plain: bool = False,
) -> str:  # fmt: skip
    """A placeholder."""
    which = f' type="{kind}"' if kind else ""
    which += f' idx="{index}"' if index else ""
    look = (
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{solid(ink) if ink else ""}</a:defRPr>'
        if size
        else ""
    )
    none = "<a:buNone/>" if is_plain else ""
    indent = ' marL="0" indent="0"' if is_plain else ""
    style = f'<a:lvl1pPr{indent} algn="{align}">{none}{look}</a:lvl1pPr>' if size else ""
    field = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f'<a:rPr lang="zh-CN" sz="1000">{solid(SOFT)}</a:rPr><a:t>‹#›</a:t></a:fld>'
    )
    text = (
        field
        if kind == "sldNum"
        else f'<a:r><a:rPr lang="zh-CN"/><a:t>{prompt}</a:t></a:r>'
        if prompt
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph{which}/></p:nvPr></p:nvSpPr><p:spPr>{_box(*box)}<a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></p:spPr>"
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        "<a:normAutofit/></a:bodyPr>"
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _rule(number: int, x: float, y: float, width: float, code: str, weight: float) -> str:
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="线"/><p:cNvCxnSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
        f'<p:spPr>{_box(x, y, width, 0)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f"{line(code, weight)}</p:spPr>"
        "</p:cxnSp>"
    )


TITLE = (0.6, 0.42, 11.0, 0.92)
CONTENT = (0.6, 1.52, 12.13, 4.86)
LEFT, RIGHT = (0.6, 1.52, 8.1, 4.86), (9.0, 1.52, 3.73, 4.86)
SOURCE, FOOT, NUMBER = (0.6, 6.48, 12.13, 0.34), (0.6, 7.0, 10.9, 0.28), (11.73, 7.0, 1.0, 0.28)


def _foot() -> str:
    return _holder(8, "页脚", "ftr", FOOT, index=11, size=9, anchor="ctr", ink=SOFT) + _holder(
        9, "页码", "sldNum", NUMBER, index=12, size=10, anchor="ctr", align="r", ink=SOFT
    )


def _source() -> str:
    return _holder(
        7,
        "来源",
        "body",
        SOURCE,
        index=SOURCE_INDEX,
        size=11,
        anchor="ctr",
        ink=SOFT,
        prompt="来源",
        is_plain=True,
    )


_MASTER_SHAPES = (
    _rule(10, 0.6, 6.92, 12.13, "E6E9EC", 0.75)
    + _holder(2, "标题", "title", TITLE, anchor="ctr", prompt="标题")
    + _holder(3, "正文", "body", CONTENT, index=1, prompt="正文")
    + _foot()
)
_LAYOUTS = (
    (
        "封面", "title",
        _rule(10, 0.9, 3.72, 1.4, "5B7083", 2.25)
        + _holder(2, "标题", "ctrTitle", (0.9, 1.5, 11.5, 2.0), size=40, anchor="b", bold=True, prompt="标题")
        + _holder(3, "副标题", "subTitle", (0.9, 3.98, 11.5, 2.4), index=1, size=20, ink=SOFT,
                  prompt="副标题", is_plain=True)
        + _foot(),
    ),
    (
        "题与图", "obj",
        _holder(2, "标题", "title", TITLE, anchor="ctr", prompt="标题")
        + _holder(3, "内容", "", CONTENT, index=1, prompt="内容") + _source() + _foot(),
    ),
    (
        "题、图与要点", "twoObj",
        _holder(2, "标题", "title", TITLE, anchor="ctr", prompt="标题")
        + _holder(3, "内容", "", LEFT, index=1, prompt="内容")
        + _holder(4, "要点", "", RIGHT, index=2, size=16, prompt="要点") + _source() + _foot(),
    ),
)  # fmt: skip


def _styles() -> str:
    """Titles 26 points, words 20, three levels."""
    levels = "".join(
        f'<a:lvl{n}pPr marL="{285750 * n}" indent="-285750" algn="l"><a:lnSpc>'
        '<a:spcPct val="115000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="900"/></a:spcBef><a:buClr>{solid("5B7083")[13:-14]}</a:buClr>'
        f'<a:buFont typeface="Arial"/><a:buChar char="•"/>{_default(size)}</a:lvl{n}pPr>'
        for n, size in ((1, 20), (2, 18), (3, 16))
    )
    return (
        f'<p:txStyles {SLIDE_NAMESPACES}><p:titleStyle><a:lvl1pPr algn="l"><a:lnSpc>'
        '<a:spcPct val="105000"/></a:lnSpc>'
        f"<a:buNone/>{_default(26, 'mj', bold=True)}</a:lvl1pPr></p:titleStyle><p:bodyStyle>"
        f"{levels}</p:bodyStyle>"
        f'<p:otherStyle><a:lvl1pPr algn="l">{_default(18)}</a:lvl1pPr></p:otherStyle></p:txStyles>'
    )


def _default(size: float, font: str = "mn", *, bold: bool = False) -> str:
    return (
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200">'
        f'{solid("1F2933")}<a:latin typeface="+{font}-lt"/>'
        f'<a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/></a:defRPr>'
    )
