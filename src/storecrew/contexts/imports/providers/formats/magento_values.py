"""How Magento packs several values into one cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

_ATTRIBUTE = re.compile(r',(?="?[a-zA-Z][a-zA-Z0-9_]{0,59}"?=)')
_PATH_END = re.compile(r",(?=\S)")
_DATE = re.compile(r"([0-9]{1,4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,4})")


def attributes(text: str) -> dict[str, list[str]]:
    """``color=Red,material=Canvas|Cotton`` with commas inside of values allowed; values may be quoted."""
    found: dict[str, list[str]] = {}
    for part in _ATTRIBUTE.split(text):
        name, mark, value = part.partition("=")
        name = name.strip().strip('"')
        if mark and name:
            # Each value may be quoted, or all of them together.
            parts = value.split("|") if '"|"' in value else _bare(value).split("|")
            found[name] = [bare for each in parts if (bare := _bare(each))]
    return found


def _bare(text: str) -> str:
    """A value without the quotes around it; a lone one, such as that of inches, stays."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"').strip()
    return text


def variations(text: str) -> list[tuple[str, dict[str, str]]]:
    """``sku=A-S,size=S|sku=A-M,size=M`` as pairs of SKU and options. A bar inside a value does not part
    it.
    """
    pieces: list[str] = []
    for piece in text.split("|"):
        if pieces and not re.match(r'\s*"?sku"?=', piece):
            pieces[-1] += "|" + piece
        elif piece.strip():
            pieces.append(piece)
    found = []
    for piece in pieces:
        values = {name: "|".join(value) for name, value in attributes(piece.strip()).items()}
        sku = values.pop("sku", "")
        for extra in ("display", "price", "default"):
            values.pop(extra, None)
        if sku:
            found.append((sku, {name: value for name, value in values.items() if value}))
    return found


def labels(text: str) -> dict[str, str]:
    """``size=Size,color=Color`` as a mapping."""
    return {name: value[0] for name, value in attributes(text).items() if value}


def paths(text: str) -> list[tuple[str, ...]]:
    """``Root/A,Root/A/B`` as paths. A comma followed by a blank belongs to a name, ``\\/`` is a slash."""
    found: list[tuple[str, ...]] = []
    pieces: list[str] = []
    for piece in _PATH_END.split(text):
        if pieces and "/" not in piece and piece.strip('"') != pieces[0].strip('"').split("/")[0]:
            pieces[-1] += "," + piece
        else:
            pieces.append(piece)
    for piece in pieces:
        names = piece.strip().strip('"').replace("\\/", "\0").split("/")
        path = tuple(name.replace("\0", "/").strip() for name in names if name.strip())
        if path and path not in found:
            found.append(path)
    return found


def complete_options(
    children: Sequence[tuple[dict[str, str], dict[str, list[str]]]],
    first: Sequence[str] = ("color", "colour", "size"),
) -> list[str]:
    """Which attributes must join the options of the children so that no two are the same.

    ``children`` are pairs of options and attributes. Only attributes help that every child has once and that
    differ; those in ``first`` come before others.
    """
    added: list[str] = []
    while True:
        tuples = [
            (*sorted(options.items()), *(own.get(name, [""])[0] for name in added))
            for options, own in children
        ]
        if len(set(tuples)) == len(tuples):
            return added
        usable = _usable(children, added)
        if not usable:
            return added
        usable.sort(
            key=lambda item: (first.index(item[0]) if item[0] in first else len(first), -item[1], item[0])
        )
        added.append(usable[0][0])


def _usable(
    children: Sequence[tuple[dict[str, str], dict[str, list[str]]]], added: list[str]
) -> list[tuple[str, int]]:
    if not children:
        return []
    found = []
    for name in children[0][1]:
        values = [own.get(name, []) for _, own in children]
        if (
            name in added
            or any(name in options for options, _ in children)
            or any(len(own) != 1 for own in values)
        ):
            continue
        distinct = len({own[0] for own in values})
        if distinct > 1:
            found.append((name, distinct))
    return found


def day(text: str) -> dt.date | None:
    """The day of ``2024-05-01 00:00:00`` or ``10/21/16, 2:10 AM`` (month first); None when it is neither."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    first, second, third = (int(part) for part in match.groups())
    year, month, date = (first, second, third) if first > 31 else (third, first, second)
    try:
        return dt.date(year + 2000 if year < 100 else year, month, date)
    except ValueError:
        return None


def language(store_view: str) -> str:
    """The language of a store view's code (``de_de``, ``b2b_fr``, ``ko``), or nothing when it names none."""
    parts = [part for part in re.split(r"[_-]", store_view.casefold()) if part]
    for part in (parts[0], parts[-1]) if parts else ():
        if part == "uk" and parts[-1] != "ua":
            continue  # shops of the United Kingdom are called so, and speak no Ukrainian
        if part in _LANGUAGES or part in _NAMES:
            return _NAMES.get(part, part)
    return ""


_NAMES = {
    "german": "de", "deutsch": "de", "english": "en", "french": "fr", "francais": "fr", "spanish": "es",
    "italian": "it", "dutch": "nl", "polish": "pl", "portuguese": "pt", "swedish": "sv", "danish": "da",
    "korean": "ko", "japanese": "ja", "chinese": "zh",
}  # fmt: skip
_LANGUAGES = frozenset(
    "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl no pl pt ro ru sk sl "
    "sr sv th tr "
    "uk vi zh".split()
)
