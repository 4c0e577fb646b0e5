"""Bring an item to what the payment ledger says, and give it its number when the order is placed.

Everything is computed from the ledger under the item's lock, so whoever tells of a change and how often, a
part of the limit comes back exactly once.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables.models import GrantLimit, OpenItem, PaidInvoice
from storecrew.contexts.receivables.queries.due import today_of
from storecrew.kernel import audit, sequence
from storecrew.kernel.actor import system_actor

State = OpenItem.State
NUMBERS = "receivables.invoice"
ENDED = ("failed", "voided")


def follow(payment_id: int, *, at: dt.datetime) -> bool:
    """Bring the item of a payment to what its ledger says; False when there is none or nothing is new."""
    with transaction.atomic():
        item = lock(payment_id)
        return item is not None and bring_up(item, at=at)


def lock(payment_id: int) -> OpenItem | None:
    """Return the item of a payment, locked until the transaction ends."""
    # Writing the row is the lock: it holds on SQLite too.
    rows = OpenItem.objects.filter(payment_id=payment_id)
    return rows.get() if rows.update(counted=F("counted")) else None


def bring_up(item: OpenItem, *, at: dt.datetime) -> bool:
    """Copy the ledger's sums into a locked item, and give the limit back what is not owed any more."""
    payment = payments.payment(item.payment_id)
    credited = payments.credited(payment.id).amount
    paid = payment.captured.amount - credited
    ended = payment.status in ENDED
    owed = 0 if ended else item.amount - paid - credited
    state = State.OPEN
    if ended or credited >= item.amount:
        state = State.CANCELED
    elif owed <= 0:
        state = State.PAID
    if (paid, credited, owed, state) == (item.paid, item.credited, item.counted, item.state):
        return False
    GrantLimit.objects.filter(grant_id=item.grant_id, currency=item.currency).update(
        used=F("used") - (item.counted - owed)
    )
    before = item.state
    item.paid, item.credited, item.counted, item.state = paid, credited, owed, state
    item.closed_at = None if state == State.OPEN else (item.closed_at or at)
    item.save(update_fields=["paid", "credited", "counted", "state", "closed_at"])
    if before != state:
        audit.record(
            actor=system_actor("receivables"), action=f"receivables.item_{state}",
            record="receivables.item", record_id=item.pk, at=at,
            before={"state": before}, after={"state": str(state)},
        )  # fmt: skip
    return True


def issue(order_id: int) -> int | None:
    """Give the invoice of a placed order its number, once; return the item's id, None without one.

    Numbers follow one another without a gap, per year of the channel's calendar.
    """
    item = OpenItem.objects.filter(order_id=order_id).first()
    if item is None:
        return None
    with transaction.atomic():
        rows = OpenItem.objects.filter(pk=item.pk, number="")
        if rows.update(counted=F("counted")):
            rows.update(number=_next_number(orders.order(order_id), item.issued_at))
    return item.pk


def issue_paid(order_id: int, *, at: dt.datetime) -> None:
    """Give an order that was paid at once its invoice, once; what is not sold, paid or placed gets none."""
    order = orders.order(order_id)
    if order.status != "confirmed" or order.payment_status != "paid" or not order.total.amount:
        return
    if order.purpose or order.is_check or OpenItem.objects.filter(order_id=order_id).exists():
        return
    if PaidInvoice.objects.filter(order_id=order_id).exists():
        return
    # Whoever comes second to the same order gives the number back.
    with suppress(IntegrityError), transaction.atomic():
        PaidInvoice.objects.create(order_id=order_id, number=_next_number(order, at), issued_at=at)


def _next_number(order: orders.OrderFacts, at: dt.datetime) -> str:
    """Return the next number without a gap, of the year of the channel's calendar."""
    year = today_of(channels.facts_by_id(order.channel_id), at).year
    return f"INV-{year}-{sequence.next_number(f'{NUMBERS}.{year}'):05d}"
