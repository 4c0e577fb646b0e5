"""What stands beside the lines of an order: discounts, fees, and how it is given away."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Sum

from storecrew.contexts.orders.errors import OrderNotFound
from storecrew.contexts.orders.facts import DiscountFacts, FeeFacts, Gift
from storecrew.contexts.orders.models import Order, OrderDiscount, OrderFee
from storecrew.kernel.money import Money


def discounts_of(order_id: int) -> tuple[DiscountFacts, ...]:
    """Return what promotions took off an order, as of its placement; asked only where it is shown."""
    rows = OrderDiscount.objects.filter(order_id=order_id).select_related("order").order_by("pk")
    return tuple(
        DiscountFacts(
            row.promotion_id,
            row.promotion_revision,
            row.label,
            row.code,
            row.line_id,
            Money(row.amount, row.order.currency),
        )
        for row in rows
    )


def units_discounted(promotion_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return how many units orders took with promotions, by (promotion, article); one query.

    Orders that wait for their payment count, since their goods are set aside; what was canceled does not.
    """
    rows = OrderDiscount.objects.filter(
        promotion_id__in=list(promotion_ids), line__isnull=False, order__is_check=False
    ).exclude(order__status="canceled")
    units = Sum(F("line__quantity") - F("line__canceled_quantity"))
    sums = rows.order_by().values_list("promotion_id", "line__variant_id").annotate(units=units)
    return {(key, variant_id): count for key, variant_id, count in sums}


def fees_of(order_id: int) -> tuple[FeeFacts, ...]:
    """Return what was charged beside goods and shipping; asked only where it is shown."""
    rows = OrderFee.objects.filter(order_id=order_id).order_by("pk")
    return tuple(
        FeeFacts(kind, Money(amount, currency), Money(tax, currency))
        for kind, amount, tax, currency in rows.values_list("kind", "amount", "tax_amount", "order__currency")
    )


def gift_of(order_id: int) -> Gift:
    """Return how an order is given away. Raises OrderNotFound."""
    row = Order.objects.filter(pk=order_id).values_list("gift_wrap", "gift_message").first()
    if row is None:
        raise OrderNotFound()
    return Gift(*row)
