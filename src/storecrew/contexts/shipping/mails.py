"""Mails of shipping: an order comes later than was promised; an address is not clear."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel import mail


def queue_late(order: orders.OrderFacts, expected: dt.date, *, at: dt.datetime) -> None:
    """Queue the mail about a later day, once per order and day."""
    if not order.email:
        return
    with translation.override(order.locale):
        context = {
            "order": order,
            "day": format_date(expected, "full", locale=order.locale.replace("-", "_")),
            "shop": channels.facts_by_id(order.channel_id).name,
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/",
        }
        mail.queue(
            to=order.email,
            subject=_("Your order %(number)s comes later than we said") % {"number": order.number},
            text=render_to_string("shipping/mail/late.txt", context),
            html=render_to_string("shipping/mail/late.html", context),
            locale=order.locale,
            dedupe_key=f"shipping.late:{order.id}:{expected.isoformat()}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )


def queue_address_question(order: orders.OrderFacts, doubts: list[str], *, at: dt.datetime) -> None:
    """Queue the mail that asks about an address, once per order and day."""
    if not order.email:
        return
    with translation.override(order.locale):
        context = {
            "order": order,
            "doubts": doubts,
            "shop": channels.facts_by_id(order.channel_id).name,
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/address/",
        }
        mail.queue(
            to=order.email,
            subject=_("Where should order %(number)s go?") % {"number": order.number},
            text=render_to_string("shipping/mail/address.txt", context),
            html=render_to_string("shipping/mail/address.html", context),
            locale=order.locale,
            dedupe_key=f"shipping.address:{order.id}:{at.date().isoformat()}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )
