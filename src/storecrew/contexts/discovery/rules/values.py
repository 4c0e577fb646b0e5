"""Values of filters as text: the one form that the index, the address and the shopper's click share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 80


def facet_values(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The values of a variant that can be filtered by, as sorted texts by attribute code."""
    found = {}
    for code, value in values.items():
        texts = tuple(sorted({text for text in map(as_text, _several(value)) if text}))
        if texts:
            found[code] = texts
    return found


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def as_text(value: Any) -> str:
    """``true``/``false``, numbers without a trailing ``.0``, short texts; "" for what is no filter."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, str) and len(value) <= LONGEST:
        return value
    return ""


def from_text(kind: str, text: str) -> Any:
    """The typed value again, for showing it."""
    if kind == "boolean":
        return text == "true"
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return text
