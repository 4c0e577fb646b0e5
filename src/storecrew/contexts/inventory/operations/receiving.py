"""The dock: expecting goods, taking them in scan by scan, and closing what has come.

A posting carries a key made on the device. The key is written first, by a unique insert, so a posting
that is sent twice changes stock once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.inventory.errors import (
    InvalidReceipt,
    KeyReused,
    ReceiptClosedAlready,
    UnknownReceipt,
)
from storecrew.contexts.inventory.events import GoodsReceived, ReceiptClosed
from storecrew.contexts.inventory.facts import ExpectedLine, ReceiptFacts
from storecrew.contexts.inventory.models import CountTask, Receipt, ReceiptLine, ReceiptPosting
from storecrew.contexts.inventory.operations import arriving, doubts, in_transit, inspecting, rows
from storecrew.contexts.inventory.queries.receiving import receipt
from storecrew.contexts.inventory.rules import receiving as rules
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import parse_quantity

State = Receipt.State


def open_receipt(
    *,
    kind: str,
    reference: str,
    location_id: int,
    lines: Iterable[ExpectedLine | tuple[int, int]],
    actor: Actor,
    at: dt.datetime,
    due_at: dt.datetime | None = None,
) -> int:
    """Expect goods at a location; return the receipt's id. Lines on one variant are added up.

    Opened again under the same reference while open, the expectation is replaced: what has come stays, and
    no line expects less than that.

    :raises InvalidReceipt: without lines, with an unknown kind or an empty reference.
    """
    actor.require("inventory.write")
    wanted: dict[int, int] = {}
    for variant_id, quantity in lines:
        wanted[variant_id] = wanted.get(variant_id, 0) + parse_quantity(quantity)
    reference = reference.strip()
    if not wanted or not reference or kind not in Receipt.Kind.values:
        raise InvalidReceipt(kind=kind, reference=reference[:80])
    with transaction.atomic():
        row = _open_row(kind, reference, location_id, due_at, actor, at)
        known = {line.variant_id: line for line in row.lines.select_for_update().order_by("pk")}
        for variant_id, quantity in sorted(wanted.items()):
            line = known.pop(variant_id, None)
            if line is None:
                ReceiptLine.objects.create(receipt=row, variant_id=variant_id, expected=quantity)
            else:
                ReceiptLine.objects.filter(pk=line.pk).update(expected=max(quantity, line.accepted))
        for line in known.values():
            ReceiptLine.objects.filter(pk=line.pk).update(expected=line.accepted)
        audit.record(
            actor=actor,
            action="inventory.receipt_opened",
            record="inventory.receipt",
            record_id=row.pk,
            at=at,
            after={"reference": reference, "units": sum(wanted.values()), "due_at": str(due_at or "")},
        )
    return int(row.pk)


def _open_row(
    kind: str, reference: str, location_id: int, due_at: dt.datetime | None, actor: Actor, at: dt.datetime
) -> Receipt:
    found = Receipt.objects.filter(kind=kind, reference=reference, state=State.OPEN)
    if found.update(due_at=due_at):
        return found.get()
    try:
        with transaction.atomic():
            return Receipt.objects.create(
                kind=kind,
                reference=reference[:80],
                location_id=location_id,
                due_at=due_at,
                opened_by=rows.actor_name(actor),
                opened_at=at,
            )
    except IntegrityError:
        # somebody opened it between our update and our insert; the unique reference holds
        return found.get()


def receive_line(
    receipt_id: int,
    *,
    variant_id: int,
    quantity: int,
    key: str,
    actor: Actor,
    at: dt.datetime,
    outcome: str = rules.ACCEPTED,
    lot_code: str = "",
    expires_on: dt.date | None = None,
    serials: Sequence[str] = (),
    note: str = "",
) -> ReceiptFacts:
    """Take units in for a receipt and return it; the same `key` again changes nothing.

    What comes as ordered goes to the dock, or on hold while a sample has to be inspected; what comes above
    the order and wrong articles go to quarantine, damaged units are set apart. Nothing of these can be sold.

    :raises ReceiptClosedAlready: if the receipt is not open.
    :raises InvalidReceipt: for an unknown outcome, or an article that was not ordered and is not "wrong".
    :raises LotNeeded, ExpiryNeeded, SerialsNeeded, TooShortToKeep: as the article's profile asks.
    :raises KeyReused: if the key was used for another posting.
    """
    rows.require_handling(actor)
    units = parse_quantity(quantity)
    if outcome not in rules.OUTCOMES or not 8 <= len(key) <= 64:
        raise InvalidReceipt(outcome=outcome)
    asked = (receipt_id, variant_id, outcome, units)
    if _posted(key, asked):
        return receipt(receipt_id)
    try:
        with transaction.atomic():
            row = _still_open(receipt_id)
            line = _line(row, variant_id, outcome)
            lot = arriving.captured(variant_id, units, outcome, lot_code, expires_on, serials, at)
            posting = ReceiptPosting.objects.create(
                key=key,
                line=line,
                outcome=outcome,
                quantity=units,
                lot_id=lot,
                note=note.strip()[:300],
                actor=rows.actor_name(actor),
                at=at,
            )
            _take_in(row, line, posting, serials, actor=actor, at=at)
    except IntegrityError:
        # the same posting came twice at the same instant; the unique key let one of them through
        if not _posted(key, asked):
            raise
    return receipt(receipt_id)


def _posted(key: str, asked: tuple[Any, ...]) -> bool:
    found = ReceiptPosting.objects.filter(key=key).values_list(
        "line__receipt_id", "line__variant_id", "outcome", "quantity"
    )
    done = found.first()
    if done is not None and done != asked:
        raise KeyReused(key=key)
    return done is not None


def _still_open(receipt_id: int) -> Receipt:
    """Return the receipt, locked, so that it is not closed while something is posted."""
    row = Receipt.objects.select_for_update().filter(pk=receipt_id).first()
    if row is None:
        raise UnknownReceipt(receipt=receipt_id)
    if row.state != State.OPEN:
        raise ReceiptClosedAlready(reference=row.reference, state=row.state)
    return row


def _line(row: Receipt, variant_id: int, outcome: str) -> ReceiptLine:
    line = row.lines.filter(variant_id=variant_id).first()
    if outcome != rules.WRONG and (line is None or not line.expected):
        raise InvalidReceipt(reference=row.reference, variant_id=variant_id, reason="not_ordered")
    return line or ReceiptLine.objects.create(receipt=row, variant_id=variant_id)


def _take_in(
    row: Receipt,
    line: ReceiptLine,
    posting: ReceiptPosting,
    serials: Sequence[str],
    *,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Post the stock of one scan, count it on its line, and say so."""
    outcome, units = posting.outcome, posting.quantity
    parts = rules.Parts(units, 0)
    if outcome == rules.ACCEPTED:
        parts = rules.split_over(line.expected, line.accepted, units)
    held = arriving.take_in(row, line, posting, parts, serials, actor=actor, at=at)
    change: dict[str, Any] = {outcome: F(outcome) + parts.ordered}
    if parts.over:
        change["over"] = F("over") + parts.over
        ReceiptPosting.objects.filter(pk=posting.pk).update(over=parts.over)
    if held:
        change["held"] = F("held") + held
        inspecting.expect(line, posting.lot_id, held, at=at)
    if parts.ordered or parts.over:
        ReceiptLine.objects.filter(pk=line.pk).update(**change)
    if row.kind == Receipt.Kind.TRANSFER:
        in_transit.count_arrivals(row.reference)
    audit.record(
        actor=actor,
        action="inventory.goods_received",
        record="inventory.receipt",
        record_id=row.pk,
        at=at,
        after={"variant": line.variant_id, outcome: parts.ordered, "over": parts.over, "held": held},
        reason=posting.note,
    )
    counts = {name: parts.ordered if name == outcome else 0 for name in rules.OUTCOMES}
    outbox.publish(
        GoodsReceived(
            row.pk,
            row.kind,
            row.reference,
            ((line.variant_id, counts["accepted"], counts["damaged"], counts["wrong"], held),),
            parts.over,
        )
    )


def close_receipt(receipt_id: int, *, actor: Actor, at: dt.datetime, reason: str = "") -> ReceiptFacts:
    """Say that nothing more comes; return the receipt. A receipt with differences needs a reason.

    Articles of which fewer or more came than ordered get a count task: the dock may have miscounted.

    :raises ReceiptClosedAlready: if it is not open.
    :raises InvalidReceipt: with differences and without a reason.
    """
    rows.require_handling(actor)
    with transaction.atomic():
        row = _still_open(receipt_id)
        facts = receipt(receipt_id)
        unequal = [line for line in facts.lines if line.to_come or line.over]
        if unequal and not reason.strip():
            raise InvalidReceipt(reference=row.reference, reason="differences")
        Receipt.objects.filter(pk=row.pk).update(
            state=State.CLOSED, closed_at=at, closed_by=rows.actor_name(actor)
        )
        for line in unequal:
            doubts.open_task(
                location_id=row.location_id,
                variant_id=line.variant_id,
                bin_id=arriving.dock_of(row.location_id, line.variant_id),
                cause=CountTask.Cause.RECEIPT_MISMATCH,
                expected=line.expected,
                found=line.accepted + line.over,
                document=row.reference,
                actor=actor,
                at=at,
            )
        audit.record(
            actor=actor,
            action="inventory.receipt_closed",
            record="inventory.receipt",
            record_id=row.pk,
            at=at,
            after={"short": sum(line.to_come for line in facts.lines)},
            reason=reason.strip(),
        )
        outbox.publish(
            ReceiptClosed(
                row.pk,
                row.kind,
                row.reference,
                tuple(
                    (line.variant_id, line.expected, line.accepted, line.damaged, line.wrong, line.over)
                    for line in facts.lines
                ),
            )
        )
    return receipt(receipt_id)


def cancel_receipt(kind: str, reference: str, *, actor: Actor, at: dt.datetime, reason: str = "") -> bool:
    """Expect nothing more under a reference; True when this call ended it. What has come stays."""
    actor.require("inventory.write")
    with transaction.atomic():
        found = Receipt.objects.filter(kind=kind, reference=reference, state=State.OPEN)
        ids = list(found.values_list("pk", flat=True))
        ended = found.update(state=State.CANCELED, closed_at=at, closed_by=rows.actor_name(actor))
        if ended:
            audit.record(
                actor=actor,
                action="inventory.receipt_canceled",
                record="inventory.receipt",
                record_id=ids[0],
                at=at,
                reason=reason,
            )
    return bool(ended)
