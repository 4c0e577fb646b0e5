"""Reads of receiving: what is expected, what is on the way, what waits to be inspected and put away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from storecrew.contexts.inventory.errors import InspectionDone, UnknownReceipt
from storecrew.contexts.inventory.facts import (
    Content,
    Inbound,
    InspectionFacts,
    Profile,
    ReceiptFacts,
    ReceiptLineFacts,
    Waiting,
)
from storecrew.contexts.inventory.models import (
    Bin,
    BinContent,
    Inspection,
    Receipt,
    ReceiptLine,
    StockLevel,
)
from storecrew.contexts.inventory.queries.bins import contents, profiles, walk_of
from storecrew.contexts.inventory.rules import receiving as rules

Lying = dict[int, set[tuple[int, int | None]]]


def receipt(receipt_id: int) -> ReceiptFacts:
    """Return a receipt with its lines; UnknownReceipt if there is none."""
    found = receipts(Receipt.objects.filter(pk=receipt_id))
    if not found:
        raise UnknownReceipt(receipt=receipt_id)
    return found[0]


def open_receipts(location_id: int | None = None) -> list[ReceiptFacts]:
    """Return the receipts that are expected, the most urgent first."""
    rows = Receipt.objects.filter(state=Receipt.State.OPEN)
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    return receipts(rows.order_by(F("due_at").asc(nulls_last=True), "pk"))


def receipts(rows: Iterable[Receipt]) -> list[ReceiptFacts]:
    """Build the facts of receipts; two queries for all of them."""
    found = list(rows.select_related("location") if hasattr(rows, "select_related") else rows)
    lines: dict[int, list[ReceiptLineFacts]] = defaultdict(list)
    for line in ReceiptLine.objects.filter(receipt__in=found).order_by("pk"):
        lines[line.receipt_id].append(line_facts(line))
    return [
        ReceiptFacts(
            row.pk,
            row.kind,
            row.reference,
            row.location_id,
            row.location.code,
            row.location.name,
            row.state,
            row.due_at,
            row.opened_by,
            row.opened_at,
            row.closed_by,
            row.closed_at,
            tuple(lines[row.pk]),
        )
        for row in found
    ]


def line_facts(line: ReceiptLine) -> ReceiptLineFacts:
    """Build the facts of a receipt's line."""
    return ReceiptLineFacts(
        line.variant_id,
        line.expected,
        line.accepted,
        line.damaged,
        line.wrong,
        line.over,
        line.held,
        rules.still_to_come(line.expected, line.accepted, line.damaged),
    )


def inbound(variant_ids: Iterable[int]) -> dict[int, tuple[Inbound, ...]]:
    """Say what is on the way of each variant, the earliest first; every id asked for is in the answer.

    The one answer about ordered and transferred goods. None of it can be sold before it is received.
    """
    wanted = list(variant_ids)
    found: dict[int, list[Inbound]] = {variant_id: [] for variant_id in wanted}
    lines = ReceiptLine.objects.filter(
        variant_id__in=wanted, receipt__state=Receipt.State.OPEN, expected__gt=F("accepted") + F("damaged")
    )
    for line in lines.select_related("receipt__location").order_by(
        F("receipt__due_at").asc(nulls_last=True), "receipt_id"
    ):
        units = rules.still_to_come(line.expected, line.accepted, line.damaged)
        parent = line.receipt
        found[line.variant_id].append(
            Inbound(parent.due_at, parent.location.code, units, parent.kind, parent.reference)
        )
    return {variant_id: tuple(rows) for variant_id, rows in found.items()}


def inspection(inspection_id: int) -> InspectionFacts:
    """Return an inspection; InspectionDone if there is none."""
    found = inspections(Inspection.objects.filter(pk=inspection_id))
    if not found:
        raise InspectionDone(inspection=inspection_id)
    return found[0]


def open_inspections(location_id: int | None = None) -> list[InspectionFacts]:
    """Return the samples that wait to be looked at, oldest first."""
    rows = Inspection.objects.filter(state=Inspection.State.OPEN)
    if location_id is not None:
        rows = rows.filter(line__receipt__location_id=location_id)
    return inspections(rows.order_by("pk"))


def inspections(rows: Iterable[Inspection]) -> list[InspectionFacts]:
    """Build the facts of inspections; one query."""
    found = rows.select_related("line__receipt", "lot") if hasattr(rows, "select_related") else rows
    return [
        InspectionFacts(
            row.pk,
            row.line.receipt_id,
            row.line.receipt.reference,
            row.line.variant_id,
            row.lot.code if row.lot else "",
            row.units,
            row.level,
            row.aql,
            row.sample,
            row.accept,
            row.state,
            row.defects,
        )
        for row in found
    ]


def waiting(location_id: int, *, variant_ids: Iterable[int] | None = None) -> list[Waiting]:
    """Return what waits to be put away at a location, each with up to three bins that fit; six queries.

    That is what lies in receiving bins, and what is loose (the first hundred articles).
    A location without bins has nothing to put away.
    """
    storage = Bin.objects.filter(location_id=location_id, kind=Bin.Kind.STORAGE, active=True)
    shelves = list(storage.select_related("zone"))
    if not shelves:
        return []
    only = None if variant_ids is None else list(variant_ids)
    here = contents(location_id=location_id, variant_ids=only)
    spots = [row for row in here if row.bin_kind == Bin.Kind.RECEIVING]
    spots += [
        Content(variant_id, location_id, 0, "", "", "", 0, None, "", None, False, units)
        for variant_id, units in _loose(location_id, only).items()
    ]
    kept = profiles({row.variant_id for row in spots})
    lying = _lying(location_id)
    return [_waiting(row, kept[row.variant_id], shelves, lying) for row in spots]


def _waiting(row: Content, profile: Profile, shelves: Iterable[Bin], lying: Lying) -> Waiting:
    by_lot = profile.tracking == "lot" and row.lot_id is not None
    proposals = rules.put_away(_seen(shelves, lying, row), profile.storage_class, by_lot=by_lot)
    return Waiting(
        row.variant_id,
        row.bin_id or None,
        row.bin_code,
        row.lot_id,
        row.lot_code,
        row.quantity,
        tuple((item.bin_id, item.bin_code, item.why) for item in proposals),
    )


def _loose(location_id: int, variant_ids: list[int] | None) -> dict[int, int]:
    rows = StockLevel.objects.filter(location_id=location_id, on_hand__gt=F("in_bins"))
    if variant_ids is not None:
        rows = rows.filter(variant_id__in=variant_ids)
    pairs = rows.order_by("variant_id").values_list("variant_id", F("on_hand") - F("in_bins"))
    return dict(pairs[:100])


def _lying(location_id: int) -> Lying:
    """Return what lies in each storage bin: (variant, lot) pairs."""
    found: dict[int, set[tuple[int, int | None]]] = defaultdict(set)
    rows = BinContent.objects.filter(bin__location_id=location_id, bin__kind=Bin.Kind.STORAGE, quantity__gt=0)
    for bin_id, variant_id, lot_id in rows.values_list("bin_id", "variant_id", "lot_id"):
        found[bin_id].add((variant_id, lot_id))
    return found


def _seen(shelves: Iterable[Bin], lying: Lying, row: Content) -> list[rules.Shelf]:
    return [
        rules.Shelf(
            shelf.pk,
            shelf.code,
            shelf.zone.storage_class if shelf.zone else "ambient",
            walk_of(shelf),
            any(variant_id == row.variant_id for variant_id, _ in lying.get(shelf.pk, ())),
            (row.variant_id, row.lot_id) in lying.get(shelf.pk, ()),
            not lying.get(shelf.pk),
        )
        for shelf in shelves
    ]
