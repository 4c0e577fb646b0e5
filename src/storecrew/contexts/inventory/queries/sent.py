"""With which lots and serial numbers the units of an order left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Sum

from storecrew.contexts.inventory.models import Bin, BinMove, Serial, StockMovement
from storecrew.contexts.orders import public as orders

Kind = BinMove.Kind


class SentMarks(NamedTuple):
    """What is known of the units of an article that left with an order: lots and serial numbers."""

    lots: tuple[str, ...]
    serials: tuple[str, ...]


def documents_of(order_id: int) -> list[str]:
    """Return the documents under which goods of an order were picked and left."""
    shipped = StockMovement.objects.filter(order_id=order_id, kind=StockMovement.Kind.SHIPPED)
    found = {*orders.numbers_of([order_id]).values(), *shipped.values_list("document", flat=True)}
    return sorted(document for document in found if document)


def sent_marks(order_id: int, variant_ids: Iterable[int]) -> dict[int, SentMarks]:
    """Return lots and serial numbers of what left with an order, by variant; empty where nobody scanned."""
    wanted = set(variant_ids)
    documents = documents_of(order_id)
    lots: dict[int, list[str]] = {key: [] for key in wanted}
    serials: dict[int, list[str]] = {key: [] for key in wanted}
    moves = BinMove.objects.filter(
        document__in=documents, content__variant_id__in=wanted, content__lot__isnull=False
    )
    # What was picked for the order lay in a packing place, and was put back or left; what nobody scanned left
    # its shelf under the number of the parcel.
    picked = moves.filter(content__bin__kind=Bin.Kind.PACKING, kind__in=(Kind.PICKED, Kind.PUT_BACK))
    unscanned = moves.filter(kind=Kind.LEFT).exclude(content__bin__kind=Bin.Kind.PACKING)
    for part, sign in ((picked, 1), (unscanned, -1)):
        found = part.order_by().values_list("content__variant_id", "content__lot__code")
        for variant_id, code, units in found.annotate(units=Sum("quantity")):
            if units * sign > 0:
                lots[variant_id].append(code)
    gone = Serial.objects.filter(variant_id__in=wanted, state=Serial.State.GONE, document__in=documents)
    for variant_id, code in gone.values_list("variant_id", "code"):
        serials[variant_id].append(code)
    return {key: SentMarks(tuple(sorted(set(lots[key]))), tuple(sorted(serials[key]))) for key in wanted}
