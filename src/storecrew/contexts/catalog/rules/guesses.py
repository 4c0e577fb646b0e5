"""What can be guessed about an attribute that a file uses and the product type does not have."""

from __future__ import annotations

from typing import Any

COLOR_CODES = frozenset({"color", "colour", "colors", "colours", "색상", "컬러", "farbe", "couleur"})


def option_kind(code: str) -> str:
    """The kind of an attribute that comes from an option of variants."""
    return "color" if code in COLOR_CODES else "choice"


def value_kind(value: Any) -> str:
    """The kind of an attribute that comes from a product's value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "choice" if isinstance(value, (list, tuple)) else "text"


def name_of(code: str) -> str:
    """A readable name for a code: ``heel_height`` → ``Heel height``."""
    text = code.replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]
