"""The list of purchase orders."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import (
    location_choices,
    order_status,
    supplier_choices,
)


class OrderList(Listing):
    """Purchase orders to the reader's locations."""

    code = "purchasing.orders"
    title = _("Purchase orders")
    permission = "purchasing.read"
    search_fields = ("number", "supplier__name", "lines__sku")
    search_hint = _("Number, supplier or SKU")
    default_sort = "-number"
    empty_title = _("No purchase orders yet")
    empty_text = _("Order what the proposals list, or write an order to a supplier.")
    columns = (
        Column("number", _("Order"), sort="pk", primary=True),
        Column("supplier", _("Supplier"), "supplier.name", sort="supplier__name"),
        Column("location", _("Location"), "location.name", sort="location__name"),
        Column("state", _("State"), order_status, kind="status", sort="state"),
        Column("expected", _("Expected"), "expected_on", kind="date", sort="expected_on"),
        Column(
            "total",
            _("Total"),
            lambda row: Money(row.total_amount, row.currency),
            kind="money",
            sort="total_amount",
        ),
        Column("created", _("Created"), "created_at", kind="datetime", sort="created_at", default=False),
        Column("created_by", _("By"), "created_by", default=False),
        Column("approved_by", _("Approved by"), "approved_by", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=PurchaseOrder.State.choices),
        Filter("supplier", _("Supplier"), "choice", "supplier_id", choices=supplier_choices),
        Filter("location", _("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter("created", _("Created"), "date", "created_at"),
    )
    views = (
        SystemView(_("To approve"), "f.state=waiting"),
        SystemView(_("On the way"), "f.state=sent&f.state=partly_received&sort=expected"),
        SystemView(_("Drafts"), "f.state=draft"),
    )

    def rows(self) -> QuerySet[PurchaseOrder]:
        """Return the orders to the reader's locations."""
        rows = PurchaseOrder.objects.select_related("supplier", "location")
        allowed = self.actor.scopes.get("location")
        return rows if allowed is None else rows.filter(location__code__in=allowed)

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the orders that match once each, however many of their lines do."""
        return super().search(rows, text).distinct()

    def row_url(self, row: PurchaseOrder) -> str:
        """Return the page of the order."""
        return reverse("purchasing_order", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new order to those who may write one."""
        return (
            (_("New order"), reverse("purchasing_order_add")) if self.actor.can("purchasing.write") else None
        )
