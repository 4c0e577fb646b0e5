"""The store clock: the only place that reads the time.

Instants are aware and in UTC. Tests and the demo move the clock; a business day belongs to a time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

_fixed: ContextVar[dt.datetime | None] = ContextVar("storecrew_clock", default=None)


def now() -> dt.datetime:
    """Return the current instant of the store, aware, in UTC."""
    return _fixed.get() or dt.datetime.now(dt.UTC)


def today(tz: str) -> dt.date:
    """Return the calendar day in a time zone (an IANA name)."""
    return local_day(now(), tz)


def local_day(at: dt.datetime, tz: str) -> dt.date:
    """Return the calendar day in which an instant lies in a time zone."""
    return at.astimezone(ZoneInfo(tz)).date()


@contextmanager
def frozen(at: dt.datetime) -> Iterator[None]:
    """Hold the clock at an aware instant inside the block."""
    if at.tzinfo is None:
        raise ValueError("the store clock takes aware instants only")
    token = _fixed.set(at.astimezone(dt.UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def held() -> dt.datetime | None:
    """Return the instant at which the clock is held; None while it runs freely."""
    return _fixed.get()


def advance(by: dt.timedelta) -> None:
    """Move a held clock on; raises RuntimeError when the clock runs freely."""
    at = _fixed.get()
    if at is None:
        raise RuntimeError("only a held clock can be moved; use frozen() first")
    _fixed.set(at + by)


def local_midnight(day: dt.date, tz: str) -> dt.datetime:
    """Return the instant at which a calendar day starts in a time zone, in UTC.

    Where the clocks skip midnight, the day starts at the first instant that exists.
    """
    zone = ZoneInfo(tz)
    local = dt.datetime.combine(day, dt.time.min, tzinfo=zone)
    instant = local.astimezone(dt.UTC)
    if instant.astimezone(zone).date() < day:
        instant += dt.timedelta(hours=1)
    return instant
