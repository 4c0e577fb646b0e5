"""The whole catalog as our own CSV, which reads back without a difference."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fields import public as fields
from storecrew.contexts.imports.operations.custom_values import PRODUCT, VARIANT
from storecrew.contexts.imports.operations.links import COLUMNS
from storecrew.contexts.imports.rules.cells import ON_REQUEST, join_list, safe_cell
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

_BATCH = 500
_PRODUCT = (
    "slug",
    "title",
    "subtitle",
    "description",
    "brand",
    "product_type",
    "status",
    "channels",
    "categories",
    "tags",
    "accessories",
    "substitutes",
    "seo_title",
    "seo_description",
)
_VARIANT = (
    "sku",
    "barcode",
    "options",
    "active",
    "digital",
    "tax_class",
    "weight_g",
    "length_mm",
    "width_mm",
    "height_mm",
)
_IMAGES = ("images", "image_alts", "image_skus")
_TRANSLATED = ("title", "subtitle", "description", "seo_title", "seo_description")


@dataclass
class _Columns:
    """The columns beyond the fixed ones that this catalog needs."""

    attributes: set[str] = field(default_factory=set)
    variant_attributes: set[str] = field(default_factory=set)
    translations: set[tuple[str, str]] = field(default_factory=set)
    prices: set[str] = field(default_factory=set)
    strikes: set[str] = field(default_factory=set)
    costs: set[str] = field(default_factory=set)
    locations: set[str] = field(default_factory=set)
    fields: list[str] = field(default_factory=list)
    variant_fields: list[str] = field(default_factory=list)

    def names(self) -> list[str]:
        return [
            *_PRODUCT,
            *(f"{name}:{locale}" for locale, name in sorted(self.translations)),
            *(f"attribute:{code}" for code in sorted(self.attributes)),
            *(f"field:{key}" for key in self.fields),
            *_VARIANT,
            *(f"variant_attribute:{code}" for code in sorted(self.variant_attributes)),
            *(f"variant_field:{key}" for key in self.variant_fields),
            *(f"price:{code}" for code in sorted(self.prices)),
            *(f"compare_at:{code}" for code in sorted(self.strikes)),
            *(f"cost:{currency}" for currency in sorted(self.costs)),
            *(f"stock:{code}" for code in sorted(self.locations)),
            *_IMAGES,
        ]


def export_catalog(
    out: TextIO, *, actor: Actor, progress: Callable[[int], None] = lambda done: None
) -> tuple[int, int]:
    """Write every product with all it has; returns how many products and variants.

    One row per variant, the product's own columns on its first row. Cells are inert in a spreadsheet.
    Costs are
    only written for those who may see them. Memory does not grow with the catalog: it is read twice, once for
    the columns it needs.
    """
    actor.require("catalog.export")
    may_see_costs = actor.can("pricing.cost_read")
    columns = _Columns(
        fields=[each.spec.key for each in fields.fields_of(PRODUCT)],
        variant_fields=[each.spec.key for each in fields.fields_of(VARIANT)],
    )
    for ids in _ids():
        _collect(ids, columns, may_see_costs=may_see_costs)
    writer = csv.DictWriter(out, columns.names(), restval="", extrasaction="ignore")
    writer.writeheader()
    products = variants = 0
    for ids in _ids():
        for cells in _records(ids, columns):
            products += bool(cells.get("slug") and cells.get("title"))
            variants += bool(cells.get("sku"))
            writer.writerow({name: safe_cell(cell) for name, cell in cells.items()})
        progress(products)
    audit.record(
        actor=actor,
        action="imports.catalog_exported",
        record="imports.export",
        record_id="catalog",
        at=clock.now(),
        after={"products": products, "variants": variants},
    )
    return products, variants


def _ids() -> Iterator[list[int]]:
    last = 0
    while ids := catalog.product_ids(after=last, limit=_BATCH):
        last = ids[-1]
        yield ids


def _collect(ids: list[int], columns: _Columns, *, may_see_costs: bool) -> None:
    skus = []
    for row in catalog.product_rows(ids):
        columns.attributes.update(row.attributes or ())
        for locale, texts in (row.translations or {}).items():
            columns.translations.update((locale, name) for name in texts if name in _TRANSLATED)
        for variant in row.variants:
            skus.append(variant.sku)
            columns.variant_attributes.update(variant.attributes or ())
    variant_ids = list(catalog.variant_ids_by_sku(skus).values())
    for price in pricing.stored_prices(variant_ids):
        code = _price_code(price)
        columns.prices.add(code)
        if price.compare_at_amount is not None:
            columns.strikes.add(code)
    if may_see_costs:
        columns.costs.update(
            currency for costs in pricing.stored_costs(variant_ids).values() for currency in costs
        )
    columns.locations.update(level.location_code for level in _levels(variant_ids, _digital(variant_ids)))


def _price_code(price: pricing.StoredPrice) -> str:
    return price.price_list if price.min_quantity == 1 else f"{price.price_list}@{price.min_quantity}"


def _records(ids: list[int], columns: _Columns) -> Iterator[dict[str, Any]]:
    rows = list(catalog.product_rows(ids))
    by_sku = catalog.variant_ids_by_sku(variant.sku for row in rows for variant in row.variants)
    numbers = _numbers(list(by_sku.values()), columns)
    own = _field_cells(PRODUCT, ids, "field", columns.fields)
    related = _link_cells(ids)
    each_own = _field_cells(VARIANT, list(by_sku.values()), "variant_field", columns.variant_fields)
    for product_id, row in zip(ids, rows, strict=True):
        first: dict[str, Any] = {
            **_product_cells(row),
            **related.get(product_id, {}),
            **own.get(product_id, {}),
        }
        for variant in row.variants:
            yield {
                **first,
                "slug": row.slug,
                **_variant_cells(variant),
                **numbers.get(by_sku[variant.sku], {}),
                **each_own.get(by_sku[variant.sku], {}),
            }
            first = {}
        if not row.variants:
            yield first


def _product_cells(row: catalog.ProductRow) -> dict[str, Any]:
    images = [image for image in row.images or () if image.url]
    cells: dict[str, Any] = {
        "slug": row.slug,
        "title": row.title,
        "subtitle": row.subtitle,
        "description": row.description,
        "brand": row.brand,
        "product_type": row.product_type,
        "status": row.status,
        "channels": join_list(list(row.channels)),
        "categories": join_list([join_list(list(path), ">") for path in row.categories or ()]),
        "tags": join_list(list(row.tags or ())),
        "seo_title": row.seo_title,
        "seo_description": row.seo_description,
        "images": join_list([image.url for image in images]),
        "image_alts": join_list([image.alt for image in images]),
        "image_skus": join_list([image.variant_sku for image in images]),
    }
    for locale, texts in (row.translations or {}).items():
        cells.update({f"{name}:{locale}": text for name, text in texts.items()})
    cells.update({f"attribute:{code}": _value(value) for code, value in (row.attributes or {}).items()})
    return cells


def _link_cells(ids: list[int]) -> dict[int, dict[str, str]]:
    """Return the products that go with products, by their addresses, as cells by id."""
    related = catalog.relations_of(ids)
    slugs = catalog.product_slugs(
        {id_ for kinds in related.values() for several in kinds.values() for id_ in several}
    )
    return {
        product_id: {
            COLUMNS[kind]: join_list([slugs[id_] for id_ in several]) for kind, several in kinds.items()
        }
        for product_id, kinds in related.items()
    }


def _field_cells(record: str, ids: list[int], column: str, keys: list[str]) -> dict[int, dict[str, Any]]:
    """Return the custom fields of records as cells, by id."""
    found = fields.values_of(record, ids) if keys else {}
    return {
        record_id: {f"{column}:{key}": _plain(one.value) for key, one in values.items()}
        for record_id, values in found.items()
    }


def _plain(value: fields.Plain | None) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _variant_cells(variant: catalog.VariantRow) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "sku": variant.sku,
        "barcode": variant.barcode,
        "options": join_list(
            [join_list([name, value], "=") for name, value in (variant.options or {}).items()]
        ),
        "active": "yes" if variant.active else "no",
        "tax_class": variant.tax_class,
        "weight_g": variant.weight_g,
        "length_mm": variant.length_mm,
        "width_mm": variant.width_mm,
        "height_mm": variant.height_mm,
    }
    cells.update(
        {f"variant_attribute:{code}": _value(value) for code, value in (variant.attributes or {}).items()}
    )
    return cells


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return join_list([str(item) for item in value])
    if isinstance(value, dict):
        return join_list([str(value.get("url") or value.get("name") or "")])
    return join_list([str(value)])


def _numbers(variant_ids: list[int], columns: _Columns) -> dict[int, dict[str, Any]]:
    """Prices, costs and stock of variants as cells."""
    currencies = pricing.list_currencies()
    cells: dict[int, dict[str, Any]] = {variant_id: {} for variant_id in variant_ids}
    for price in pricing.stored_prices(variant_ids):
        code, currency = _price_code(price), currencies[price.price_list]
        shown = ON_REQUEST if price.on_request else Money(price.amount, currency).decimal
        cells[price.variant_id][f"price:{code}"] = shown
        if price.compare_at_amount is not None:
            cells[price.variant_id][f"compare_at:{code}"] = Money(price.compare_at_amount, currency).decimal
    if columns.costs:
        for variant_id, costs in pricing.stored_costs(variant_ids).items():
            for currency, amount in costs.items():
                cells[variant_id][f"cost:{currency}"] = Money(amount, currency).decimal
    digital = _digital(variant_ids)
    for variant_id in digital:
        cells[variant_id]["digital"] = "yes"
    for level in _levels(variant_ids, digital):
        cells[level.variant_id][f"stock:{level.location_code}"] = level.on_hand
    return cells


def _digital(variant_ids: list[int]) -> set[int]:
    return {variant_id for variant_id, facts in catalog.variants(variant_ids).items() if facts.digital}


def _levels(variant_ids: list[int], digital: set[int]) -> list[inventory.LevelFacts]:
    """Return where variants lie; the stock of digital ones are their codes, which no table brings."""
    return [level for level in inventory.levels(variant_ids) if level.variant_id not in digital]
