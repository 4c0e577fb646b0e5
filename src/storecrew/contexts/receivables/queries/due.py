"""Days of a channel: what day it is there, and when an invoice is due."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock


def today_of(channel: channels.ChannelFacts, at: dt.datetime) -> dt.date:
    """Return the calendar day that a moment is on in a channel."""
    return clock.local_day(at, channel.timezone)


def due_day(channel: channels.ChannelFacts, terms_days: int, at: dt.datetime) -> dt.date:
    """Return the day by which to pay: so many days after today there, then the next working day."""
    day = today_of(channel, at) + dt.timedelta(days=terms_days)
    return shipping.working_day(day, country=channel.country)
