"""Titles and descriptions from templates: placeholders, what is left out, and how wide a line is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import east_asian_width

PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "product": ("name", "brand", "category", "price", "subtitle", "sku", "store"),
    "category": ("name", "parent", "parts", "store"),
    "collection": ("name", "store"),
    "page": ("name", "intro", "store"),
    "home": ("store",),
    "search": ("words", "store"),
}
"""What each kind of page can say of itself."""
TITLE_SIZE, TITLE_ROOM = 20, 580
DESCRIPTION_SIZE, DESCRIPTION_ROOM = 14, 990
"""Size of the letters on a results page, and the room there, both in pixels."""
DESCRIPTION_MOST = 320
_NAME = re.compile(r"\{(\w*)\}")
_MARKS = "|–—·•,:"
# In a text whose words are one space apart.
_LOOSE = re.compile(rf" ?[{_MARKS}-](?= ?(?:[{_MARKS}]|$))")
# Widths of Arial in thousandths of its size, by letters that share one.
_WIDTHS = {
    letter: width
    for width, letters in {
        222: "ijl'", 260: "|", 278: " !,./:;I[]\\ft", 333: "()-r·`", 355: '"', 389: "*{}", 469: "^",
        500: "cksvxyzJ", 556: "0123456789abdeghnopqu?#$_L–€£", 584: "+<=>~", 611: "FTZ",
        667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…@",
    }.items()
    for letter in letters
}  # fmt: skip


def unknown(template: str, kind: str) -> str:
    """Return the first placeholder that this kind of page does not have, "" when all are known."""
    return next((name for name in _NAME.findall(template) if name not in PLACEHOLDERS[kind]), "")


def has_loose_brace(template: str) -> bool:
    """Say whether a brace is open or closed alone."""
    return any(mark in _NAME.sub("", template) for mark in "{}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a line with the values; a mark beside a value that is empty goes with it."""
    filled = _NAME.sub(lambda found: " ".join(str(values.get(found[1], "")).split()), template)
    before = ""
    while before != filled:
        before, filled = filled, _LOOSE.sub("", " ".join(filled.split()))
    return filled.lstrip(f"{_MARKS}- ")


def width(text: str, size: int) -> int:
    """Return how many pixels a line takes on a results page, as good as an estimate can be."""
    return sum(_width(letter) for letter in text) * size // 1000


def _width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    return 1000 if east_asian_width(letter) in "WF" else 556
