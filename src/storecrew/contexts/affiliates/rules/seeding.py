"""What may be sent to partners for nothing; plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

STATES = ("waiting", "on_its_way", "canceled")
MOST_ARTICLES = 20
MOST_UNITS = 100
UNIT_WORDS = ("x", "×", "*")


def read_units(text: str) -> tuple[dict[str, int], list[str]]:
    """Read lines such as "MUG-RED 2" or "MUG-RED"; return units by SKU, and the lines that say neither."""
    units: dict[str, int] = {}
    wrong = []
    for line in filter(None, (each.strip() for each in text.replace(",", "\n").splitlines())):
        words = [word for word in line.split() if word.lower() not in UNIT_WORDS]
        count = words[1] if len(words) == 2 else "1"
        if len(words) > 2 or not words or not (count.isascii() and count.isdigit() and 0 < int(count) < 1000):
            wrong.append(line)
            continue
        units[words[0].upper()] = units.get(words[0].upper(), 0) + int(count)
    return units, wrong


def is_signed(*, needed: bool, signed_on: dt.date | None, day: dt.date) -> bool:
    """Say whether the contract allows to send something on a day."""
    return not needed or (signed_on is not None and signed_on <= day)


def cost_of(units: Mapping[int, int], costs: Mapping[int, int]) -> int | None:
    """Return what goods cost, in minor units; None where the cost of an article is not known."""
    if any(key not in costs for key in units):
        return None
    return sum(costs[key] * count for key, count in units.items())


def needs_second_person(cost: int | None, limit: int | None) -> bool:
    """Say whether one person may not send it alone; what it costs must be known to be below a limit."""
    return limit is not None and (cost is None or cost > limit)


def state_of(*, status: str, fulfillment_status: str) -> str:
    """Return where a seeding is, from its order."""
    if status == "canceled":
        return "canceled"
    return "on_its_way" if fulfillment_status == "fulfilled" else "waiting"


def leaves_too_little(
    units: int, *, promised: int, by_location: Mapping[str, int], thresholds: Mapping[str, int]
) -> bool:
    """Say whether an article would run low by giving units away.

    ``promised`` are units that promotions of today and later mean to sell. Some location has to stay above
    its own threshold after both, as for a promotion that goes on.
    """
    return not any(there - units - promised > thresholds.get(code, 0) for code, there in by_location.items())
