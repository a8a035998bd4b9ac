"""Small pieces of DrawingML that charts, tables and slides share: texts, colours, fonts by the theme."""

import re
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
CHART_NAMESPACES = f'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {NAMESPACES}'
SLIDE_NAMESPACES = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {NAMESPACES}'
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# The figure's own colours follow the office's theme; colours that mean a status stay what they are.
THEMED = {
    "1F2933": '<a:schemeClr val="tx1"/>',
    "5B7083": '<a:schemeClr val="accent1"/>',
    "2F4254": '<a:schemeClr val="accent1"><a:lumMod val="60000"/></a:schemeClr>',
    "B9C4CE": '<a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>',
    "52606D": '<a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/></a:schemeClr>',
    "E6E9EC": '<a:schemeClr val="bg1"><a:lumMod val="90000"/></a:schemeClr>',
    "FFFFFF": '<a:schemeClr val="bg1"/>',
}
INK, SLATE, PALE, SOFT, GRID, WHITE = "1F2933", "5B7083", "B9C4CE", "52606D", "E6E9EC", "FFFFFF"
LANGUAGE = {"zh": ' lang="zh-CN" altLang="en-GB"', "en": ' lang="en-GB" altLang="zh-CN"'}
FONTS = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'


def legal(text: object) -> str:
    """Text for XML: signs it cannot hold are left out, those with a meaning are written as text."""
    return escape(NOT_XML.sub("", str(text)), {'"': "&quot;"})


def colour(code: str) -> str:
    return THEMED.get(code, f'<a:srgbClr val="{code}"/>')


def with_own_colours(xml: str) -> str:
    """Where there is no theme of ours, the colours themselves."""
    for code, themed in THEMED.items():
        xml = xml.replace(themed, f'<a:srgbClr val="{code}"/>')
    return xml


def solid(code: str | None) -> str:
    return "<a:noFill/>" if code is None else f"<a:solidFill>{colour(code)}</a:solidFill>"


def hatched(code: str, ground: str) -> str:
    return (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr>{colour(code)}</a:fgClr>'
        f"<a:bgClr>{colour(ground)}</a:bgClr></a:pattFill>"
    )


def line(code: str | None, width: float = 1, dash: str = "solid") -> str:
    """An outline; width in points."""
    if code is None or code == "none":
        return "<a:ln><a:noFill/></a:ln>"
    dashed = "" if dash == "solid" else f'<a:prstDash val="{dash}"/>'
    return f'<a:ln w="{round(12700 * width)}">{solid(code)}{dashed}<a:round/></a:ln>'


def run_look(tag: str, size: float, ink: str = INK, *, bold: bool = False, lang: str = "") -> str:
    """The look of a run: its size in points, the theme's fonts for Latin and for East Asian text."""
    said = LANGUAGE[lang] if lang else ""
    return f'<a:{tag}{said} sz="{round(100 * size)}" b="{int(bold)}">{solid(ink)}{FONTS}</a:{tag}>'


def paragraphs(
    text: str, size: float, ink: str = INK, *, bold: bool = False, align: str = "l", lang: str = "zh"
) -> str:
    look = run_look("rPr", size, ink, bold=bold, lang=lang)
    return "".join(
        f'<a:p><a:pPr algn="{align}"/><a:r>{look}<a:t>{legal(part)}</a:t></a:r></a:p>'
        if part
        else f'<a:p><a:pPr algn="{align}"/>{run_look("endParaRPr", size, ink, lang=lang)}</a:p>'
        for part in text.split("\n")
    )
