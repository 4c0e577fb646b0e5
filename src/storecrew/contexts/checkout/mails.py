"""The confirmation mail, in the order's language, as HTML and text."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel import mail
from storecrew.kernel.money import Money


def queue_confirmation(order: orders.OrderFacts, *, at: dt.datetime) -> None:
    """Queue the mail that confirms an order, once per order."""
    if not order.email:
        return
    channel = channels.facts_by_id(order.channel_id)
    with translation.override(order.locale):
        context = {
            "order": order,
            "shop": channel.name,
            "lines": [
                {
                    "title": line.title,
                    "options": ", ".join(str(value) for value in line.options.values()),
                    "quantity": line.quantity,
                    "total": _money(line.total, order),
                }
                for line in order.lines
            ],
            "subtotal": _money(order.subtotal, order),
            "shipping": _money(order.shipping, order),
            "tax": _money(order.tax, order),
            "total": _money(order.total, order),
            "address": _address(order),
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/",
        }
        mail.queue(
            to=order.email,
            subject=_("Your order %(number)s at %(shop)s") % {"number": order.number, "shop": channel.name},
            text=render_to_string("checkout/mail/confirmation.txt", context),
            html=render_to_string("checkout/mail/confirmation.html", context),
            locale=order.locale,
            dedupe_key=f"checkout.confirmation:{order.id}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )


def _money(amount: Money, order: orders.OrderFacts) -> str:
    return amount.format(order.locale)


def _address(order: orders.OrderFacts) -> list[str]:
    address = order.shipping_address
    town = " ".join(str(address.get(name, "")) for name in ("postal_code", "city")).strip()
    parts = [address.get(name, "") for name in ("name", "company", "street", "street2")]
    return [
        str(part) for part in [*parts, town, address.get("region", ""), address.get("country", "")] if part
    ]
