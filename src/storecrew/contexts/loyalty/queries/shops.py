"""Which shop a voucher is of: whose name and look its mail has, and by whose clock its days are counted."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock

MORNING = dt.time(8)


def shop_of(order_id: int | None, currency: str) -> channels.ChannelFacts:
    """Return the shop of the order; without one the default shop, or the first of that currency."""
    return _shop(order_id, currency) or channels.facts(None)


def timezone_of(order_id: int | None, currency: str) -> str:
    """Return the clock of that shop, that of the world where there is no shop yet."""
    found = _shop(order_id, currency)
    return found.timezone if found else "UTC"


def day_in(currency: str, at: dt.datetime) -> dt.date:
    """Return the day in which a moment lies, by the clock of the shop of a currency."""
    return clock.local_day(at, timezone_of(None, currency))


def day_of(at: dt.datetime, order_id: int) -> dt.date:
    """Return the day in which a moment lies, by the clock of the shop of an order."""
    return clock.local_day(at, timezone_of(order_id, ""))


def _shop(order_id: int | None, currency: str) -> channels.ChannelFacts | None:
    if order_id is not None:
        return channels.facts_by_id(orders.order(order_id).channel_id)
    known = sorted(channels.all_channels(), key=lambda one: not one.is_default)
    return next((one for one in known if one.currency == currency), known[0] if known else None)


def morning(day: dt.date, timezone: str) -> dt.datetime:
    """Return when the mails of a day leave, by the clock of a shop."""
    return dt.datetime.combine(day, MORNING, tzinfo=ZoneInfo(timezone)).astimezone(dt.UTC)


def year_end(at: dt.datetime, years: int, timezone: str) -> dt.datetime:
    """Return the last second of the year that is so many years away, by the clock of a shop."""
    zone = ZoneInfo(timezone)
    last = dt.datetime(at.astimezone(zone).year + years, 12, 31, 23, 59, 59, tzinfo=zone)
    return last.astimezone(dt.UTC)
