"""The testers' home: what nobody can buy, before a customer writes about it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.models import Product, Variant
from storecrew.contexts.pricing.models import Price
from storecrew.surfaces.ui.backoffice.parts import link, queue
from storecrew.surfaces.ui.backoffice.registry import Look, Queue, QueueItem, register_queue


def _without_price(look: Look) -> Queue:
    """List variants on sale that nobody can buy, because no price list names them."""

    def item(row: Variant) -> QueueItem:
        return QueueItem(
            row.sku, link("products_record", row.product_id), row.product.title, row.product.updated_at, "bad"
        )

    priced = Price.objects.filter(variant_id=OuterRef("pk"))
    live = Product.objects.filter(pk=OuterRef("product_id"), status="live")
    rows = Variant.objects.filter(Exists(live), ~Exists(priced), active=True)
    return queue(
        _("On sale without a price"),
        rows.select_related("product").order_by("-pk"),
        item,
        empty=_("Every variant on sale has a price."),
    )


register_queue("tester", _without_price, permission="pricing.read", order=50)
