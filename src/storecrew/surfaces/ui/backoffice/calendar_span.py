"""On which days of the shared calendar a date stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work

PROMOTION = "promotions.promotion"
OPENS = "promotion_opens"
APART = dt.timedelta(hours=26)
"""So far apart are the clocks of two places at most."""
INSTANT = dt.timedelta(microseconds=1)


Key = tuple[str, str, str]


class Span(NamedTuple):
    """The first and the last day of a date; both belong to it."""

    first: dt.date
    last: dt.date


def key_of(date: work.CalendarDate) -> Key:
    """Return what tells a date from others; those that are asked for have no id."""
    return date.kind, date.record, date.record_id


def spans(dates: Sequence[work.CalendarDate], zone: ZoneInfo) -> dict[Key, Span]:
    """Return on which days dates stand, by the clock of the house.

    A promotion stands on the days that were written for it: those of its own zone, or of each of its shops.
    The first of March is the first of March, also where it begins while the house still has February.
    """
    keys = {date.record_id: int(date.record_id) for date in dates if date.record == PROMOTION}
    known = promotions.written_days(keys.values()) if keys else {}
    written = {(PROMOTION, text): known.get(key) for text, key in keys.items()}
    return {key_of(date): _span(date, written.get((date.record, date.record_id)), zone) for date in dates}


def _span(date: work.CalendarDate, written: promotions.WrittenDays | None, zone: ZoneInfo) -> Span:
    first = date.starts_at.astimezone(zone).date()
    # What ends at midnight does not take the day that begins then.
    last = max(date.starts_at, date.ends_at - INSTANT).astimezone(zone).date()
    if written is not None:
        if date.kind == OPENS:
            return Span(written.opens or first, written.opens or first)
        first = written.first or first
        if written.last and written.until and date.ends_at >= written.until:
            last = written.last
    return Span(first, max(first, last))
