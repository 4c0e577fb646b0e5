"""What shoppers wish for: articles by how many lists they are on, beside their stock."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.wishes.models import Wish
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView


def wished_for() -> QuerySet[Any]:
    """Return the variants that are on a wish list, with the counts of lists, customers and units."""
    wishes = Wish.objects.filter(variant=OuterRef("pk")).order_by().values("variant")
    levels = StockLevel.objects.filter(variant=OuterRef("pk")).order_by().values("variant")

    def of(rows: QuerySet[Any], value: Any) -> Subquery:
        return Subquery(rows.annotate(found=value).values("found"))

    return (
        Variant.objects.filter(pk__in=Wish.objects.values("variant"))
        .select_related("product")
        .annotate(
            lists=Coalesce(of(wishes, Count("pk")), 0),
            people=Coalesce(of(wishes, Count("wish_list__customer", distinct=True)), 0),
            units=Coalesce(of(wishes, Sum("quantity")), 0),
            newest=of(wishes, Max("added_at")),
            on_hand=Coalesce(of(levels, Sum("on_hand")), 0, output_field=IntegerField()),
        )
    )


class WishedFor(Listing):
    """Demand that has not become orders yet, by article."""

    code = "inventory.wished_for"
    title = gettext_lazy("Wished for")
    walks = False
    permission = "inventory.read"
    search_fields = ("sku", "product__title")
    default_sort = "-lists"
    empty_title = gettext_lazy("Nothing is on a wish list")
    empty_text = gettext_lazy(
        "What shoppers put on their wish lists is counted here, with the stock that there is of it. "
        "Whose lists they are is not shown."
    )
    columns = (
        Column("sku", gettext_lazy("SKU"), "sku", sort="sku", primary=True),
        Column("title", gettext_lazy("Article"), "product.title", sort="product__title"),
        Column("options", gettext_lazy("Options"), lambda row: " · ".join(row.options.values())),
        Column("lists", gettext_lazy("Wish lists"), "lists", kind="number", sort="lists"),
        Column("people", gettext_lazy("Customers"), "people", kind="number", sort="people"),
        Column("units", gettext_lazy("Units wished for"), "units", kind="number", sort="units"),
        Column("newest", gettext_lazy("Last wished for"), "newest", kind="datetime", sort="newest"),
        Column("on_hand", gettext_lazy("On hand"), "on_hand", kind="number", sort="on_hand"),
    )
    filters = (
        Filter("lists", gettext_lazy("Wish lists"), "number", "lists"),
        Filter("units", gettext_lazy("Units wished for"), "number", "units"),
        Filter("newest", gettext_lazy("Last wished for"), "date", "newest"),
        Filter("on_hand", gettext_lazy("On hand"), "number", "on_hand"),
    )
    views = (SystemView(gettext_lazy("Sold out"), "f.on_hand.op=max&f.on_hand=0&sort=-lists"),)

    def rows(self) -> QuerySet[Any]:
        """Return the articles that are on a list."""
        return wished_for()

    def row_url(self, row: Variant) -> str:
        """Return the article's stock at its locations."""
        return f"{reverse('stock_list')}?q={row.sku}"
