"""The list of code pools: how many codes of each article are left."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy

from storecrew.contexts.inventory.models import ArticleCode, CodePool, StockLevel
from storecrew.surfaces.ui.backoffice.columns import Status
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import word_for

State = ArticleCode.State


def pools() -> QuerySet[Any]:
    """Return the pools with their codes counted and the number from which they are low."""
    levels = StockLevel.objects.filter(variant=OuterRef("variant_id"), location__kind="digital")
    return CodePool.objects.select_related("variant__product").annotate(
        unused=Count("codes", filter=Q(codes__state=State.UNUSED)),
        given=Count("codes", filter=Q(codes__state=State.GIVEN)),
        burned=Count("codes", filter=Q(codes__state=State.BURNED)),
        low_at=Coalesce(Subquery(levels.values("low_threshold")[:1]), 0),
        last_file=Max("codes__file__at"),
    )


def state_of(row: Any) -> Status:
    """Return how a pool looks, in the words of any other stock."""
    return word_for(row.unused, row.low_at)


class PoolList(Listing):
    """Articles whose goods are codes."""

    code = "inventory.code_pools"
    title = gettext_lazy("Codes")
    permission = "inventory.read"
    search_fields = ("variant__sku", "variant__product__title")
    default_sort = "unused"
    empty_title = gettext_lazy("No article is sold as codes yet")
    empty_text = gettext_lazy(
        "License keys or gift card codes that you bought in: open a pool for an article and import its "
        "codes. Each unit that is paid gets one of its own by e-mail; the unused codes are the stock."
    )
    columns = (
        Column("sku", gettext_lazy("SKU"), "variant.sku", sort="variant__sku", primary=True),
        Column("title", gettext_lazy("Article"), "variant.product.title", sort="variant__product__title"),
        Column("unused", gettext_lazy("Unused"), "unused", kind="number", sort="unused"),
        Column("given", gettext_lazy("Given"), "given", kind="number", sort="given"),
        Column("burned", gettext_lazy("Ended"), "burned", kind="number", sort="burned"),
        Column("last_file", gettext_lazy("Last import"), "last_file", kind="datetime", sort="last_file"),
        Column("state", gettext_lazy("State"), state_of, kind="status"),
    )
    filters = (
        Filter("unused", gettext_lazy("Unused"), "number", "unused"),
        Filter("last_file", gettext_lazy("Last import"), "date", "last_file"),
    )
    views = (SystemView(gettext_lazy("Nearly used up"), "f.unused.op=max&f.unused=10&sort=unused"),)

    def rows(self) -> QuerySet[Any]:
        """Return every pool; codes lie at no location of their own, so no reader is narrowed."""
        return pools().filter(pk=F("pk"))

    def row_url(self, row: CodePool) -> str:
        """Return the page of the pool."""
        return reverse("stock_code_pool", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a pool for another article."""
        write = self.actor.can("inventory.write")
        return (gettext_lazy("Open a code pool"), reverse("stock_code_add")) if write else None
