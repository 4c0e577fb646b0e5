"""Names made from other names: SKUs, addresses, codes. The same input gives the same name for ever."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_LONGEST_SKU = 100
_NOT_SLUG = re.compile(r"[^\w-]+")
_DASHES = re.compile(r"[-_]{2,}")
_SPACES = re.compile(r"\s+")


def header_name(text: str) -> str:
    """A column's name for comparing: case, blanks, byte order mark and quotes do not count."""
    text = unicodedata.normalize("NFKC", text).strip().lstrip("\ufeff").strip("\"' ")
    return _SPACES.sub(" ", text).casefold()


def slug_of(text: str) -> str:
    """A readable address in any script; never empty for a text that is not empty."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    slug = _DASHES.sub("-", _NOT_SLUG.sub("-", plain)).strip("-_")[:120].strip("-_")
    if slug or not text.strip():
        return slug
    return f"product-{short_hash(text)}"


def code_of(text: str) -> str:
    """The code of an attribute: ``"Shoe size"`` becomes ``shoe_size``."""
    return slug_of(text).replace("-", "_")[:60]


def short_hash(text: str) -> str:
    """Eight hexadecimal digits that stand for the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def sku_text(text: str) -> str:
    """A SKU as it is kept: NFKC, single blanks, without the apostrophe that spreadsheets put in front."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _SPACES.sub(" ", text.strip().removeprefix("'")).strip()
    return text if text.isprintable() else "".join(char for char in text if char.isprintable()).strip()


def made_sku(base: str, options: Iterable[str]) -> str:
    """A SKU for a variant that has none, from its product and options: ``blue-shirt-m-red``."""
    parts = [base, *(slug_of(option) or short_hash(option) for option in options if option)]
    return cut("-".join(parts))


def cut(sku: str) -> str:
    """The SKU, shortened with a mark of its whole text when it is too long to be kept."""
    if len(sku) <= _LONGEST_SKU:
        return sku
    return f"{sku[: _LONGEST_SKU - 9]}-{short_hash(sku)}"


def other_sku(sku: str, base: str, options: Iterable[str]) -> str:
    """A second name for a SKU that the same file gave away already: ``S29-blue-shirt-m``."""
    return cut(f"{sku}-{made_sku(base, options)}")
