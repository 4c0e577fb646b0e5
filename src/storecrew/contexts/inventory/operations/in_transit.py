"""Counting what of a transfer has arrived, from what its receipt took in."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from storecrew.contexts.inventory.models import ReceiptLine, Transfer, TransferLine


def count_arrivals(reference: str) -> None:
    """Take over from its receipt what of a transfer has arrived; harmless when repeated.

    Units above what was sent stay out of the sum: they stand in quarantine at the target.
    """
    with transaction.atomic():
        row = Transfer.objects.select_for_update().filter(code=reference).first()
        if row is None:
            return
        came = dict(
            ReceiptLine.objects.filter(receipt_id=row.receipt_id or 0).values_list(
                "variant_id", F("accepted") + F("damaged")
            )
        )
        for line in row.lines.order_by("pk"):
            arrived = min(came.get(line.variant_id, 0), line.sent - line.written_off)
            TransferLine.objects.filter(pk=line.pk).update(arrived=arrived)
