"""Purchase orders as a sheet: rows of one supplier, place, day and reference become one draft.

What a sheet made is found again by its reference, else by supplier, place and day: the same sheet twice
changes nothing, a corrected one changes the draft, and an order that was submitted since is not touched.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports import public as imports
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import queries
from storecrew.contexts.purchasing.facts import WantedLine
from storecrew.contexts.purchasing.models import PurchaseOrder, Supplier
from storecrew.contexts.purchasing.operations.drafting import MOST_UNITS, change_draft, draft_order
from storecrew.contexts.purchasing.operations.ending import cancel_order
from storecrew.contexts.purchasing.operations.suppliers import MOST_AMOUNT
from storecrew.contexts.purchasing.rules import buying
from storecrew.kernel.errors import DomainError

Column = imports.SheetColumn
COLUMNS = (
    Column("supplier", _("Supplier"), ("vendor", "supplier code", "공급사", "거래처"), True, "clay"),
    Column("reference", _("Reference"), ("order", "order number", "po", "발주 번호", "참조"), False, "A-17"),
    Column("sku", _("SKU"), ("article", "article number", "item", "상품코드", "품번"), True, "LS-M"),
    Column("quantity", _("Quantity"), ("qty", "units", "수량"), True, "120"),
    Column("cost", _("Price of a unit"), ("price", "unit price", "unit cost", "단가", "원가"), False, "7.40"),
    Column("currency", _("Currency"), ("통화",), False, "EUR"),
    Column("expected_on", _("Expected"), ("expected", "due", "eta", "delivery date", "입고 예정일")),
    Column("destination", _("Destination"), ("location", "warehouse", "deliver to", "입고지"), False, "main"),
)  # fmt: skip
SENTENCES = {
    "supplier_missing": (_("The row has no supplier."), _("Fill in the supplier's code.")),
    "supplier_unknown": (
        _("There is no supplier %(value)s that we buy from."),
        _("Write the code from the list of suppliers, or make the supplier first."),
    ),
    "quantity_none": (_("Nothing is ordered."), _("Write how many, or leave the row out.")),
    "order_currency": (
        _("The supplier is paid in %(wanted)s."),
        _("State the price in the supplier's currency."),
    ),
    "no_price": (
        _("The row has no price, and nothing was agreed with the supplier for this quantity."),
        _("Fill in the price, or add it to the supplier's articles."),
    ),
    "order_gone_on": (
        _("The order %(number)s of this reference, or of this supplier, place and day, went on already."),
        _("Give the rows a reference of their own, or change that order."),
    ),
    "order_has_rejections": (
        _("Another row of the same order does not come in, so the order would not be whole."),
        _("Correct row %(other_row)s first."),
    ),
}
GroupKey = tuple[str, str, str, str]


class _Read(NamedTuple):
    row: imports.Row
    group: GroupKey  # supplier, destination, day, reference
    line: WantedLine


class _Work(NamedTuple):
    """A whole order: its key, whom and where, the lines, and the draft that is changed (None: a new one)."""

    key: str
    supplier: str
    destination: str
    expected_on: dt.date | None
    note: str
    lines: tuple[WantedLine, ...]
    order_id: int | None


def judge(rows: Sequence[imports.Row], look: imports.Look) -> list[imports.Judged]:
    """Say which order each row would belong to, and what becomes of it."""
    found: list[imports.Judged] = []
    groups: dict[GroupKey, list[_Read]] = {}
    bad: dict[GroupKey, int] = {}
    reader = _Reader(rows, look)
    for row in rows:
        one = reader.read(row)
        if isinstance(one, imports.Judged):
            found.append(one)
            bad.setdefault(reader.group_of(row), row.number)
        else:
            groups.setdefault(one.group, []).append(one)
    for group, several in groups.items():
        found += _order(group, several, bad.get(group), reader.suppliers, look)
    return found


class _Reader:
    """Reads rows against the suppliers, articles and places there are; some queries for all of them."""

    def __init__(self, rows: Sequence[imports.Row], look: imports.Look) -> None:
        self.suppliers = {row.code: row for row in Supplier.objects.filter(active=True)}
        self._names = {row.name.casefold(): row.code for row in self.suppliers.values()}
        self._known = catalog.variant_ids_by_sku(row.get("sku") for row in rows if row.get("sku"))
        places = inventory.locations()
        self._places = {place.code for place in places if look.actor.can_see("location", place.code)}
        self._default = next((place.code for place in places if place.is_default), "")
        self._look = look
        self._seen: dict[tuple[GroupKey, int], int] = {}

    def group_of(self, row: imports.Row) -> GroupKey:
        """Return which order a row belongs to."""
        named = row.get("supplier")
        code = named if named in self.suppliers else self._names.get(named.casefold(), "")
        try:
            day = imports.read_day(row.get("expected_on"))
        except imports.BadCell:
            day = None
        place = row.get("destination") or self._default
        return code, place, day.isoformat() if day else "", row.get("reference")[:80]

    def read(self, row: imports.Row) -> _Read | imports.Judged:
        """Return a row's order and line, or why it does not come in."""
        group = self.group_of(row)
        sku = catalog.normalize_sku(row.get("sku"))
        for wrong, code, column in (
            (not row.get("supplier"), "supplier_missing", "supplier"),
            (not group[0], "supplier_unknown", "supplier"),
            (not sku, "sku_missing", "sku"),
            (sku not in self._known, "sku_unknown", "sku"),
            (group[1] not in self._places, "place_unknown", "destination"),
            (not row.get("quantity"), "quantity_missing", "quantity"),
        ):
            if wrong:
                return imports.rejected(row, code, column, row.get(column))
        line = self._line(row, self.suppliers[group[0]], self._known[sku])
        if isinstance(line, imports.Judged):
            return line
        first = self._seen.setdefault((group, line.variant_id), row.number)
        if first != row.number:
            return imports.rejected(row, "row_repeated", "sku", sku, other_row=first)
        return _Read(row, group, line)

    def _line(self, row: imports.Row, supplier: Supplier, variant_id: int) -> WantedLine | imports.Judged:
        column = "quantity"
        try:
            units = imports.read_units(row.get("quantity"), decimal_comma=self._look.decimal_comma)
            column = "expected_on"
            imports.read_day(row.get("expected_on"))
            column = "cost"
            cost = imports.read_amount(
                row.get("cost"), row.get("currency").upper() or supplier.currency,
                decimal_comma=self._look.decimal_comma,
            )  # fmt: skip
        except imports.BadCell as bad:
            return imports.rejected(row, bad.code, column, row.get(column))
        if not units:
            return imports.rejected(row, "quantity_none", "quantity", row.get("quantity"))
        if units > MOST_UNITS:
            return imports.rejected(row, "quantity_too_large", "quantity", row.get("quantity"))
        if cost and cost[1] != supplier.currency:
            return imports.rejected(row, "order_currency", "currency", cost[1], wanted=supplier.currency)
        if cost and cost[0] > MOST_AMOUNT:
            return imports.rejected(row, "price_too_large", "cost", row.get("cost"))
        amount = cost[0] if cost else self._agreed(supplier, variant_id, units)
        if amount is None:
            return imports.rejected(row, "no_price", "cost", row.get("sku"))
        return WantedLine(variant_id, units, amount)

    def _agreed(self, supplier: Supplier, variant_id: int, units: int) -> int | None:
        offers = queries.offers(
            {variant_id: units}, day=channels.house_day(self._look.at), supplier_ids=[supplier.pk]
        )
        return offers[0].amount if offers else None


def _order(
    group: GroupKey,
    reads: Sequence[_Read],
    bad_row: int | None,
    suppliers: Mapping[str, Supplier],
    look: imports.Look,
) -> list[imports.Judged]:
    """Say for all rows of one order what becomes of it. An order comes in whole or not at all."""
    if bad_row is not None:
        return [imports.rejected(one.row, "order_has_rejections", other_row=bad_row) for one in reads]
    code, place, day, reference = group
    supplier = suppliers[code]
    lines = tuple(one.line for one in reads)
    key = _key(group)
    there = PurchaseOrder.objects.filter(sheet_key=key).exclude(state=buying.CANCELED).first()
    due = dt.date.fromisoformat(day) if day else None
    same = there is not None and _same(there, lines, due)
    if there is not None and not same and there.state != buying.DRAFT:
        return [
            imports.rejected(one.row, "order_gone_on", "reference", reference, number=there.number)
            for one in reads
        ]
    outcome = imports.UNCHANGED if same else imports.CHANGED if there else imports.CREATED
    where = " · ".join(part for part in (there.number if there else "", code, reference, place, day) if part)
    work = _Work(key, code, place, due, reference, lines, there.pk if there else None)
    before = imports.amount_text(there.total_amount, supplier.currency) if there else ""
    return [
        imports.Judged(
            one.row.number, outcome, f"{one.row.get('sku')} → {where}", before if number == 0 else "",
            f"{one.line.quantity} × {imports.amount_text(one.line.unit_amount or 0, supplier.currency)}",
            work=work if number == 0 else None,
        )
        for number, one in enumerate(reads)
    ]  # fmt: skip


def _key(group: GroupKey) -> str:
    supplier, place, day, reference = group
    parts = (supplier, "reference", reference) if reference else (supplier, place, day)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def _same(order: PurchaseOrder, lines: Sequence[WantedLine], due: dt.date | None) -> bool:
    there = set(order.lines.values_list("variant_id", "quantity", "unit_amount"))
    wanted = {(line.variant_id, line.quantity, line.unit_amount) for line in lines}
    return there == wanted and (due is None or order.expected_on == due)


def take(judged: Sequence[imports.Judged], look: imports.Look) -> dict[str, Any]:
    """Write drafts and change drafts; return what was before. Nothing goes to a supplier by this."""
    made, changed = [], []
    for work in (row.work for row in judged if row.work is not None):
        who: dict[str, Any] = {"actor": look.actor, "at": look.at}
        if work.order_id is None:
            order = draft_order(
                supplier_code=work.supplier, location_code=work.destination, lines=work.lines,
                expected_on=work.expected_on, note=work.note, **who,
            )  # fmt: skip
            PurchaseOrder.objects.filter(sheet_key=work.key).update(sheet_key=None)
            PurchaseOrder.objects.filter(pk=order.pk).update(sheet_key=work.key)
            made.append([order.pk, order.version])
            continue
        old = PurchaseOrder.objects.get(pk=work.order_id)
        before = [list(line) for line in old.lines.values_list("variant_id", "quantity", "unit_amount")]
        day = old.expected_on.isoformat()
        order = change_draft(
            old.pk, lines=work.lines, version=old.version, expected_on=work.expected_on, **who
        )
        changed.append([order.pk, order.version, before, day])
    return {"made": made, "changed": changed}


def undo(changes: dict[str, Any], look: imports.Look) -> int:
    """Cancel drafts that a sheet made and change back those it changed; return how many went on and stay."""
    kept = 0
    who: dict[str, Any] = {"actor": look.actor, "at": look.at}
    for order_id, version in changes["made"]:
        order = PurchaseOrder.objects.filter(pk=order_id, version=version, state=buying.DRAFT).first()
        if order is None:
            kept += 1
            continue
        cancel_order(order.pk, reason=look.document, **who)
    for order_id, version, lines, day in changes["changed"]:
        before = [WantedLine(*line) for line in lines]
        try:
            change_draft(
                order_id, lines=before, version=version, expected_on=dt.date.fromisoformat(day), **who
            )
        except DomainError:
            kept += 1
    return kept


imports.register_sheet(
    imports.SheetKind(
        code="purchase_orders",
        label=_("Purchase orders"),
        explanation=_(
            "What was ordered or is to be ordered: rows of one supplier, destination, day and reference "
            "become one draft, which goes the usual way of limits and approval."
        ),
        permission="purchasing.write",
        columns=COLUMNS,
        judge=judge,
        take=take,
        undo=undo,
        undo_words=_("Drafts are canceled; orders that went on since stay."),
        sentences=SENTENCES,
        order=30,
    )
)
