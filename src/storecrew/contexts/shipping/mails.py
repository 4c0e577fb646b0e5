"""Mails of shipping: an order comes later than was promised; an address is not clear."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.orders import public as orders


def queue_late(order: orders.OrderFacts, expected: dt.date, *, at: dt.datetime) -> None:
    """Queue the mail about a later day, once per order and day."""
    orders.queue_mail(
        order, "shipping.late",
        key=f"{order.id}:{expected.isoformat()}", at=at,
        day=format_date(expected, "full", locale=order.locale.replace("-", "_")),
    )  # fmt: skip


def queue_address_question(order: orders.OrderFacts, doubts: list[str], *, at: dt.datetime) -> None:
    """Queue the mail that asks about an address, once per order and day."""
    orders.queue_mail(
        order, "shipping.address",
        key=f"{order.id}:{at.date().isoformat()}", at=at, page="address/", doubts=doubts,
    )  # fmt: skip


orders.order_mail(
    "shipping.late",
    title=_("Order comes later"),
    leaves=_("When an order cannot arrive on the day that was promised."),
    subject=_("Your order %(number)s comes later than we said"),
    sample=lambda order: queue_late(order, order.placed_at.date(), at=order.placed_at),
)
orders.order_mail(
    "shipping.address",
    title=_("Question about an address"),
    leaves=_("When an address looks wrong before the order is packed."),
    subject=_("Where should order %(number)s go?"),
    sample=lambda order: queue_address_question(
        order, [order.shipping_address["street"]], at=order.placed_at
    ),
)
