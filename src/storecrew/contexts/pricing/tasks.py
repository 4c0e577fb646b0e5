"""Timed work of pricing."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.pricing.operations import price_lists, rates
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor


@schedule.every(seconds=5, name="pricing.open_and_close")
def open_and_close(at: dt.datetime) -> None:
    """Renew pages and search when the window of a price list opened or closed."""
    price_lists.open_and_close(at=at)


@schedule.every(seconds=6 * 3600, name="pricing.fetch_rates")
def fetch_rates(at: dt.datetime) -> None:
    """Keep reference rates fresh in a shop that fetched them once; others are left alone."""
    if rates.is_followed(at=at):
        rates.fetch_rates(actor=system_actor("pricing.fetch_rates"), at=at)
