"""Ask the gateways for the parts of a refund, and write what came of all of them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.aftersales import mails, queries, rules
from storecrew.contexts.aftersales.facts import RefundFacts
from storecrew.contexts.aftersales.models import Refund, RefundPart
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money

Status = Refund.Status
WORDS = {"refunded": Status.DONE, "refused": Status.REFUSED}


def finish_refund(refund_id: int, *, at: dt.datetime, actor: Actor | None = None) -> RefundFacts:
    """Ask the gateways for the parts of a refund that were not asked for, and write what came of all.

    Harmless when repeated: each part has a key of its own at its payment. Call it outside any transaction.
    """
    actor = actor or system_actor("aftersales.finish_refund")
    for part in RefundPart.objects.filter(refund_id=refund_id, status=Status.ASKED).select_related("refund"):
        try:
            result = payments.refund(
                part.payment_id,
                amount=Money(part.amount, part.refund.currency),
                key=part.key,
                reason=part.refund.reason,
                actor=actor,
                at=at,
            )
        except payments.RefundExceedsPayment:
            # Somebody refunded at the gateway's own screen meanwhile.
            status = Status.REFUSED
        else:
            status = WORDS.get(result.status, Status.PENDING)
        RefundPart.objects.filter(pk=part.pk).exclude(status__in=WORDS.values()).update(status=status)
    return conclude(refund_id, at=at)


def settle_part(payment_id: int, key: str, *, done: bool, at: dt.datetime, amount: int | None = None) -> None:
    """Write the final word about one part, as the payment ledger has it.

    ``amount`` is what of a part failed; the rest of it lowered what was owed, and stays done.
    """
    part = RefundPart.objects.filter(payment_id=payment_id, key=key).first()
    if part is None:
        return
    if not done and amount is not None and 0 < amount < part.amount and part.status != Status.REFUSED:
        _split(part, amount)
    else:
        RefundPart.objects.filter(pk=part.pk).update(status=Status.DONE if done else Status.REFUSED)
    conclude(part.refund_id, at=at)


def _split(part: RefundPart, failed: int) -> None:
    """Part what failed from what lowered an invoice on account."""
    with transaction.atomic():
        made, new = RefundPart.objects.get_or_create(
            payment_id=part.payment_id, key=f"{part.key}/credit",
            defaults={"refund_id": part.refund_id, "amount": part.amount - failed, "status": Status.DONE},
        )  # fmt: skip
        if new:
            RefundPart.objects.filter(pk=part.pk).update(
                status=Status.REFUSED, amount=part.amount - made.amount
            )


def conclude(refund_id: int, *, at: dt.datetime) -> RefundFacts:
    """Derive a refund's status from its parts, and tell the customer once of money that is on its way.

    A part that was refused while another went through is owed: the refund is partly done, and
    `the_rest` gives it by another way.
    """
    with transaction.atomic():
        # The write first: two parts that settle at the same time must see each other.
        Refund.objects.filter(pk=refund_id).update(told_amount=F("told_amount"))
        row = Refund.objects.get(pk=refund_id)
        parts = list(RefundPart.objects.filter(refund=row).values_list("status", "amount"))
        row.status = Status(rules.outcome(row.amount, parts))
        row.settled_at = at if row.status in (Status.DONE, Status.REFUSED) else None
        on_its_way = rules.on_its_way(parts)
        news = on_its_way - row.told_amount if row.status != Status.ASKED else 0
        if news > 0:
            row.told_amount = on_its_way
            amount = Money(news, row.currency)
            order = orders.order(row.order_id)
            mails.queue_refunded(order, row.pk, amount, told=on_its_way, way=_way(row), at=at)
        row.save(update_fields=["status", "settled_at", "told_amount"])
    return queries.facts_of(row)


def _way(row: Refund) -> str:
    """Say how the money of a refund goes: ``hand`` waits for a person, ``lowered`` moves none, else ""."""
    parts = RefundPart.objects.filter(refund=row).exclude(status=Status.REFUSED)
    known = {(part.payment_id, part.key) for part in parts}
    by_hand = payments.hand_refunds_of_order(row.order_id)
    if any((one.payment_id, one.key) in known and one.is_open for one in by_hand):
        return "hand"
    sent = {(one.payment_id, one.key) for one in by_hand}
    on_account = {one.id for one in payments.payments_of_order(row.order_id) if one.on_account}
    if known and not known & sent and {payment for payment, _key in known} <= on_account:
        return "lowered"
    return ""
