"""The list of counts: due, to be repeated, waiting for approval, decided."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models import CountTask
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import location_choices

TONES = {"open": "info", "recount": "warning", "approval": "warning", "done": "good", "canceled": "neutral"}


def state_of(row: CountTask) -> Status:
    """Return how the state of a count looks."""
    return Status(row.get_state_display(), TONES[row.state])


def difference_of(row: CountTask) -> int | None:
    """Return counted less recorded, once it is decided or waits for a decision; counting stays blind."""
    if row.state not in ("done", "approval") or row.found is None or row.expected is None:
        return None
    return row.found - row.expected


class CountList(Listing):
    """Counts at the reader's locations."""

    code = "inventory.counts"
    title = _("Counts")
    permission = "inventory.read"
    search_fields = ("variant__sku", "variant__product__title", "bin__code")
    default_sort = "due"
    empty_title = _("Nothing to count")
    empty_text = _("The plan, a short pick or an emptied bin puts counts here.")
    columns = (
        Column("bin", _("Bin"), lambda row: row.bin.code if row.bin else _("In no bin"), sort="bin__code"),
        Column("sku", _("SKU"), "variant.sku", sort="variant__sku", primary=True),
        Column("title", _("Article"), "variant.product.title", sort="variant__product__title"),
        Column("location", _("Location"), "location.name", sort="location__name"),
        Column("cause", _("Why"), "get_cause_display", sort="cause"),
        Column("due", _("Due"), "due_at", kind="datetime", sort="due_at"),
        Column("difference", _("Difference"), difference_of, kind="signed"),
        Column("state", _("State"), state_of, kind="status"),
        Column("closed", _("Closed"), "closed_at", kind="datetime", sort="closed_at", default=False),
        Column("approved", _("Approved by"), "approved_by", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(CountTask.State.choices)),
        Filter("cause", _("Why"), "choice", "cause", choices=tuple(CountTask.Cause.choices)),
        Filter("location", _("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter("due", _("Due"), "date", "due_at"),
    )
    views = (
        SystemView(_("To count"), "f.state=open&f.state=recount&sort=due"),
        SystemView(_("Waits for approval"), "f.state=approval&sort=due"),
        SystemView(_("Decided"), "f.state=done&sort=-closed"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the counts of the reader's locations."""
        rows = CountTask.objects.select_related("location", "bin", "variant__product")
        return within(rows, self.actor, location="location__code")

    def row_url(self, row: CountTask) -> str:
        """Return the page of the count."""
        return reverse("stock_count", args=[row.pk])
