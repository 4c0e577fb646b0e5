"""What customer service's workspace adds to the menu, the homes and the palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.customers.models import Customer
from storecrew.contexts.orders import public as orders
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    Queue,
    QueueItem,
    register_group,
    register_menu,
    register_palette_source,
    register_queue,
)

SHOWN = 8

register_group("orders", gettext_lazy("Orders"), "form")
register_menu(gettext_lazy("Orders"), "orders_list", "form", "orders.read", "orders", order=10)
register_menu(gettext_lazy("Customers"), "customers_list", "group", "customers.read", "orders", order=20)
register_menu(gettext_lazy("Mails"), "mails_list", "mail", "orders.read", "orders", order=90)


def _orders(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find orders by number or e-mail address."""
    rows = orders.filter_orders(orders.visible_orders(look.actor), search=text)
    return [
        PaletteItem(
            row.number,
            reverse("orders_record", args=[row.number]),
            _("Order"),
            row.shipping_address.get("name", ""),
        )
        for row in rows[:SHOWN]
    ]


def _customers(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find customers by the start of their address or a part of their name."""
    rows = Customer.objects.filter(erased_at=None).filter(
        Q(email__startswith=text.lower()) | Q(name__icontains=text)
    )
    return [
        PaletteItem(
            row.name or row.email, reverse("customers_record", args=[row.pk]), _("Customer"), row.email
        )
        for row in rows[:SHOWN]
    ]


def _to_ship(look: Look) -> Queue | None:
    """List the orders that wait longest for being shipped."""
    if not look.actor.can("orders.read"):
        return None
    rows = orders.filter_orders(
        orders.visible_orders(look.actor), status="confirmed", fulfillment_status="unfulfilled"
    )
    items = [
        QueueItem(
            row.number,
            reverse("orders_record", args=[row.number]),
            f"{row.shipping_address.get('name', '')} · {row.item_count}",
            row.placed_at,
        )
        for row in rows.order_by("placed_at")[:SHOWN]
    ]
    return Queue(
        _("Orders to ship"),
        items,
        total=rows.count(),
        url=reverse("orders_list") + "?f.status=confirmed&f.shipping=unfulfilled&sort=placed",
        empty=_("Everything has left."),
    )


def _unpaid(look: Look) -> Queue | None:
    """List orders whose money has not come."""
    if not look.actor.can("payments.read"):
        return None
    rows = orders.filter_orders(orders.visible_orders(look.actor), status="pending_payment")
    items = [
        QueueItem(row.number, reverse("orders_record", args=[row.number]), row.email, row.placed_at)
        for row in rows.order_by("placed_at")[:SHOWN]
    ]
    return Queue(
        _("Waiting for payment"),
        items,
        total=rows.count(),
        url=reverse("orders_list") + "?f.status=pending_payment&sort=placed",
        empty=_("Nothing is waiting."),
    )


register_palette_source(_orders, permission="orders.read", order=10)
register_palette_source(_customers, permission="customers.read", order=20)
register_queue(("logistics_manager", "customer_service"), _to_ship, permission="orders.read")
register_queue(("customer_service", "head_of_digital"), _unpaid, permission="payments.read")
