"""Goods that were sold and came back: each unit goes where its condition lets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.inventory.errors import InvalidStockChange
from storecrew.contexts.inventory.events import GoodsTakenBack
from storecrew.contexts.inventory.facts import TakenBack
from storecrew.contexts.inventory.models import StockMovement
from storecrew.contexts.inventory.operations import counters, rows
from storecrew.contexts.inventory.queries import location
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

Bucket = StockMovement.Bucket
Kind = StockMovement.Kind
BUCKETS = {
    "shelf": None,
    "inspect": Bucket.QUALITY_HOLD,
    "quarantine": Bucket.QUARANTINE,
    "damaged": Bucket.DAMAGED,
}
"""Where a unit that came back may go; only the shelf sells it."""


def take_back(
    units: Sequence[TakenBack],
    *,
    location_code: str | None,
    document: str,
    order_id: int,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Put units of an order that came back where their condition lets them; ``document`` is the return.

    A unit that is not for the shelf is never sellable, not for a moment: both counters move in one statement.
    Call it once per document: who decides that units came back also knows whether it was done.

    :raises Denied: neither keeps stock nor handles goods
    :raises InvalidStockChange: another place than one of BUCKETS, or no units
    """
    rows.require_handling(actor)
    wrong = [unit for unit in units if unit.to not in BUCKETS or unit.quantity < 1]
    if wrong or not units:
        raise InvalidStockChange(units=[list(unit) for unit in wrong])
    place = location(location_code)
    entries = [
        counters.Entry(
            unit.variant_id, place.id, Kind.RETURNED, bucket, unit.quantity, unit.cause, document, order_id
        )
        for unit in units
        for bucket in (Bucket.ON_HAND, BUCKETS[unit.to])
        if bucket is not None
    ]
    with transaction.atomic():
        counters.ensure_levels((unit.variant_id, place.id) for unit in units)
        counters.post(entries, actor=actor, at=at)
        audit.record_many(
            [
                audit.Change(
                    "inventory.taken_back",
                    "inventory.level",
                    f"{unit.variant_id}:{place.id}",
                    None,
                    {unit.to: f"{unit.quantity:+d}"},
                    document,
                )
                for unit in units
            ],
            actor=actor,
            at=at,
        )
        outbox.publish(
            GoodsTakenBack(
                document=document,
                order_id=order_id,
                location_id=place.id,
                units=tuple((unit.variant_id, unit.quantity, unit.to, unit.cause) for unit in units),
            )
        )
