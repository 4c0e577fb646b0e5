"""Undo a whole import: what it made goes, what it changed comes back, what people changed since stays."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.errors import GatheredSince, WrongState
from storecrew.contexts.imports.models import ImportBatch, ImportImage, ImportRun
from storecrew.contexts.imports.operations.custom_values import restore_fields
from storecrew.contexts.imports.operations.gathering import gathered_by, restore_moves
from storecrew.contexts.imports.operations.links import restore_links
from storecrew.contexts.imports.operations.restoring import restore_numbers, restore_product
from storecrew.contexts.imports.operations.runs import claim
from storecrew.contexts.imports.operations.snapshots import snapshots
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError

_PART = 200


@dataclass
class Undone:
    """What an undo did. ``kept`` are pairs of a product's title and the field or reason."""

    removed: int = 0
    ended: int = 0
    changed: set[int] = field(default_factory=set)  # ids of products that came back to what they were
    kept: list[tuple[str, str]] = field(default_factory=list)

    @property
    def restored(self) -> int:
        """How many products were changed back."""
        return len(self.changed)

    def as_json(self) -> dict[str, Any]:
        """For the report of the import."""
        return {
            "removed": self.removed,
            "ended": self.ended,
            "restored": self.restored,
            "kept": self.kept[:2_000],
        }


def begin_undo(*, run_id: int, actor: Actor, at: dt.datetime) -> None:
    """Move an import to its undo, which a task then does. Raises WrongState when there is nothing to take
    back, and GatheredSince while another import sells its variants in other products.
    """
    actor.require("catalog.import")
    actor.require("pricing.write")
    batches = ImportBatch.objects.filter(run_id=run_id, undone=False)
    if not batches.exists():
        raise WrongState()
    made = [each for ids in batches.values_list("before__created", flat=True) for each in ids or ()]
    if name := gathered_by(made, besides=run_id):
        raise GatheredSince(
            _("Another import, %(name)s, gathered products of this one as variants.") % {"name": name},
            name=name,
        )
    state = ImportRun.State
    with transaction.atomic():
        run = claim(run_id, state.UNDOING, of=(state.DONE, state.FAILED))
        audit.record(
            actor=actor, action="imports.undo_asked", record="imports.run", record_id=run.pk, at=at, after={}
        )


def undo(*, run_id: int, actor: Actor, at: dt.datetime) -> Undone:
    """Take an import back, the last batch first; safe to run again after a crash.

    New products are removed; those that were ordered meanwhile go to their end of life. Fields, prices and
    stock return to what they were where they still are what the import made them; all others stay and are
    named. New categories go where nothing else has been put into them.
    """
    actor.require("catalog.import")
    state = ImportRun.State
    run = claim(run_id, state.UNDOING, of=(state.DONE, state.FAILED, state.UNDOING))
    result = Undone()
    for batch in ImportBatch.objects.filter(run=run, undone=False).order_by("-number"):
        with transaction.atomic():
            _undo_batch(run, batch.before, result, actor, at)
            ImportBatch.objects.filter(pk=batch.pk).update(undone=True)
    with transaction.atomic():
        made = [
            each
            for batch in ImportBatch.objects.filter(run=run)
            for each in batch.before.get("categories", ())
        ]
        catalog.remove_unused_categories(category_ids=made, actor=actor, at=at)
        ImportImage.objects.filter(run=run, state=ImportImage.State.WAITING).delete()
        report = {**run.report, "undo": result.as_json()}
        ImportRun.objects.filter(pk=run.pk).update(state=state.UNDONE, report=report, finished_at=at)
        audit.record(
            actor=actor,
            action="imports.undone",
            record="imports.run",
            record_id=run.pk,
            at=at,
            after={"removed": result.removed, "ended": result.ended, "restored": result.restored},
        )
    return result


def _undo_batch(
    run: ImportRun, before: dict[str, Any], result: Undone, actor: Actor, at: dt.datetime
) -> None:
    revived, wholes, kept_moves = restore_moves(before.get("gathered", ()), actor, at)
    result.changed |= revived
    result.kept += kept_moves
    created = [int(product_id) for product_id in before.get("created", ())]
    titles = _titles(created)
    removed: set[int] = set()
    for start in range(0, len(created), _PART):
        removed |= _remove(created[start : start + _PART], titles, run, result, wholes, actor, at)
    result.changed -= removed  # their links were taken back first
    updated = {int(key): change for key, change in before.get("updated", {}).items()}
    now = snapshots(list(_titles(list(updated))))
    for product_id, change in updated.items():
        if product_id in now:
            kept = restore_product(product_id, change, now[product_id], actor, at)
            result.changed.add(product_id)
            title = (
                now[product_id]["title"]
                if "title" in kept
                else change["before"].get("title", now[product_id]["title"])
            )
            result.kept += [(str(title), name) for name in kept]
    stays = _variants_of([product_id for product_id in titles if product_id not in removed])
    result.kept += restore_numbers(before, _owners(before, skip=stays), run.document, actor, at)
    result.kept += restore_fields(before.get("fields", ()), actor, at)
    restored, kept_links = restore_links(before.get("links", ()), actor, at)
    result.changed |= restored
    result.kept += kept_links


def _titles(product_ids: list[int]) -> dict[int, str]:
    """The products among the ids that still exist, with their titles."""
    slugs = catalog.product_slugs(product_ids)
    rows = catalog.product_rows(slugs)
    return {product_id: row.title for product_id, row in zip(slugs, rows, strict=True)}


def _variants_of(product_ids: list[int]) -> set[int]:
    skus = [variant.sku for row in catalog.product_rows(product_ids) for variant in row.variants]
    return set(catalog.variant_ids_by_sku(skus).values())


def _owners(before: dict[str, Any], *, skip: set[int]) -> dict[int, str]:
    """The variants that a batch gave prices, costs or stock, if they still exist, with their SKUs."""
    wanted = {entry[1] for kind in ("prices", "costs", "stock") for entry in before.get(kind, ())} - skip
    return {variant_id: facts.sku for variant_id, facts in catalog.variants(sorted(wanted)).items()}


def _remove(
    product_ids: list[int],
    titles: dict[int, str],
    run: ImportRun,
    result: Undone,
    wholes: set[int],
    actor: Actor,
    at: dt.datetime,
) -> set[int]:
    """Remove products of the import; those that somebody ordered or counted, or that keep a variant which
    was there before (``wholes``), end their life instead.
    """
    wanted = [product_id for product_id in product_ids if product_id in titles]
    variants: dict[int, list[int]] = defaultdict(list)
    rows = list(catalog.product_rows(wanted))
    ids = catalog.variant_ids_by_sku(variant.sku for row in rows for variant in row.variants)
    for product_id, row in zip(wanted, rows, strict=True):
        variants[product_id] = [ids[variant.sku] for variant in row.variants if variant.sku in ids]
    used = inventory.forget_import(
        [each for several in variants.values() for each in several], document=run.document, actor=actor, at=at
    )
    free = [each for each in wanted if each not in wholes and not used & set(variants[each])]
    removed = _delete(free, actor, at, run.document)
    for product_id in wanted:
        if product_id in removed:
            continue
        try:
            catalog.set_status(
                product_id=product_id, status="end_of_life", actor=actor, at=at, reason=run.document
            )
        except DomainError as error:
            result.kept.append((titles[product_id], str(error)))
        result.ended += 1
        result.kept.append((titles[product_id], "end_of_life"))
    result.removed += len(removed)
    return removed


def _delete(product_ids: list[int], actor: Actor, at: dt.datetime, reason: str) -> set[int]:
    """Delete together, or one by one when something still refers to one of them."""
    if not product_ids:
        return set()
    try:
        catalog.delete_products(product_ids=product_ids, actor=actor, at=at, reason=reason)
    except catalog.ProductInUse:
        if len(product_ids) == 1:
            return set()
        return {each for product_id in product_ids for each in _delete([product_id], actor, at, reason)}
    return set(product_ids)
