"""What a segment may ask for; plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NUMBERS = ("orders_min", "orders_max", "bought_within_days", "not_bought_for_days", "spend_min", "spend_max")
LISTS = ("locales", "countries", "channels", "bought", "not_bought")


def problems(conditions: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (field, code) of what is wrong."""
    found = [(name, "unknown") for name in conditions if name not in (*NUMBERS, *LISTS, "currency")]
    for name in NUMBERS:
        value = conditions.get(name)
        if value is not None and (not isinstance(value, int) or value < 0):
            found.append((name, "negative"))
    if (conditions.get("spend_min") or conditions.get("spend_max")) and not conditions.get("currency"):
        found.append(("currency", "missing"))
    return found


def cleaned(conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Return the conditions that ask for something, in a fixed order."""
    found = {}
    for name in (*NUMBERS, *LISTS, "currency"):
        value = conditions.get(name)
        if value not in (None, "", [], ()):
            found[name] = list(value) if name in LISTS else value
    if "spend_min" not in found and "spend_max" not in found:
        found.pop("currency", None)
    return found
