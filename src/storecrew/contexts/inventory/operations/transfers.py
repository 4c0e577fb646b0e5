"""Sending goods from one location to another: planned, sent, received bit by bit, closed with a reason.

Units leave the source's count when they are sent and join the target's when they are received; between
the two they are in transit, on the lines of the transfer. Every unit sent is in transit, arrived or
written off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from storecrew.contexts.inventory.errors import (
    InvalidTransfer,
    StockCommitted,
    TransferMoved,
    UnknownTransfer,
)
from storecrew.contexts.inventory.facts import TransferFacts
from storecrew.contexts.inventory.models import (
    Receipt,
    StockMovement,
    Transfer,
    TransferLine,
)
from storecrew.contexts.inventory.operations import calendar, counters, in_transit, receiving, rows
from storecrew.contexts.inventory.queries import location
from storecrew.contexts.inventory.queries.transfers import transfer
from storecrew.contexts.inventory.rules import transfers as rules
from storecrew.kernel import audit, sequence
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import parse_quantity
from storecrew.kernel.sentence import say

State = Transfer.State
Kind = StockMovement.Kind
Bucket = StockMovement.Bucket


def open_transfer(
    *,
    source: str,
    target: str,
    lines: Iterable[tuple[int, int]],
    actor: Actor,
    at: dt.datetime,
    due_at: dt.datetime | None = None,
) -> TransferFacts:
    """Plan a transfer of (variant id, quantity) lines between two locations; nothing moves yet.

    :raises InvalidTransfer: without lines, or when both places are the same or one is closed.
    """
    actor.require("inventory.write")
    origin, goal = location(source), location(target)
    wanted: dict[int, int] = {}
    for variant_id, quantity in lines:
        wanted[variant_id] = wanted.get(variant_id, 0) + parse_quantity(quantity)
    if not wanted or origin.id == goal.id or not goal.active:
        raise InvalidTransfer(source=source, target=target)
    with transaction.atomic():
        row = Transfer.objects.create(
            code=f"TR-{sequence.next_number('transfer')}",
            source_id=origin.id,
            target_id=goal.id,
            due_at=due_at,
            opened_by=rows.actor_name(actor),
            opened_at=at,
        )
        TransferLine.objects.bulk_create(
            TransferLine(transfer=row, variant_id=variant_id, planned=quantity)
            for variant_id, quantity in sorted(wanted.items())
        )
        audit.record(
            actor=actor,
            action="inventory.transfer_opened",
            record="inventory.transfer",
            record_id=row.pk,
            at=at,
            after={"source": origin.code, "target": goal.code, "units": sum(wanted.values())},
        )
    return transfer(row.pk)


def send_transfer(
    transfer_id: int, *, actor: Actor, at: dt.datetime, sent: Mapping[int, int] | None = None
) -> TransferFacts:
    """Take the goods off the source's count and expect them at the target.

    `sent` (variant id: units) says what was really loaded, at most what was planned; None means all.

    :raises TransferMoved: if it is not a draft any more; of two who send it, one does.
    :raises StockCommitted: if the source has fewer free units.
    """
    rows.require_handling(actor)
    with transaction.atomic():
        row = _claim(transfer_id, State.DRAFT, State.IN_TRANSIT, sent_at=at)
        lines = list(row.lines.order_by("variant_id"))
        loaded = {line.variant_id: _loaded(line, sent) for line in lines}
        if not any(loaded.values()):
            raise InvalidTransfer(transfer=row.code)
        entries = [
            counters.Entry(variant_id, row.source_id, Kind.TRANSFERRED, Bucket.ON_HAND, -units, "", row.code)
            for variant_id, units in loaded.items()
            if units
        ]
        try:
            counters.post(entries, actor=actor, at=at)
        except counters.Refused as refused:
            raise StockCommitted(levels=[list(key) for key in refused.keys]) from None
        for line in lines:
            TransferLine.objects.filter(pk=line.pk).update(sent=loaded[line.variant_id])
        receipt_id = receiving.open_receipt(
            kind=Receipt.Kind.TRANSFER,
            reference=row.code,
            location_id=row.target_id,
            due_at=row.due_at,
            lines=[(variant_id, units) for variant_id, units in loaded.items() if units],
            actor=actor,
            at=at,
        )
        Transfer.objects.filter(pk=row.pk).update(receipt_id=receipt_id)
        audit.record(
            actor=actor,
            action="inventory.transfer_sent",
            record="inventory.transfer",
            record_id=row.pk,
            at=at,
            after={"units": sum(loaded.values())},
        )
        calendar.show_transfer(row, at=at)
    return transfer(transfer_id)


def _loaded(line: TransferLine, sent: Mapping[int, int] | None) -> int:
    units = line.planned if sent is None else sent.get(line.variant_id, 0)
    if not 0 <= units <= line.planned:
        raise InvalidTransfer(variant_id=line.variant_id, planned=line.planned, sent=units)
    return units


def close_transfer(
    transfer_id: int,
    *,
    actor: Actor,
    at: dt.datetime,
    reasons: Mapping[int, str] | None = None,
) -> TransferFacts:
    """Say that nothing more arrives. Each variant that is short needs a reason: lost, broken or not_sent.

    Lost and broken units are written off; units that were never sent go back to the source's count.

    :raises TransferMoved: if it is not in transit.
    :raises InvalidTransfer: if a short line has no reason.
    """
    actor.require("inventory.write")
    why = dict(reasons or {})
    with transaction.atomic():
        # The receipt first, as scans at the dock take it, so that the two do not wait for each other.
        receipt_id = Transfer.objects.filter(pk=transfer_id).values_list("receipt_id", flat=True).first()
        dock = Receipt.objects.select_for_update().filter(pk=receipt_id or 0).first()
        row = _claim(transfer_id, State.IN_TRANSIT, State.RECEIVED, closed_at=at)
        in_transit.count_arrivals(row.code)
        missing = {
            line.variant_id: rules.in_transit(line.sent, line.arrived, line.written_off)
            for line in row.lines.all()
        }
        short = {variant_id: units for variant_id, units in missing.items() if units}
        if any(why.get(variant_id) not in rules.REASONS for variant_id in short):
            raise InvalidTransfer(transfer=row.code, short=short)
        back = [
            counters.Entry(
                variant_id,
                row.source_id,
                Kind.TRANSFERRED,
                Bucket.ON_HAND,
                units,
                say("Never sent"),
                row.code,
            )
            for variant_id, units in sorted(short.items())
            if why[variant_id] == rules.NOT_SENT
        ]
        counters.post(back, actor=actor, at=at)
        for variant_id, units in short.items():
            row.lines.filter(variant_id=variant_id).update(
                written_off=F("written_off") + units, reason=why[variant_id]
            )
        if dock is not None and dock.state == Receipt.State.OPEN:
            receiving.close_receipt(dock.pk, actor=actor, at=at, reason=say("The transfer was closed."))
        audit.record(
            actor=actor,
            action="inventory.transfer_closed",
            record="inventory.transfer",
            record_id=row.pk,
            at=at,
            after={"short": sum(short.values()), "reasons": sorted(set(why.values()))},
        )
        calendar.hide_transfer(row, at=at)
    return transfer(transfer_id)


def close_if_complete(code: str, *, actor: Actor, at: dt.datetime) -> bool:
    """Close a transfer that is in transit with nothing missing; True when this call closed it."""
    row = Transfer.objects.filter(code=code, state=State.IN_TRANSIT).first()
    if row is None:
        return False
    lines = row.lines.all()
    if any(rules.in_transit(line.sent, line.arrived, line.written_off) for line in lines):
        return False
    close_transfer(row.pk, actor=actor, at=at)
    return True


def cancel_transfer(transfer_id: int, *, actor: Actor, at: dt.datetime) -> TransferFacts:
    """Give up a transfer that was not sent.

    :raises TransferMoved: if it was sent.
    """
    actor.require("inventory.write")
    with transaction.atomic():
        row = _claim(transfer_id, State.DRAFT, State.CANCELED, closed_at=at)
        audit.record(
            actor=actor,
            action="inventory.transfer_canceled",
            record="inventory.transfer",
            record_id=row.pk,
            at=at,
        )
    return transfer(transfer_id)


def _claim(transfer_id: int, before: str, after: str, **change: dt.datetime) -> Transfer:
    """Move a transfer to its next state by one conditional update, and return it."""
    rows_ = Transfer.objects.filter(pk=transfer_id)
    if rows_.filter(state=before).update(state=after, **change) != 1:
        row = rows_.first()
        if row is None:
            raise UnknownTransfer(transfer=transfer_id)
        raise TransferMoved(transfer=row.code, state=row.state)
    return rows_.get()
