"""The presentation a deck is put into: the house's own, or an office's template with its own look."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PythonPptxError
from pptx.presentation import Presentation as Book

from campaign.output.pptx.base import SOURCE_INDEX, base
from campaign.words import Refusal

TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
CONTENTS = (KIND.OBJECT, KIND.BODY, KIND.CHART, KIND.TABLE)
LEAST_SHARE = 0.25  # of the slide's height: a lower placeholder is a line, no place for a picture


@dataclass(frozen=True)
class Layouts:
    cover: Any
    content: Any
    two: Any | None  # with a place beside the picture


def book_for(template: bytes | None) -> tuple[Book, Layouts]:
    """An empty presentation and the layouts its slides are made by.

    Raises Refusal for a template that cannot be opened, or without a layout that has a title and content.
    """
    book = base() if template is None else _opened(template)
    return book, _layouts(book)


def _opened(template: bytes) -> Book:
    try:
        book = Presentation(io.BytesIO(template))
    except (PythonPptxError, zipfile.BadZipFile, KeyError, ValueError):
        raise Refusal("office.template_unreadable") from None
    for slide in list(book.slides._sldIdLst):  # what the template itself shows is no part of a meeting
        book.part.drop_rel(slide.rId)
        book.slides._sldIdLst.remove(slide)
    return book


def _layouts(book: Book) -> Layouts:
    layouts = list(book.slide_layouts)
    least = LEAST_SHARE * (book.slide_height or 0)
    content = [one for one in layouts if _has_title(one) and len(contents(one, least)) == 1]
    two = [one for one in layouts if _has_title(one) and len(contents(one, least)) == 2]
    if not content and not two:
        raise Refusal("office.template_short")
    cover = [one for one in layouts if _has_title(one) and _subtitle(one) is not None]
    return Layouts((cover or content or two)[0], (content or two)[0], two[0] if two else None)


def _has_title(holder: Any) -> bool:
    return any(one.placeholder_format.type in TITLES for one in holder.placeholders)


def _subtitle(holder: Any) -> Any | None:
    found = [one for one in holder.placeholders if one.placeholder_format.type == KIND.SUBTITLE]
    return found[0] if found else None


def contents(holder: Any, least: float) -> list[Any]:
    """Where a picture or words may go, the widest first."""
    found = [
        one for one in holder.placeholders
        if one.placeholder_format.type in CONTENTS and one.placeholder_format.idx != SOURCE_INDEX
        and (one.height or 0) >= least
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-(one.width or 0), one.placeholder_format.idx))
