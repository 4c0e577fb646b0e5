"""Who may change a cart: nobody while it is being paid for.

Every change takes the cart's row first, by one conditional update, so changes of one cart come one
after the other and none slips in while a claim is fresh.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F

from storecrew.contexts.checkout.errors import CartClosed, CartInPayment, CartNotFound
from storecrew.contexts.checkout.models import Cart


def take_for_change(token: str, *, at: dt.datetime, **fields: Any) -> Cart:
    """Lock an open cart for a change in the caller's transaction, count its version up, return it.

    :raises CartNotFound: there is no such cart
    :raises CartInPayment: it is being paid for (CON-17)
    :raises CartClosed: it was placed or merged
    """
    changed = Cart.objects.filter(token=token, state=Cart.State.OPEN).update(
        version=F("version") + 1, updated_at=at, **fields
    )
    cart = Cart.objects.filter(token=token).first()
    if cart is None:
        raise CartNotFound
    if not changed:
        raise why_closed(cart)
    return cart


def why_closed(cart: Cart) -> CartInPayment | CartClosed:
    """Return the refusal for a cart that is not open."""
    if cart.state == Cart.State.PLACING:
        return CartInPayment(until=cart.claimed_until.isoformat() if cart.claimed_until else "")
    return CartClosed(state=cart.state)
