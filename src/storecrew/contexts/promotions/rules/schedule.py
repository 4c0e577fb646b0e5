"""When a promotion holds: local wall-clock times of its channels, told as moments (OPS-11).

"1 to 31 March" is from local midnight of the 1st up to the local midnight after the 31st, wherever the shop
is. A wall-clock time that a change of clocks skips means the first moment after the gap; one that comes twice
means its first occurrence as a start and its second as an end, so nobody loses an hour that was promised.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo


class EarlyPlan(NamedTuple):
    """From which wall-clock time on groups of buyers may have a promotion before everybody else."""

    starts: dt.datetime
    groups: tuple[str, ...]


def moment(local: dt.datetime, zone: str, *, is_end: bool = False) -> dt.datetime:
    """Return a local wall-clock time of a zone as a moment in UTC."""
    place = ZoneInfo(zone)
    first = local.replace(tzinfo=place, fold=0)
    second = local.replace(tzinfo=place, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before is None or after is None:
        raise ValueError(f"{zone} has no offset")
    if before < after:
        return _after_the_gap(local, place, before)
    return (second if is_end else first).astimezone(dt.UTC)


def _after_the_gap(local: dt.datetime, place: ZoneInfo, offset: dt.timedelta) -> dt.datetime:
    """Return the moment at which the clock jumped over a wall-clock time.

    With the offset of before, the skipped time lies as far behind the jump as it lies behind the last
    wall-clock time that existed; so the jump is found by halving.
    """
    low = (local - offset - dt.timedelta(days=1)).replace(tzinfo=dt.UTC)
    high = (local - offset).replace(tzinfo=dt.UTC)
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(place).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def early_of(definition: Mapping[str, Any]) -> EarlyPlan | None:
    """Return who may come early, as the definition of a promotion keeps it; None where nobody may."""
    found = definition.get("early")
    if not found:
        return None
    return EarlyPlan(dt.datetime.fromisoformat(found["starts"]), tuple(found.get("groups", ())))


def shifted(definition: Mapping[str, Any], by: dt.timedelta) -> Mapping[str, Any]:
    """Return a definition whose early start is moved with the promotion."""
    plan = early_of(definition)
    if plan is None:
        return definition
    starts = (plan.starts + by).isoformat(timespec="minutes")
    return {**definition, "early": {**definition["early"], "starts": starts}}


def window(
    starts: dt.datetime | None, ends: dt.datetime | None, zone: str
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return [start, end) as moments; None stays open."""
    return (
        moment(starts, zone) if starts else None,
        moment(ends, zone, is_end=True) if ends else None,
    )


def is_open(at: dt.datetime, start: dt.datetime | None, end: dt.datetime | None) -> bool:
    """Say whether a moment lies in [start, end)."""
    return (start is None or start <= at) and (end is None or at < end)
