"""Timed work of the checkout context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.checkout.operations import healing
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="checkout.settle_pending")
def settle_pending(at: dt.datetime) -> None:
    """Bring carts to an end whose payment was never finished."""
    healing.settle_pending(at)
