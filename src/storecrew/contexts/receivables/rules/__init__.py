"""Policy of credit and reminders; no database, no framework."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

LONGEST_TERMS = 365
# From then on who grants credit is told.
TOO_LATE_DAYS = 30
# What holds while nobody set levels: level and days after the due day.
LEVELS: tuple[tuple[int, int], ...] = ((1, 3), (2, 14), (3, 28))


class Bucket(NamedTuple):
    """A part of the aging: items that are late for ``first`` to ``last`` days (None: no end)."""

    code: str
    first: int
    last: int | None


AGING: tuple[Bucket, ...] = (
    Bucket("not_due", 0, 0),
    Bucket("1-30", 1, 30),
    Bucket("31-60", 31, 60),
    Bucket("61-90", 61, 90),
    Bucket("over_90", 91, None),
)


def bucket_of(due_on: dt.date, today: dt.date) -> str:
    """Return the part of the aging an open item is in; on its due day it is not late yet."""
    late = max((today - due_on).days, 0)
    return next(
        each.code for each in AGING if late >= each.first and (each.last is None or late <= each.last)
    )


def due_between(bucket: Bucket, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last due day of a part of the aging; None: no end on that side."""
    if bucket.code == "not_due":
        return today, None
    earliest = None if bucket.last is None else today - dt.timedelta(days=bucket.last)
    return earliest, today - dt.timedelta(days=bucket.first)


def level_due(days_late: int, levels: Sequence[tuple[int, int]], sent: int) -> int:
    """Return the level of the reminder that is due now, or 0.

    The highest one whose days have passed and that is above what was sent; those below are skipped, so that
    a shop that switches reminders on does not send three at once.
    """
    return max((level for level, days in levels if days_late >= days and level > sent), default=0)


def grant_problems(
    *, name: str, terms_days: int, reason: str, limits: Mapping[str, int], members: int
) -> dict[str, str]:
    """Return {field: reason code} for each field of a grant that cannot be saved."""
    problems = {}
    if not name.strip():
        problems["name"] = "required"
    if not 1 <= terms_days <= LONGEST_TERMS:
        problems["terms_days"] = "out_of_range"
    if not reason.strip():
        problems["reason"] = "required"
    if not any(amount > 0 for amount in limits.values()) or any(amount < 0 for amount in limits.values()):
        problems["limits"] = "required"
    if not members:
        problems["customers"] = "required"
    return problems
