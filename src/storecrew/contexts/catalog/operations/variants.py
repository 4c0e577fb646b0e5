"""Variants of a product: made, changed, switched off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import InvalidProduct, SkuTaken, VariantNotFound
from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.models import Attribute, Product, Variant
from storecrew.contexts.catalog.operations.common import checked_values, find_product, product_written, touch
from storecrew.contexts.catalog.rules.attributes import InvalidValue, clean_value
from storecrew.contexts.catalog.rules.barcodes import InvalidBarcode, clean_barcode
from storecrew.contexts.catalog.rules.rows import MAX_MEASURE, MEASURES
from storecrew.contexts.catalog.rules.text import attribute_code, clean_line, normalize_sku, slugify
from storecrew.kernel.actor import Actor

FIELDS = ("sku", "barcode", "options", "attributes", *MEASURES, "tax_class", "active", "position")


def save_variant(
    *,
    product_id: int,
    row: VariantRow,
    actor: Actor,
    at: dt.datetime,
    variant_id: int | None = None,
    position: int | None = None,
) -> int:
    """Make a variant, or change the one with ``variant_id``; returns its id.

    Fields of the row that are ``None`` stay. Raises InvalidProduct (fields by name), InvalidAttribute,
    SkuTaken, VariantNotFound (not of this product), ProductNotFound.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        product = find_product(product_id)
        variant = _variant(product, variant_id)
        before = {name: getattr(variant, name) for name in FIELDS} if variant.pk else {}
        values = _clean(product, row)
        if position is not None:
            values["position"] = position
        for name, value in values.items():
            setattr(variant, name, value)
        after = {
            name: getattr(variant, name) for name in FIELDS if getattr(variant, name) != before.get(name)
        }
        if variant.pk and not after:
            return variant.pk
        try:
            with transaction.atomic():
                variant.save()
        except IntegrityError:
            raise SkuTaken(sku=variant.sku) from None
        _name_options(product, variant.options)
        touch(product_id, at)
        product_written(
            product_id, "variant_updated" if before else "variant_created", actor=actor, at=at,
            before={f"{variant.sku}.{name}": before[name] for name in after} if before else None,
            after={f"{variant.sku}.{name}": value for name, value in after.items()},
        )  # fmt: skip
    return variant.pk


def _variant(product: Product, variant_id: int | None) -> Variant:
    if variant_id is None:
        last = product.variants.aggregate(last=Max("position"))["last"]
        return Variant(product=product, position=0 if last is None else last + 1)
    variant = product.variants.filter(pk=variant_id).first()
    if variant is None:
        raise VariantNotFound(variant_id=variant_id)
    return variant


def _clean(product: Product, row: VariantRow) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {"sku": normalize_sku(row.sku)}
    if not values["sku"] or len(values["sku"]) > 120:
        wrong["sku"] = _("A SKU has 1 to 120 characters.")
    if row.barcode is not None:
        try:
            values["barcode"] = clean_barcode(row.barcode)
        except InvalidBarcode:
            wrong["barcode"] = _("This is not a valid GTIN: check the digits.")
    for name in MEASURES:
        value = getattr(row, name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_MEASURE:
            wrong[name] = _("This must be a whole number that is not negative.")
        values[name] = value
    if row.tax_class is not None:
        values["tax_class"] = slugify(row.tax_class)[:40] or "standard"
    if row.active is not None:
        values["active"] = row.active
    if wrong:
        raise InvalidProduct(fields=wrong)
    if row.attributes is not None:
        values["attributes"] = checked_values(product.product_type_id, row.attributes)
    if row.options is not None:
        values["options"] = {
            clean_line(key)[:60]: clean_line(text)[:200] for key, text in row.options.items()
        }
        values["attributes"] = {**values.get("attributes", {}), **_option_values(product, values["options"])}
    return values


def _option_values(product: Product, options: dict[str, str]) -> dict[str, Any]:
    """Options that the product type knows as attributes are filters, so their values are kept as such."""
    schema = {
        attribute.code: attribute
        for attribute in Attribute.objects.filter(
            product_type_id=product.product_type_id, is_variant_level=True
        )
    }
    values = {}
    for name, text in options.items():
        attribute = schema.get(attribute_code(name))
        if attribute is None:
            continue
        try:
            values[attribute.code] = clean_value(attribute, text)
        except InvalidValue as problem:
            raise InvalidProduct(fields={f"options.{name}": str(problem)}) from None
    return values


def _name_options(product: Product, options: dict[str, str]) -> None:
    new = [name for name in options if name not in product.option_names]
    if new:
        Product.objects.filter(pk=product.pk).update(option_names=[*product.option_names, *new])
