"""The list of requests for quotation."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.purchasing.models import QuotationRequest
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import (
    location_choices,
    request_status,
    supplier_choices,
)


class QuotationList(Listing):
    """Requests for quotation for the reader's locations."""

    code = "purchasing.quotations"
    title = _("Requests for quotation")
    permission = "purchasing.read"
    search_fields = ("number", "lines__sku", "quotations__supplier__name")
    default_sort = "-number"
    empty_title = _("No requests for quotation yet")
    empty_text = _("Ask several suppliers what the same goods cost, and compare their answers side by side.")
    columns = (
        Column("number", _("Request"), sort="pk", primary=True),
        Column("state", _("State"), request_status, kind="status", sort="state"),
        Column("location", _("Location"), "location.name", sort="location__name"),
        Column("asked", _("Suppliers"), "asked", kind="number", sort="asked"),
        Column("answered", _("Answers"), "answered", kind="number", sort="answered"),
        Column("answer_by", _("Answer by"), "answer_by", kind="date", sort="answer_by"),
        Column("created", _("Created"), "created_at", kind="datetime", sort="created_at", default=False),
        Column("created_by", _("By"), "created_by", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=QuotationRequest.State.choices),
        Filter("supplier", _("Supplier"), "choice", "quotations__supplier_id", choices=supplier_choices),
        Filter("location", _("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter("answer_by", _("Answer by"), "date", "answer_by"),
    )
    views = (SystemView(_("Asked"), "f.state=sent&sort=answer_by"), SystemView(_("Drafts"), "f.state=draft"))

    def rows(self) -> QuerySet[QuotationRequest]:
        """Return the requests for the reader's locations, with how many were asked and answered."""
        rows = QuotationRequest.objects.select_related("location").annotate(
            asked=Count("quotations", distinct=True),
            answered=Count("quotations", Q(quotations__state__in=("answered", "chosen")), distinct=True),
        )
        allowed = self.actor.scopes.get("location")
        return rows if allowed is None else rows.filter(location__code__in=allowed)

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the requests that match once each."""
        return super().search(rows, text).distinct()

    def row_url(self, row: QuotationRequest) -> str:
        """Return the page of the request."""
        return reverse("purchasing_quotation", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new request to those who may write one."""
        if not self.actor.can("purchasing.write"):
            return None
        return _("New request"), reverse("purchasing_quotation_add")
