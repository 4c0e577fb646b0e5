"""Timed work of the checkout context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.checkout.operations import forgetting, healing, telling
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="checkout.settle_pending")
def settle_pending(at: dt.datetime) -> None:
    """Bring carts to an end whose payment was never finished."""
    healing.settle_pending(at)


@schedule.every(seconds=600, name="checkout.tell_waiting")
def tell_waiting(at: dt.datetime) -> None:
    """Tell of variants that are back without an event of stock: a price, a channel, a day of first choice."""
    telling.tell_waiting(at=at)


@schedule.every(seconds=86_400, name="checkout.forget_waiting")
def forget_waiting(at: dt.datetime) -> None:
    """Keep no address longer than it is needed."""
    telling.forget_old(at=at)


@schedule.every(seconds=86_400, name="checkout.forget_carts")
def forget_carts(at: dt.datetime) -> None:
    """Delete carts that nobody came back for, with the addresses in them."""
    forgetting.forget_carts(at=at)
