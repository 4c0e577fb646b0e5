"""Orders for tests of stock: only what an allocation points to."""

from __future__ import annotations

from collections.abc import Sequence

from storecrew.contexts.inventory.tests.factories import ACTOR, AT
from storecrew.contexts.orders import public as orders


def make_order(channel_id: int, quantities: Sequence[tuple[int, int]]) -> orders.OrderFacts:
    """A free order of (variant, quantity) lines."""
    lines = tuple(
        orders.DraftLine(
            variant_id=variant_id,
            sku=f"sku-{variant_id}",
            title="Thing",
            quantity=quantity,
            unit_price_amount=0,
            total_amount=0,
            net_amount=0,
            tax_amount=0,
        )
        for variant_id, quantity in quantities
    )
    draft = orders.OrderDraft(
        channel_id=channel_id,
        currency="EUR",
        locale="en",
        tax_display="gross",
        email="ann@example.com",
        lines=lines,
        subtotal_amount=0,
        total_amount=0,
    )
    return orders.draft(draft, actor=ACTOR, at=AT)


def wanted(order: orders.OrderFacts) -> list[tuple[int, int, int]]:
    """The lines as `allocate` takes them."""
    return [(line.id, line.variant_id, line.quantity) for line in order.lines]
