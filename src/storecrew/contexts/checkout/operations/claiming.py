"""Who may change a cart: nobody while it is being paid for.

Every change takes the cart's row first, by one conditional update, so changes of one cart come one
after the other and none slips in while a claim is fresh.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.checkout.errors import CartClosed, CartInPayment
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.queries import quoting
from storecrew.kernel import rows


def take_for_change(token: str, *, at: dt.datetime, **fields: Any) -> Cart:
    """Lock an open cart for a change in the caller's transaction, count its version up, return it.

    :raises CartNotFound: there is no such cart
    :raises CartInPayment: it is being paid for (CON-17)
    :raises CartClosed: it was placed or merged
    """
    open_one = {"token": (token,), "state": (Cart.State.OPEN,)}
    cart = rows.change(Cart, None, only_if=open_one, count_up="version", updated_at=at, **fields)
    if cart is None:
        raise why_closed(quoting.load(token))
    return cart


def why_closed(cart: Cart) -> CartInPayment | CartClosed:
    """Return the refusal for a cart that is not open."""
    if cart.state == Cart.State.PLACING:
        return CartInPayment(until=cart.claimed_until.isoformat() if cart.claimed_until else "")
    return CartClosed(state=cart.state)
