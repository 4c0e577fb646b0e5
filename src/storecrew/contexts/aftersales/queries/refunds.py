"""Reads of refunds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Sum

from storecrew.contexts.aftersales import rules
from storecrew.contexts.aftersales.facts import Refundable, RefundFacts
from storecrew.contexts.aftersales.models import Refund, RefundLine, RefundPart
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.money import Money, total


def refunds_of_order(order_id: int) -> tuple[RefundFacts, ...]:
    """Return the refunds of an order, oldest first."""
    rows = Refund.objects.filter(order_id=order_id).prefetch_related("lines", "parts").order_by("id")
    return tuple(facts_of(row) for row in rows)


def refundable(order_id: int) -> Refundable:
    """Return what can still be refunded, without what is owed of earlier refunds. Raises OrderNotFound."""
    order = orders.order(order_id)
    counts = refunded_units(order_id)
    standing = Refund.objects.filter(order_id=order_id).exclude(status=Refund.Status.REFUSED)
    gone = standing.aggregate(shipping=Sum("shipping_amount", default=0), fees=Sum("fee_amount", default=0))
    there = total([payment.refundable for payment in payments.payments_of_order(order_id)], order.currency)
    partly = standing.filter(status=Refund.Status.PARTLY).prefetch_related("parts")
    left = max(there - total([owed_of(row) for row in partly], order.currency), Money(0, order.currency))
    return Refundable(
        amount=left,
        shipping=min(Money(shipping_paid(order) - gone["shipping"], order.currency), left),
        fees=min(Money(fees_paid(order) - gone["fees"], order.currency), left),
        lines={line.id: line.quantity - counts.get(line.id, 0) for line in order.lines},
    )


def refunded_units(order_id: int) -> dict[int, int]:
    """Return how many units of each line were refunded or are being refunded."""
    rows = RefundLine.objects.filter(refund__order_id=order_id).exclude(refund__status=Refund.Status.REFUSED)
    return dict(rows.values_list("order_line_id").annotate(units=Sum("quantity")))


def units_refunded(variant_ids: Iterable[int], *, since: dt.datetime) -> dict[int, int]:
    """Return how many units of each variant were given back their money, of refunds since a moment."""
    rows = RefundLine.objects.filter(
        order_line__variant_id__in=list(variant_ids), refund__asked_at__gte=since
    )
    rows = rows.exclude(refund__status=Refund.Status.REFUSED)
    return dict(rows.order_by().values_list("order_line__variant_id").annotate(units=Sum("quantity")))


def shipping_paid(order: orders.OrderFacts) -> int:
    """Return what was paid for shipping, tax included, in minor units."""
    extra = order.shipping_tax.amount if order.tax_display == "net" else 0
    return order.shipping.amount + extra


def fees_paid(order: orders.OrderFacts) -> int:
    """Return what was paid for fees such as gift wrap, tax included, in minor units."""
    extra = order.fee_tax.amount if order.tax_display == "net" else 0
    return order.fees.amount + extra


def owed_of(row: Refund) -> Money:
    """Return what a gateway refused of a refund that is partly done; nothing for any other."""
    if row.status != Refund.Status.PARTLY:
        return Money(0, row.currency)
    parts = [(part.status, part.amount) for part in row.parts.all()]
    return Money(rules.owed(row.amount, parts), row.currency)


def refused_last(refund_id: int, available: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return (payment id, amount) rows, those last that refused a part of this refund before."""
    rows = RefundPart.objects.filter(refund_id=refund_id, status=Refund.Status.REFUSED)
    refused = set(rows.values_list("payment_id", flat=True))
    return sorted(available, key=lambda row: row[0] in refused)


def facts_of(row: Refund, *, replayed: bool = False) -> RefundFacts:
    """Build the facts of a refund."""
    return RefundFacts(
        id=row.pk,
        order_id=row.order_id,
        key=row.key,
        amount=Money(row.amount, row.currency),
        tax=Money(row.tax_amount, row.currency),
        shipping=Money(row.shipping_amount, row.currency),
        fees=Money(row.fee_amount, row.currency),
        reason=row.reason,
        status=row.status,
        lines={line.order_line_id: line.quantity for line in row.lines.all()},
        actor_label=row.actor_label,
        asked_at=row.asked_at,
        settled_at=row.settled_at,
        owed=owed_of(row),
        replayed=replayed,
        kind=row.kind,
        bonus=Money(row.bonus_amount, row.currency) if row.bonus_amount else None,
    )


def refunds_between(since: dt.datetime, until: dt.datetime) -> int:
    """Return how many refunds were asked for in [since, until)."""
    return Refund.objects.filter(asked_at__gte=since, asked_at__lt=until).count()
