"""The mail that tells a partner which products are on their way, and what the law asks in return."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.affiliates.models import Partner
from storecrew.contexts.orders import public as orders


def queue_products(order: orders.OrderFacts, partner: Partner | None, *, at: dt.datetime) -> None:
    """Queue the mail about an order of products for a partner, once per order."""
    orders.queue_mail(
        order,
        "affiliates.products_sent",
        key=order.id,
        at=at,
        partner_name=partner.name if partner else order.shipping_address.get("name", ""),
        lines=[
            {
                "title": line.title,
                "options": ", ".join(str(value) for value in line.options.values()),
                "quantity": line.quantity,
            }
            for line in order.lines
        ],
    )


orders.order_mail(
    "affiliates.products_sent",
    title=_("Products for a partner"),
    leaves=_("When products are sent to a partner for nothing."),
    subject=_("Products from %(shop)s are on their way to you"),
    sample=lambda order: queue_products(order, None, at=order.placed_at),
)
