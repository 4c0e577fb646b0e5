"""Mails about goods: on their way, or later than promised; in the order's language."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment.facts import OfferFacts, ShipmentFacts
from storecrew.contexts.orders import public as orders
from storecrew.kernel import mail


def queue_shipped(
    order: orders.OrderFacts, shipment: ShipmentFacts, *, complete: bool, at: dt.datetime
) -> None:
    """Queue the mail about a shipment, once per shipment."""
    if not order.email:
        return
    titles = {line.id: line for line in order.lines}
    shop = channels.facts_by_id(order.channel_id).name
    with translation.override(order.locale):
        context = {
            "order": order,
            "shipment": shipment,
            "complete": complete,
            "shop": shop,
            "lines": [
                {
                    "title": titles[line_id].title,
                    "options": ", ".join(str(value) for value in titles[line_id].options.values()),
                    "quantity": quantity,
                }
                for line_id, quantity in shipment.lines.items()
            ],
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/",
        }
        mail.queue(
            to=order.email,
            subject=_("Your order %(number)s is on its way") % {"number": order.number},
            text=render_to_string("fulfillment/mail/shipped.txt", context),
            html=render_to_string("fulfillment/mail/shipped.html", context),
            locale=order.locale,
            dedupe_key=f"fulfillment.shipped:{shipment.id}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )


def queue_back_order(
    order: orders.OrderFacts, work_id: int, title: str, units: int, *, at: dt.datetime
) -> None:
    """Queue the mail about goods that come later, once per part of an order that waits."""
    if not order.email:
        return
    with translation.override(order.locale):
        context = {
            "order": order,
            "title": title,
            "units": units,
            "shop": channels.facts_by_id(order.channel_id).name,
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/",
        }
        mail.queue(
            to=order.email,
            subject=_("A part of your order %(number)s comes later") % {"number": order.number},
            text=render_to_string("fulfillment/mail/back_order.txt", context),
            html=render_to_string("fulfillment/mail/back_order.html", context),
            locale=order.locale,
            dedupe_key=f"fulfillment.back_order:{work_id}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )


def queue_incident(order: orders.OrderFacts, note: str, *, at: dt.datetime) -> None:
    """Queue the mail about something that touches many orders, once per order and note."""
    if not order.email:
        return
    shop = channels.facts_by_id(order.channel_id).name
    url = f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/"
    with translation.override(order.locale):
        context = {"order": order, "note": note, "shop": shop, "url": url}
        mail.queue(
            to=order.email,
            subject=_("About your order %(number)s") % {"number": order.number},
            text=render_to_string("fulfillment/mail/incident.txt", context),
            html=render_to_string("fulfillment/mail/incident.html", context),
            locale=order.locale,
            dedupe_key=f"fulfillment.incident:{order.id}:{hashlib.sha256(note.encode()).hexdigest()[:16]}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )


def queue_offer(order: orders.OrderFacts, offer: OfferFacts, token: str, *, at: dt.datetime) -> None:
    """Queue the question whether something else may be sent, once per offer."""
    if not order.email:
        return
    with translation.override(order.locale):
        context = {
            "order": order,
            "offer": offer,
            "refund": offer.refund.format(order.locale) if offer.refund else "",
            "shop": channels.facts_by_id(order.channel_id).name,
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/replacement/{token}/",
        }
        mail.queue(
            to=order.email,
            subject=_("A question about your order %(number)s") % {"number": order.number},
            text=render_to_string("fulfillment/mail/offer.txt", context),
            html=render_to_string("fulfillment/mail/offer.html", context),
            locale=order.locale,
            dedupe_key=f"fulfillment.offer:{offer.id}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )
