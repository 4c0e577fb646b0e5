"""Every text that customers may read in the shop, found in the source as the catalogues of languages find it.

It is read once per process, when somebody first opens the list of messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir, extract_from_file

from storecrew.kernel.wording import CONTEXT
from storecrew.surfaces.ui.catalogs import KEYWORDS, METHODS, OPTIONS, PACKAGE

SPOKEN = (
    "checkout", "promotions", "loyalty", "payments", "shipping", "orders", "customers", "aftersales",
    "pricing", "catalog", "discovery", "inventory", "fulfillment", "content", "channels", "people",
    "marketing",
)  # fmt: skip
"""Contexts whose refusals reach customers."""


@dataclass(frozen=True, slots=True)
class ShopText:
    """One text. ``key`` is how gettext knows it; ``places`` are the parts of the shop where it stands."""

    key: str
    text: str
    plural: str
    context: str
    places: tuple[str, ...]

    @property
    def is_sentence(self) -> bool:
        """Say whether it tells something, as errors, hints and empty places do, or only names a thing."""
        return self.text.rstrip().endswith((".", "!", "?", ":", "…"))


@cache
def shop_texts() -> tuple[ShopText, ...]:
    """Return all texts, sorted as people read them."""
    found: dict[str, ShopText] = {}
    for place, message, context in _found():
        one, many = (message[0], message[1]) if isinstance(message, (tuple, list)) else (message, "")
        key = f"{context}{CONTEXT}{one}" if context else one
        places = {*(found[key].places if key in found else ()), place}
        found[key] = ShopText(key, one, many, context or "", tuple(sorted(places)))
    return tuple(sorted(found.values(), key=lambda each: each.text.casefold()))


def _found() -> Iterator[tuple[str, Any, str | None]]:
    """Yield (part of the shop, text or forms, context)."""
    shop = PACKAGE / "surfaces" / "storefront"
    for path, _line, message, _comments, context in extract_from_dir(
        str(shop), METHODS, OPTIONS, keywords=KEYWORDS
    ):
        yield path.partition("/")[0].removesuffix(".py"), message, context
    for _path, _line, message, _comments, context in extract_from_dir(
        str(PACKAGE / "surfaces" / "ui" / "templates"), METHODS, OPTIONS, keywords=KEYWORDS
    ):
        yield "everywhere", message, context
    for file in [PACKAGE / "kernel" / "errors.py", *_refusals()]:
        with_context = extract_from_file("python", str(file), keywords=KEYWORDS)
        for _line, message, _comments, context in with_context:
            yield "errors", message, context


def _refusals() -> Iterator[Path]:
    for name in SPOKEN:
        file = PACKAGE / "contexts" / name / "errors.py"
        if file.exists():
            yield file
