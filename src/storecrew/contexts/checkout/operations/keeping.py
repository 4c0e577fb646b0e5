"""What a cart had when it was last changed: promotions that are paused since stay with it (5.1)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.queries import carts, quoting


def viewed(cart: Cart, *, at: dt.datetime, quote: quoting.Quote | None = None) -> CartView:
    """Return the view of a changed cart, and note which promotions it holds now."""
    quote = quote or quoting.quote(cart, at=at)
    applied = sorted(quote.offer.applied)
    if applied != cart.held_promotions:
        Cart.objects.filter(pk=cart.pk, state=Cart.State.OPEN).update(held_promotions=applied)
        cart.held_promotions = applied
    return carts.view(cart, at=at, quote=quote)
