"""The logistics manager's home: what left today, and what is still owed of an order."""

from __future__ import annotations

from django.utils.translation import gettext as _

from storecrew.contexts.fulfillment.models import Shipment
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
from storecrew.surfaces.workspaces.logistics_manager.promises.parts import on_time_words


def _left_today(look: Look) -> Tile:
    rows = Shipment.objects.filter(shipped_at__gte=midnight(look))
    count = counted(within(rows, look.actor, channel="order__channel__code"))
    return Tile(
        _("Left today"),
        many(count),
        _("parcels handed over; %(share)s of 30 days came on time in full") % {"share": on_time_words(look)},
        link("warehouse_hand_over"),
        "good" if count else "neutral",
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


register_tile("logistics_manager", _left_today, permission="fulfillment.read", order=40)
register_queue("logistics_manager", _partly, permission="orders.read", order=30)
