"""The order by which an exchange is sent: the same customer and address, other variants, the difference to
pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.aftersales.models import ExchangeLine
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def draft_order(
    order: orders.OrderFacts, lines: Sequence[ExchangeLine], *, actor: Actor, at: dt.datetime
) -> orders.OrderFacts:
    """Write the order of an exchange, which waits; its lines are in the order of ``lines``.

    A line costs what its article costs more than the one that comes back, with the tax of where the order
    goes; nothing where it does not.
    """
    known = catalog.variants([line.variant_id for line in lines], locale=order.locale)
    taxes = _taxes(order, lines, known, at)
    subtotal = sum(line.extra_amount * line.quantity for line in lines)
    tax = taxes.total_tax.amount
    return orders.draft(
        orders.OrderDraft(
            channel_id=order.channel_id,
            market_code=channels.facts_by_id(order.channel_id).market_code,
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
            pickup_point=dict(order.pickup_point),
            lines=tuple(
                _line(line, known[line.variant_id], order.locale, taxes.lines.get(str(line.pk)))
                for line in lines
            ),
            tax_lines=_tax_lines(taxes),
            subtotal_amount=subtotal,
            tax_amount=tax,
            total_amount=subtotal if order.tax_display == "gross" else subtotal + tax,
        ),
        actor=actor,
        at=at,
    )


def _taxes(
    order: orders.OrderFacts,
    lines: Sequence[ExchangeLine],
    known: dict[int, catalog.VariantFacts],
    at: dt.datetime,
) -> pricing.TaxAnswer:
    address = order.shipping_address
    return pricing.tax_for(
        [
            pricing.TaxableLine(
                str(line.pk),
                Money(line.extra_amount * line.quantity, order.currency),
                known[line.variant_id].tax_class,
            )
            for line in lines
            if line.extra_amount
        ],
        country=str(address.get("country", "")),
        region=str(address.get("region", "")),
        postal_code=str(address.get("postal_code", "")),
        tax_display="net" if order.tax_display == "net" else "gross",
        at=at,
        timezone=channels.facts_by_id(order.channel_id).timezone,
        currency=order.currency,
    )


def _tax_lines(taxes: pricing.TaxAnswer) -> tuple[orders.DraftTaxLine, ...]:
    return tuple(
        orders.DraftTaxLine(rate_ppm=rate, treatment=treatment, reason=reason, net_amount=net, tax_amount=tax)
        for (rate, treatment, reason), (net, tax) in taxes.by_rate().items()
    )


def _line(
    line: ExchangeLine, variant: catalog.VariantFacts, locale: str, tax: pricing.TaxLine | None
) -> orders.DraftLine:
    return orders.DraftLine(
        variant_id=variant.id,
        sku=variant.sku,
        title=variant.product_title,
        quantity=line.quantity,
        unit_price_amount=line.extra_amount,
        total_amount=line.extra_amount * line.quantity,
        net_amount=tax.net.amount if tax else 0,
        tax_amount=tax.tax.amount if tax else 0,
        options=dict(variant.options),
        image_url=variant.image.url if variant.image else "",
        product_url=f"/{locale}/p/{variant.product_slug}/",
        weight_g=variant.weight_g or 0,
        tax_class=variant.tax_class,
        tax_rate_ppm=tax.rate_ppm if tax else 0,
        tax_treatment=tax.treatment if tax else "",
    )
