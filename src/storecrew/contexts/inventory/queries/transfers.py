"""Reads of transfers."""

from __future__ import annotations

from storecrew.contexts.inventory.errors import UnknownTransfer
from storecrew.contexts.inventory.facts import TransferFacts, TransferLineFacts
from storecrew.contexts.inventory.models import Transfer
from storecrew.contexts.inventory.rules import transfers as rules


def transfer(transfer_id: int) -> TransferFacts:
    """Return a transfer with its lines; UnknownTransfer if there is none."""
    row = Transfer.objects.select_related("source", "target").filter(pk=transfer_id).first()
    if row is None:
        raise UnknownTransfer(transfer=transfer_id)
    lines = tuple(
        TransferLineFacts(
            line.variant_id,
            line.planned,
            line.sent,
            line.arrived,
            line.written_off,
            rules.in_transit(line.sent, line.arrived, line.written_off),
            line.reason,
        )
        for line in row.lines.order_by("pk")
    )
    return TransferFacts(
        row.pk,
        row.code,
        row.source_id,
        row.source.code,
        row.source.name,
        row.target_id,
        row.target.code,
        row.target.name,
        row.state,
        row.due_at,
        row.receipt_id,
        row.opened_by,
        row.opened_at,
        row.sent_at,
        row.closed_at,
        lines,
    )
