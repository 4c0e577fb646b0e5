"""Receipts of which everything has come close by themselves once the dock has been quiet for a while."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, Max, OuterRef, Q

from storecrew.contexts.inventory.errors import InvalidReceipt, ReceiptClosedAlready
from storecrew.contexts.inventory.models import Inspection, Receipt, ReceiptLine
from storecrew.contexts.inventory.operations.receiving import close_receipt
from storecrew.kernel.actor import Actor

QUIET = dt.timedelta(hours=12)
"""A unit too many is scanned while the pallet still stands there; after a night nobody scans it any more."""


def close_complete(*, actor: Actor, at: dt.datetime) -> int:
    """Close what came as ordered, and return how many receipts that were.

    What is short, too much, wrong or still to be inspected waits for a person, a transfer for its own end.
    """
    lines = ReceiptLine.objects.filter(receipt=OuterRef("pk"))
    unsettled = Q(expected__gt=F("accepted") + F("damaged")) | Q(over__gt=0) | Q(wrong__gt=0)
    waits = Inspection.objects.filter(line__receipt=OuterRef("pk"), state=Inspection.State.OPEN)
    rows = (
        Receipt.objects.filter(
            ~Exists(lines.filter(unsettled)),
            ~Exists(waits),
            state=Receipt.State.OPEN,
            kind=Receipt.Kind.PURCHASE_ORDER,
        )
        .annotate(last=Max("lines__postings__at"))
        .filter(last__lt=at - QUIET)
        .order_by("pk")
    )
    closed = 0
    for receipt_id in rows.values_list("pk", flat=True)[:200]:
        try:
            close_receipt(receipt_id, actor=actor, at=at)
        except (ReceiptClosedAlready, InvalidReceipt):
            # Somebody at the dock was faster.
            continue
        closed += 1
    return closed
