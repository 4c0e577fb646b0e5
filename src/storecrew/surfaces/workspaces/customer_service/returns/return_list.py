"""The list of returns."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.aftersales.models import Return
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.workspaces.customer_service.returns.words import REASONS, STATES, WISHES, state_of


def _of_lines(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    """Keep the returns of which a line has one of these reasons; a line without one has its return's."""
    own = Q(lines__reason__in=values) | Q(lines__reason="", reason__in=values)
    found = Return.objects.filter(own).values("pk")
    return rows.filter(pk__in=found) if op == "in" else rows.exclude(pk__in=found)


class ReturnList(Listing):
    """Returns of the reader's channels, what is expected first."""

    code = "aftersales.returns"
    title = _("Returns")
    permission = "orders.read"
    search_fields = ("number", "order__number", "lines__sku")
    search_hint = _("Number of return or order, SKU")
    default_sort = "-opened"
    empty_title = _("Nothing comes back")
    empty_text = _("Announce a return on the page of an order that was sent; the warehouse receives it here.")
    columns = (
        Column("number", _("Return"), sort="number", primary=True),
        Column("order", _("Order"), "order.number", sort="order__number"),
        Column("reason", _("Reason"), "get_reason_display", sort="reason"),
        Column("units", _("Units"), "units", kind="number", sort="units"),
        Column("state", _("State"), lambda row: state_of(row.state), kind="status", sort="state"),
        Column("pickup", _("Fetched on"), "pickup_on", kind="date", sort="pickup_on"),
        Column("opened", _("Announced"), "opened_at", kind="datetime", sort="opened_at"),
        Column("wish", _("Wanted for it"), lambda row: WISHES[row.wish], sort="wish", default=False),
        Column("note", _("What the customer wrote"), "note", default=False),
        Column("closed", _("Closed"), "closed_at", kind="datetime", sort="closed_at", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(STATES.items())),
        Filter("reason", _("Reason"), "choice", "reason", choices=tuple(REASONS.items())),
        Filter("why", _("Reason of a line"), "choice", choices=tuple(REASONS.items()), apply=_of_lines),
        Filter("wish", _("Wanted for it"), "choice", "wish", choices=tuple(WISHES.items())),
        Filter("opened", _("Announced"), "date", "opened_at"),
    )
    views = (
        SystemView(_("On the way"), "f.state=announced&sort=opened"),
        SystemView(_("Received"), "f.state=received&sort=-closed"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the returns of the reader's channels with their units."""
        rows = within(Return.objects.select_related("order"), self.actor, channel="order__channel__code")
        return rows.annotate(units=Sum("lines__quantity", default=0))

    def row_url(self, row: Return) -> str:
        """Open the return."""
        return reverse("returns_record", args=[row.pk])
