"""Which encoding a file is in: UTF-8, UTF-16, CP949 or CP932 (Korean, Japanese Windows), or Latin-1."""

from __future__ import annotations

import codecs
import io
import unicodedata
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext as _

from storecrew.contexts.imports.errors import FileTooLarge, UnreadableFile
from storecrew.contexts.imports.providers.files import limits

_CHUNK = 1 << 20
_SAMPLE = 4 << 20


def detect_encoding(reopen: Callable[[], BinaryIO]) -> tuple[str, bool]:
    """The name of the codec, and whether some bytes do not fit it and will be replaced.

    Reads the whole file once, since the first Korean letter may stand in the last row. Raises UnreadableFile
    for files that are not text, FileTooLarge for a line without an end.
    """
    with reopen() as stream:
        return _scan(stream)


def decoded(data: bytes) -> str:
    """Return the text of a small file in any of the known encodings. Raises as detect_encoding."""
    encoding, _broken = detect_encoding(lambda: io.BytesIO(data))
    return data.decode(encoding, "replace")


def _scan(stream: BinaryIO) -> tuple[str, bool]:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    head = stream.read(_CHUNK)
    if wide := _wide(head):
        return wide, not _is_whole(wide, head, stream)
    _refuse_other_files(head)
    sample = bytearray()
    unbroken = 0
    is_utf8 = True
    chunk = head
    while chunk:
        unbroken = len(chunk) - chunk.rfind(b"\n") - 1 if b"\n" in chunk else unbroken + len(chunk)
        if unbroken > limits.MOST_LINE:
            raise FileTooLarge(
                _("The file has a line of more than %(size)d MB.") % {"size": limits.MOST_LINE >> 20}
            )
        if is_utf8 and not chunk.isascii():
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        elif is_utf8:
            is_utf8 = not decoder.getstate()[0]
        if not chunk.isascii() and len(sample) < _SAMPLE:
            sample += b"\n" + chunk[: chunk.rfind(b"\n") + 1 or None]
        chunk = stream.read(_CHUNK)
    # A file that was cut off may end in the middle of a letter.
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", not is_utf8
    return ("utf-8", False) if is_utf8 else _other(bytes(sample))


def _wide(head: bytes) -> str:
    """The name of UTF-16 if the file is in it, as the "Unicode text" of spreadsheets is; else nothing."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and head[2:4] != b"\x00\x00":
        return "utf-16"
    even, odd = head[:400:2].count(0), head[1:400:2].count(0)
    if max(even, odd) > 20 and max(even, odd) > 10 * min(even, odd):  # 가 and others have a zero of their own
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _is_whole(encoding: str, head: bytes, stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    chunk = head
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = stream.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_other_files(head: bytes) -> None:
    if head[:5] == b"%PDF-" or head[:4] in (b"\xd0\xcf\x11\xe0", b"\x89PNG", b"SQLi") or b"\x00" in head:
        raise UnreadableFile(
            _("The file is not a text file."),
            next_step=_("Upload a CSV, a CSV.GZ, an XLSX or a ZIP of these."),
        )


def _other(sample: bytes) -> tuple[str, bool]:
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if ord(char) > 127) - broken
    if whole >= 10 * broken:
        return "utf-8", True
    if _reads_as_japanese(sample):
        return "cp932", False
    try:
        korean = sample.decode("cp949")
    except UnicodeDecodeError:
        korean = ""
    if korean and _reads_as_korean(korean):
        return "cp949", False
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1", False
    return "cp1252", False


def _reads_as_japanese(sample: bytes) -> bool:
    """Japanese is full of kana, which neither Korean nor Western bytes give when they are read as CP932."""
    try:
        text = sample.decode("cp932")
    except UnicodeDecodeError:
        return False
    letters = [char for char in text if char > "\u007f"]
    kana = sum(1 for char in letters if "\u3041" <= char <= "\u30ff")
    return kana >= 3 and kana * 5 >= len(letters)


def _reads_as_korean(text: str) -> bool:
    """Latin-1 letters in pairs are valid CP949 too, but they give rare Chinese signs between Latin
    letters.
    """
    hangul = hanja = flanked = 0
    for index, char in enumerate(text):
        if char < "\u0080":
            continue
        if "\uac00" <= char <= "\ud7a3":
            hangul += 1
            around = text[index - 1 : index] + text[index + 1 : index + 2]
            flanked += len(around) == 2 and around.isascii() and around.isalpha()
        elif unicodedata.category(char) == "Lo":
            hanja += 1
    return hangul > hanja and flanked * 2 <= hangul
