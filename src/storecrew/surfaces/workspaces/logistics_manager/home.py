"""The logistics manager's home: what leaves from where today."""

from __future__ import annotations

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.inventory.models import Allocation
from storecrew.contexts.orders.models import Order
from storecrew.surfaces.ui.backoffice.parts import counted, link, many, midnight, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)

TO_SHIP = "f.status=confirmed&f.shipping=unfulfilled&f.shipping=partial&sort=placed"


def _by_location(look: Look) -> list[Tile]:
    """Count what is promised and still lies on the shelf, for each location."""
    waiting = Order.objects.filter(status="confirmed", fulfillment_status__in=["unfulfilled", "partial"])
    waiting = within(waiting, look.actor, channel="channel__code")
    rows = Allocation.objects.filter(state="allocated", order__in=waiting.order_by())
    found = (
        within(rows, look.actor, location="location__code")
        .order_by("location__name")
        .values_list("location__name")
        .annotate(Count("order", distinct=True), Sum("quantity"))
    )
    return [
        Tile(
            _("To ship from %(place)s") % {"place": name},
            str(count),
            _("orders, %(n)s units") % {"n": units},
            link("orders_list", query=TO_SHIP),
            definition=_("Orders with units that are promised at this location and have not left."),
        )
        for name, count, units in found
    ]


def _left_today(look: Look) -> Tile:
    rows = Shipment.objects.filter(shipped_at__gte=midnight(look))
    count = counted(within(rows, look.actor, channel="order__channel__code"))
    return Tile(
        _("Left today"),
        many(count),
        ngettext("parcel", "parcels", count),
        tone="good" if count else "neutral",
    )


def _partly(look: Look) -> Queue:
    def item(order: Order) -> QueueItem:
        name = str(order.shipping_address.get("name", ""))
        return QueueItem(order.number, link("orders_record", order.number), name, order.placed_at, "warning")

    rows = Order.objects.filter(status="confirmed", fulfillment_status="partial").order_by("placed_at")
    return queue(
        _("Sent in part"),
        within(rows, look.actor, channel="channel__code"),
        item,
        url=link("orders_list", query="f.status=confirmed&f.shipping=partial&sort=placed"),
        empty=_("No order waits for a second parcel."),
    )


def _without_tracking(look: Look) -> Queue:
    def item(shipment: Shipment) -> QueueItem:
        number = shipment.order.number
        detail = shipment.carrier or _("no carrier named")
        return QueueItem(number, link("orders_record", number), detail, shipment.shipped_at)

    rows = Shipment.objects.filter(tracking_number="", shipped_at__gte=midnight(look))
    rows = within(rows.select_related("order"), look.actor, channel="order__channel__code")
    return queue(
        _("Left today without a tracking number"),
        rows.order_by("-shipped_at"),
        item,
        empty=_("Every parcel of today can be followed."),
    )


register_tile("logistics_manager", _by_location, permission="orders.read", order=20)
register_tile("logistics_manager", _left_today, permission="fulfillment.read", order=40)
register_queue("logistics_manager", _partly, permission="orders.read", order=30)
register_queue("logistics_manager", _without_tracking, permission="fulfillment.read", order=40)
