"""Which shop a voucher is of: whose name and look its mail has, and by whose clock its days are counted."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders

MORNING = dt.time(8)


def shop_of(order_id: int | None, currency: str) -> channels.ChannelFacts:
    """Return the shop of the order; without one the default shop, or the first of that currency."""
    if order_id is not None:
        return channels.facts_by_id(orders.order(order_id).channel_id)
    default = channels.facts(None)
    if default.currency == currency:
        return default
    return next((one for one in channels.all_channels() if one.currency == currency), default)


def morning(day: dt.date, timezone: str) -> dt.datetime:
    """Return when the mails of a day leave, by the clock of a shop."""
    return dt.datetime.combine(day, MORNING, tzinfo=ZoneInfo(timezone)).astimezone(dt.UTC)


def year_end(at: dt.datetime, years: int, timezone: str) -> dt.datetime:
    """Return the last second of the year that is so many years away, by the clock of a shop."""
    zone = ZoneInfo(timezone)
    last = dt.datetime(at.astimezone(zone).year + years, 12, 31, 23, 59, 59, tzinfo=zone)
    return last.astimezone(dt.UTC)
