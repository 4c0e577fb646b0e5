"""Timed work of pricing."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.pricing.operations import price_lists
from storecrew.kernel import schedule


@schedule.every(seconds=5, name="pricing.open_and_close")
def open_and_close(at: dt.datetime) -> None:
    """Renew pages and search when the window of a price list opened or closed."""
    price_lists.open_and_close(at=at)
