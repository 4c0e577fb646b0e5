"""Carts whose payment was never finished: a crash, a closed browser, a silent gateway.

The row says what was under way (`order`, `payment`) and until when nobody else may touch it. After
that the gateway is asked by the same key, and the cart ends as an order or is open again.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.operations import finishing
from storecrew.contexts.checkout.queries import quoting
from storecrew.contexts.payments import public as payments
from storecrew.kernel.actor import Actor, system_actor

log = logging.getLogger(__name__)


def settle_pending(at: dt.datetime, *, limit: int = 100) -> int:
    """Finish carts whose claim has ended; return how many came to an end."""
    rows = Cart.objects.filter(state=Cart.State.PLACING, claimed_until__lte=at).order_by("claimed_until")
    ended = 0
    for cart in list(rows[:limit]):
        try:
            ended += heal(cart, at=at)
        except Exception:
            # One order that cannot be settled must not keep the others waiting; it is tried again.
            log.exception("cart %s could not be settled", cart.pk)
            Cart.objects.filter(pk=cart.pk, state=Cart.State.PLACING).update(
                claimed_until=at + finishing.CLAIM
            )
    return ended


def heal(cart: Cart, *, at: dt.datetime, actor: Actor | None = None) -> bool:
    """Ask the gateway about one cart's payment; True when the cart is not in payment any more."""
    who = actor or system_actor("checkout.settle_pending")
    if cart.payment_id is None:
        # Placed without a payment and not closed: the order itself says how it ended.
        return _follow_order(cart, at)
    placed = finishing.finish_payment(cart.payment_id, at=at, actor=who)
    if placed.status in {"confirmed", "canceled"}:
        return True
    finishing.keep_claim(placed.order_id, until=at + finishing.CLAIM, redirect_url=placed.redirect_url)
    return False


def open_again(token: str, *, at: dt.datetime) -> Cart:
    """Return a cart for a change, healed first when its claim has ended. Raises CartNotFound."""
    cart = quoting.load(token)
    if cart.state == Cart.State.PLACING and cart.claimed_until and cart.claimed_until <= at:
        heal(cart, at=at)
        return quoting.load(token)
    return cart


def back_to_cart(token: str, *, actor: Actor, at: dt.datetime) -> bool:
    """Stop a payment that waits for the shopper and open the cart again; True when it is open.

    For the shopper who comes back from the bank's page without paying. Money that was held after all
    confirms the order instead.
    """
    cart = quoting.load(token)
    if cart.state != Cart.State.PLACING or cart.payment_id is None or cart.order_id is None:
        return cart.state == Cart.State.OPEN
    placed = finishing.finish_payment(cart.payment_id, at=at, actor=actor)
    if placed.status == "action_required":
        with transaction.atomic():
            finishing.undo(cart.order_id, reason="canceled_by_customer", actor=actor, at=at)
        payments.carry_out_returns(order_id=cart.order_id, at=at)
    return quoting.load(token).state == Cart.State.OPEN


def _follow_order(cart: Cart, at: dt.datetime) -> bool:
    if cart.order_id is None:
        Cart.objects.filter(pk=cart.pk, order=None, state=Cart.State.PLACING).update(
            state=Cart.State.OPEN, claimed_until=None, updated_at=at
        )
    else:
        finishing.close_cart(cart.order_id, at=at)
    return True
