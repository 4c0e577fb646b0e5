"""Values go with their records; harmless when repeated."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fields.operations.filling import forget
from storecrew.kernel import outbox


@outbox.subscribe(catalog.ProductsDeleted)
def forget_products(event: catalog.ProductsDeleted) -> None:
    """Delete what was written of products that are gone."""
    forget("catalog.product", event.product_ids)
