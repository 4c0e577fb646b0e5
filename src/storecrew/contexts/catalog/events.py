"""What happened in the catalog. Ids only; listeners read what they need."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class ProductChanged(Event):
    """One product, one of its variants, images, categories or listings changed."""

    look_again = True

    product_id: int


@dataclass(frozen=True)
class ProductsChanged(Event):
    """The same for many products at once (imports, bulk edits): at most 1,000 ids an event."""

    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class ProductsDeleted(Event):
    """Products that were never sold were removed for good."""

    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class CategoryChanged(Event):
    """A category was made, changed, moved, merged or removed (its subtree with it)."""

    category_id: int


@dataclass(frozen=True)
class CollectionChanged(Event):
    """The name, the rules or the visibility of a collection changed."""

    collection_id: int


@dataclass(frozen=True)
class ProductTypeChanged(Event):
    """Attributes, choices or facets of a product type changed."""

    product_type_id: int
