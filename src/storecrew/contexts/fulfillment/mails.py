"""Mails about goods: on their way, or later than promised; in the order's language."""

from __future__ import annotations

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment.facts import CollectionFacts, OfferFacts, ShipmentFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
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


def queue_waits(
    order: orders.OrderFacts, waits: CollectionFacts, *, again: bool = False, at: dt.datetime
) -> None:
    """Queue the mail that an order waits to be collected, with its code, or ``again`` the one that reminds of
    it; each once for each time it begins to wait.
    """
    timezone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    day = waits.keep_until.astimezone(timezone).date()
    orders.queue_mail(
        order, f"fulfillment.{'collect_reminder' if again else 'to_collect'}",
        key=f"{waits.id}:{waits.ready_at:%y%m%d%H%M%S}", at=at, code=waits.code, place=_place(order),
        until=format_date(day, "full", locale=order.locale.replace("-", "_")),
    )  # fmt: skip


def queue_collected(order: orders.OrderFacts, shipment: ShipmentFacts, *, at: dt.datetime) -> None:
    """Queue the mail that an order was handed to its customer, once per hand-over."""
    titles = {line.id: line.title for line in order.lines}
    lines = [{"title": titles[one], "quantity": units} for one, units in shipment.lines.items()]
    orders.queue_mail(
        order, "fulfillment.collected", key=shipment.id, at=at,
        lines=lines, place=_place(order),
    )  # fmt: skip


def queue_at_point(order: orders.OrderFacts, shipment: ShipmentFacts, *, at: dt.datetime) -> None:
    """Queue the mail that a parcel waits at the point of its carrier, once per parcel."""
    orders.queue_mail(
        order, "fulfillment.at_point", key=shipment.id, at=at,
        shipment=shipment, place=_place(order),
    )  # fmt: skip


def _place(order: orders.OrderFacts) -> shipping.PointWords | None:
    return shipping.point_words(order.pickup_point, order.locale)


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
    queue_shipped(order, _of_the_order(order), complete=True, at=order.placed_at)


def _waiting_sample(order: orders.OrderFacts) -> CollectionFacts:
    return CollectionFacts(
        id=0, order_id=order.id, work_id=0, number=order.number, code="A2B3C4", state="ready",
        location_code="", location_name="", ready_at=order.placed_at, keep_until=order.placed_at,
        reminded_at=None, closed_at=None, by_code=False, received_by="", seen="", closed_by="",
    )  # fmt: skip


def _of_the_order(order: orders.OrderFacts) -> ShipmentFacts:
    return ShipmentFacts(
        id=0, order_id=order.id, locations=(), carrier="", tracking_number="0034012345", tracking_url="",
        shipped_at=order.placed_at, actor_label="", lines={line.id: line.quantity for line in order.lines},
    )  # fmt: skip


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
    "fulfillment.to_collect",
    title=_("Ready to be collected"),
    leaves=_("When an order waits at a location of ours for its customer; with the code for it."),
    subject=_("Your order %(number)s is ready to be collected"),
    sample=lambda order: queue_waits(order, _waiting_sample(order), at=order.placed_at),
)
orders.order_mail(
    "fulfillment.collect_reminder",
    title=_("Reminder to collect"),
    leaves=_("When an order has not been collected and its time is ending."),
    subject=_("Your order %(number)s still waits for you"),
    sample=lambda order: queue_waits(order, _waiting_sample(order), again=True, at=order.placed_at),
)
orders.order_mail(
    "fulfillment.collected",
    title=_("Order collected"),
    leaves=_("When an order was handed to its customer at a location of ours."),
    subject=_("Your order %(number)s was collected"),
    sample=lambda order: queue_collected(order, _of_the_order(order), at=order.placed_at),
)
orders.order_mail(
    "fulfillment.at_point",
    title=_("Parcel waits at a pick-up point"),
    leaves=_("When a carrier says that a parcel can be collected at its pick-up point."),
    subject=_("Your order %(number)s waits at the pick-up point"),
    sample=lambda order: queue_at_point(order, _of_the_order(order), at=order.placed_at),
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
