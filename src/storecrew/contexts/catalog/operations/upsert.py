"""The set-based write path: many products at a constant number of statements per batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import InvalidProduct
from storecrew.contexts.catalog.events import CategoryChanged, ProductsChanged, ProductTypeChanged
from storecrew.contexts.catalog.facts import ImageRow, ProductRow, RowProblem, RowResult
from storecrew.contexts.catalog.models import Listing, Product, ProductCategory, Variant
from storecrew.contexts.catalog.operations.category_paths import CategoryPaths
from storecrew.contexts.catalog.operations.fast_write import insert_rows, reserve_ids, update_rows
from storecrew.contexts.catalog.operations.gathering import leave_empty
from storecrew.contexts.catalog.operations.schemas import GENERAL, Schemas
from storecrew.contexts.catalog.operations.upsert_plan import (
    PRODUCT_FIELDS,
    VARIANT_FIELDS,
    Plan,
    Planner,
    Stored,
    load,
)
from storecrew.contexts.catalog.queries.attributes import TYPES_TAG
from storecrew.contexts.catalog.rules.rows import CleanRow, clean_row
from storecrew.contexts.channels import public as channels
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

BATCH = 1_000


def upsert_products(
    rows: Iterable[ProductRow],
    *,
    actor: Actor,
    at: dt.datetime,
    dry_run: bool = False,
    audit_each: bool = True,
) -> list[RowResult]:
    """Create and update products with their variants, categories and listings.

    Returns one result per row, in order: ``created``, ``updated``, ``unchanged`` or ``rejected``
    with the problems; a rejected row does not hold up the others. Rows are taken in batches of
    1,000, each in its own transaction (or in the caller's). ``dry_run`` answers the same and
    writes nothing. ``audit_each=False`` writes one audit line per batch instead of one per product,
    for generated data. Attributes and categories that do not exist are made.

    Rights: ``catalog.import`` or ``catalog.write``. Raises :class:`InvalidProduct` for a channel
    that does not exist.
    """
    actor.require("catalog.import" if actor.can("catalog.import") else "catalog.write")
    known = {channel.code: channel.id for channel in channels.all_channels()}
    seen: set[str] = set()
    results: list[RowResult] = []
    for batch in _batches(rows):
        with transaction.atomic():
            results += _upsert_batch(
                batch, known, seen, actor=actor, at=at, dry_run=dry_run, audit_each=audit_each
            )
    return results


def _batches(rows: Iterable[ProductRow]) -> Iterator[list[CleanRow]]:
    source = iter(rows)
    while batch := [clean_row(row) for row in islice(source, BATCH)]:
        yield batch


def _upsert_batch(
    batch: list[CleanRow],
    known_channels: Mapping[str, int],
    seen: set[str],
    *,
    actor: Actor,
    at: dt.datetime,
    dry_run: bool,
    audit_each: bool,
) -> list[RowResult]:
    _refuse_repeats(batch, seen)
    for row in batch:
        for code in row.channels:
            if code not in known_channels:
                raise InvalidProduct(fields={"channels": code})
    stored = load(row for row in batch if not row.problems)
    schemas, paths = Schemas(write=not dry_run), CategoryPaths(write=not dry_run)
    _extend_schemas(schemas, batch, stored)
    planner = Planner(schemas, paths, known_channels, at)
    plans = [None if row.problems else planner.plan(row, stored) for row in batch]
    changed = [plan for plan in plans if plan and plan.is_changed]
    if changed and not dry_run:
        _write(changed, actor=actor, at=at, audit_each=audit_each)
        _announce(changed, schemas, paths)
    results = [_result(row, plan, stored) for row, plan in zip(batch, plans, strict=True)]
    return [replace(results[0], new_categories=tuple(paths.created)), *results[1:]]


def _refuse_repeats(batch: list[CleanRow], seen: set[str]) -> None:
    """The same product or SKU twice in one call: the first row counts, the second is told why."""
    for row in batch:
        keys = [("slug_repeated", "slug", row.slug)] if row.slug else []
        keys += [("source_repeated", "source_key", row.source_key)] if row.source_key else []
        keys += [("sku_repeated", "sku", variant.sku) for variant in row.variants]
        for code, field, value in keys:
            if f"{field}:{value}" in seen:
                row.problems.append(
                    RowProblem(code, _("This appears twice; the first one was taken."), field, value)
                )
        if not row.problems:
            seen.update(f"{field}:{value}" for _code, field, value in keys)


def _extend_schemas(schemas: Schemas, batch: list[CleanRow], stored: Stored) -> None:
    by_type: dict[str, list[CleanRow]] = {}
    for row in batch:
        old = stored.by_source.get(row.source_key) or stored.by_slug.get(row.slug)
        code = row.product_type or (schemas.code_of(old["product_type_id"]) if old else GENERAL)
        by_type.setdefault(code, []).append(row)
    for code, rows in by_type.items():
        schemas.extend(code, rows)


def _write(plans: list[Plan], *, actor: Actor, at: dt.datetime, audit_each: bool) -> None:
    new = [plan for plan in plans if plan.is_new]
    for plan, id_ in zip(new, reserve_ids(Product, len(new)), strict=True):
        plan.product["id"] = id_
    insert_rows(Product, [_only(plan.product, PRODUCT_FIELDS) for plan in new])
    update_rows(Product, PRODUCT_FIELDS[1:], [plan.product for plan in plans if not plan.is_new])

    variants = [(plan, row) for plan in plans for row in plan.new_variants]
    for (plan, row), id_ in zip(variants, reserve_ids(Variant, len(variants)), strict=True):
        row["id"], row["product_id"] = id_, plan.product["id"]
    insert_rows(Variant, [_only(row, VARIANT_FIELDS) for _plan, row in variants])
    update_rows(Variant, VARIANT_FIELDS[2:], [row for plan in plans for row in plan.changed_variants])

    _gather(plans, actor, at)
    _write_links(plans)
    changes = [_audit_line(plan) for plan in plans] if audit_each else [_audit_batch(plans)]
    audit.record_many(changes, actor=actor, at=at)


def _gather(plans: list[Plan], actor: Actor, at: dt.datetime) -> None:
    """Move variants that were alone into their product, and end the products that they leave."""
    gathered = [(plan, old, row) for plan in plans for old, row in plan.gathered]
    if not gathered:
        return
    for plan, _old, row in gathered:
        row["product_id"] = plan.product["id"]
    update_rows(Variant, ("product_id",), [row for _plan, _old, row in gathered])
    leave_empty([(row["id"], old, row["product_id"]) for _plan, old, row in gathered], actor=actor, at=at)


def _write_links(plans: list[Plan]) -> None:
    linked = [plan for plan in plans if plan.category_ids is not None]
    moved = [plan.product["id"] for plan in linked if not plan.is_new]
    if moved:
        ProductCategory.objects.filter(product_id__in=moved).delete()
    insert_rows(
        ProductCategory,
        [
            {"product_id": plan.product["id"], "category_id": category_id, "position": 0}
            for plan in linked
            for category_id in plan.category_ids or ()
        ],
    )
    listings = [(plan.product["id"], id_) for plan in plans for id_ in plan.channel_ids]
    hidden = [plan.product["id"] for plan in plans if plan.channel_ids and not plan.is_new]
    if hidden:
        Listing.objects.bulk_create(
            [Listing(product_id=id_, channel_id=channel, published=True) for id_, channel in listings],
            update_conflicts=True, unique_fields=["product", "channel"], update_fields=["published"],
        )  # fmt: skip
        return
    insert_rows(
        Listing,
        [{"product_id": product, "channel_id": channel, "published": True} for product, channel in listings],
    )


def _only(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _audit_line(plan: Plan) -> audit.Change:
    action = "catalog.product_created" if plan.is_new else "catalog.product_updated"
    return audit.Change(
        action=action,
        record="catalog.product",
        record_id=plan.product["id"],
        before=None if plan.is_new else {change.field: change.old for change in plan.changes},
        after={change.field: change.new for change in plan.changes},
    )


def _audit_batch(plans: list[Plan]) -> audit.Change:
    return audit.Change(
        action="catalog.products_upserted",
        record="catalog.product",
        record_id=plans[0].product["id"],
        after={"count": len(plans), "last": plans[-1].product["id"]},
    )


def _announce(plans: list[Plan], schemas: Schemas, paths: CategoryPaths) -> None:
    ids = tuple(plan.product["id"] for plan in plans)
    outbox.publish(ProductsChanged(product_ids=ids))
    outbox.publish_many(CategoryChanged(category_id=id_) for id_ in paths.created)
    outbox.publish_many(ProductTypeChanged(product_type_id=id_) for id_ in sorted(schemas.touched))
    tags = ["catalog", *(f"product:{plan.product['id']}" for plan in plans if not plan.is_new)]
    revisions.bump_on_commit(*tags, *([TYPES_TAG] if schemas.touched else []))


def _result(row: CleanRow, plan: Plan | None, stored: Stored) -> RowResult:
    if plan is None:
        return RowResult(
            slug=row.slug, status="rejected", problems=tuple(row.problems), warnings=tuple(row.warnings)
        )
    status = "created" if plan.is_new else "updated" if plan.is_changed else "unchanged"
    attached = stored.image_urls.get(plan.product["id"], set())
    images: tuple[ImageRow, ...] = row.images or ()
    return RowResult(
        slug=row.slug,
        status=status,  # type: ignore[arg-type]
        product_id=plan.product["id"] or None,
        variant_ids={sku: variant["id"] for sku, variant in plan.variants.items() if variant["id"]},
        created_skus=tuple(variant["sku"] for variant in plan.new_variants),
        changes=tuple(plan.changes),
        warnings=tuple(row.warnings),
        missing_images=tuple(image for image in images if image.url not in attached),
    )
