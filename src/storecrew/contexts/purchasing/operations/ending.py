"""Sending an approved order, and ending it: canceled, or closed when nothing more comes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import mails
from storecrew.contexts.purchasing.errors import ReasonNeeded
from storecrew.contexts.purchasing.events import PurchaseOrderEnded, PurchaseOrderSent
from storecrew.contexts.purchasing.models import Discrepancy, PurchaseOrder
from storecrew.contexts.purchasing.operations import approving, calendar
from storecrew.contexts.purchasing.operations.moving import find, move
from storecrew.contexts.purchasing.rules import buying
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor, system_actor

RECEIPT = "purchase_order"
DOCK = system_actor("purchasing.receiving")


def send_order(order_id: int, *, actor: Actor, at: dt.datetime) -> PurchaseOrder:
    """Send an approved order to its supplier, once: the mail with the order as a PDF is queued.

    A supplier without an address for orders is told by other means; the order counts as sent then.
    """
    actor.require("purchasing.write")
    with transaction.atomic():
        order = move(
            find(order_id), [buying.APPROVED], buying.SENT, action="purchasing.order_sent", actor=actor,
            at=at, sent_at=at,
        )  # fmt: skip
        receipt_id = inventory.open_receipt(
            kind=RECEIPT,
            reference=order.number,
            location_id=order.location_id,
            due_at=calendar.noon_of(order.expected_on),
            lines=list(order.lines.values_list("variant_id", "quantity")),
            actor=DOCK,
            at=at,
        )
        PurchaseOrder.objects.filter(pk=order.pk).update(receipt_id=receipt_id)
        order.receipt_id = receipt_id
        mails.queue_order(order, at=at)
        calendar.put_delivery(order, at=at)
        outbox.publish(PurchaseOrderSent(order_id=order.pk, number=order.number))
    return order


def cancel_order(order_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> PurchaseOrder:
    """Cancel an order of which nothing arrived; a sent one tells the supplier."""
    actor.require("purchasing.write")
    if not reason.strip():
        raise ReasonNeeded
    order = find(order_id)
    was_sent = order.state == buying.SENT
    with transaction.atomic():
        order = move(
            order, buying.CANCELABLE, buying.CANCELED, action="purchasing.order_canceled", actor=actor,
            at=at, reason=reason.strip(),
        )  # fmt: skip
        approving.settle(order, at)
        inventory.cancel_receipt(RECEIPT, order.number, reason=reason.strip(), actor=DOCK, at=at)
        if was_sent:
            mails.queue_canceled(order, at=at)
        calendar.take_delivery_off(order, at=at)
        outbox.publish(PurchaseOrderEnded(order_id=order.pk, number=order.number, state=order.state))
    return order


def close_order(order_id: int, *, actor: Actor, at: dt.datetime, reason: str = "") -> PurchaseOrder:
    """Say that nothing more comes. What is missing becomes a discrepancy and needs a reason."""
    actor.require("purchasing.write")
    order = find(order_id)
    missing = {line.pk: line.quantity - line.accepted for line in order.lines.all()}
    short = {key: units for key, units in missing.items() if units > 0}
    if short and not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        order = move(
            order, buying.CLOSABLE, buying.CLOSED, action="purchasing.order_closed",
            actor=actor, at=at, reason=reason.strip(),
        )  # fmt: skip
        inventory.cancel_receipt(RECEIPT, order.number, reason=reason.strip(), actor=DOCK, at=at)
        for line_id, units in short.items():
            Discrepancy.objects.update_or_create(
                line_id=line_id, kind="short", defaults={"quantity": units}, create_defaults={
                    "quantity": units, "opened_at": at,
                },
            )  # fmt: skip
        calendar.take_delivery_off(order, at=at)
        outbox.publish(PurchaseOrderEnded(order_id=order.pk, number=order.number, state=order.state))
    return order
