"""What the pages about products add to the menu, the homes and the palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog.models import Product, Variant
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    Queue,
    QueueItem,
    Tile,
    register_menu,
    register_palette_source,
    register_queue,
    register_tile,
)
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import COMPLETE_ENOUGH, STATUS_WORDS

TO_COMPLETE = f"?f.completeness.op=max&f.completeness={COMPLETE_ENOUGH - 1}&sort=completeness"
SHOWN = 8

register_menu(
    gettext_lazy("Products"), "products_list", "tag", "catalog.read", "catalog", order=10,
    keywords=gettext_lazy("articles SKU variants"),
)  # fmt: skip
register_menu(gettext_lazy("Edit many"), "products_grid", "table", "catalog.write", "catalog", order=20)


def _to_complete(look: Look) -> Queue | None:
    """Return what shoppers see or soon will see, and what lacks most."""
    rows = Product.objects.filter(completeness__lt=COMPLETE_ENOUGH).exclude(
        status__in=("idea", "end_of_life")
    )
    # What is live comes first: its gaps are seen today ("live" sorts after "draft" and "approved").
    first = rows.order_by("-status", "completeness", "pk")[:SHOWN]
    return Queue(
        _("Products to complete"),
        [
            QueueItem(
                row.title,
                reverse("products_record", args=[row.pk]),
                f"{row.completeness}% · {STATUS_WORDS[row.status]}",
                row.updated_at,
                "warning" if row.status == "live" else "neutral",
            )
            for row in first
        ],
        total=rows.count(),
        url=reverse("products_list") + TO_COMPLETE,
        empty=_("Every product is well described."),
    )


def _tiles(look: Look) -> list[Tile]:
    numbers = Product.objects.aggregate(
        live=Count("pk", filter=Q(status="live")),
        drafts=Count("pk", filter=Q(status="draft")),
        poor=Count("pk", filter=Q(status="live", completeness__lt=COMPLETE_ENOUGH)),
    )
    products = reverse("products_list")
    return [
        Tile(_("Live products"), str(numbers["live"]), url=f"{products}?f.status=live"),
        Tile(_("Drafts"), str(numbers["drafts"]), url=f"{products}?f.status=draft"),
        Tile(
            _("Live, but incomplete"),
            str(numbers["poor"]),
            url=f"{products}{TO_COMPLETE}&f.status=live",
            tone="warning" if numbers["poor"] else "good",
            definition=_("Live products whose completeness is below %(n)s%%.") % {"n": COMPLETE_ENOUGH},
        ),
    ]


def _products(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find products by title, and the product of a SKU or barcode."""
    found: dict[int, PaletteItem] = {}
    variants = Variant.objects.filter(Q(sku__istartswith=text) | Q(barcode=text)).select_related("product")
    for variant in variants.order_by("sku")[:6]:
        address = reverse("products_record", args=[variant.product_id])
        found.setdefault(
            variant.product_id, PaletteItem(variant.product.title, address, _("Product"), variant.sku)
        )
    titled = Product.objects.filter(Q(title__icontains=text) | Q(translations__ko__title__icontains=text))
    for row in titled.order_by("title", "pk")[:6]:
        address = reverse("products_record", args=[row.pk])
        found.setdefault(row.pk, PaletteItem(row.title, address, _("Product"), STATUS_WORDS[row.status]))
    return list(found.values())[:8]


register_queue(("ecommerce_sme", "content_team"), _to_complete, permission="catalog.read", order=40)
register_tile(("ecommerce_sme", "content_team"), _tiles, permission="catalog.read", order=30)
register_palette_source(_products, permission="catalog.read", order=100)
