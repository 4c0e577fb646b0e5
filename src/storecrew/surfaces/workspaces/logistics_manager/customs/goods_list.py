"""The list of goods with what carriers and customs know of them; its export is the import's table."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping.models import GoodsProfile
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text

TEMPERATURES = {"ambient": _("ambient"), "chilled": _("chilled"), "frozen": _("frozen")}


def _yes(name: str) -> Any:
    return lambda row: _("yes") if getattr(row, name) else ""


def _papers(row: GoodsProfile) -> Status:
    whole = bool(row.hs_code and row.origin)
    return Status(_("can cross borders"), "good") if whole else Status(_("papers missing"), "warning")


def _by_papers(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    missing = Q(hs_code="") | Q(origin="")
    return rows.filter(missing) if "missing" in values else rows.exclude(missing)


class GoodsList(Listing):
    """Articles of which carriers or customs know something."""

    code = "shipping.goods"
    title = _("Goods for carriers")
    walks = False
    permission = "shipping.read"
    search_fields = ("sku", "customs_description", "hs_code", "un_number")
    default_sort = "sku"
    empty_title = _("Nothing special about any article yet")
    empty_text = _(
        "Import a table, or type it article by article: HS code and country of origin for customs, fragile, "
        "temperature and UN number for carriers."
    )
    columns = (
        Column("sku", _("SKU"), sort="sku", primary=True),
        Column("article", _("Article"), "variant.product.title"),
        Column("hs_code", _("HS code"), sort="hs_code"),
        Column("origin", _("Origin"), sort="origin"),
        Column("description", _("Description for customs"), "customs_description", default=False),
        Column("fragile", _("Fragile"), _yes("fragile")),
        Column("temperature", _("Temperature"), lambda row: TEMPERATURES[row.temperature]),
        Column("un_number", _("UN number"), sort="un_number"),
        Column("hazard_class", _("Class"), default=False),
        Column("limited_quantity", _("Limited quantity"), _yes("limited_quantity"), default=False),
        Column("papers", _("Customs"), _papers, kind="status"),
    )
    filters = (
        Filter("temperature", _("Temperature"), "choice", "temperature", choices=tuple(TEMPERATURES.items())),
        Filter("fragile", _("Fragile"), "boolean", "fragile"),
        Filter(
            "papers",
            _("Customs"),
            "choice",
            choices=(("whole", _("can cross borders")), ("missing", _("papers missing"))),
            apply=_by_papers,
        ),
    )
    views = (
        SystemView(_("Not ready for customs"), "f.papers=missing"),
        SystemView(_("Fragile"), "f.fragile=1"),
    )

    def rows(self) -> QuerySet[GoodsProfile]:
        """Return the profiles with their articles."""
        return GoodsProfile.objects.select_related("variant__product")

    def row_url(self, row: GoodsProfile) -> str:
        """Open the form of the article."""
        return reverse("goods_edit", args=[row.pk]) if self.actor.can("shipping.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Import a table."""
        return (_("Import or type"), reverse("goods_import")) if self.actor.can("shipping.write") else None
