"""Ready-made catalog rows for tests of any context."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from storecrew.contexts.catalog.facts import ProductRow, RowResult, VariantRow
from storecrew.contexts.catalog.operations.upsert import upsert_products
from storecrew.kernel.actor import system_actor

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ACTOR = system_actor("tests")


def row(slug: str = "tee", **changes: Any) -> ProductRow:
    """A live shirt with the variants red and blue; name any field of ProductRow to differ."""
    values: dict[str, Any] = {
        "slug": slug,
        "title": slug.replace("-", " ").title(),
        "status": "live",
        "variants": (
            VariantRow(sku=f"{slug}-red".upper(), options={"Color": "Red"}, weight_g=200),
            VariantRow(sku=f"{slug}-blue".upper(), options={"Color": "Blue"}, weight_g=210),
        ),
    }
    return ProductRow(**(values | changes))


def make_products(rows: Iterable[ProductRow]) -> list[RowResult]:
    """Write the rows as the tests' actor."""
    return upsert_products(rows, actor=ACTOR, at=AT)


def make_product(slug: str = "tee", **changes: Any) -> RowResult:
    """Write one product and return what became of it (its ids)."""
    return make_products([row(slug, **changes)])[0]


def make_sellable(*product_ids: int) -> None:
    """Give products all that is asked of what goes live: a channel, prices and a tax class."""
    from storecrew.contexts.catalog import public as catalog
    from storecrew.contexts.channels.tests.factories import make_channel
    from storecrew.contexts.pricing.models import TaxClass
    from storecrew.contexts.pricing.tests.factories import make_prices

    channel = make_channel("eu")
    TaxClass.objects.get_or_create(code="standard", defaults={"name": "Standard"})
    catalog.set_listing(
        product_ids=list(product_ids), channel_id=channel.id, published=True, actor=ACTOR, at=AT
    )
    for ids in catalog.variant_ids_of_products(product_ids).values():
        make_prices(channel, dict.fromkeys(ids, 1_000), at=AT)
