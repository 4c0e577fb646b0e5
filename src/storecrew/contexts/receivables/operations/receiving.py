"""Money that arrived for an invoice: staff write down what a statement says."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import queries
from storecrew.contexts.receivables.errors import (
    InvalidReceipt,
    NothingLeftOver,
    ReasonMissing,
    ReceiptKeyReused,
    UnknownItem,
)
from storecrew.contexts.receivables.facts import ReceiptFacts
from storecrew.contexts.receivables.models import OpenItem, Receipt
from storecrew.contexts.receivables.operations.following import bring_up, lock
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

RECORD = "receivables.item"


def record_payment(
    item_id: int,
    *,
    amount: Money,
    received_on: dt.date,
    key: str,
    reference: str = "",
    note: str = "",
    actor: Actor,
    at: dt.datetime,
) -> ReceiptFacts:
    """Write that money for an invoice arrived, a part, all or too much of it, once per ``key``.

    What was owed is settled in the payment ledger; what came above that is kept with the receipt until it is
    used for another invoice (`use_surplus`) or sent back (`return_surplus`).

    :raises Denied: the actor may not
    :raises UnknownItem: there is no such invoice
    :raises InvalidReceipt: not more than zero, or another currency
    :raises ReceiptKeyReused: the key was used for another amount
    """
    actor.require("receivables.write")
    known = OpenItem.objects.filter(pk=item_id).first()
    if known is None:
        raise UnknownItem(item=item_id)
    if amount.currency != known.currency or amount.amount <= 0:
        raise InvalidReceipt(amount=amount.amount, currency=amount.currency)
    with transaction.atomic():
        item = _locked(known)
        earlier = Receipt.objects.filter(key=key[:100]).first()
        if earlier is not None:
            if (earlier.item_id, earlier.amount) != (item_id, amount.amount):
                raise ReceiptKeyReused(key=key)
            return queries.receipt_of(earlier)
        row = _book(item, amount.amount, key, reference, note, received_on, actor, at)
        audit.record(
            actor=actor, action="receivables.payment_recorded", record=RECORD, record_id=item.pk, at=at,
            after=amount.as_json() | {"reference": row.reference}, reason=note,
        )  # fmt: skip
    return queries.receipt_of(row)


def _locked(known: OpenItem) -> OpenItem:
    item = lock(known.payment_id)
    if item is None:
        raise UnknownItem(item=known.pk)
    return item


def _book(
    item: OpenItem,
    amount: int,
    key: str,
    reference: str,
    note: str,
    received_on: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> Receipt:
    """Settle what is owed of a locked item and keep the rest with the receipt."""
    applied = min(amount, payments.payment(item.payment_id).owed.amount)
    row = Receipt.objects.create(
        item=item,
        key=key[:100],
        amount=amount,
        surplus=amount - applied,
        surplus_left=amount - applied,
        reference=reference.strip()[:140],
        received_on=received_on,
        note=note.strip()[:400],
        actor_label=actor.label[:200],
        at=at,
    )
    if applied:
        # Whoever may record payments of invoices books them in the ledger of payments too.
        books = dataclasses.replace(actor, permissions=actor.permissions | {"payments.write"})
        payments.confirm_receipt(
            item.payment_id,
            amount=Money(applied, item.currency),
            key=f"receipt/{row.pk}",
            note=row.reference,
            actor=books,
            at=at,
        )
        bring_up(item, at=at)
    return row


def use_surplus(receipt_id: int, item_id: int, *, actor: Actor, at: dt.datetime) -> ReceiptFacts:
    """Use what came too much for another invoice of the same account, as far as that is owed.

    :raises Denied: the actor may not
    :raises UnknownItem: the invoice is of another account or currency
    :raises NothingLeftOver: nothing is left over, or nothing is owed
    """
    actor.require("receivables.write")
    source = Receipt.objects.select_related("item").filter(pk=receipt_id).first()
    target = OpenItem.objects.filter(pk=item_id).first()
    if source is None or target is None or source.item_id == item_id:
        raise UnknownItem(item=item_id)
    if (source.item.grant_id, source.item.currency) != (target.grant_id, target.currency):
        raise UnknownItem(item=item_id)
    with transaction.atomic():
        item = _locked(target)
        owed = payments.payment(item.payment_id).owed.amount
        units = min(owed, Receipt.objects.values_list("surplus_left", flat=True).get(pk=receipt_id))
        _take(receipt_id, units)
        key = f"surplus/{receipt_id}/{item_id}/{item.receipts.count()}"
        row = _book(item, units, key, source.reference, "", source.received_on, actor, at)
        audit.record(
            actor=actor, action="receivables.surplus_used", record=RECORD, record_id=item.pk, at=at,
            after=Money(units, item.currency).as_json() | {"receipt": receipt_id},
        )  # fmt: skip
    return queries.receipt_of(row)


def return_surplus(receipt_id: int, *, note: str, actor: Actor, at: dt.datetime) -> ReceiptFacts:
    """Write that what came too much was sent back, as ``note`` says.

    :raises Denied: the actor may not
    :raises ReasonMissing: no note
    :raises NothingLeftOver: nothing is left over
    """
    actor.require("receivables.write")
    if not note.strip():
        raise ReasonMissing()
    with transaction.atomic():
        row = Receipt.objects.select_related("item").filter(pk=receipt_id).first()
        if row is None:
            raise NothingLeftOver(receipt=receipt_id)
        units = row.surplus_left
        _take(receipt_id, units)
        audit.record(
            actor=actor, action="receivables.surplus_returned", record=RECORD, record_id=row.item_id, at=at,
            after=Money(units, row.item.currency).as_json(), reason=note.strip(),
        )  # fmt: skip
    return queries.receipt_of(Receipt.objects.select_related("item").get(pk=receipt_id))


def _take(receipt_id: int, units: int) -> None:
    """Claim a part of what is left over. Raises NothingLeftOver."""
    rows = Receipt.objects.filter(pk=receipt_id, surplus_left__gte=units)
    if units <= 0 or not rows.update(surplus_left=F("surplus_left") - units):
        raise NothingLeftOver(receipt=receipt_id)
