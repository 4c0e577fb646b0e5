"""Purchasing for the Head of Digital: what waits, what is spent, and how suppliers do."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder, Supplier, SupplierInvoice
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.numbers import percent

YEAR = dt.timedelta(days=365)


@workspace_page(permission="purchasing.read")
def overview(request: HttpRequest) -> HttpResponse:
    """Show approvals, blocked invoices, spending by month and the scorecards of the last twelve months."""
    tables = [_waiting(), _blocked(), _spending(), _scorecards()]
    context = {"header_title": _("Purchasing"), "tables": tables}
    return render(request, "head_of_digital/purchasing_overview.html", context)


def _waiting() -> Table:
    rows = list(PurchaseOrder.objects.filter(state="waiting").select_related("supplier").order_by("pk")[:50])
    return Table(
        _("Purchase orders to approve"),
        (_("Order"), _("Supplier"), _("Expected"), _("Total"), _("Written by")),
        [
            (
                row.number,
                row.supplier.name,
                row.expected_on,
                Money(row.total_amount, row.currency),
                row.created_by,
            )
            for row in rows
        ],
        empty=_("No purchase order waits for approval."),
        kinds=("text", "text", "date", "money", "text"),
        row_urls=[reverse("purchasing_order", args=[row.pk]) for row in rows],
    )


def _blocked() -> Table:
    found = SupplierInvoice.objects.filter(state="blocked").select_related("supplier", "order")
    rows = list(found.order_by("due_on")[:50])
    return Table(
        _("Invoices that do not match"),
        (_("Invoice"), _("Supplier"), _("Due"), _("Total"), _("Order")),
        [
            (
                row.number,
                row.supplier.name,
                row.due_on,
                Money(row.total_amount, row.order.currency),
                row.order.number,
            )
            for row in rows
        ],
        empty=_("Every supplier's invoice agrees with order and receipt."),
        kinds=("text", "text", "date", "money", "text"),
        row_urls=[reverse("purchasing_order", args=[row.order_id]) for row in rows],
    )


def _spending() -> Table:
    zone = channels.facts().timezone
    today = clock.today(zone)
    since = today.replace(day=1, year=today.year - 1)
    rows = purchasing.spending(since=since, until=today + dt.timedelta(days=1), by="month", timezone=zone)
    return Table(
        _("Ordered by month"),
        (_("Month"), _("Orders"), _("Sum")),
        [
            (date_format(row.starts_on, "YEAR_MONTH_FORMAT"), row.orders, Money(row.amount, row.currency))
            for row in reversed(rows)
        ],
        empty=_("Nothing was ordered in the last twelve months."),
        kinds=("text", "number", "money"),
    )


def _scorecards() -> Table:
    cards = purchasing.scorecards(since=clock.now() - YEAR)
    suppliers = list(Supplier.objects.filter(pk__in=cards))
    rows = []
    for supplier in suppliers:
        card = cards[supplier.pk]
        days = "–" if card.lead_days is None else f"{card.lead_days:.1f} / {supplier.lead_days}"
        shares = (card.on_time, card.in_full, card.damaged, card.price_right)
        rows.append((supplier.name, card.orders, *(percent(each, 1, 0) for each in shares), days))
    headers = (
        _("Supplier"), _("Orders"), _("On time"), _("In full"), _("Damaged"), _("Price as agreed"),
        _("Days to arrive / agreed"),
    )  # fmt: skip
    return Table(
        _("How suppliers did in the last twelve months"),
        headers,
        rows,
        empty=_("No supplier has delivered yet."),
        kinds=("text", "number", "text", "text", "text", "text", "text"),
        row_urls=[reverse("purchasing_supplier", args=[row.code]) for row in suppliers],
    )
