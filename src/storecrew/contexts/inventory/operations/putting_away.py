"""Putting away from a device: the same entry sent twice moves goods once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.inventory.errors import InvalidReceipt
from storecrew.contexts.inventory.models import BinMove
from storecrew.contexts.inventory.operations import bins, rows
from storecrew.kernel.actor import Actor


def put_away(
    *,
    location_id: int,
    variant_id: int,
    bin_id: int,
    quantity: int,
    key: str,
    actor: Actor,
    at: dt.datetime,
    from_bin_id: int | None = None,
    lot_id: int | None = None,
) -> bool:
    """Put received units into a bin as `put_in_place` does; False when this `key` did it before.

    The key is the document of the moves, and the level is locked before it is looked for, so two
    connections that send the same entry at once move the goods once.
    """
    rows.require_handling(actor)
    if not 8 <= len(key) <= 64:
        raise InvalidReceipt(key=key[:64])
    document = f"scan {key}"
    with transaction.atomic():
        rows.lock([variant_id])
        if BinMove.objects.filter(document=document, content__variant_id=variant_id).exists():
            return False
        bins.put_in_place(
            location_id=location_id,
            variant_id=variant_id,
            bin_id=bin_id,
            quantity=quantity,
            document=document,
            lot_id=lot_id,
            from_bin_id=from_bin_id,
            actor=actor,
            at=at,
        )
    return True
