"""Taking over a supplier's price list: look first, then write all good rows at once, and take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.purchasing.errors import InvalidSupplier, UnknownOrder, UnknownSupplier, WrongState
from storecrew.contexts.purchasing.models import PriceListRun, Supplier, SupplierArticle
from storecrew.contexts.purchasing.operations.moving import who
from storecrew.contexts.purchasing.operations.suppliers import MOST_AMOUNT, RECORD, save_article
from storecrew.contexts.purchasing.rules import price_file
from storecrew.contexts.purchasing.rules.buying import Step
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money

State = PriceListRun.State
Terms = dict[str, Any]
FIELDS = ("supplier_sku", "moq", "pack_size", "lead_days")


@dataclass(frozen=True, slots=True)
class Change:
    """What a list says about one article: terms as they are (None: not sold yet) and as they would be."""

    variant_id: int
    sku: str
    before: Terms | None
    after: Terms


@dataclass(frozen=True, slots=True)
class PriceListPreview:
    """What a list would change, how many articles stay as they are, and the rows that are left out."""

    changes: tuple[Change, ...]
    same: int
    refused: tuple[price_file.Line, ...]


def preview_price_list(supplier_code: str, table: str, *, actor: Actor, at: dt.datetime) -> PriceListPreview:
    """Say what a table would change; nothing is written. Prices count from today on."""
    actor.require("purchasing.write")
    supplier = _supplier(supplier_code)
    lines = price_file.read(table)
    known = catalog.variant_ids_by_sku(line.sku for line in lines if line.sku)
    checked = [_checked(line, supplier.currency, known) for line in lines]
    asked: dict[str, list[tuple[price_file.Line, int]]] = {}
    for line, amount in checked:
        if not line.problem:
            asked.setdefault(line.sku, []).append((line, amount))
    there = _terms(supplier, [known[sku] for sku in asked])
    changes = [
        Change(
            known[sku],
            sku,
            there.get(known[sku]),
            _after(rows, there.get(known[sku]), channels.house_day(at)),
        )
        for sku, rows in asked.items()
    ]
    return PriceListPreview(
        tuple(change for change in changes if not _same(change)),
        sum(_same(change) for change in changes),
        tuple(line for line, _ in checked if line.problem),
    )


def take_price_list(
    supplier_code: str, table: str, *, name: str, actor: Actor, at: dt.datetime
) -> PriceListRun:
    """Write what `preview_price_list` shows, in one transaction. Raises InvalidSupplier: nothing changes."""
    supplier = _supplier(supplier_code)
    with transaction.atomic():
        seen = preview_price_list(supplier_code, table, actor=actor, at=at)
        if not seen.changes:
            raise InvalidSupplier(problem="nothing_changes")
        for change in seen.changes:
            _write(supplier, change.variant_id, change.after, actor=actor, at=at)
        run = PriceListRun.objects.create(
            supplier=supplier,
            name=name.strip()[:120] or f"{at:%Y-%m-%d}",
            rows=[
                {"variant_id": each.variant_id, "sku": each.sku, "before": each.before, "after": each.after}
                for each in seen.changes
            ],
            refused=len(seen.refused),
            taken_by=who(actor),
            taken_at=at,
        )
        _note(run, "purchasing.price_list_taken", {"rows": len(run.rows), "left_out": run.refused}, actor, at)
    return run


def undo_price_list(run_id: int, *, actor: Actor, at: dt.datetime) -> PriceListRun:
    """Put prices back to what they were; what was changed since stays and is counted. Raises WrongState."""
    actor.require("purchasing.write")
    run = PriceListRun.objects.select_related("supplier").filter(pk=run_id).first()
    if run is None:
        raise UnknownOrder(price_list=run_id)
    with transaction.atomic():
        mine = PriceListRun.objects.filter(pk=run_id, state=State.TAKEN)
        if not mine.update(state=State.UNDONE, undone_at=at):
            raise WrongState(number=run.name, state=run.state)
        now = _terms(run.supplier, [row["variant_id"] for row in run.rows])
        kept = 0
        for row in run.rows:
            if now.get(row["variant_id"]) != row["after"]:
                kept += 1
            elif row["before"] is None:
                run.supplier.articles.filter(variant_id=row["variant_id"]).delete()
            else:
                _write(run.supplier, row["variant_id"], row["before"], actor=actor, at=at)
        PriceListRun.objects.filter(pk=run_id).update(kept=kept)
        _note(run, "purchasing.price_list_undone", {"rows": len(run.rows) - kept, "kept": kept}, actor, at)
    run.refresh_from_db()
    return run


def _checked(line: price_file.Line, currency: str, known: Mapping[str, int]) -> tuple[price_file.Line, int]:
    if line.problem:
        return line, 0
    if line.sku not in known:
        return line._replace(problem="unknown_sku"), 0
    if line.currency not in ("", currency):
        return line._replace(problem="other_currency"), 0
    try:
        amount = Money.parse(line.price, currency).amount
    except DomainError:
        return line._replace(problem="no_amount"), 0
    return (line, amount) if 0 <= amount <= MOST_AMOUNT else (line._replace(problem="no_amount"), 0)


def _after(rows: list[tuple[price_file.Line, int]], before: Terms | None, today: dt.date) -> Terms:
    """Return the terms after a list: what a row leaves empty stays as it was."""
    terms: Terms = dict(before or {"supplier_sku": "", "moq": 1, "pack_size": 1, "lead_days": None})
    prices = sorted((line.numbers.get("from_quantity", 1), amount) for line, amount in rows)
    current = {step[0]: step for step in terms.get("steps", ()) if step[3] is None}
    # A price that stays keeps the day from which it counts, so that an unchanged list changes nothing.
    terms["steps"] = [
        current[start] if start in current and current[start][1] == amount
        else [start, amount, today.isoformat(), None]
        for start, amount in prices
    ]  # fmt: skip
    for line, _ in rows:
        terms |= {name: line.numbers[name] for name in FIELDS if name in line.numbers}
        terms["supplier_sku"] = line.supplier_sku or terms["supplier_sku"]
    return terms


def _same(change: Change) -> bool:
    return change.before == change.after


def _terms(supplier: Supplier, variant_ids: list[int]) -> dict[int, Terms]:
    """Return the terms of articles as plain values: a step is [from, amount, first day, last day]."""
    rows = SupplierArticle.objects.filter(supplier=supplier, variant_id__in=variant_ids)
    return {
        row.variant_id: {name: getattr(row, name) for name in FIELDS}
        | {
            "steps": [
                [step.from_quantity, step.amount, step.valid_from.isoformat(),
                 step.valid_until.isoformat() if step.valid_until else None]
                for step in row.prices.all()
            ]
        }
        for row in rows.prefetch_related("prices")
    }  # fmt: skip


def _write(supplier: Supplier, variant_id: int, terms: Terms, *, actor: Actor, at: dt.datetime) -> None:
    steps = [
        Step(start, amount, dt.date.fromisoformat(first), dt.date.fromisoformat(last) if last else None)
        for start, amount, first, last in terms["steps"]
    ]
    preferred = supplier.articles.filter(variant_id=variant_id, preferred=True).exists()
    values = {name: terms[name] for name in FIELDS}
    save_article(supplier.code, variant_id, steps=steps, preferred=preferred, actor=actor, at=at, **values)


def _note(run: PriceListRun, action: str, after: dict[str, Any], actor: Actor, at: dt.datetime) -> None:
    audit.record(
        actor=actor, action=action, record=RECORD, record_id=run.supplier_id, at=at,
        after={"price_list": run.name, **after},
    )  # fmt: skip


def _supplier(code: str) -> Supplier:
    row = Supplier.objects.filter(code=code).first()
    if row is None:
        raise UnknownSupplier(supplier=code)
    return row
