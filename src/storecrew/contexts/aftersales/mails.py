"""Mails about canceled orders and refunds, in the order's language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel import mail
from storecrew.kernel.money import Money


def queue_canceled(order: orders.OrderFacts, *, at: dt.datetime) -> None:
    """Queue the mail that an order was canceled, once per order."""
    left = order.captured - order.refunded
    with translation.override(order.locale):
        subject = _("Your order %(number)s was canceled") % {"number": order.number}
        refunded = left.format(order.locale) if left else ""
        context = {"refunded": refunded, "held": order.payment_status == "authorized"}
        _queue(order, "canceled", subject, context, f"aftersales.canceled:{order.id}", at)


def queue_refunded(
    order: orders.OrderFacts, refund_id: int, amount: Money, *, told: int, at: dt.datetime
) -> None:
    """Queue the mail that an amount is on its way back; ``told`` is what of the refund is told by now."""
    with translation.override(order.locale):
        subject = _("A refund for your order %(number)s") % {"number": order.number}
        context = {"amount": amount.format(order.locale)}
        _queue(order, "refunded", subject, context, f"aftersales.refunded:{refund_id}:{told}", at)


def _queue(
    order: orders.OrderFacts, name: str, subject: str, context: dict[str, Any], key: str, at: dt.datetime
) -> None:
    if not order.email:
        return
    context |= {
        "order": order,
        "shop": channels.facts_by_id(order.channel_id).name,
        "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/",
    }
    mail.queue(
        to=order.email,
        subject=subject,
        text=render_to_string(f"aftersales/mail/{name}.txt", context),
        html=render_to_string(f"aftersales/mail/{name}.html", context),
        locale=order.locale,
        dedupe_key=key,
        at=at,
        record="orders.order",
        record_id=order.id,
    )
