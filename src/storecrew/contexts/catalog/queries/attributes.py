"""The schemas of product types."""

from __future__ import annotations

from collections.abc import Iterable

from storecrew.contexts.catalog.errors import ProductTypeNotFound
from storecrew.contexts.catalog.facts import AttributeSchema
from storecrew.contexts.catalog.models import Attribute, ProductType


def attribute_schemas(*, type_codes: Iterable[str] | None = None) -> list[AttributeSchema]:
    """All attributes (of the given types) in the order of their types' forms; one query."""
    attributes = Attribute.objects.order_by("position", "id")
    if type_codes is not None:
        attributes = attributes.filter(product_type__code__in=list(type_codes))
    rows = attributes.values_list(
        "code", "name", "kind", "unit", "choices", "is_facet", "is_variant_level", "is_required", "position",
        "product_type__code", "translations",
    )  # fmt: skip
    return [
        AttributeSchema(code, name, kind, unit, tuple(choices), *rest)
        for code, name, kind, unit, choices, *rest in rows
    ]


def product_types() -> list[tuple[str, str]]:
    """Code and name of all product types."""
    return list(ProductType.objects.values_list("code", "name"))


def product_type(code: str) -> ProductType:
    """The type's row. Raises :class:`ProductTypeNotFound`."""
    found = ProductType.objects.filter(code=code).first()
    if found is None:
        raise ProductTypeNotFound(code=code)
    return found
