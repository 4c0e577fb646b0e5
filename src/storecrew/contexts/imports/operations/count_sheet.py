"""Count sheets: results that were written down, entered against open counts without showing the numbers.

What happens to a difference is what happens to one counted on the phone: counted again, posted within the
limits of the place, or approved by somebody who did not count.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports import sheet_messages
from storecrew.contexts.imports.facts import Row
from storecrew.contexts.imports.rules import sheet_cells
from storecrew.contexts.imports.rules.sheet_cells import BadCell
from storecrew.contexts.imports.sheets import (
    CREATED,
    UNCHANGED,
    Judged,
    Look,
    SheetColumn,
    SheetKind,
    register_sheet,
    rejected,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor

COLUMNS = (
    SheetColumn("count", _("Count"), ("count number", "task", "실사 번호"), False, "17"),
    SheetColumn("round", _("Round"), ("time", "회차"), False, "1"),
    SheetColumn("location", _("Location"), ("warehouse", "store", "place", "창고", "위치"), False, "main"),
    SheetColumn("bin", _("Bin"), ("shelf", "bin code", "slot", "보관 위치", "선반"), False, "A-01-1"),
    SheetColumn("sku", _("SKU"), ("article", "article number", "item", "상품코드", "품번"), True, "LS-M"),
    SheetColumn("quantity", _("Counted"), ("counted", "qty", "found", "수량", "실사 수량"), True, "23"),
)


class _Work(NamedTuple):
    task_id: int
    quantity: int
    key: str


class _Open(NamedTuple):
    """Open counts by their number and by where they are."""

    by_id: Mapping[int, inventory.CountFacts]
    by_place: Mapping[tuple[str, str, int], inventory.CountFacts]


def judge(rows: Sequence[Row], look: Look) -> list[Judged]:
    """Say which open count each row belongs to; nothing tells whether the number is as expected."""
    scope = look.actor.scopes.get("location")
    found = inventory.counts_to_enter(locations=scope)
    open_counts = _Open(
        {task.id: task for task in found},
        {(task.location_code, task.bin_code.casefold(), task.variant_id): task for task in found},
    )
    known = catalog.variant_ids_by_sku(row.get("sku") for row in rows if row.get("sku"))
    default = next((place.code for place in inventory.locations() if place.is_default), "")
    keys = {row.number: _key(row, look) for row in rows}
    entered = inventory.entered_counts(set(keys.values()))
    seen: dict[int, int] = {}
    judged = []
    for row in rows:
        one = _judged(row, keys[row.number], entered, open_counts, known, default, look)
        if isinstance(one.work, _Work):
            first = seen.setdefault(one.work.task_id, row.number)
            if first != row.number:
                one = rejected(row, "row_repeated", "sku", row.get("sku"), other_row=first)
        judged.append(one)
    return judged


def _judged(
    row: Row,
    key: str,
    entered: set[str],
    open_counts: _Open,
    known: dict[str, int],
    default: str,
    look: Look,
) -> Judged:
    sku = catalog.normalize_sku(row.get("sku"))
    place = row.get("location") or default
    what = " · ".join(part for part in (sku, place, row.get("bin")) if part)
    if not row.get("quantity") or key in entered:
        return Judged(row.number, UNCHANGED, what)
    if not sku:
        return rejected(row, "sku_missing", "sku")
    if sku not in known:
        return rejected(row, "sku_unknown", "sku", sku)
    try:
        units = sheet_cells.read_units(row.get("quantity"), decimal_comma=look.decimal_comma)
    except BadCell as bad:
        return rejected(row, bad.code, "quantity", row.get("quantity"))
    spot = (place, row.get("bin").casefold(), known[sku])
    number = _whole(row.get("count"))
    task = open_counts.by_id.get(number) if number else open_counts.by_place.get(spot)
    if task is None:
        return rejected(row, "count_none_open", "count" if number else "sku", row.get("count") or sku)
    if (task.location_code, task.bin_code.casefold(), task.variant_id) != spot:
        return rejected(row, "count_mismatch", "count", row.get("count"))
    if row.get("round") and _whole(row.get("round")) != _round(task):
        return rejected(row, "count_moved_on", "round", row.get("round"))
    return Judged(row.number, CREATED, what, "", str(units), work=_Work(task.id, units, key))


def _round(task: inventory.CountFacts) -> int:
    """Return the how-manyth count of a task is the next one."""
    return len(task.entries) + 1


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _key(row: Row, look: Look) -> str:
    """Return what makes a count one and the same: count and round of our own sheet, else file and row."""
    number, turn = _whole(row.get("count")), _whole(row.get("round"))
    if number and turn:
        return f"sheet-{number}-{turn}"
    return "sheet-" + hashlib.sha256(f"{look.digest}:{row.number}".encode()).hexdigest()[:40]


def take(judged: Sequence[Judged], look: Look) -> dict[str, Any]:
    """Enter the counts; return how many are done, to be repeated, and waiting for approval."""
    states = Counter(
        inventory.record_count(
            row.work.task_id, row.work.quantity, key=row.work.key, actor=look.actor, at=look.at
        ).state
        for row in judged
    )
    return {"states": dict(states)}


def open_counts_to_fill_in(actor: Actor) -> list[list[str]]:
    """Return a row for each open count with an empty cell for the number; blind, as on the phone."""
    tasks = inventory.counts_to_enter(locations=actor.scopes.get("location"))
    skus = catalog.variants([task.variant_id for task in tasks])
    return [
        [str(task.id), str(_round(task)), task.location_code, task.bin_code, skus[task.variant_id].sku, ""]
        for task in tasks
        if task.variant_id in skus
    ]


register_sheet(
    SheetKind(
        code="counts",
        label=_("Results of counts"),
        explanation=_(
            "What was counted, written down on a sheet. Download the sheet of open counts, fill in the "
            "numbers and bring it back. A difference is counted again, posted or approved as on the phone."
        ),
        permission="inventory.write",
        columns=COLUMNS,
        judge=judge,
        take=take,
        undo=None,
        undo_words=_("A count is not taken back: count again."),
        sentences=sheet_messages.COUNTS,
        template_rows=open_counts_to_fill_in,
        order=20,
    )
)
