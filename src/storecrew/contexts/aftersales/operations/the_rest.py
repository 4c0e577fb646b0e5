"""What is still owed of a refund of which a part was refused: asked for again, or given by hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.aftersales import queries, rules
from storecrew.contexts.aftersales.errors import NothingOwed, RestNotThere
from storecrew.contexts.aftersales.facts import RefundFacts
from storecrew.contexts.aftersales.models import Refund, RefundPart
from storecrew.contexts.aftersales.operations.finishing import conclude, finish_refund
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.payments import public as payments
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

Status = Refund.Status


def retry_refund(refund_id: int, *, actor: Actor, at: dt.datetime) -> RefundFacts:
    """Ask again for what is still owed of a refund, from whatever payments of the order have it.

    A second press finds nothing owed any more, so money leaves once. Goods and limit were decided before.

    :raises Denied: the actor may not refund
    :raises NothingOwed: the refund is not partly done
    :raises RestNotThere: the payments of the order have less left than is owed
    """
    actor.require("orders.refund")
    with transaction.atomic():
        row, parts = _take_up(refund_id, "aftersales.refund_retried", actor=actor, at=at)
        RefundPart.objects.bulk_create(parts)
        Refund.objects.filter(pk=row.pk).update(status=Status.ASKED)
    return finish_refund(refund_id, at=at, actor=actor)


def give_rest_by_hand(refund_id: int, *, note: str, actor: Actor, at: dt.datetime) -> RefundFacts:
    """Write that what is still owed of a refund was paid back outside the gateways, as `note` says.

    The payment ledger has it as a refund by staff, so sums and statuses of the order stay true.

    :raises Denied: the actor may not refund
    :raises NothingOwed: the refund is not partly done
    :raises RestNotThere: the payments of the order have less left than is owed
    """
    actor.require("orders.refund")
    with transaction.atomic():
        row, parts = _take_up(refund_id, "aftersales.refund_by_hand", actor=actor, at=at, note=note)
        for part in parts:
            part.status = Status.DONE
            payments.record_outside_refund(
                part.payment_id,
                amount=Money(part.amount, row.currency),
                key=part.key,
                note=note,
                actor=actor,
                at=at,
            )
        RefundPart.objects.bulk_create(parts)
        return conclude(refund_id, at=at)


def _take_up(
    refund_id: int, action: str, *, actor: Actor, at: dt.datetime, note: str = ""
) -> tuple[Refund, list[RefundPart]]:
    """Return a partly done refund and new parts for what it owes, under the order's lock."""
    row = Refund.objects.filter(pk=refund_id).first()
    if row is None:
        raise NothingOwed(refund=refund_id)
    queue_up(row.order_id)
    row.refresh_from_db()
    known = list(row.parts.values_list("status", "amount"))
    owed = rules.owed(row.amount, known)
    if row.status != Status.PARTLY or not owed:
        raise NothingOwed(refund=refund_id)
    available = [(one.id, one.refundable.amount) for one in payments.payments_of_order(row.order_id)]
    left = sum(amount for _payment, amount in available)
    if left < owed:
        raise RestNotThere(owed=owed, left=left)
    audit.record(
        actor=actor,
        action=action,
        record="orders.order",
        record_id=row.order_id,
        at=at,
        after={"refund": row.pk, "amount": owed, "currency": row.currency},
        reason=note,
    )
    key = f"refund/{row.pk}/{len(known)}"
    parts = [
        RefundPart(refund=row, payment_id=payment_id, key=key, amount=part)
        for payment_id, part in rules.split(owed, queries.refused_last(row.pk, available))
    ]
    return row, parts
