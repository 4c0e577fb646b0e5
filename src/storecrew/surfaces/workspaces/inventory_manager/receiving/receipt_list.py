"""The list of receipts: what is expected where, and when."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models import Receipt
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import location_choices

TONES = {"open": "info", "closed": "good", "canceled": "neutral"}


def state_of(row: Receipt) -> Status:
    """Return how the state of a receipt looks."""
    return Status(row.get_state_display(), TONES[row.state])


class ReceiptList(Listing):
    """Receipts at the reader's locations."""

    code = "inventory.receipts"
    title = _("Receiving")
    permission = "inventory.read"
    search_fields = ("reference", "lines__variant__sku")
    default_sort = "due"
    empty_title = _("Nothing is expected")
    empty_text = _("A purchase order that is sent, or a transfer on its way, opens a receipt here.")
    columns = (
        Column("reference", _("Reference"), sort="reference", primary=True),
        Column("kind", _("Kind"), "get_kind_display", sort="kind"),
        Column("location", _("Location"), "location.name", sort="location__name"),
        Column("due", _("Due"), "due_at", kind="datetime", sort="due_at"),
        Column("expected", _("Expected"), "units_expected", kind="number", sort="units_expected"),
        Column("came", _("Came"), "units_came", kind="number", sort="units_came"),
        Column("held", _("To inspect"), "units_held", kind="number", sort="units_held"),
        Column("state", _("State"), state_of, kind="status"),
        Column("opened", _("Opened"), "opened_at", kind="datetime", sort="opened_at", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(Receipt.State.choices)),
        Filter("kind", _("Kind"), "choice", "kind", choices=tuple(Receipt.Kind.choices)),
        Filter("location", _("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter("due", _("Due"), "date", "due_at"),
    )
    views = (
        SystemView(_("Expected"), "f.state=open&sort=due"),
        SystemView(_("Closed"), "f.state=closed&sort=-opened"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the receipts of the reader's locations with the sums of their lines."""
        rows = within(Receipt.objects.select_related("location"), self.actor, location="location__code")
        return rows.annotate(
            units_expected=Sum("lines__expected", default=0),
            units_came=Sum(F("lines__accepted") + F("lines__damaged"), default=0),
            units_held=Sum("lines__held", default=0),
        )

    def row_url(self, row: Receipt) -> str:
        """Return the page of the receipt."""
        return reverse("stock_receipt", args=[row.pk])
