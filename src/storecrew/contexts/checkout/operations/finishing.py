"""Turning the answer of a gateway into the end of an order: confirmed, undone, or still open.

The shopper's browser, the gateway's webhook and the timed check all end here (CON-16). Each step is a
conditional update, so whoever comes first does it and the others find it done.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from storecrew.contexts.checkout.facts import Placed
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money

HELD_OR_TAKEN = ("authorized", "partially_captured", "captured")
WAITING = {"action_required": "action_required", "pending": "pending_payment"}
# How long a cart stays claimed when nothing more is heard; then timed work asks the gateway.
CLAIM = dt.timedelta(minutes=3)
# How long a shopper may take at the bank's page before timed work asks.
CONFIRMATION = dt.timedelta(minutes=30)


def finish_payment(payment_id: int, *, at: dt.datetime, actor: Actor | None = None) -> Placed:
    """Ask the gateway how a payment stands and bring its order to where that leads.

    For the browser that comes back, the webhook and the timed check alike, in any order and any
    number. Called outside any transaction.

    :raises PaymentNotFound: there is no such payment
    """
    outcome = payments.reconcile(payment_id, at=at)
    who = actor or system_actor("checkout.finish_payment")
    return conclude(payment_id, confirms=outcome.confirms_order, actor=who, at=at)


def conclude(payment_id: int, *, confirms: bool = False, actor: Actor, at: dt.datetime) -> Placed:
    """Bring an order to where its payment stands in our ledger, without asking how it stands.

    What has to go back is given back at once. Called outside any transaction.
    """
    placed = conclude_in_ledger(payment_id, confirms=confirms, actor=actor, at=at)
    if placed.status == "canceled":
        payments.carry_out_returns(order_id=placed.order_id, at=at)
    return placed


def conclude_in_ledger(payment_id: int, *, confirms: bool = False, actor: Actor, at: dt.datetime) -> Placed:
    """As `conclude`, for callers inside a transaction: what has to go back is left to timed work.

    ``confirms``: the order goes ahead of its money, as with cash on delivery.
    """
    with transaction.atomic():
        payment = payments.payment(payment_id)
        order = orders.order(payment.order_id)
        if order.cart_token is None and order.status != "canceled":
            # It came of no cart: whoever wrote it down, such as an exchange, says when it goes on.
            return as_placed(order, payment.status, payment.redirect_url)
        if payment.status in HELD_OR_TAKEN or (confirms and payment.status == "pending"):
            confirm(payment.order_id, card=payment.card, actor=actor, at=at)
        elif payment.status == "failed":
            undo(payment.order_id, reason=payment.code, actor=actor, at=at)
        order = orders.order(payment.order_id)
        if order.status == "canceled":
            # However it ended, by staff for example: the cart is the shopper's again.
            reopen_cart(order.id, at=at)
    return as_placed(order, payment.status, payment.redirect_url)


def confirm(order_id: int, *, card: str = "", actor: Actor, at: dt.datetime) -> bool:
    """Confirm an order that is paid for, in the caller's transaction; False if it ended instead.

    An order that ended meanwhile has lost its stock, so its money goes back instead (CON-03, CON-11). One
    with a discount that was had before with the ``card`` that pays is taken back (ABU-05).
    """
    if card and not promotions.claim_card(order_id, card):
        undo(order_id, reason=promotions.PromotionTaken.code, actor=actor, at=at)
        return False
    try:
        orders.confirm(order_id, actor=actor, at=at)
    except orders.OrderIsCanceled:
        payments.return_money(order_id, reason="reservation_lost", at=at)
        return False
    close_cart(order_id, at=at)
    return True


def undo(order_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> bool:
    """Take an order back that was not paid for, in the caller's transaction; False if it was not open.

    Stock is released by whoever cancels the order, so exactly once (CON-10), and the cart is open again.
    """
    kind = "expired" if reason in {"expired", "not_received"} else "payment_failed"
    canceled = False
    try:
        with transaction.atomic():
            # Payment before order, as `payments.settle` takes them, so that the two cannot deadlock.
            payments.return_money(order_id, reason=reason or kind, at=at)
            canceled = orders.mark_canceled(order_id, kind=kind, reason=reason or kind, actor=actor, at=at)
    except orders.OrderNotPending:
        return False
    if canceled:
        inventory.release_allocation(order_id, actor=actor, at=at, reason=reason or kind)
    reopen_cart(order_id, at=at)
    return canceled


def close_cart(order_id: int, *, at: dt.datetime) -> None:
    """Close the cart of an order that is placed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE checkout_cart SET state = 'placed', claimed_until = NULL, updated_at = %s "
            "WHERE order_id = %s AND state = 'placing'",
            [connection.ops.adapt_datetimefield_value(at), order_id],
        )


def reopen_cart(order_id: int, *, at: dt.datetime) -> None:
    """Give the cart of an order that came to nothing back to the shopper; its payment says why."""
    Cart.objects.filter(order_id=order_id, state=Cart.State.PLACING).update(
        state=Cart.State.OPEN, claimed_until=None, order=None, redirect_url="", updated_at=at
    )


def keep_claim(order_id: int, *, until: dt.datetime, redirect_url: str = "") -> None:
    """Keep a cart claimed while its payment is open."""
    Cart.objects.filter(order_id=order_id, state=Cart.State.PLACING).update(
        claimed_until=until, redirect_url=redirect_url
    )


def as_placed(
    order: orders.OrderFacts, payment_status: str, redirect_url: str = "", *, again: bool = False
) -> Placed:
    """Return what a shopper is told about an order and its payment."""
    status = {"confirmed": "confirmed", "canceled": "canceled"}.get(order.status)
    return Placed(
        order_id=order.id,
        order_number=order.number,
        order_token=order.token,
        status=status or WAITING.get(payment_status, "checking"),
        total=Money(order.total.amount, order.currency),
        redirect_url=redirect_url if status is None else "",
        again=again,
    )
