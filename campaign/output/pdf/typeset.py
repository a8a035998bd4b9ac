"""Runs typst: a source made here goes in, a PDF comes out. No network, no file but fonts.

Texts reach the source as strings only, so that nothing a person typed is read as markup.
"""

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst
from PIL import ImageFont

from campaign.output.fonts import OTHER_NAMES
from campaign.output.pptx.xml import NOT_XML
from campaign.settings import settings
from campaign.words import Refusal

HAN = "三创争群众"  # signs a font must have to set these papers
# of the fonts here, in this order, for what stands in these roles
SANS = ("Microsoft YaHei", "DengXian", "SimHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
        "Noto Sans SC", "WenQuanYi Micro Hei")  # fmt: skip
SERIF = ("SimSun", "NSimSun", "STSong", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC",
         "Noto Serif SC")  # fmt: skip
LATIN_SANS = ("Arial", "Liberation Sans", "DejaVu Sans")
LATIN_SERIF = ("Times New Roman", "Liberation Serif", "Libertinus Serif")


def string(text: object) -> str:
    """A text as a string of the source."""
    said = NOT_XML.sub("", str(text)).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{said}"'.replace("\n", "\\n").replace("\r", "")


def compiled(source: str, fonts: "Fonts | None" = None) -> bytes:
    """The PDF. Raises Refusal where no font here has Chinese signs."""
    fonts = fonts or _here()
    if refusal := why_not(fonts):
        raise refusal
    with tempfile.TemporaryDirectory() as empty:  # nothing beside it can be read, no package found
        made = typst.compile(
            source.encode(),
            root=empty,
            font_paths=fonts.found,  # type: ignore[type-var]
            package_path=empty,
            package_cache_path=empty,
        )
    assert isinstance(made, bytes)
    return made


def why_not(fonts: "Fonts | None" = None) -> Refusal | None:
    """Why no PDF can be made here; None: one can."""
    return None if (fonts or _here()).chinese else Refusal("pdf.no_font", folder=str(settings().fonts_folder))


def sans() -> list[str]:
    """Families for slides: Latin first where there is one, then one with Chinese signs."""
    return _chosen(LATIN_SANS, SANS)


def named(official: str) -> list[str]:
    """Families for text in an official font: itself under any of its names, else what comes near it."""
    names = (official, *OTHER_NAMES.get(official, ()))
    near = SANS if official == "黑体" else SERIF
    return _chosen(LATIN_SERIF, (*names, *near))


def families(names: Sequence[str]) -> str:
    """Families as the source lists them; the first sets Latin signs only, as quotes would turn Latin."""
    here = {name.lower() for name in _here().latin}
    listed = [
        f'(name: {string(name)}, covers: "latin-in-cjk")' if name.lower() in here else string(name)
        for name in names
    ]
    return f"({', '.join(listed)},)"


def _chosen(latin: Sequence[str], wanted: Sequence[str]) -> list[str]:
    fonts = _here()
    first = [name for name in latin if name.lower() in {own.lower() for own in fonts.latin}][:1]
    known = {name.lower(): name for name in fonts.chinese}
    found = [known[name.lower()] for name in wanted if name.lower() in known]
    return [*first, *(found or fonts.chinese)[:1], *fonts.chinese[:1]]


class Fonts:
    """The fonts here, those of the folder first."""

    def __init__(self, folder: Path, *, with_machine: bool = True) -> None:
        paths = [str(folder)] if folder.is_dir() else []
        self.found = typst.Fonts(include_system_fonts=with_machine, font_paths=paths)
        by_family: dict[str, bool] = {}
        for font in self.found.fonts():
            by_family[font.family] = by_family.get(font.family, False) or _is_chinese(font.path, font.index)
        own = {font.family for font in typst.Fonts(False, False, paths).fonts()} if paths else set()
        named = [name.lower() for name in (*SANS, *SERIF)]
        chinese = [name for name, is_chinese in by_family.items() if is_chinese]
        self.chinese = sorted(chinese, key=lambda name: (name not in own, name.lower() not in named, name))
        self.latin = [name for name, is_chinese in by_family.items() if not is_chinese]


def _here() -> Fonts:
    folder = settings().fonts_folder
    files = (
        tuple(sorted((str(p), p.stat().st_mtime_ns) for p in folder.rglob("*"))) if folder.is_dir() else ()
    )
    return _read(folder, files)


@cache
def _read(folder: Path, files: tuple[tuple[str, int], ...]) -> Fonts:
    """Read again only when what is in the folder changed."""
    return Fonts(folder)


def _is_chinese(path: str | None, index: int) -> bool:
    """Whether it draws these signs, each in its own way."""
    if path is None:
        return False
    try:
        font = ImageFont.truetype(path, 20, index=index)
        drawn = {bytes(font.getmask(sign)) for sign in HAN}
    except OSError:
        return False
    return len(drawn) == len(HAN)
