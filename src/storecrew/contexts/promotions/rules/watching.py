"""When a running promotion pauses for lack of goods, and when it goes on."""

from __future__ import annotations

from collections.abc import Mapping


def run_low(available: Mapping[int, int], pause_below: int) -> list[int]:
    """Return the articles of which no more than the threshold can be promised."""
    return [key for key, units in available.items() if units <= pause_below]


def enough(available: Mapping[int, int], planned: Mapping[int, int], pause_below: int) -> bool:
    """Say whether every article has a tenth of its plan above the threshold.

    The gap keeps a promotion from going on and off with every single unit.
    """
    return all(units > pause_below + planned.get(key, 0) // 10 for key, units in available.items())
