"""The list of stock levels: one row per variant and location."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models import StockLevel
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.parts import seen_places
from storecrew.surfaces.workspaces.inventory_manager.stock.bulk_actions import THRESHOLD

COMMITTED = F("allocated") + F("reserved") + F("safety") + F("quality_hold") + F("quarantine") + F("damaged")


def word_for(available: int, low_at: int) -> Status:
    """Return how a level looks: enough, low or none."""
    if available <= 0:
        return Status(_("none"), "bad")
    if available <= low_at:
        return Status(_("low"), "warning")
    return Status(_("enough"), "good")


def _word(row: StockLevel) -> Status:
    return word_for(row.available, row.low_threshold)


def location_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the locations that somebody may see as choices of a filter."""
    return [(str(place.id), place.name) for place in seen_places(actor)]


def _by_word(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    """Narrow to levels that are out, low, or enough."""
    found = rows.none()
    if "out" in values:
        found |= rows.filter(free__lte=0)
    if "low" in values:
        found |= rows.filter(free__gt=0, free__lte=F("low_threshold"))
    if "enough" in values:
        found |= rows.filter(free__gt=F("low_threshold"))
    return rows.exclude(pk__in=found.values("pk")) if op == "not" else found


class LevelList(Listing):
    """All stock levels within the reader's locations."""

    code = "inventory.levels"
    title = _("Stock")
    permission = "inventory.read"
    search_fields = ("variant__sku", "variant__product__title", "variant__barcode")
    search_hint = _("SKU, product or barcode")
    default_sort = "sku"
    empty_title = _("No stock yet")
    empty_text = _("An import brings quantities; receiving goods at a location makes the first level.")
    columns = (
        Column("sku", _("SKU"), "variant.sku", sort="variant__sku", primary=True),
        Column("title", _("Article"), "variant.product.title", sort="variant__product__title"),
        Column("options", _("Options"), lambda row: " · ".join(row.variant.options.values())),
        Column("location", _("Location"), "location.name", sort="location__name"),
        Column("bin", _("Bin"), lambda row: row.bin.code if row.bin else "", sort="bin__code"),
        Column("on_hand", _("On hand"), kind="number", sort="on_hand"),
        Column("allocated", _("Allocated"), kind="number", sort="allocated"),
        Column("reserved", _("Reserved"), kind="number", sort="reserved"),
        Column("available", _("Available"), kind="number", sort="free"),
        Column("state", _("State"), _word, kind="status"),
        Column("safety", _("Safety stock"), kind="number", sort="safety", default=False),
        Column("quality_hold", _("Quality hold"), kind="number", sort="quality_hold", default=False),
        Column("quarantine", _("Quarantine"), kind="number", sort="quarantine", default=False),
        Column("in_bins", _("In bins"), kind="number", sort="in_bins", default=False),
        Column("damaged", _("Damaged"), kind="number", sort="damaged", default=False),
        Column("low_threshold", _("Low at"), kind="number", sort="low_threshold", default=False),
    )
    filters = (
        Filter("location", _("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter(
            "state",
            _("State"),
            "choice",
            choices=(("out", _("none")), ("low", _("low")), ("enough", _("enough"))),
            apply=_by_word,
        ),
        Filter("on_hand", _("On hand"), "number", "on_hand"),
        Filter("available", _("Available"), "number", "free"),
    )
    views = (
        SystemView(_("Running low"), "f.state=low&sort=available"),
        SystemView(_("Sold out"), "f.state=out"),
    )

    bulk_actions = (THRESHOLD,)

    def rows(self) -> QuerySet[StockLevel]:
        """Return the levels of the reader's locations with what is free of each."""
        rows = StockLevel.objects.select_related("variant__product", "location", "bin")
        allowed = self.actor.scopes.get("location")
        if allowed is not None:
            rows = rows.filter(location__code__in=allowed)
        return rows.annotate(free=F("on_hand") - COMMITTED)

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Lead to the grid with the same levels."""
        if not (self.actor.can("inventory.adjust") or self.actor.can("inventory.write")):
            return ()
        query = self.state.query(page="")
        return [(_("Edit as a grid"), reverse("stock_grid") + (f"?{query}" if query else ""))]

    def row_url(self, row: StockLevel) -> str:
        """Return the page of the level."""
        return reverse("stock_record", args=[row.variant.sku, row.location.code])
