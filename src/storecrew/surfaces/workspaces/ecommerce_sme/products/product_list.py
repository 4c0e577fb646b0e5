"""The list of products: pictures, prices and stock are read for the whole page at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import (
    Category,
    Listing,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
)
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.listing import Listing as BackOfficeList
from storecrew.surfaces.ui.numbers import share
from storecrew.surfaces.workspaces.ecommerce_sme.products.bulk_actions import ACTIONS
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import (
    completeness_of,
    main_channel,
    search_products,
    status_of,
    thumbnail,
)


def _status(row: Any) -> Status:
    return status_of(row.status)


def _completeness(row: Any) -> Status:
    return completeness_of(row.completeness)


def _prices(row: Any) -> str:
    if row.price_range is None:
        return str(_("on request")) if row.on_request else ""
    lowest, highest = row.price_range
    locale = (get_language() or "en").split("-")[0]
    if lowest == highest:
        return str(lowest.format(locale))
    return f"{lowest.format(locale)} – {highest.format(locale)}"


def _last_day(row: Any) -> Any:
    planned = getattr(row, "planned_end", None)
    return planned.last_day if planned else None


def _available(row: Any) -> Status:
    tone = {"out": "bad", "low": "warning"}.get(row.stock_word, "neutral")
    return Status(str(row.available), tone)


def _type_choices() -> list[tuple[str, str]]:
    return catalog.product_types()


def _category_choices() -> list[tuple[str, str]]:
    return [(path, path.replace("/", " › ")) for path in Category.objects.values_list("url_path", flat=True)]


def _channel_choices() -> list[tuple[str, str]]:
    return [(c.code, c.name) for c in channels.all_channels()]


def _pick(rows: QuerySet[Any], op: str, wanted: Q) -> QuerySet[Any]:
    return rows.exclude(wanted) if op == "not" else rows.filter(wanted)


def _in_category(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    """Narrow to products of the categories, subcategories included."""
    inside = Q()
    for path in values:
        inside |= Q(category__url_path=path) | Q(category__url_path__startswith=f"{path}/")
    return _pick(rows, op, Q(pk__in=ProductCategory.objects.filter(inside).values("product_id")))


def _in_channel(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    listed = Listing.objects.filter(published=True, channel__code__in=values)
    return _pick(rows, op, Q(pk__in=listed.values("product_id")))


def _without_image(rows: QuerySet[Any], _op: str, values: list[str]) -> QuerySet[Any]:
    pictures = Exists(ProductImage.objects.filter(product_id=OuterRef("pk")))
    return rows.filter(~pictures) if values[0] == "1" else rows.filter(pictures)


def _out_of_stock(rows: QuerySet[Any], _op: str, values: list[str]) -> QuerySet[Any]:
    """Narrow to products of which no location that serves the default channel has a free unit."""
    channel = channels.facts(None)
    taken = F("allocated") + F("reserved") + F("safety") + F("quality_hold") + F("quarantine") + F("damaged")
    free = StockLevel.objects.filter(
        variant__product_id=OuterRef("pk"),
        variant__active=True,
        on_hand__gt=taken,
        location__active=True,
        location__channels__channel_id=channel.id,
    )
    return rows.filter(~Exists(free)) if values[0] == "1" else rows.filter(Exists(free))


def _ending(rows: QuerySet[Any], _op: str, values: list[str]) -> QuerySet[Any]:
    """Narrow to live products that sell off today."""
    begun = Q(status="live", planned_end__starts_on__lte=channels.house_day(clock.now()))
    return rows.filter(begun) if values[0] == "1" else rows.exclude(begun)


class ProductList(BackOfficeList):
    """All products."""

    code = "catalog.products"
    title = _("Products")
    permission = "catalog.read"
    export_permission = "catalog.export"
    template = "ecommerce_sme/products/list.html"
    search_fields = ("title",)
    search_hint = _("Title, brand, SKU or barcode")
    default_sort = "-changed"
    custom_record = "catalog.product"
    empty_title = _("No product yet")
    empty_text = _("Make the first one here, or import a file of your old shop.")
    columns = (
        Column("image", _("Image"), "thumbnail", kind="image"),
        Column("title", _("Product"), sort="title", primary=True),
        Column("type", _("Type"), "product_type.name", sort="product_type__name"),
        Column("status", _("Status"), _status, kind="status", sort="status"),
        Column(
            "completeness",
            _("Complete"),
            _completeness,
            kind="status",
            sort="completeness",
            export=lambda row: share(row.completeness, 100),
        ),
        Column("variants", _("Variants"), "variant_count", kind="number", sort="variant_count"),
        Column("prices", _("Price"), _prices, kind="money", permission="pricing.read"),
        Column("available", _("Available"), _available, kind="status", export=lambda row: row.available),
        Column("brand", _("Brand"), sort="brand", default=False),
        Column("slug", _("Address"), sort="slug", default=False),
        Column("skus", _("SKUs"), kind="tags", default=False),
        Column("tags", _("Tags"), kind="tags", default=False),
        Column("launched", _("Live since"), "launched_at", kind="date", sort="launched_at", default=False),
        Column("ends", _("Last day"), _last_day, kind="date", sort="planned_end__last_day", default=False),
        Column("changed", _("Changed"), "updated_at", kind="datetime", sort="updated_at", default=False),
    )
    filters = (
        Filter("status", _("Status"), "choice", "status", choices=Product.Status.choices),
        Filter("type", _("Type"), "choice", "product_type__code", choices=_type_choices),
        Filter("category", _("Category"), "choice", choices=_category_choices, apply=_in_category),
        Filter("completeness", _("Completeness"), "number", "completeness"),
        Filter("channel", _("Listed in"), "choice", choices=_channel_choices, apply=_in_channel),
        Filter("no_image", _("Without image"), "boolean", apply=_without_image),
        Filter("out", _("Out of stock"), "boolean", apply=_out_of_stock),
        Filter("brand", _("Brand"), "text", "brand"),
        Filter("ends", _("Last day"), "date", "planned_end__last_day"),
        Filter("ending", _("Sells off"), "boolean", apply=_ending),
        Filter("changed", _("Changed"), "date", "updated_at"),
    )
    views = (
        SystemView(_("Live"), "f.status=live"),
        SystemView(_("Ideas"), "f.status=idea"),
        SystemView(_("Drafts"), "f.status=draft"),
        SystemView(_("Approved"), "f.status=approved"),
        SystemView(_("Sells off"), "f.ending=1&sort=ends"),
        SystemView(_("To complete"), "f.completeness.op=max&f.completeness=79&sort=completeness"),
        SystemView(_("Without image"), "f.no_image=1"),
        SystemView(_("Live, sold out"), "f.status=live&f.out=1"),
    )
    bulk_actions = ACTIONS

    def rows(self) -> QuerySet[Product]:
        """Return all products with their number of variants, counted for the rows of the page alone."""
        own = Variant.objects.filter(product_id=OuterRef("pk"), active=True).order_by().values("product_id")
        counted = Subquery(own.annotate(count=Count("pk")).values("count"))
        return Product.objects.select_related("product_type", "planned_end").annotate(
            variant_count=Coalesce(counted, 0)
        )

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by title, brand, address, SKU or barcode."""
        return search_products(rows, text)

    def load(self, rows: list[Any]) -> list[Any]:
        """Read pictures, SKUs, prices and stock of all the rows at once."""
        cards = catalog.cards([row.pk for row in rows])
        ids = [id_ for card in cards.values() for id_ in card.variant_ids]
        channel = main_channel(self.actor)
        offers, stock = pricing.Offers({}, frozenset()), {}
        if channel is not None:
            offers = pricing.offers_for(ids, channel=channel, at=clock.now(), with_strike=False)
            stock = inventory.available_to_promise(ids, channel_id=channel.id)
        wants_skus = any(column.key == "skus" for column in self.shown_columns)
        skus = {id_: v.sku for id_, v in catalog.variants(ids).items()} if wants_skus else {}
        for row in rows:
            card = cards.get(row.pk)
            own = card.variant_ids if card else ()
            row.thumbnail = thumbnail(card.image) if card else ""
            row.price_range = _range([offers.prices[id_].price for id_ in own if id_ in offers.prices])
            row.on_request = any(id_ in offers.on_request for id_ in own)
            row.available = sum(stock[id_].available for id_ in own if id_ in stock)
            words = {stock[id_].word for id_ in own if id_ in stock}
            row.stock_word = next((word for word in ("in_stock", "low") if word in words), "out")
            row.skus = [skus[id_] for id_ in own if id_ in skus]
        return rows

    def row_url(self, row: Any) -> str:
        """Open the product."""
        return reverse("products_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a new product."""
        return (_("New product"), reverse("products_add")) if self.actor.can("catalog.write") else None

    def extra_context(self) -> dict[str, Any]:
        """Name the channel that prices and stock are of, and lead to the grid with the same products."""
        return {"channel": main_channel(self.actor), "may_write": self.actor.can("catalog.write")}


def _range(amounts: list[Money]) -> tuple[Money, Money] | None:
    if not amounts:
        return None
    ordered = sorted(amounts, key=lambda money: money.amount)
    return ordered[0], ordered[-1]
