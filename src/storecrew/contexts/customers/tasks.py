"""Timed work of customers."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.customers.operations import consent
from storecrew.kernel import schedule


@schedule.every(seconds=86_400, name="customers.forget_unconfirmed")
def forget_unconfirmed(at: dt.datetime) -> None:
    """Keep no address that never said yes."""
    consent.forget_unconfirmed(at)
