"""The list of bins: where they are in the walk, and how much lies in them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models import Bin, StorageClass
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import location_choices


def state_of(row: Any) -> Status:
    """Return how a bin looks: closed, empty or in use."""
    if not row.active:
        return Status(_("closed"), "neutral")
    return Status(_("in use"), "good") if row.units else Status(_("empty"), "info")


class BinList(Listing):
    """Bins at the reader's locations."""

    code = "inventory.bins"
    title = _("Bins")
    permission = "inventory.read"
    search_fields = ("code", "zone__code", "contents__variant__sku")
    default_sort = "walk"
    empty_title = _("No bins yet")
    empty_text = _("Without bins a location works by its counts alone; bins lead pickers along the walk.")
    columns = (
        Column("code", _("Bin"), sort="code", primary=True),
        Column("location", _("Location"), "location.name", sort="location__name"),
        Column("zone", _("Zone"), lambda row: row.zone.code if row.zone else "", sort="zone__code"),
        Column(
            "storage",
            _("Storage class"),
            lambda row: row.zone.get_storage_class_display() if row.zone else StorageClass.AMBIENT.label,
        ),
        Column("kind", _("Kind"), "get_kind_display", sort="kind"),
        Column("walk", _("Walk order"), "walk_order", kind="number", sort="walk_order"),
        Column("articles", _("Articles"), "articles", kind="number", sort="articles"),
        Column("units", _("Units"), "units", kind="number", sort="units"),
        Column("state", _("State"), state_of, kind="status"),
    )
    filters = (
        Filter("location", _("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter("kind", _("Kind"), "choice", "kind", choices=tuple(Bin.Kind.choices)),
        Filter(
            "storage",
            _("Storage class"),
            "choice",
            "zone__storage_class",
            choices=tuple(StorageClass.choices),
        ),
        Filter("units", _("Units"), "number", "units"),
    )
    views = (SystemView(_("Empty bins"), "f.units.op=max&f.units=0&f.kind=storage"),)

    def rows(self) -> QuerySet[Any]:
        """Return the bins of the reader's locations with what lies in them."""
        rows = within(Bin.objects.select_related("location", "zone"), self.actor, location="location__code")
        return rows.annotate(
            units=Sum("contents__quantity", default=0),
            articles=Count("contents__variant", filter=Q(contents__quantity__gt=0), distinct=True),
        )

    def row_url(self, row: Bin) -> str:
        """Return the page of the bin."""
        return reverse("stock_bin", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new bin."""
        return (_("New bin"), reverse("stock_bin_add")) if self.actor.can("inventory.write") else None
