"""What a batch of rows means for what is stored: new values, compared, nothing written yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.facts import Change, RowProblem
from storecrew.contexts.catalog.models import (
    Attribute,
    Listing,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
)
from storecrew.contexts.catalog.operations.category_paths import CategoryPaths
from storecrew.contexts.catalog.operations.schemas import GENERAL, Schemas
from storecrew.contexts.catalog.rules.attributes import InvalidValue, clean_value, clean_values
from storecrew.contexts.catalog.rules.completeness import Parts, blocks_sale, missing_parts, score
from storecrew.contexts.catalog.rules.rows import CleanRow, CleanVariant
from storecrew.contexts.catalog.rules.statuses import status_from_row
from storecrew.contexts.catalog.rules.text import attribute_code, plain_text

PRODUCT_FIELDS = (
    "id", "product_type_id", "slug", "title", "subtitle", "description", "brand", "status", "attributes",
    "option_names", "tags", "seo_title", "seo_description", "translations", "completeness", "launched_at",
    "source_key", "version", "created_at", "updated_at",
)  # fmt: skip
VARIANT_FIELDS = (
    "id", "product_id", "sku", "barcode", "options", "attributes", "weight_g", "length_mm", "width_mm",
    "height_mm", "position", "active", "tax_class",
)  # fmt: skip
# Changed by every write; not worth telling.
SILENT = frozenset({"id", "product_id", "version", "updated_at", "created_at", "completeness", "launched_at"})

Row = dict[str, Any]


@dataclass(slots=True)
class Stored:
    """What the database holds of the products of a batch; six queries whatever its size."""

    by_slug: dict[str, Row] = field(default_factory=dict)
    by_source: dict[str, Row] = field(default_factory=dict)
    variants: dict[str, Row] = field(default_factory=dict)  # by SKU
    of_product: dict[int, list[Row]] = field(default_factory=dict)
    categories: dict[int, list[int]] = field(default_factory=dict)
    channels: dict[int, dict[int, bool]] = field(default_factory=dict)
    alts: dict[int, list[str]] = field(default_factory=dict)
    image_urls: dict[int, set[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """One row, ready to be written."""

    row: CleanRow
    product: Row
    is_new: bool
    new_variants: list[Row] = field(default_factory=list)
    changed_variants: list[Row] = field(default_factory=list)
    gathered: list[tuple[int, Row]] = field(default_factory=list)  # old product, the variant as it becomes
    variants: dict[str, Row] = field(default_factory=dict)  # all of the row, by SKU
    category_ids: list[int] | None = None  # None leaves them
    channel_ids: list[int] = field(default_factory=list)  # to publish in
    changes: list[Change] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return bool(self.changes)


def load(rows: Iterable[CleanRow]) -> Stored:
    """Read everything that the rows may touch."""
    stored = Stored()
    rows = list(rows)
    keys = [row.source_key for row in rows if row.source_key]
    skus = [variant.sku for row in rows for variant in row.variants]
    wanted = Q(slug__in=[row.slug for row in rows])
    found = {row["id"]: row for row in Product.objects.filter(wanted).order_by().values(*PRODUCT_FIELDS)}
    if keys:
        by_key = Product.objects.filter(source_key__in=keys).exclude(source_key="")
        found.update((row["id"], row) for row in by_key.order_by().values(*PRODUCT_FIELDS))
    for row in found.values():
        stored.by_slug[row["slug"]] = row
        if row["source_key"]:
            stored.by_source[row["source_key"]] = row
    for variant in Variant.objects.filter(sku__in=skus).order_by().values(*VARIANT_FIELDS):
        stored.variants[variant["sku"]] = variant
    if found:
        _load_children(stored, list(found))
    return stored


def _load_children(stored: Stored, ids: list[int]) -> None:
    for variant in (
        Variant.objects.filter(product_id__in=ids).order_by("position", "id").values(*VARIANT_FIELDS)
    ):
        variant = stored.variants.setdefault(variant["sku"], variant)
        stored.of_product.setdefault(variant["product_id"], []).append(variant)
    links = ProductCategory.objects.filter(product_id__in=ids).order_by("id")
    for product_id, category_id in links.values_list("product_id", "category_id"):
        stored.categories.setdefault(product_id, []).append(category_id)
    for product_id, channel_id, published in Listing.objects.filter(product_id__in=ids).values_list(
        "product_id", "channel_id", "published"
    ):
        stored.channels.setdefault(product_id, {})[channel_id] = published
    for product_id, alt, url in ProductImage.objects.filter(product_id__in=ids).values_list(
        "product_id", "alt", "source_url"
    ):
        stored.alts.setdefault(product_id, []).append(alt)
        stored.image_urls.setdefault(product_id, set()).add(url)


class Planner:
    """Compares rows with what is stored. Keeps what several rows of one call must share."""

    def __init__(self, schemas: Schemas, paths: CategoryPaths, channels: Mapping[str, int], at: dt.datetime):
        self.schemas = schemas
        self.paths = paths
        self.channels = channels
        self.at = at

    def plan(self, row: CleanRow, stored: Stored) -> Plan | None:
        """The plan of a row; ``None`` with ``row.problems`` filled when it cannot be taken."""
        old = stored.by_source.get(row.source_key) if row.source_key else None
        old = old or stored.by_slug.get(row.slug)
        self._check_identity(row, old, stored)
        if row.problems:
            return None
        type_code = row.product_type or (self.schemas.code_of(old["product_type_id"]) if old else GENERAL)
        plan = Plan(row=row, product=dict(old) if old else self._blank(row), is_new=old is None)
        product = plan.product
        product["product_type_id"] = self.schemas.type_id(type_code)
        product["slug"] = row.slug
        product["source_key"] = row.source_key or product["source_key"]
        product.update(row.given)
        if "translations" in row.given and old:
            product["translations"] = _merged(old["translations"], row.given["translations"])
        product["attributes"] = self._attributes(row, product["attributes"], type_code, row.attributes, "")
        if row.option_names:
            kept = [name for name in product["option_names"] if name not in row.option_names]
            product["option_names"] = row.option_names + ([] if row.replace_variants else kept)
        self._plan_variants(plan, stored, type_code)
        self._plan_links(plan, stored)
        self._finish(plan, stored, type_code, old)
        return plan

    def _check_identity(self, row: CleanRow, old: Row | None, stored: Stored) -> None:
        taken = stored.by_slug.get(row.slug)
        if taken is not None and old is not None and taken["id"] != old["id"]:
            row.problems.append(
                RowProblem("slug_taken", _("Another product already has this address."), "slug", row.slug)
            )
        for variant in row.variants:
            known = stored.variants.get(variant.sku) if variant.sku not in row.gathers else None
            if known is not None and (old is None or known["product_id"] != old["id"]):
                row.problems.append(
                    RowProblem("sku_taken", _("Another product already has this SKU."), "sku", variant.sku)
                )

    def _blank(self, row: CleanRow) -> Row:
        return {
            "id": 0, "product_type_id": 0, "slug": row.slug, "title": "", "subtitle": "",
            "description": "", "brand": "", "status": "draft", "attributes": {}, "option_names": [],
            "tags": [], "seo_title": "", "seo_description": "", "translations": {}, "completeness": 0,
            "launched_at": None, "source_key": row.source_key, "version": 1, "created_at": self.at,
            "updated_at": self.at,
        }  # fmt: skip

    def _attributes(
        self, row: CleanRow, old: Mapping[str, Any], type_code: str, given: Mapping[str, Any], prefix: str
    ) -> dict[str, Any]:
        if not given:
            return dict(old)
        schema = self.schemas.attributes(type_code)
        given = {code: _fitting(schema.get(code), value) for code, value in given.items()}
        # A file has one column for an attribute of any type: an empty cell below it says nothing of others.
        given = {code: value for code, value in given.items() if code in schema or not _is_blank(value)}
        right, wrong = clean_values(schema, given)
        for code, problem in wrong.items():
            row.warnings.append(RowProblem(problem.code, str(problem), prefix + code, str(given[code])[:80]))
        emptied = {code for code in given if code not in right and code not in wrong}
        return {code: value for code, value in {**old, **right}.items() if code not in emptied}

    def _plan_variants(self, plan: Plan, stored: Stored, type_code: str) -> None:
        existing = {row["sku"]: row for row in stored.of_product.get(plan.product["id"], [])}
        for position, variant in enumerate(plan.row.variants):
            old = existing.get(variant.sku)
            lone = stored.variants.get(variant.sku) if variant.sku in plan.row.gathers else None
            new = self._variant(plan.row, variant, old or lone, position, type_code)
            plan.variants[variant.sku] = new
            if old is None and lone is not None:
                new["position"] = position
                plan.gathered.append((lone["product_id"], new))
                plan.changed_variants.append(new)
                plan.changes.append(Change(f"{variant.sku}.product", None, plan.row.slug))
            elif old is None:
                plan.new_variants.append(new)
                if not plan.is_new:
                    plan.changes.append(Change(f"{variant.sku}.sku", None, variant.sku))
            elif changes := _differences(old, new, f"{variant.sku}."):
                plan.changed_variants.append(new)
                plan.changes.extend(changes)
        for sku, old in existing.items():
            if sku in plan.variants:
                continue
            plan.variants[sku] = old
            if plan.row.replace_variants and old["active"]:
                plan.variants[sku] = new = {**old, "active": False}
                plan.changed_variants.append(new)
                plan.changes.append(Change(f"{sku}.active", True, False))

    def _variant(
        self, row: CleanRow, variant: CleanVariant, old: Row | None, position: int, type_code: str
    ) -> Row:
        new: Row = dict(old) if old else {
            "id": 0, "product_id": 0, "sku": variant.sku, "barcode": "", "options": {}, "attributes": {},
            "weight_g": None, "length_mm": None, "width_mm": None, "height_mm": None, "position": position,
            "active": True, "tax_class": "standard",
        }  # fmt: skip
        new.update(variant.given)
        new["attributes"] = self._attributes(
            row, new["attributes"], type_code, variant.attributes, f"{variant.sku}."
        )
        schema = self.schemas.attributes(type_code)
        for name, value in (variant.given.get("options") or {}).items():
            attribute = schema.get(attribute_code(name))
            if attribute is None or not attribute.is_variant_level:
                continue
            try:
                new["attributes"][attribute.code] = clean_value(attribute, value)
            except InvalidValue as problem:
                row.warnings.append(
                    RowProblem(problem.code, str(problem), f"{variant.sku}.{attribute.code}", value)
                )
        return new

    def _plan_links(self, plan: Plan, stored: Stored) -> None:
        product_id = plan.product["id"]
        if plan.row.categories is not None:
            ids = self.paths.ids(plan.row.categories)
            old = stored.categories.get(product_id, [])
            if set(ids) != set(old):
                plan.category_ids = ids
                if not plan.is_new:
                    plan.changes.append(Change("categories", len(old), len(ids)))
        published = stored.channels.get(product_id, {})
        wanted = [self.channels[code] for code in plan.row.channels]
        plan.channel_ids = [id_ for id_ in wanted if not published.get(id_)]
        if plan.channel_ids and not plan.is_new:
            plan.changes.append(Change("channels", sorted(published), sorted({*published, *wanted})))

    def _finish(self, plan: Plan, stored: Stored, type_code: str, old: Row | None) -> None:
        product = plan.product
        missing = self._missing(plan, stored, type_code)
        product["status"] = status_from_row(old["status"] if old else None, product["status"])
        if product["status"] == "live" and (blocking := blocks_sale(missing)):
            product["status"] = old["status"] if old and old["status"] != "live" else "draft"
            plan.row.warnings.append(
                RowProblem(
                    "not_ready_for_sale",
                    _("The product is not complete enough to go live and stays a draft."),
                    "status", ", ".join(blocking),
                )
            )  # fmt: skip
        if product["status"] == "live" and product["launched_at"] is None:
            product["launched_at"] = self.at
        product["completeness"] = score(missing)
        if plan.is_new:
            plan.changes.append(Change("title", None, product["title"]))
            return
        assert old is not None
        plan.changes[:0] = _differences(old, product, "")
        if plan.changes:
            product["version"] = old["version"] + 1
            product["updated_at"] = self.at

    def _missing(self, plan: Plan, stored: Stored, type_code: str) -> tuple[str, ...]:
        product = plan.product
        active = [variant for variant in plan.variants.values() if variant["active"]]
        filled = set(product["attributes"])
        if active:
            filled |= set.intersection(*(set(variant["attributes"]) for variant in active))
        linked = plan.category_ids if plan.category_ids is not None else stored.categories.get(product["id"])
        return missing_parts(
            Parts(
                title=product["title"],
                description_text=plain_text(product["description"]),
                brand=product["brand"],
                seo_description=product["seo_description"],
                image_alts=stored.alts.get(product["id"], []),
                has_category=bool(linked),
                required=self.schemas.required(type_code),
                filled=filled,
                active_weights=[variant["weight_g"] for variant in active],
            )
        )


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {locale: {**old.get(locale, {}), **new.get(locale, {})} for locale in {**old, **new}}


def _differences(old: Row, new: Row, prefix: str) -> list[Change]:
    return [
        Change(prefix + name, old[name], new[name])
        for name in new
        if name not in SILENT and old[name] != new[name]
    ]


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [])


def _fitting(attribute: Attribute | None, value: Any) -> Any:
    """Several values of an attribute that holds one become one text."""
    if isinstance(value, list) and attribute is not None and attribute.kind not in {"choice", "color"}:
        return ", ".join(str(each) for each in value)
    return value
