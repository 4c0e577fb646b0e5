"""From which units of an order a customer may still withdraw; no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Part(NamedTuple):
    """Units of one line: those that had left, and those that had not."""

    sent: int
    unsent: int


def unsent_left(*, ordered: int, sent: int, canceled: int, withdrawn: int) -> int:
    """Return how many units have not left and are not given up, by a cancellation or by words.

    Customer service cancels what was withdrawn, so the two are the same units and the larger counts.
    """
    return max(ordered - sent - max(canceled, withdrawn), 0)


def parted(
    wanted: Mapping[int, int], *, sent: Mapping[int, int], unsent: Mapping[int, int]
) -> dict[int, Part] | None:
    """Part what is wanted of each line, what has not left first; None when it is more than there is."""
    found = {}
    for line_id, units in wanted.items():
        here = min(units, unsent.get(line_id, 0))
        away = units - here
        if units < 1 or away > sent.get(line_id, 0):
            return None
        found[line_id] = Part(away, here)
    return found


def way(parts: Mapping[int, Part], *, unsent: Mapping[int, int], anything_sent: bool) -> str:
    """Return what follows: "canceled" for all of an order that has not left, "return", else "task"."""
    whole = all(parts.get(line_id, Part(0, 0)).unsent == units for line_id, units in unsent.items() if units)
    if not anything_sent and whole:
        return "canceled"
    return "task" if any(part.unsent for part in parts.values()) else "return"
