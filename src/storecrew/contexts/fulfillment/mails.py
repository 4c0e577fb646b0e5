"""Mails about goods: on their way, or later than promised; in the order's language."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fulfillment.facts import OfferFacts, ShipmentFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.mail import Attachment, attachment
from storecrew.kernel.money import Money


def queue_shipped(
    order: orders.OrderFacts, shipment: ShipmentFacts, *, complete: bool, at: dt.datetime
) -> None:
    """Queue the mail about a shipment, once per shipment."""
    titles = {line.id: line for line in order.lines}
    lines = [
        {
            "title": titles[line_id].title,
            "options": ", ".join(str(value) for value in titles[line_id].options.values()),
            "quantity": quantity,
        }
        for line_id, quantity in shipment.lines.items()
    ]
    orders.queue_mail(
        order, "fulfillment.shipped", key=shipment.id, at=at,
        shipment=shipment, complete=complete, lines=lines,
    )  # fmt: skip


def queue_codes(order: orders.OrderFacts, key: str, *, at: dt.datetime) -> None:
    """Queue the mail with an order's codes, once per ``key``. No table holds it with a code: its file is made
    when it leaves.
    """
    orders.queue_mail(
        order, "fulfillment.codes", key=key, at=at,
        attach=f"fulfillment.codes:{order.id}",
    )  # fmt: skip


@attachment("fulfillment.codes")
def codes_file(order_id: str) -> Attachment:
    """Return the codes of an order as a text to read; from then on they count as seen."""
    order = orders.order(int(order_id))
    titles = {line.id: line.title for line in order.lines}
    parts = []
    for code in inventory.show_codes(order.id, at=clock.now()):
        lines = [titles.get(code.order_line_id, ""), code.code, code.extra, code.how]
        parts.append("\n".join(line for line in lines if line))
    with translation.override(order.locale):
        name = f"{_('codes')}-{order.number}.txt"
    return Attachment(name, "\n\n".join(parts).encode(), "text/plain")


def queue_back_order(
    order: orders.OrderFacts, work_id: int, title: str, units: int, *, at: dt.datetime
) -> None:
    """Queue the mail about goods that come later, once per part of an order that waits."""
    orders.queue_mail(
        order, "fulfillment.back_order", key=work_id, at=at,
        title=title, units=units,
    )  # fmt: skip


def queue_incident(order: orders.OrderFacts, note: str, *, at: dt.datetime) -> None:
    """Queue the mail about something that touches many orders, once per order and note."""
    about = hashlib.sha256(note.encode()).hexdigest()[:16]
    orders.queue_mail(
        order, "fulfillment.incident", key=f"{order.id}:{about}", at=at,
        note=note,
    )  # fmt: skip


def queue_offer(order: orders.OrderFacts, offer: OfferFacts, token: str, *, at: dt.datetime) -> None:
    """Queue the question whether something else may be sent, once per offer."""
    orders.queue_mail(
        order, "fulfillment.offer", key=offer.id, at=at,
        offer=offer, refund=offer.refund.format(order.locale) if offer.refund else "",
        url=f"{settings.STORECREW_BASE_URL}/{order.locale}/replacement/{token}/",
    )  # fmt: skip


def _shipped_sample(order: orders.OrderFacts) -> None:
    shipment = ShipmentFacts(
        id=0, order_id=order.id, locations=(), carrier="", tracking_number="0034012345", tracking_url="",
        shipped_at=order.placed_at, actor_label="", lines={line.id: line.quantity for line in order.lines},
    )  # fmt: skip
    queue_shipped(order, shipment, complete=True, at=order.placed_at)


def _offer_sample(order: orders.OrderFacts) -> None:
    line = order.lines[0]
    offer = OfferFacts(
        id=0, order_id=order.id, order_line_id=line.id, missing=line.title, units=1, sku=line.sku,
        title=line.title, image_url="", refund=Money.zero(order.currency), state="asked", asked_by="",
        asked_at=order.placed_at, expires_at=order.placed_at, answered_by="", way="", note="",
        answered_at=None,
    )  # fmt: skip
    queue_offer(order, offer, "preview", at=order.placed_at)


orders.order_mail(
    "fulfillment.shipped",
    title=_("Order on its way"),
    leaves=_("When a parcel leaves, once for each parcel."),
    subject=_("Your order %(number)s is on its way"),
    sample=_shipped_sample,
)
orders.order_mail(
    "fulfillment.codes",
    title=_("Codes of an order"),
    leaves=_("When an order with codes is paid; the codes are in the attachment."),
    subject=_("The codes of your order %(number)s"),
    sample=lambda order: queue_codes(order, "sample", at=order.placed_at),
)
orders.order_mail(
    "fulfillment.back_order",
    title=_("A part comes later"),
    leaves=_("When a part of an order has to wait for goods."),
    subject=_("A part of your order %(number)s comes later"),
    sample=lambda order: queue_back_order(order, 0, order.lines[0].title, 1, at=order.placed_at),
)
orders.order_mail(
    "fulfillment.incident",
    title=_("News about many orders"),
    leaves=_("When customer service tells many customers of the same trouble."),
    subject=_("About your order %(number)s"),
    sample=lambda order: queue_incident(order, "…", at=order.placed_at),
)
orders.order_mail(
    "fulfillment.offer",
    title=_("Something else instead"),
    leaves=_("When an article is missing and another one is offered."),
    subject=_("A question about your order %(number)s"),
    sample=_offer_sample,
)
