"""End an order before anything was shipped."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Case, F, Value, When

from storecrew.contexts.orders.errors import OrderAlreadyShipped, OrderNotFound, OrderNotPending
from storecrew.contexts.orders.events import OrderCanceled
from storecrew.contexts.orders.models import Order, OrderCancellation
from storecrew.contexts.orders.providers import stoppers
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import short

UNPAID_KINDS = ("payment_failed", "expired")


def mark_canceled(
    order_id: int, *, kind: str, reason: str, actor: Actor, at: dt.datetime, restocked: bool = True
) -> bool:
    """Cancel an order and say whether this call did it; False means it was canceled before.

    ``kind`` is ``customer``, ``staff``, ``payment_failed`` or ``expired``; the last two end only an
    order that still waits for its payment. The caller gives back stock and money in the same
    transaction, and only when the answer is True: that is what makes it happen exactly once (CON-10).

    :raises OrderNotFound: there is no such order
    :raises OrderAlreadyShipped: a line was shipped
    :raises DomainError: somebody who works on the order says that it is too late
    :raises OrderNotPending: the payment arrived before the failure or the end of the wait
    """
    statuses = ("pending_payment",) if kind in UNPAID_KINDS else ("pending_payment", "confirmed")
    # A cart whose order was never confirmed may become another order, so this one no longer stands for it.
    cart_token = Case(When(confirmed_at=None, then=Value(None)), default=F("cart_token"))
    with transaction.atomic():
        before = Order.objects.filter(pk=order_id).values("number", "channel_id", "is_check").first()
        if before is None:
            raise OrderNotFound()
        changed = Order.objects.filter(
            pk=order_id, status__in=statuses, fulfillment_status="unfulfilled"
        ).update(status="canceled", canceled_at=at, cart_token=cart_token)
        if not changed:
            return _why_not(order_id)
        # Refused here means refused as a whole: the caller's transaction gives back the row as it was.
        stoppers.stop_all(order_id, "cancel", reason=reason, actor=actor, at=at)
        OrderCancellation.objects.create(
            order_id=order_id,
            kind=kind,
            reason=short(reason, 500),
            restocked=restocked,
            actor_kind=actor.kind,
            actor_id=actor.id[:64],
            actor_label=actor.label[:200],
            at=at,
        )
        confirmed = Order.objects.values_list("confirmed_at", flat=True).get(pk=order_id) is not None
        if not before["is_check"]:
            outbox.publish(
                OrderCanceled(
                    order_id=order_id,
                    number=before["number"],
                    channel_id=before["channel_id"],
                    kind=kind,
                    was_confirmed=confirmed,
                )
            )
        audit.record(
            actor=actor,
            action="orders.canceled",
            record="orders.order",
            record_id=order_id,
            at=at,
            before={"status": "confirmed" if confirmed else "pending_payment"},
            after={"status": "canceled", "kind": kind},
            reason=reason,
        )
    return True


def _why_not(order_id: int) -> bool:
    """Return False for an order that is canceled already, else raise what stands in the way."""
    order = Order.objects.get(pk=order_id)
    if order.status == "canceled":
        return False
    if order.fulfillment_status != "unfulfilled":
        raise OrderAlreadyShipped(number=order.number)
    raise OrderNotPending(number=order.number)
