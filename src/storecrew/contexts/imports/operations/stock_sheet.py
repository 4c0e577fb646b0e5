"""Opening stock as a sheet: what lies where at the start, of which lot, and what a unit cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports import sheet_messages
from storecrew.contexts.imports.facts import Row
from storecrew.contexts.imports.rules import sheet_cells
from storecrew.contexts.imports.rules.sheet_cells import BadCell
from storecrew.contexts.imports.sheets import (
    CHANGED,
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
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import Actor, system_actor

COLUMNS = (
    SheetColumn("sku", _("SKU"), ("article", "article number", "item", "상품코드", "품번"), True, "LS-M"),
    SheetColumn(
        "location", _("Location"),
        ("warehouse", "store", "place", "source_code", "창고", "위치"), False, "main",
    ),
    SheetColumn("bin", _("Bin"), ("shelf", "bin code", "slot", "보관 위치", "선반"), False, "A-01-1"),
    SheetColumn("lot", _("Lot"), ("batch", "lot number", "batch number", "로트", "로트번호"), False, ""),
    SheetColumn(
        "expires_on", _("Expires on"),
        ("expiry", "expiry date", "best before", "유통기한", "소비기한"), False, "",
    ),
    SheetColumn(
        "quantity", _("Quantity"),
        ("qty", "units", "on hand", "on hand (current)", "stock", "수량", "재고"), True, "24",
    ),
    SheetColumn("cost", _("Cost of a unit"), ("unit cost", "cost price", "원가", "단가"), False, "7.40"),
    SheetColumn("currency", _("Currency"), ("통화",), False, "EUR"),
)  # fmt: skip
# Who may say what a unit costs: those who buy and those who price.
COSTING = ("purchasing.write", "pricing.write")


class _Work(NamedTuple):
    """A good row: the spot and its units, and the cost with its currency when the row states one."""

    line: inventory.OpeningLine
    cost: tuple[int, str] | None
    old_cost: int | None
    moves: bool


class _Read(NamedTuple):
    row: Row
    line: inventory.OpeningLine
    cost: tuple[int, str] | None


def judge(rows: Sequence[Row], look: Look) -> list[Judged]:
    """Say what each row would do at its spot, and to the cost of its article."""
    found: list[Judged] = []
    read: list[_Read] = []
    known = catalog.variant_ids_by_sku(row.get("sku") for row in rows if row.get("sku"))
    usual = channels.facts(None).currency
    locations = inventory.locations()
    places = {place.name.casefold(): place.code for place in locations}
    places |= {place.code.casefold(): place.code for place in locations}
    places[""] = next((place.code for place in locations if place.is_default), "")
    for row in rows:
        one = _read(row, look, known, usual, places)
        if isinstance(one, Judged):
            found.append(one)
        else:
            read.append(one)
    read = _told_apart(read, found)
    spots = inventory.opening_spots([one.line for one in read])
    costs = pricing.stored_costs({one.line.variant_id for one in read if one.cost})
    for one, spot in zip(read, spots, strict=True):
        if spot.problem:
            column = "location" if spot.problem == "unknown_location" else _COLUMN_OF.get(spot.problem, "")
            code = "place_unknown" if spot.problem == "unknown_location" else spot.problem
            found.append(rejected(one.row, code, column, one.row.get(column) if column else ""))
        else:
            found.append(_outcome(one, spot, costs))
    return found


_COLUMN_OF = {
    "unknown_bin": "bin", "wrong_bin": "bin", "lot_needs_bin": "bin", "lot_needed": "lot", "no_lots": "lot",
    "expiry_needed": "expires_on", "expiry_differs": "expires_on", "serials": "sku", "moved": "quantity",
    "committed": "quantity",
}  # fmt: skip


def _read(row: Row, look: Look, known: dict[str, int], usual: str, places: dict[str, str]) -> _Read | Judged:
    sku = catalog.normalize_sku(row.get("sku"))
    stated = row.get("location")
    place = places.get(stated.casefold(), stated)
    if not sku:
        return rejected(row, "sku_missing", "sku")
    if sku not in known:
        return rejected(row, "sku_unknown", "sku", sku)
    if not place or not look.actor.can_see("location", place):
        return rejected(row, "place_unknown", "location", place)
    if not row.get("quantity"):
        return rejected(row, "quantity_missing", "quantity")
    column = "quantity"
    try:
        units = sheet_cells.read_units(row.get("quantity"), decimal_comma=look.decimal_comma)
        column = "expires_on"
        expires = sheet_cells.read_day(row.get("expires_on"))
        column = "cost"
        cost = sheet_cells.read_amount(
            row.get("cost"),
            row.get("currency").upper() or (usual if not any(map(str.isalpha, row.get("cost"))) else ""),
            decimal_comma=look.decimal_comma,
        )
    except BadCell as bad:
        return rejected(row, bad.code, column, row.get(column))
    if cost and not any(map(look.actor.can, COSTING)):
        return rejected(row, "cost_not_yours", "cost", row.get("cost"))
    line = inventory.OpeningLine(known[sku], place, units, row.get("bin")[:50], row.get("lot")[:60], expires)
    return _Read(row, line, cost)


def _told_apart(read: list[_Read], found: list[Judged]) -> list[_Read]:
    """Drop the second row of a spot, and rows whose cost another row of the article contradicts."""
    spots: dict[tuple[Any, ...], int] = {}
    costs: dict[tuple[int, str], tuple[int, int]] = {}
    kept = []
    for one in read:
        line, number = one.line, one.row.number
        spot = (line.variant_id, line.location, line.bin.casefold(), line.lot)
        if spot in spots:
            found.append(rejected(one.row, "row_repeated", "sku", one.row.get("sku"), other_row=spots[spot]))
            continue
        if one.cost:
            amount, currency = one.cost
            stated, first = costs.setdefault((line.variant_id, currency), (amount, number))
            if stated != amount:
                found.append(rejected(one.row, "cost_differs", "cost", one.row.get("cost"), other_row=first))
                continue
        spots[spot] = number
        kept.append(one)
    return kept


def _outcome(one: _Read, spot: inventory.OpeningSpot, costs: dict[int, dict[str, int]]) -> Judged:
    line = one.line
    old = costs.get(line.variant_id, {}).get(one.cost[1]) if one.cost else None
    moves = spot.now != line.quantity
    same_cost = one.cost is None or old == one.cost[0]
    outcome = UNCHANGED if not moves and same_cost else CREATED if moves and not spot.now else CHANGED
    where = " · ".join(part for part in (line.location, line.bin, line.lot) if part)
    before, after = [str(spot.now)], [str(line.quantity)]
    if one.cost and not same_cost:
        amount, currency = one.cost
        before += [sheet_cells.amount_text(old, currency)] if old is not None else []
        after.append(sheet_cells.amount_text(amount, currency))
    return Judged(
        one.row.number, outcome, f"{one.row.get('sku')} · {where}", " · ".join(before), " · ".join(after),
        work=_Work(line, one.cost if not same_cost else None, old, moves),
    )  # fmt: skip


def take(judged: Sequence[Judged], look: Look) -> dict[str, Any]:
    """Put the units on the shelf and the costs into the books; return what was before."""
    works: list[_Work] = [row.work for row in judged]
    lines = [work.line for work in works if work.moves]
    before = inventory.take_opening_stock(lines, document=look.document, actor=look.actor, at=look.at)
    costs: dict[str, dict[int, tuple[int | None, int]]] = {}
    for work in works:
        if work.cost:
            amount, currency = work.cost
            costs.setdefault(currency, {})[work.line.variant_id] = (work.old_cost, amount)
    for currency, several in costs.items():
        new = {variant_id: amount for variant_id, (_old, amount) in several.items()}
        pricing.set_costs(costs=new, currency=currency, actor=_coster(look.actor), at=look.at)
    return {
        "lines": [
            [*line[:5], line.expires_on.isoformat() if line.expires_on else None, units]
            for line, units in zip(lines, before, strict=True)
        ],
        "costs": {
            currency: [[variant_id, old, new] for variant_id, (old, new) in several.items()]
            for currency, several in costs.items()
        },
    }


def undo(changes: dict[str, Any], look: Look) -> int:
    """Put spots and costs back where they still say what the sheet said; return how many stay."""
    lines = [
        inventory.OpeningLine(
            variant_id, location, quantity, shelf, lot, dt.date.fromisoformat(day) if day else None
        )
        for variant_id, location, quantity, shelf, lot, day, _before in changes["lines"]
    ]
    before = [entry[-1] for entry in changes["lines"]]
    kept = len(
        inventory.take_back_opening_stock(lines, before, document=look.document, actor=look.actor, at=look.at)
    )
    for currency, several in changes["costs"].items():
        back = pricing.restore_costs(
            before={variant_id: old for variant_id, old, _new in several},
            after={variant_id: new for variant_id, _old, new in several},
            currency=currency, actor=_coster(look.actor), at=look.at,
        )  # fmt: skip
        kept += len(several) - back
    return kept


def _coster(actor: Actor) -> Actor:
    """Return who writes costs: those who buy may state what goods cost, as a delivery does for them."""
    return actor if actor.can("pricing.write") else system_actor(f"imports.opening_stock of {actor.label}")


register_sheet(
    SheetKind(
        code="stock",
        label=_("Opening stock"),
        explanation=_(
            "What lies where on the day you start: one row for each article and place, with its bin, lot and "
            "date where you keep them, and what a unit cost."
        ),
        permission="inventory.adjust",
        columns=COLUMNS,
        judge=judge,
        take=take,
        undo=undo,
        undo_words=_("Stock and costs that were changed since stay as they are."),
        sentences=sheet_messages.STOCK,
        order=10,
    )
)
