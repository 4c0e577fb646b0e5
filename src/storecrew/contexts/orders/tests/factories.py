"""Ready-made orders for tests of any context."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import system_actor

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ACTOR = system_actor("tests")
_counter = itertools.count(1)

ADDRESS = {
    "name": "Mina Park",
    "street": "Kastanienallee 12",
    "city": "Berlin",
    "postal_code": "10435",
    "country": "DE",
}


def make_variants(count: int = 2) -> list[Variant]:
    """Return that many variants of live products, making products as needed."""
    found: list[Variant] = []
    while len(found) < count:
        result = make_product(f"thing-{next(_counter)}")
        found += list(Variant.objects.filter(product_id=result.product_id).order_by("id"))
    return found[:count]


def line(
    variant: Variant, *, quantity: int = 1, unit: int = 1190, rate_ppm: int = 190_000
) -> orders.DraftLine:
    """A line at a price that includes its tax."""
    total = unit * quantity
    tax = round(total * rate_ppm / (1_000_000 + rate_ppm))
    return orders.DraftLine(
        variant_id=variant.pk,
        sku=variant.sku,
        title="Thing",
        quantity=quantity,
        unit_price_amount=unit,
        total_amount=total,
        net_amount=total - tax,
        tax_amount=tax,
        tax_rate_ppm=rate_ppm,
        tax_treatment="standard",
        options=dict(variant.options),
        price_list="base",
    )


def make_draft(
    *lines: orders.DraftLine, shipping: int = 490, currency: str = "EUR", **changes: Any
) -> orders.OrderDraft:
    """A draft with prices that include tax; two lines of two and one unit unless others are given."""
    if not lines:
        first, second = make_variants(2)
        lines = (line(first, quantity=2), line(second, unit=2500))
    shipping_tax = round(shipping * 19 / 119)
    subtotal = sum(item.total_amount for item in lines)
    channel = Channel.objects.first()
    channel_id = channel.pk if channel else make_channel().id
    values: dict[str, Any] = {
        "channel_id": channel_id,
        "currency": currency,
        "locale": "en",
        "tax_display": "gross",
        "email": "mina@example.com",
        "lines": lines,
        "subtotal_amount": subtotal,
        "shipping_amount": shipping,
        "shipping_tax_amount": shipping_tax,
        "tax_amount": sum(item.tax_amount for item in lines) + shipping_tax,
        "total_amount": subtotal + shipping,
        "shipping_address": ADDRESS,
        "shipping_method_code": "standard",
        "shipping_method_name": "Standard",
        "market_code": "eu",
    }
    return orders.OrderDraft(**(values | changes))


def make_order(*lines: orders.DraftLine, confirmed: bool = False, **changes: Any) -> orders.OrderFacts:
    """A placed order; see `make_draft`."""
    order = orders.draft(make_draft(*lines, **changes), actor=ACTOR, at=AT)
    if confirmed:
        orders.confirm(order.id, actor=ACTOR, at=AT)
    return orders.order(order.id)
