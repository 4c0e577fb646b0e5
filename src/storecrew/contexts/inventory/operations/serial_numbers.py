"""Serial numbers: each changes its state by one conditional update, so none is picked twice."""

from __future__ import annotations

from collections.abc import Sequence

from storecrew.contexts.inventory.errors import NotSentWithOrder, SerialsNeeded
from storecrew.contexts.inventory.models import Serial
from storecrew.contexts.inventory.queries.bins import profiles

State = Serial.State


def pick(variant_id: int, codes: Sequence[str], units: int, *, location_id: int, document: str) -> None:
    """Mark the units as picked; every unit of an article kept by serial number needs its own.

    :raises SerialsNeeded: if numbers are missing, double, or not in stock at this location.
    """
    if not codes and profiles([variant_id])[variant_id].tracking != "serial":
        return
    wanted = clean(codes)
    if len(wanted) != units:
        raise SerialsNeeded(wanted=units, given=len(wanted))
    _move(variant_id, wanted, State.IN_STOCK, State.PICKED, location_id=location_id, document=document)


def put_back(variant_id: int, codes: Sequence[str], *, location_id: int, document: str) -> None:
    """Mark picked units as in stock again."""
    wanted = clean(codes)
    if wanted:
        _move(variant_id, wanted, State.PICKED, State.IN_STOCK, location_id=location_id, document=document)


def leave(variant_ids: Sequence[int], documents: Sequence[str]) -> None:
    """Mark what was picked for these documents as gone."""
    picked = Serial.objects.filter(
        variant_id__in=list(variant_ids), state=State.PICKED, document__in=list(documents)
    )
    picked.update(state=State.GONE)


def clean(codes: Sequence[str]) -> list[str]:
    """Return serial numbers as they are kept: trimmed, each once."""
    return list(dict.fromkeys(code.strip()[:80] for code in codes if code.strip()))


def _move(
    variant_id: int, codes: Sequence[str], source: str, target: str, *, location_id: int, document: str
) -> None:
    found = Serial.objects.filter(
        variant_id=variant_id, code__in=codes, state=source, location_id=location_id
    )
    if found.update(state=target, document=document[:100]) != len(codes):
        raise SerialsNeeded(wanted=len(codes), serials=list(codes)[:20])


def arrive(
    variant_id: int, codes: Sequence[str], lot_id: int | None, location_id: int, document: str
) -> None:
    """Take in units with their numbers; one that left comes back as the same unit.

    :raises SerialsNeeded: if a number is already in stock.
    """
    wanted = clean(codes)
    if not wanted:
        return
    known = Serial.objects.filter(variant_id=variant_id, code__in=wanted)
    back = set(known.filter(state=State.GONE).values_list("code", flat=True))
    if known.exclude(state=State.GONE).exists():
        raise SerialsNeeded(serials=wanted[:20], reason="in_stock")
    values = {"state": State.IN_STOCK, "location_id": location_id, "lot_id": lot_id}
    known.filter(state=State.GONE).update(**values, document=document[:100])
    Serial.objects.bulk_create(
        Serial(variant_id=variant_id, code=code, document=document[:100], **values)
        for code in wanted
        if code not in back
    )


def come_back(
    variant_id: int, code: str, *, sold_by: Sequence[str], shelf: bool, location_id: int, document: str
) -> None:
    """Take back a unit that left under one of these documents, once; only one for the shelf can be picked.

    :raises NotSentWithOrder: it left with another order, or is here already
    """
    gone = Serial.objects.filter(
        variant_id=variant_id, code=code.strip()[:80], state=State.GONE, document__in=list(sold_by)
    )
    state = State.IN_STOCK if shelf else State.ASIDE
    if gone.update(state=state, location_id=location_id, document=document[:100]) != 1:
        raise NotSentWithOrder(serial=code[:80])


def decide(variant_id: int, code: str, *, shelf: bool, document: str) -> None:
    """Say of a unit that was set apart whether it can be picked again.

    :raises NotSentWithOrder: it was not set apart under this document
    """
    aside = Serial.objects.filter(
        variant_id=variant_id, code=code, state=State.ASIDE, document=document[:100]
    )
    if aside.update(state=State.IN_STOCK if shelf else State.ASIDE) != 1:
        raise NotSentWithOrder(serial=code[:80])
