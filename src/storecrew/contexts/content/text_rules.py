"""What may stand in the place of a text of the product: the same placeholders, the same tags, plain words.

Editors see ``{number}`` where the source has ``%(number)s``, and a percent sign as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from storecrew.contexts.content.errors import (
    EmptyText,
    MissingPlaceholder,
    StrayBrace,
    TagsChanged,
    TextTooLong,
    UnknownPlaceholder,
    UnwritableSign,
)

LONGEST = 2_000
_TOKEN = re.compile(r"%\((\w{1,60})\)([sd])|%([sd])|%%")
_NAME = re.compile(r"\{(\w{0,60})\}")
_TAG = re.compile(r"<[^<>]{0,300}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\\]")


def names_in(original: str) -> dict[str, str]:
    """Return the placeholders of a source text: as editors write them, and as the source does."""
    return {f"{{{each[1] or ''}}}": each[0] for each in _TOKEN.finditer(original) if each[0] != "%%"}


def is_editable(original: str) -> bool:
    """Say whether a text can be shown with braces around its placeholders."""
    tokens = {each[0] for each in _TOKEN.finditer(original) if each[0] != "%%"}
    return not any(sign in original for sign in "{}\\") and len(names_in(original)) == len(tokens)


def for_editor(text: str) -> str:
    """Return a text as editors see it."""
    return _TOKEN.sub(lambda each: "%" if each[0] == "%%" else f"{{{each[1] or ''}}}", text)


def from_editor(typed: str, original: str, plural: str = "", *, may_lack: bool = False) -> str:
    """Return what was typed as the product has its texts.

    Raises the refusals that say what is wrong. ``may_lack``: the form for one thing need not say how many.
    """
    text = typed.replace("\r\n", "\n").strip()
    known = {**names_in(original), **names_in(plural)}
    _require_words(text)
    _require_placeholders(text, known, may_lack=may_lack)
    tags = _TAG.findall(text)
    if Counter(tags) != Counter(_TAG.findall(original)) or re.search(r"[<>]", _TAG.sub("", text)):
        raise TagsChanged(tags=", ".join(dict.fromkeys(_TAG.findall(original))))
    parts = _TAG.split(text)
    pieces = [_plain(part, known, original + plural) for part in parts]
    written = "".join(piece + tag for piece, tag in zip(pieces, [*tags, ""], strict=True))
    head, tail = original[: len(original) - len(original.lstrip())], original[len(original.rstrip()) :]
    return f"{head}{written}{tail}"


def fits(original: str, plural: str, forms: Sequence[str]) -> bool:
    """Say whether stored words can stand in the place of a text; those of an older release may not."""
    try:
        return bool(forms) and all(
            from_editor(for_editor(form), original, plural, may_lack=bool(plural) and place < len(forms) - 1)
            == form
            for place, form in enumerate(forms)
        )
    except (EmptyText, MissingPlaceholder, StrayBrace, TagsChanged, TextTooLong, UnknownPlaceholder):
        return False
    except UnwritableSign:
        return False


def _require_words(text: str) -> None:
    if not text:
        raise EmptyText
    if len(text) > LONGEST:
        raise TextTooLong
    found = _CONTROL.search(text)
    if found:
        raise UnwritableSign(sign=found[0])


def _require_placeholders(text: str, known: dict[str, str], *, may_lack: bool) -> None:
    used = {each[0] for each in _NAME.finditer(text)}
    exist = ", ".join(sorted(known)) or "–"
    unknown = sorted(used - set(known))
    if unknown:
        raise UnknownPlaceholder.of(", ".join(unknown), exist)
    missing = sorted(set(known) - used)
    if missing and not may_lack:
        raise MissingPlaceholder.of(", ".join(missing), exist)
    if re.search(r"[{}]", _NAME.sub("", text)):
        raise StrayBrace.of("", exist)


def _plain(text: str, known: dict[str, str], source: str) -> str:
    """Return words without straight quotes, which could end an attribute of a page."""
    if "%" in text and "%" not in source:
        raise UnwritableSign(sign="%")
    text = re.sub(r'(^|[\s(])"', "\\1\u201c", text).replace('"', "\u201d").replace("'", "\u2019")
    if _TOKEN.search(source):
        text = text.replace("%", "%%")
    return _NAME.sub(lambda each: known[each[0]], text)
