"""Take the products of a file into the shop, batch by batch; or say what that would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports.facts import Built, Problem
from storecrew.contexts.imports.models import ImportBatch, ImportRun
from storecrew.contexts.imports.operations.custom_values import take_fields
from storecrew.contexts.imports.operations.digital import sell_codes
from storecrew.contexts.imports.operations.gathering import memory_of, remember_moves, share_waiting_pictures
from storecrew.contexts.imports.operations.holding_back import hold_back, keep_held_back
from storecrew.contexts.imports.operations.links import Links, Related
from storecrew.contexts.imports.operations.money_and_stock import Ledger
from storecrew.contexts.imports.operations.pictures import wait_for_pictures
from storecrew.contexts.imports.operations.recognize import Known, recognize
from storecrew.contexts.imports.operations.rows import to_row
from storecrew.contexts.imports.operations.settings_of import default_place
from storecrew.contexts.imports.operations.snapshots import differing, snapshots, without_variants
from storecrew.contexts.imports.providers.reading import Reading
from storecrew.kernel.actor import Actor

BATCH = 500
MOST_CHANGES = 1_000
MOST_PROBLEMS = 50_000


@dataclass
class Outcome:
    """What a file holds, and what it does to the shop. Counts cover the products that come in."""

    products: int = 0
    variants: int = 0
    images: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejections: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)  # the first ones, for people
    category_paths: set[tuple[str, ...]] = field(default_factory=set)
    total: int = 0

    @property
    def categories(self) -> int:
        """How many categories the file names, with those above them."""
        return len({path[:depth] for path in self.category_paths for depth in range(1, len(path) + 1)})

    def counts(self) -> dict[str, int]:
        """The numbers of the report."""
        return {
            "products": self.products,
            "variants": self.variants,
            "images": self.images,
            "categories": self.categories,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": len(self.rejections),
        }


@dataclass(frozen=True)
class Plan:
    """Where a file goes and who brings it. Without ``run`` nothing can be undone; ``dry_run`` writes
    nothing.
    """

    channel: channels.ChannelFacts
    actor: Actor
    at: dt.datetime
    run: ImportRun | None = None
    dry_run: bool = False
    with_pictures: bool = True
    progress: Callable[[int, int], None] = lambda done, total: None

    @property
    def document(self) -> str:
        """Return what the ledgers say the numbers come from."""
        return self.run.document if self.run else "import"

    @property
    def pricer(self) -> Actor:
        """Return who sets the prices: the person whose import it is, so that nobody approves their own."""
        if self.run is None or not self.run.actor_id or self.actor.kind != "import":
            return self.actor
        return replace(self.actor, kind="staff", id=self.run.actor_id)


def apply(reading: Reading, plan: Plan) -> Outcome:
    """Read the file to its end and take its products in.

    Each batch is a transaction of its own, with its record for undo; a batch that was taken is not lost when
    a later one fails, and taking it again changes nothing. Rights: ``catalog.import`` and ``pricing.write``.
    """
    plan.actor.require("catalog.import")
    plan.actor.require("pricing.write")
    outcome = Outcome()
    location = default_place(plan.channel)
    done = number = 0
    with Links(wanted=reading.names_others) as links:
        for number, batch in enumerate(_batches(reading.products())):
            outcome.total = reading.total
            if plan.dry_run:
                _take(batch, number, plan, location, outcome, links)
            else:
                with transaction.atomic():
                    _take(batch, number, plan, location, outcome, links)
            done += len(batch)
            plan.progress(done, reading.total)
        _relate(links, number + 1, plan, outcome)
    outcome.rejections[:0] = reading.rejections
    outcome.warnings[:0] = reading.warnings
    outcome.rejections.sort(key=lambda problem: problem.row)
    del outcome.warnings[MOST_PROBLEMS:]
    return outcome


def _batches(products: Iterator[Built]) -> Iterator[list[Built]]:
    while batch := list(islice(products, BATCH)):
        yield batch


def _take(batch: list[Built], number: int, plan: Plan, location: str, outcome: Outcome, links: Links) -> None:
    known = recognize(batch)
    for built in batch:
        if built.draft is None:
            outcome.rejections += built.rejections
            outcome.warnings += built.warnings
    moving = {} if plan.dry_run else remember_moves(known)
    results, before = _upsert(known, plan)
    ledger = Ledger(plan.channel, location, dry_run=plan.dry_run, pricer=plan.pricer)
    taken = []
    made = [category_id for result in results for category_id in result.new_categories]
    for item, result in zip(known, results, strict=True):
        if _is_taken(item, result, outcome):
            taken.append((item, result))
            ledger.add(item, result)
    money = ledger.write(plan.actor, plan.at, plan.document)
    custom = take_fields(taken, plan.actor, plan.at, dry_run=plan.dry_run)
    hold_back(taken, plan)
    sell_codes(taken, plan)
    pictures = wait_for_pictures(taken, plan) if plan.with_pictures else {}
    if moving and plan.with_pictures:
        share_waiting_pictures(taken)
    for item, result in taken:
        changes = [(change.field, change.old, change.new) for change in result.changes]
        key = item.draft.row
        changes += money.changes.get(key, []) + custom.changes.get(key, []) + pictures.get(key, [])
        links.add(item, result, _count(item, result.status, changes, outcome))
        item.built.warnings += money.warnings.get(key, []) + custom.warnings.get(key, [])
        outcome.rejections += item.built.rejections
        outcome.warnings += item.built.warnings
    if plan.run is not None and not plan.dry_run:
        more = money.before | custom.before | {"gathered": memory_of(moving)}
        _remember(plan.run, number, taken, before, more, made)


def _relate(links: Links, number: int, plan: Plan, outcome: Outcome) -> None:
    """Link the products of the file with those that they name, now that all of them are in."""
    shown = {change["row"]: change for change in outcome.changes}
    for part, before in links.relate(actor=plan.actor, at=plan.at, dry_run=plan.dry_run):
        for related in part:
            outcome.warnings += related.warnings
            if related.changes and related.of.status != "created":
                _count_links(related, outcome, shown)
        if before and plan.run is not None:
            ImportBatch.objects.get_or_create(
                run=plan.run, number=number, defaults={"before": {"links": before}}
            )
        number += 1


def _count_links(related: Related, outcome: Outcome, shown: dict[int, dict[str, Any]]) -> None:
    """Count a product as changed whose links alone changed, and show them with its other changes."""
    product = related.of
    if product.status == "unchanged":
        outcome.unchanged -= 1
        outcome.updated += 1
    if product.row not in shown and len(outcome.changes) < MOST_CHANGES:
        shown[product.row] = {
            "row": product.row, "title": product.title, "slug": product.slug, "status": "updated",
            "variants": 0, "changes": [],
        }  # fmt: skip
        outcome.changes.append(shown[product.row])
    if product.row in shown:
        shown[product.row]["changes"] += [_shown(change) for change in related.changes]


def _upsert(known: list[Known], plan: Plan) -> tuple[list[catalog.RowResult], dict[int, dict[str, Any]]]:
    """Write what differs, and say what the products that change were before.

    Products that exist are compared first, so that a file that changes nothing writes nothing.
    """
    rows = [to_row(item, plan.channel) for item in known]
    is_new = all(item.identity is None for item in known)
    if not is_new:
        keep_held_back(known, rows, plan)
    results = catalog.upsert_products(rows, actor=plan.actor, at=plan.at, dry_run=plan.dry_run or not is_new)
    if plan.dry_run or is_new:
        return results, {}
    places = [place for place, result in enumerate(results) if result.status in {"created", "updated"}]
    changing = [results[place].product_id for place in places if results[place].status == "updated"]
    before = snapshots([product_id for product_id in changing if product_id])
    written = catalog.upsert_products([rows[place] for place in places], actor=plan.actor, at=plan.at)
    for place, result in zip(places, written, strict=True):
        results[place] = result
    return results, before


def _is_taken(item: Known, result: catalog.RowResult, outcome: Outcome) -> bool:
    draft = item.draft
    rows_of = {variant.sku: variant.row for variant in draft.variants}
    for problem in result.warnings:
        if problem.code == "not_ready_for_sale" and not draft.variants:
            continue  # told already: there is nothing to buy
        sku = problem.field.rpartition(".")[0]
        item.built.warn(
            "catalog",
            rows_of.get(sku, draft.row),
            problem.field,
            problem.value,
            product=draft.title,
            reason=problem.message,
            catalog_code=problem.code,
        )
    if result.status != "rejected":
        return True
    outcome.rejections += item.built.rejections
    outcome.warnings += item.built.warnings
    first = result.problems[0]
    outcome.rejections.append(
        Problem(
            "catalog",
            rows_of.get(first.value, draft.row),
            first.field,
            first.value[:200],
            product=draft.title,
            params={"reason": first.message, "catalog_code": first.code},
            rows=draft.rows,
        )
    )
    return False


def _count(item: Known, status: str, changes: list[tuple[str, Any, Any]], outcome: Outcome) -> str:
    """Count a product, show what changes, and say what it counts as."""
    draft = item.draft
    if status == "unchanged" and changes:
        status = "updated"
    outcome.products += 1
    outcome.variants += len(draft.variants)
    outcome.images += draft.image_count
    outcome.category_paths.update(draft.categories or ())
    setattr(outcome, status, getattr(outcome, status) + 1)
    if status != "unchanged" and len(outcome.changes) < MOST_CHANGES:
        outcome.changes.append(
            {
                "row": draft.row,
                "title": draft.title,
                "slug": draft.slug,
                "status": status,
                "variants": len(draft.variants),
                "changes": [] if status == "created" else [_shown(change) for change in changes[:50]],
            }
        )
    return status


def _shown(change: tuple[str, Any, Any]) -> list[Any]:
    name, old, new = change
    return [
        name,
        *(
            value if isinstance(value, int | float | bool | None) else str(value)[:200]
            for value in (old, new)
        ),
    ]


def _remember(
    run: ImportRun,
    number: int,
    taken: list[tuple[Known, catalog.RowResult]],
    before: dict[int, dict[str, Any]],
    more: dict[str, list[Any]],
    categories: list[int],
) -> None:
    """Keep what the batch changed. A batch that is taken again after a crash keeps its first memory."""
    created = [result.product_id for _item, result in taken if result.status == "created"]
    changed = [
        result.product_id for _item, result in taken if result.status == "updated" and result.product_id
    ]
    after = snapshots(changed)
    came = {result.product_id: item.gathers for item, result in taken}
    updated = {
        str(product_id): differing(before[product_id], without_variants(after[product_id], came[product_id]))
        for product_id in changed
        if product_id in before and product_id in after
    }
    memory = {"created": created, "updated": updated, "categories": categories, **more}
    if any(memory.values()):
        ImportBatch.objects.get_or_create(run=run, number=number, defaults={"before": memory})
