"""The list of orders, for everybody who may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.comments import comment_action
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.workspaces.customer_service.orders.bulk_actions import CANCEL
from storecrew.surfaces.workspaces.customer_service.orders.words import choices_of, status_of


def _total(order: Order) -> Money:
    return Money(order.total_amount, order.currency)


def _payment(order: Order) -> Status:
    return status_of(order, "payment_status")


def _shipping(order: Order) -> Status:
    return status_of(order, "fulfillment_status")


def _state(order: Order) -> Status:
    return status_of(order, "status")


def _recipient(order: Order) -> str:
    return str(order.shipping_address.get("name", ""))


def _destination(order: Order) -> str:
    address = order.shipping_address
    return " ".join(part for part in (address.get("country"), address.get("city")) if part)


def _check(order: Order) -> Status | str:
    return Status(_("Check order"), "info") if order.is_check else ""


def _purpose(order: Order) -> Status | str:
    return Status(order.get_purpose_display(), "info") if order.purpose else ""


def _channel_choices() -> list[tuple[str, str]]:
    return [(str(channel.id), channel.name) for channel in channels.all_channels()]


SHORTEST_PARCEL = 6


class OrderList(Listing):
    """All orders within the reader's channels."""

    code = "orders.orders"
    search_hint = _("Number, name, e-mail, phone, SKU or parcel")
    title = _("Orders")
    permission = "orders.read"
    export_permission = "orders.export"
    search_fields = ("number", "email")
    default_sort = "-placed"
    custom_record = "orders.order"
    empty_title = _("No order yet")
    empty_text = _("The first order of your shop appears here the moment it is placed.")
    columns = (
        Column("number", _("Order"), sort="number", primary=True),
        Column("placed", _("Placed"), "placed_at", kind="datetime", sort="placed_at"),
        Column("recipient", _("Customer"), _recipient),
        Column("destination", _("Goes to"), _destination),
        Column("items", _("Units"), "item_count", kind="number", sort="item_count"),
        Column("total", _("Total"), _total, kind="money", sort="total_amount"),
        Column("status", _("Order state"), _state, kind="status", sort="status"),
        Column("payment", _("Payment"), _payment, kind="status", sort="payment_status"),
        Column("shipping", _("Shipping"), _shipping, kind="status", sort="fulfillment_status"),
        Column("email", _("E-mail"), sort="email", default=False),
        Column("channel", _("Channel"), "channel.name", default=False),
        Column("method", _("Shipping method"), "shipping_method_name", default=False),
        Column("purpose", _("What for"), _purpose, kind="status", default=False),
        Column("check", _("Check order"), _check, kind="status", default=False),
    )
    filters = (
        Filter("status", _("Order state"), "choice", "status", choices=choices_of("status")),
        Filter("payment", _("Payment"), "choice", "payment_status", choices=choices_of("payment_status")),
        Filter(
            "shipping",
            _("Shipping"),
            "choice",
            "fulfillment_status",
            choices=choices_of("fulfillment_status"),
        ),
        Filter("placed", _("Placed"), "date", "placed_at"),
        Filter("channel", _("Channel"), "choice", "channel_id", choices=_channel_choices),
        Filter("purpose", _("What for"), "choice", "purpose", choices=choices_of("purpose")[1:]),
        Filter("check", _("Check order"), "boolean", "is_check"),
    )
    views = (
        SystemView(_("To ship"), "f.status=confirmed&f.shipping=unfulfilled&sort=placed"),
        SystemView(
            _("Waiting for payment"), "f.status=pending_payment&f.payment.op=not&f.payment=paid&sort=placed"
        ),
        SystemView(_("Canceled"), "f.status=canceled"),
    )
    bulk_actions = (
        comment_action("orders.order", lambda row: reverse("orders_record", args=[row.number])),
        CANCEL,
    )

    def rows(self) -> QuerySet[Order]:
        """Return the orders of the reader's channels."""
        return orders.visible_orders(self.actor).select_related("channel")

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by number, e-mail address, name, phone, SKU or the number of a parcel."""
        parcel = "".join(text.split()).upper()
        sent = Shipment.objects.filter(tracking_number=parcel) if len(parcel) >= SHORTEST_PARCEL else ()
        if found := [each.order_id for each in sent]:
            return rows.filter(pk__in=found)
        return orders.filter_orders(rows, search=text)

    def row_url(self, row: Order) -> str:
        """Return the order's page."""
        return reverse("orders_record", args=[row.number])
