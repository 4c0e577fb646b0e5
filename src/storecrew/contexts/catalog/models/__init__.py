"""Tables of the catalog. Only the operations of this context write to them."""

from storecrew.contexts.catalog.models.places import Category, Collection, PathRedirect, ProductCategory
from storecrew.contexts.catalog.models.products import (
    Listing,
    PlannedEnd,
    Product,
    ProductImage,
    ProductRelation,
    Variant,
)
from storecrew.contexts.catalog.models.types import Attribute, ProductType

__all__ = [
    "Attribute",
    "Category",
    "Collection",
    "Listing",
    "PathRedirect",
    "PlannedEnd",
    "Product",
    "ProductCategory",
    "ProductImage",
    "ProductRelation",
    "ProductType",
    "Variant",
]
