"""What shoppers wait for: sold-out articles with how many asked to hear, and since when."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.contexts.inventory.models import StockLevel
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.ui.backoffice.parts import link, queue
from storecrew.surfaces.ui.backoffice.registry import Look, Queue, QueueItem, register_queue

State = WaitListEntry.State


def waited_for() -> QuerySet[Any]:
    """Return the variants that somebody waits for or was told of lately, with the counts of both."""
    entries = WaitListEntry.objects.filter(variant=OuterRef("pk")).order_by().values("variant")
    levels = StockLevel.objects.filter(variant=OuterRef("pk")).order_by().values("variant")

    def of(rows: QuerySet[Any], value: Any) -> Subquery:
        return Subquery(rows.annotate(found=value).values("found"))

    # A few of many articles: the counts are made for those only.
    asked_for = WaitListEntry.objects.exclude(state=State.ASKED).values("variant")
    return (
        Variant.objects.filter(pk__in=asked_for)
        .select_related("product")
        .annotate(
            waiting=Coalesce(of(entries, Count("pk", filter=Q(state=State.WAITING))), 0),
            told=Coalesce(of(entries, Count("pk", filter=Q(state=State.TOLD))), 0),
            since=of(entries.filter(state=State.WAITING), Min("confirmed_at")),
            last_told=of(entries, Max("told_at")),
            on_hand=Coalesce(of(levels, Sum("on_hand")), 0, output_field=IntegerField()),
        )
    )


class WaitList(Listing):
    """Demand that the shop could not serve, by article."""

    code = "inventory.wait_list"
    title = gettext_lazy("Waited for")
    walks = False
    permission = "inventory.read"
    search_fields = ("sku", "product__title")
    default_sort = "-waiting"
    empty_title = gettext_lazy("Nobody waits for anything")
    empty_text = gettext_lazy(
        "Shoppers who leave their address on a sold-out article are counted here, and are told by themselves "
        "when it is back: no more of them at a time than there are units."
    )
    columns = (
        Column("sku", gettext_lazy("SKU"), "sku", sort="sku", primary=True),
        Column("title", gettext_lazy("Article"), "product.title", sort="product__title"),
        Column("options", gettext_lazy("Options"), lambda row: " · ".join(row.options.values())),
        Column("waiting", gettext_lazy("Waiting shoppers"), "waiting", kind="number", sort="waiting"),
        Column("since", gettext_lazy("Waiting since"), "since", kind="datetime", sort="since"),
        Column("told", gettext_lazy("Told in 30 days"), "told", kind="number", sort="told"),
        Column("last_told", gettext_lazy("Last told"), "last_told", kind="datetime", sort="last_told"),
        Column("on_hand", gettext_lazy("On hand"), "on_hand", kind="number", sort="on_hand"),
    )
    filters = (
        Filter("waiting", gettext_lazy("Waiting shoppers"), "number", "waiting"),
        Filter("since", gettext_lazy("Waiting since"), "date", "since"),
        Filter("on_hand", gettext_lazy("On hand"), "number", "on_hand"),
    )
    views = (SystemView(gettext_lazy("Most wanted"), "f.waiting.op=min&f.waiting=2&sort=-waiting"),)

    def rows(self) -> QuerySet[Any]:
        """Return the articles with at least one confirmed shopper."""
        return waited_for()

    def row_url(self, row: Variant) -> str:
        """Return the article's stock at its locations."""
        return f"{reverse('stock_list')}?q={row.sku}"


def _most_wanted(look: Look) -> Queue:
    def item(row: Any) -> QueueItem:
        words = _("%(title)s · %(count)s waiting") % {"title": row.product.title, "count": row.waiting}
        return QueueItem(row.sku, f"{reverse('stock_list')}?q={row.sku}", words, row.since)

    return queue(
        _("Sold out and waited for"),
        waited_for().filter(waiting__gt=0).order_by("-waiting", "since"),
        item,
        url=link("stock_wait_list"),
        empty=_("Nobody waits for a sold-out article."),
    )


register_queue(("inventory_manager", "ecommerce_sme"), _most_wanted, permission="inventory.read", order=70)
