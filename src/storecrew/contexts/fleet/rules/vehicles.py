"""Words and dates of vehicles and drivers, and who may drive what on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

CLASSES = ("B", "BE", "C1", "C", "CE")
# What a licence class also allows: a truck driver may drive a van.
_ALLOWS: Mapping[str, frozenset[str]] = {
    "B": frozenset({"B"}),
    "BE": frozenset({"B", "BE"}),
    "C1": frozenset({"B", "C1"}),
    "C": frozenset({"B", "C1", "C"}),
    "CE": frozenset(CLASSES),
}
STATES = ("ready", "out", "sold")
CHECKS = ("inspection", "insurance", "maintenance", "tires", "licence")
# Without these a vehicle must not be on the road.
LEGAL = frozenset({"inspection", "insurance", "licence"})


def choices(words: Iterable[str]) -> list[tuple[str, str]]:
    """Return codes as the choices of a field."""
    return [(word, word) for word in words]


def may_drive(held: Collection[str], wanted: str) -> bool:
    """Say whether somebody with these classes of licence may drive a vehicle of a class."""
    return any(wanted in _ALLOWS.get(each, ()) for each in held)


class Available(NamedTuple):
    """A driver on a day: ``starts`` and ``ends`` bound the shift."""

    driver_id: int
    licence_classes: tuple[str, ...]
    starts: dt.datetime
    ends: dt.datetime


def crew(
    vehicles: Sequence[tuple[int, str]], drivers: Sequence[Available]
) -> tuple[dict[int, Available], tuple[int, ...]]:
    """Give every vehicle (id, licence class) a driver, those that few may drive first.

    Return {vehicle: driver} and the vehicles that stay without one. Who may drive the least gets the easiest
    vehicle, so that a truck driver is left for the truck.
    """

    def reach(each: Available) -> int:
        return len({name for held in each.licence_classes for name in _ALLOWS.get(held, ())})

    free = sorted(drivers, key=lambda each: (reach(each), each.driver_id))
    given: dict[int, Available] = {}
    for vehicle_id, wanted in sorted(vehicles, key=lambda each: (-CLASSES.index(each[1]), each[0])):
        fit = next((each for each in free if may_drive(each.licence_classes, wanted)), None)
        if fit is not None:
            given[vehicle_id] = fit
            free.remove(fit)
    return given, tuple(vehicle_id for vehicle_id, _ in vehicles if vehicle_id not in given)


def is_due(due_on: dt.date, lead_days: int, today: dt.date) -> bool:
    """Say whether somebody should see to a check now."""
    return today >= due_on - dt.timedelta(days=lead_days)


def keeps_off_the_road(kind: str, due_on: dt.date, day: dt.date) -> bool:
    """Say whether an open check forbids to drive on a day."""
    return kind in LEGAL and due_on < day
