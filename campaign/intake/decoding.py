"""Bytes to text. No statistics: a reading is taken where every byte fits, and by the words we know in it."""

import codecs
import re
from collections.abc import Collection, Iterator

from campaign.words import Refusal

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LOOKED_AT = 100_000  # characters looked through for words; headers and names stand early
MISREAD_WORDS = 300  # headers come first among the known words
# What broken text looks like whatever it said: GBK read as UTF-8 and saved, memory never written to.
ALWAYS_GARBLED = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯")
THREE_BYTES = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")  # a Chinese character in UTF-8
CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")


def decode(data: bytes, known_words: Collection[str]) -> tuple[str, str]:
    """The text and its encoding. Raises Refusal for a byte that fits nothing, garbled text, two encodings."""
    text, encoding = _decoded(data, known_words)
    text = text.removeprefix("\ufeff").rstrip("\x1a")  # the mark of the end of a DOS file
    if "\x00" in text or len(CONTROL.findall(text, 0, LOOKED_AT)) > len(text[:LOOKED_AT]) // 100:
        raise Refusal("intake.binary")
    _check_not_garbled(text, known_words)
    return text, encoding


def _decoded(data: bytes, known_words: Collection[str]) -> tuple[str, str]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strict(data.removeprefix(mark), encoding), encoding
    if b"\x00" in data:
        return _utf16(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _check_one_encoding(data, error.start, known_words)
    return _chinese(data, known_words)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        newline = "\n".encode(encoding)
        raise _broken(data[: error.start].count(newline) + 1, data[error.start : error.start + 1]) from None


def _broken(row: int, found: bytes) -> Refusal:
    return Refusal("intake.broken_byte", row=row, found=f"0x{found.hex().upper()}")


def _utf16(data: bytes) -> tuple[str, str]:
    """Without a mark: ASCII in UTF-16 has its NUL bytes on one side."""
    encoding = "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal("intake.binary") from None
    looked_at = text[:LOOKED_AT]
    usual = sum(
        character < "\u0250" or "\u2000" <= character < "\ua000" or character > "\uff00"
        for character in looked_at
    )
    if "\x00" in looked_at or usual < 0.9 * len(looked_at):
        raise Refusal("intake.binary")
    return text, encoding


def _chinese(data: bytes, known_words: Collection[str]) -> tuple[str, str]:
    """GB18030, or Big5 where that says more words we know."""
    read: dict[str, str] = {}
    first_bad: UnicodeDecodeError | None = None
    for encoding in ("gb18030", "big5"):
        try:
            read[encoding] = data.decode(encoding)
        except UnicodeDecodeError as error:
            first_bad = first_bad or error
    if not read:
        assert first_bad is not None
        start = first_bad.start
        raise _broken(data[:start].count(b"\n") + 1, data[start : start + 1])
    best = max(read, key=lambda encoding: (_known(read[encoding], known_words), encoding == "gb18030"))
    return read[best], best


def _known(text: str, known_words: Collection[str]) -> int:
    looked_at = text[:LOOKED_AT]
    return sum(word in looked_at for word in known_words if not word.isascii())


def _check_one_encoding(data: bytes, bad_at: int, known_words: Collection[str]) -> None:
    """A file not wholly UTF-8 that has lines of Chinese in UTF-8 is broken, or was put together from two."""
    kinds = [(row, _is_utf8_chinese(line, known_words), line) for row, line in _lines_beyond_ascii(data)]
    if not any(is_utf8 for _, is_utf8, _ in kinds):
        return
    row = data[:bad_at].count(b"\n") + 1
    others = [(row, line) for row, is_utf8, line in kinds if not is_utf8 and not _fits(line, "utf-8")]
    if others and all(_fits(line, "gb18030") for _, line in others):
        first_utf8 = next(row for row, is_utf8, _ in kinds if is_utf8)
        raise Refusal("intake.two_encodings", row=max(others[0][0], first_utf8))
    raise _broken(row, data[bad_at : bad_at + 1])


def _lines_beyond_ascii(data: bytes) -> Iterator[tuple[int, bytes]]:
    for row, line in enumerate(data.split(b"\n"), 1):
        if not line.isascii():
            yield row, line


def _is_utf8_chinese(line: bytes, known_words: Collection[str]) -> bool:
    """Three characters of GB18030 fit UTF-8 by chance once in ten thousand times; words do not."""
    if not _fits(line, "utf-8"):
        return False
    text = line.decode("utf-8")
    return len(THREE_BYTES.findall(line)) >= 6 or any(
        word in text for word in known_words if not word.isascii()
    )


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_not_garbled(text: str, known_words: Collection[str]) -> None:
    if text.isascii():
        return
    looked_at = text[:LOOKED_AT]
    for found in ALWAYS_GARBLED:
        if found in text:
            raise _garbled(text, found)
    for word in list(known_words)[:MISREAD_WORDS]:
        for found in _misread(word):
            if found in looked_at:
                raise _garbled(text, found)


def _garbled(text: str, found: str) -> Refusal:
    return Refusal("intake.garbled", row=text[: text.index(found)].count("\n") + 1, found=found)


def _misread(word: str) -> Iterator[str]:
    """What a word becomes when its bytes are read in the wrong encoding."""
    if word.isascii() or len(word) < 2:
        return
    for written, read in (
        ("utf-8", "gb18030"),
        ("utf-8", "cp1252"),
        ("utf-8", "latin-1"),
        ("gb18030", "latin-1"),
    ):
        found = word.encode(written, "ignore").decode(read, "ignore")
        if len(found) >= 3 and found != word:
            yield found
