"""Change many prices at once: preview, apply exactly what was shown, undo."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.pricing.errors import AlreadyUndone, PreviewOutdated, UnknownOperation
from storecrew.contexts.pricing.facts import BulkChange, BulkPreview, BulkResult, BulkRow, PriceRow
from storecrew.contexts.pricing.models import Price, PriceChange, PriceList, PriceOperation
from storecrew.contexts.pricing.operations import second_person
from storecrew.contexts.pricing.operations.set_prices import CHUNK, restore_prices, write_prices
from storecrew.contexts.pricing.queries.bulk import preview_bulk_change
from storecrew.contexts.pricing.queries.lists import price_list
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def apply_bulk_change(
    *,
    change: BulkChange,
    fingerprint: str,
    actor: Actor,
    at: dt.datetime,
    title: str = "",
    reason: str = "",
) -> BulkResult:
    """Apply a bulk change as one operation that can be undone.

    ``fingerprint`` is the one of the preview that was confirmed; raises PreviewOutdated when any old or new
    price is another now. A change in which a price falls further than the actor may let it waits as a whole
    for a second person, when there is a ``reason``; raises SecondPersonNeeded without one. Raises also what
    the preview raises.
    """
    actor.require("pricing.write")
    with transaction.atomic():
        preview = preview_bulk_change(change, actor=actor, at=at)
        if preview.fingerprint != fingerprint:
            raise PreviewOutdated()
        target = price_list(change.price_list_code)
        falls = _falls(target, preview, change, actor, at)
        if falls:
            payload = {"list": target.code, "bulk": dataclasses.asdict(change), "title": title}
            payload["fingerprint"] = fingerprint
            asked = second_person.ask(
                target, falls, reason=reason, key=f"{target.code}/{fingerprint}/{actor.id}", payload=payload,
                actor=actor, at=at,
            )  # fmt: skip
            return BulkResult(0, 0, approval_id=asked.id)
        return write_bulk_change(target, change, preview, title=title, actor=actor, at=at)


def write_bulk_change(
    target: PriceList,
    change: BulkChange,
    preview: BulkPreview,
    *,
    title: str,
    actor: Actor,
    at: dt.datetime,
    approval_id: int | None = None,
) -> BulkResult:
    """Write what a preview showed, for this context's own operations; in a transaction."""
    operation = PriceOperation.objects.create(
        title=(title or _title(change))[:200],
        price_list=target,
        spec={**dataclasses.asdict(change), "variant_ids": len(change.variant_ids)},
        changed_count=preview.changed,
        actor_label=actor.label[:200],
        created_at=at,
    )
    done = write_prices(
        target, _rows(preview.rows, change), operation=operation, approval_id=approval_id, actor=actor, at=at
    )
    _record(operation, "pricing.bulk_change_applied", actor, at)
    return BulkResult(operation.pk, done.changed)


def _falls(
    target: PriceList, preview: BulkPreview, change: BulkChange, actor: Actor, at: dt.datetime
) -> list[second_person.Fall]:
    """Return the prices of a change that need a second person."""
    guard = second_person.Guard(target, actor, at)
    rows = _rows(preview.rows, change)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        wanted = {(row.variant_id, row.min_quantity): row for row in chunk}
        olds = {(row.variant_id, row.min_quantity): row.expected_amount for row in chunk}
        stored = {key: (old, None, False) for key, old in olds.items() if isinstance(old, int)}
        guard.held(wanted, stored)
    return guard.falls


def undo_bulk_change(*, operation_id: int, actor: Actor, at: dt.datetime) -> BulkResult:
    """Put the old prices back where nobody changed them since; the others are named in ``skipped``.

    Raises UnknownOperation and AlreadyUndone.
    """
    actor.require("pricing.write")
    with transaction.atomic():
        operation = PriceOperation.objects.select_related("price_list").filter(pk=operation_id).first()
        if operation is None:
            raise UnknownOperation(operation=operation_id)
        claimed = PriceOperation.objects.filter(pk=operation_id, state=PriceOperation.APPLIED)
        if not claimed.update(state=PriceOperation.UNDONE, undone_at=at):
            raise AlreadyUndone(operation=operation_id)
        changes = list(operation.changes.order_by("pk"))
        back, skipped = _restorable(operation, changes)
        done = restore_prices(rows=back, price_list_code=operation.price_list.code, actor=actor, at=at)
        _record(operation, "pricing.bulk_change_undone", actor, at)
    return BulkResult(operation_id, done.changed + done.created + done.removed, tuple(skipped))


def _rows(rows: Iterable[BulkRow], change: BulkChange) -> list[PriceRow]:
    written = []
    for row in rows:
        if not row.changes:
            continue
        strike = row.old.amount if change.strike_old and row.new < row.old else None
        written.append(PriceRow(row.variant_id, row.new.amount, strike, row.min_quantity, row.old.amount))
    return written


def _restorable(operation: PriceOperation, changes: list[PriceChange]) -> tuple[list[PriceRow], list[int]]:
    """Return the rows that still hold what the operation wrote, and the variants that do not."""
    variant_ids = [change.variant_id for change in changes]
    stored: dict[tuple[int, int], tuple[int, int | None]] = {}
    for start in range(0, len(variant_ids), 5_000):
        rows = Price.objects.select_for_update().filter(
            price_list=operation.price_list,
            variant_id__in=variant_ids[start : start + 5_000],
            on_request=False,
        )
        for row in rows.order_by("pk"):
            stored[row.variant_id, row.min_quantity] = (row.amount, row.compare_at_amount)
    back, skipped = [], []
    for change in changes:
        key = (change.variant_id, change.min_quantity)
        if stored.get(key) == (change.new_amount, change.new_compare_at_amount):
            back.append(
                PriceRow(key[0], change.old_amount, change.old_compare_at_amount, key[1], change.new_amount)
            )
        else:
            skipped.append(change.variant_id)
    return back, sorted(set(skipped))


def _record(operation: PriceOperation, action: str, actor: Actor, at: dt.datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="pricing.price_operation",
        record_id=operation.pk,
        at=at,
        after={"title": operation.title, "changed": operation.changed_count, "spec": operation.spec},
    )


def _title(change: BulkChange) -> str:
    if change.mode == "percent":
        percent = f"{change.value / 100:+.2f}".rstrip("0").rstrip(".")
        return _("Prices %(percent)s%%") % {"percent": percent}
    if change.mode == "from":
        return _("Prices from %(list)s") % {"list": change.source_list}
    if change.mode == "amount":
        return _("Prices by an amount")
    return _("Prices set to an amount")
