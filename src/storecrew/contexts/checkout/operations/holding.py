"""Holding stock while a shopper is at the payment step.

Optional and short: an order is safe without it, because placing claims the stock itself. It only
spares the shopper a "sold out" after typing in a card number.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.operations import claiming
from storecrew.contexts.checkout.queries import pickups
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor

HOLD = dt.timedelta(minutes=10)


def hold_stock(token: str, *, actor: Actor, at: dt.datetime) -> dt.datetime | None:
    """Hold the cart's articles for ten minutes, or prolong the hold; return its end, or None.

    Called from the payment step only. Limits per cart and per shopper are inventory's; a shopper
    above them simply has no hold.

    :raises InsufficientStock: less can be promised than is in the cart
    """
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        until = inventory.renew(token, until=at + HOLD, at=at) if cart.held_until else None
        if until is None:
            until = _reserve(cart, actor, at)
        Cart.objects.filter(pk=cart.pk).update(held_until=until)
    return until


def let_go(cart: Cart, *, at: dt.datetime) -> None:
    """Give back what the cart holds, inside the caller's transaction: its lines changed."""
    if cart.held_until is None:
        return
    inventory.release_reservation(cart.token, at=at)
    Cart.objects.filter(pk=cart.pk).update(held_until=None)
    cart.held_until = None


def _reserve(cart: Cart, actor: Actor, at: dt.datetime) -> dt.datetime | None:
    lines = list(CartLine.objects.filter(cart_id=cart.pk).values_list("variant_id", "quantity"))
    if not lines:
        return None
    try:
        return inventory.reserve(
            cart.token,
            lines,
            channel_id=cart.channel_id,
            until=at + HOLD,
            at=at,
            session=actor.ip or actor.id,
            location_id=pickups.held_at(cart),
        )
    except inventory.TooManyReservations:
        return None
