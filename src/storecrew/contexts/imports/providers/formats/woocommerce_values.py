"""How WooCommerce packs several values into one cell."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

from storecrew.contexts.imports.facts import Row
from storecrew.contexts.imports.rules import cells

_BETWEEN_URLS = re.compile(r", ?(?=(?:https?:)?//)", re.IGNORECASE)
_KIND_WORDS = {
    "einfach": "simple",
    "variabel": "variable",
    "simpel": "simple",
    "product_variation": "variation",
    "variant": "variation",
    "grouped product": "grouped",
    "external/affiliate": "external",
    "affiliate": "external",
    "simple product": "simple",
    "variable product": "variable",
}


def row_title(row: Row) -> str:
    """The name of a product without HTML entities."""
    return " ".join(unescape(row.get("name")).split())


def kinds_of(row: Row) -> set[str]:
    kinds = {word.strip() for word in row.get("type").casefold().split(",") if word.strip()}
    return {_KIND_WORDS.get(kind, kind) for kind in kinds} or {"simple"}


def id_key(parent: str) -> str:
    match = re.fullmatch(r"id: ?([0-9]{1,18})", parent.casefold())
    return f"id:{match[1]}" if match else ""


def position(row: Row) -> tuple[int, int]:
    text = row.get("position")
    return (int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0, row.number)


def text_of(row: Row, name: str) -> str:
    """A text of a row. WooCommerce writes line breaks as ``\\n``."""
    return row.get(name).replace("\\n", "\n")


def own_words(text: str) -> str | None:
    """A text of a search engine extension; one with placeholders (``%%title%%``) is made there, not here."""
    return unescape(text) if text and "%" not in text else None


def list_of(text: str) -> tuple[str, ...]:
    parts = (unescape(part).strip() for part in cells.split_list(text, ","))
    return tuple(dict.fromkeys(part for part in parts if part))


def attributes_of(row: Row) -> dict[str, list[str]]:
    """The attributes of a row with their values, in the order of their numbers."""
    numbers_of = sorted(
        int(name.split(":")[1])
        for name in row.cells
        if name.startswith("attribute:") and name.endswith(":name")
    )
    return {
        unescape(row.get(f"attribute:{number}:name")): list(list_of(row.get(f"attribute:{number}:values")))
        for number in numbers_of
    }


def category_paths(text: str) -> tuple[tuple[str, ...], ...]:
    """``A > B, C`` with escaped commas as paths; a path that only leads to another one is left out."""
    paths = []
    for part in cells.split_list(text, ","):
        path = tuple(unescape(name).strip() for name in unescape(part).split(">") if name.strip())
        if path and path not in paths:
            paths.append(path)
    return tuple(paths)


def image_sources(text: str) -> list[str]:
    """The pictures of a cell; a comma inside an address does not part it."""
    parts = _BETWEEN_URLS.split(text) if "//" in text else text.split(",")
    return list(dict.fromkeys(part.strip().rstrip(",") for part in parts if part.strip()))


def read_day(text: str) -> dt.date | None:
    """The day of ``2030-01-01`` or ``2030-01-01 0:00:00``; None for anything else."""
    match = re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    try:
        return dt.date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
