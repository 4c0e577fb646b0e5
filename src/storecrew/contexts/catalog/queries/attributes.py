"""The schemas of product types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.catalog.errors import ProductTypeNotFound
from storecrew.contexts.catalog.facts import AttributeSchema
from storecrew.contexts.catalog.models import Attribute, ProductType
from storecrew.kernel.kept import kept
from storecrew.kernel.reads import compiled_once

TYPES_TAG = "product_types"
"""What is bumped when a product type or its attributes change."""

_FIELDS = (
    "code", "name", "kind", "unit", "choices", "is_facet", "is_variant_level", "is_required", "position",
    "product_type__code", "translations",
)  # fmt: skip


@compiled_once
def _all() -> QuerySet[Attribute, tuple[Any, ...]]:
    return Attribute.objects.order_by("position", "id").values_list(*_FIELDS)


@compiled_once
def _of_types(type_codes: list[str]) -> QuerySet[Attribute, tuple[Any, ...]]:
    attributes = Attribute.objects.filter(product_type__code__in=type_codes)
    return attributes.order_by("position", "id").values_list(*_FIELDS)


def attribute_schemas(*, type_codes: Iterable[str] | None = None) -> list[AttributeSchema]:
    """All attributes (of the given types) in the order of their types' forms; one query, or kept."""
    return list(_schemas(None if type_codes is None else tuple(type_codes)))


@kept(TYPES_TAG)
def _schemas(type_codes: tuple[str, ...] | None) -> tuple[AttributeSchema, ...]:
    rows = _all() if type_codes is None else _of_types(type_codes=list(type_codes))
    return tuple(
        AttributeSchema(code, name, kind, unit, tuple(choices), *rest)
        for code, name, kind, unit, choices, *rest in rows
    )


def product_types() -> list[tuple[str, str]]:
    """Code and name of all product types."""
    return list(ProductType.objects.values_list("code", "name"))


def product_type(code: str) -> ProductType:
    """The type's row. Raises :class:`ProductTypeNotFound`."""
    found = ProductType.objects.filter(code=code).first()
    if found is None:
        raise ProductTypeNotFound(code=code)
    return found
