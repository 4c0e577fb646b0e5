"""All locations with what is to do there."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.inventory.models import Bin, CountTask, Location
from storecrew.contexts.purchasing import public as purchasing
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.numbers import share

TO_COUNT = ("open", "recount", "approval")


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(location_id=OuterRef("pk")).order_by().values("location_id")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


class PlaceList(Listing):
    """Warehouses and stores of the reader."""

    code = "inventory.locations"
    title = gettext_lazy("Locations")
    permission = "inventory.read"
    search_fields = ("name", "code")
    default_sort = "name"
    empty_title = gettext_lazy("No locations yet")
    empty_text = gettext_lazy("A location holds stock: a warehouse or a store.")
    columns = (
        Column("name", gettext_lazy("Location"), sort="name", primary=True),
        Column("kind", gettext_lazy("Kind"), "get_kind_display", sort="kind"),
        Column("city", gettext_lazy("City"), lambda row: row.address.get("city", "")),
        Column("bins", gettext_lazy("Bins"), "bin_count", kind="number", sort="bin_count"),
        Column("to_count", gettext_lazy("To count"), "to_count", kind="number", sort="to_count"),
        Column("service", gettext_lazy("Service level"),
               lambda row: share(row.rule.service_level_bp, 10_000, None), kind="number"),
        Column("review", gettext_lazy("Ordered every"),
               lambda row: _("%(days)d days") % {"days": row.rule.review_days}),
        Column("state", gettext_lazy("State"),
               lambda row: Status(_("active"), "good") if row.active else Status(_("inactive")),
               kind="status"),
    )  # fmt: skip
    filters = (
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=tuple(Location.Kind.choices)),
        Filter("active", gettext_lazy("Active"), "boolean", "active"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the reader's locations with the number of their bins and open counts."""
        rows = Location.objects.annotate(
            bin_count=_number(Bin.objects.filter(active=True)),
            to_count=_number(CountTask.objects.filter(state__in=TO_COUNT)),
        )
        allowed = self.actor.scopes.get("location")
        return rows if allowed is None else rows.filter(code__in=allowed)

    def load(self, rows: list[Any]) -> list[Any]:
        """Fetch how the locations of the page are supplied."""
        rules = purchasing.replenishments([row.pk for row in rows])
        for row in rows:
            row.rule = rules[row.pk]
        return rows

    def row_url(self, row: Location) -> str:
        """Return the page of the location."""
        return reverse("stock_place", args=[row.code])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new location to those who may add one."""
        may = self.actor.can("inventory.write")
        return (gettext_lazy("New location"), reverse("stock_place_add")) if may else None
