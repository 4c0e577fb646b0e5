"""The order by which an exchange is sent: the same customer and address, other variants, nothing to pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.aftersales.models import ExchangeLine
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor


def draft_order(
    order: orders.OrderFacts, lines: Sequence[ExchangeLine], *, actor: Actor, at: dt.datetime
) -> orders.OrderFacts:
    """Write the order of an exchange, which waits; its lines are in the order of ``lines``."""
    known = catalog.variants([line.variant_id for line in lines], locale=order.locale)
    return orders.draft(
        orders.OrderDraft(
            channel_id=order.channel_id,
            currency=order.currency,
            locale=order.locale,
            tax_display=order.tax_display,
            email=order.email,
            phone=order.phone,
            customer_id=order.customer_id,
            shipping_address=dict(order.shipping_address),
            billing_address=dict(order.billing_address),
            shipping_method_code=order.shipping_method_code,
            shipping_method_name=order.shipping_method_name,
            lines=tuple(_line(line, known[line.variant_id], order.locale) for line in lines),
            subtotal_amount=0,
            total_amount=0,
        ),
        actor=actor,
        at=at,
    )


def _line(line: ExchangeLine, variant: catalog.VariantFacts, locale: str) -> orders.DraftLine:
    return orders.DraftLine(
        variant_id=variant.id,
        sku=variant.sku,
        title=variant.product_title,
        quantity=line.quantity,
        unit_price_amount=0,
        total_amount=0,
        net_amount=0,
        tax_amount=0,
        options=dict(variant.options),
        image_url=variant.image.url if variant.image else "",
        product_url=f"/{locale}/p/{variant.product_slug}/",
        weight_g=variant.weight_g or 0,
        tax_class=variant.tax_class,
    )
