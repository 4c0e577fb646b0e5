"""What happens to units at the dock: captured as their profile asks, posted to the right bucket and bin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory.errors import (
    ExpiryNeeded,
    LotNeeded,
    SerialsNeeded,
    TooShortToKeep,
)
from storecrew.contexts.inventory.models import (
    Bin,
    BinContent,
    BinMove,
    Lot,
    Receipt,
    ReceiptLine,
    ReceiptPosting,
    StockMovement,
)
from storecrew.contexts.inventory.operations import contents, counters, serial_numbers
from storecrew.contexts.inventory.operations.contents import Move
from storecrew.contexts.inventory.queries.bins import profiles
from storecrew.contexts.inventory.rules import receiving as rules
from storecrew.kernel.actor import Actor

Kind = StockMovement.Kind
Bucket = StockMovement.Bucket
# Places that a location needs for receiving; made when they are needed first.
DOCK = (Bin.Kind.RECEIVING, "DOCK")
CAGE = (Bin.Kind.QUARANTINE, "CAGE")


def captured(
    variant_id: int,
    units: int,
    outcome: str,
    lot_code: str,
    expires_on: dt.date | None,
    serials: Sequence[str],
    at: dt.datetime,
) -> int | None:
    """Check what the article's profile asks for and return the id of its lot, or None.

    Damaged and wrong units are taken in without questions: they have to be set apart first.
    """
    profile = profiles([variant_id])[variant_id]
    code = lot_code.strip()[:60]
    if outcome == rules.ACCEPTED:
        if profile.tracking == "lot" and not code:
            raise LotNeeded(variant_id=variant_id)
        if profile.tracking == "serial" and len(serial_numbers.clean(serials)) != units:
            raise SerialsNeeded(wanted=units, given=len(serials))
    if profile.tracking != "lot" or not code:
        return None
    row, _ = Lot.objects.get_or_create(variant_id=variant_id, code=code, defaults={"expires_on": expires_on})
    if outcome == rules.ACCEPTED and profile.expires:
        date = row.expires_on or expires_on
        if date is None:
            raise ExpiryNeeded(variant_id=variant_id)
        days = rules.rest_days(date, channels.house_day(at))
        if days < profile.shortest_rest_days:
            raise TooShortToKeep(days=days, least=profile.shortest_rest_days)
    if row.expires_on is None and expires_on is not None:
        Lot.objects.filter(pk=row.pk, expires_on=None).update(expires_on=expires_on)
    return int(row.pk)


def take_in(
    receipt: Receipt,
    line: ReceiptLine,
    posting: ReceiptPosting,
    parts: rules.Parts,
    serials: Sequence[str],
    *,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Post units to the level and into the dock or the cage; return how many are on hold."""
    key = (line.variant_id, receipt.location_id)
    inspected = posting.outcome == rules.ACCEPTED and bool(
        profiles([line.variant_id])[line.variant_id].inspection_level
    )
    held = parts.ordered if inspected else 0
    apart = _apart(posting.outcome, parts, held)
    kind = Kind.TRANSFERRED if receipt.kind == Receipt.Kind.TRANSFER else Kind.RECEIVED
    entries = [
        counters.Entry(*key, kind, bucket, units, posting.note, receipt.reference)
        for bucket, units in ((Bucket.ON_HAND, posting.quantity), *apart.items())
        if units
    ]
    counters.ensure_levels([key])
    counters.post(entries, actor=actor, at=at)
    serial_numbers.arrive(line.variant_id, serials, posting.lot_id, receipt.location_id, receipt.reference)
    good = parts.ordered - held if posting.outcome == rules.ACCEPTED else 0
    _into_bins(receipt, line, posting, good, actor=actor, at=at)
    return held


def _apart(outcome: str, parts: rules.Parts, held: int) -> dict[str, int]:
    """Return the units that must not be sold, by bucket."""
    if outcome == rules.DAMAGED:
        return {Bucket.DAMAGED: parts.ordered}
    if outcome == rules.WRONG:
        return {Bucket.QUARANTINE: parts.ordered}
    return {Bucket.QUALITY_HOLD: held, Bucket.QUARANTINE: parts.over}


def _into_bins(
    receipt: Receipt,
    line: ReceiptLine,
    posting: ReceiptPosting,
    good: int,
    *,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Put good units into the dock, and what must wait or stay apart into the cage, if there are bins."""
    if not has_bins(receipt.location_id):
        return
    moves = []
    for (kind, code), units in ((DOCK, good), (CAGE, posting.quantity - good)):
        if units:
            place = special_bin(receipt.location_id, kind, code)
            moves.append(Move(receipt.location_id, place.pk, line.variant_id, posting.lot_id, units))
    contents.change(moves, kind=BinMove.Kind.RECEIVED, document=receipt.reference, actor=actor, at=at)


def has_bins(location_id: int) -> bool:
    """Tell whether a location has storage bins."""
    return Bin.objects.filter(location_id=location_id, kind=Bin.Kind.STORAGE).exists()


def out_of_the_cage(
    location_id: int,
    variant_id: int,
    lot_id: int | None,
    units: int,
    *,
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Move released units from the cage to the dock, from where they are put away."""
    caged = BinContent.objects.filter(
        bin__location_id=location_id,
        bin__kind=Bin.Kind.QUARANTINE,
        variant_id=variant_id,
        quantity__gt=0,
    ).order_by("pk")
    caged = caged.filter(lot=None) if lot_id is None else caged.filter(lot_id=lot_id)
    dock = special_bin(location_id, *DOCK) if has_bins(location_id) else None
    moves = []
    for row in caged if dock else ():
        part = min(units, row.quantity)
        units -= part
        if part and dock:
            moves.append(Move(location_id, row.bin_id, variant_id, lot_id, -part))
            moves.append(Move(location_id, dock.pk, variant_id, lot_id, part))
    if moves:
        contents.change(moves, kind=BinMove.Kind.MOVED, document=document, actor=actor, at=at)


def special_bin(location_id: int, kind: str, code: str) -> Bin:
    """Return the first bin of a kind at a location; made when it is needed first."""
    found = Bin.objects.filter(location_id=location_id, kind=kind).order_by("pk").first()
    if found is not None:
        return found
    row, _ = Bin.objects.get_or_create(location_id=location_id, code=code, defaults={"kind": kind})
    return row


def dock_of(location_id: int, variant_id: int) -> int | None:
    """Return the receiving bin in which a variant lies, or None where its units are loose."""
    found = BinContent.objects.filter(
        bin__location_id=location_id, bin__kind=Bin.Kind.RECEIVING, variant_id=variant_id, quantity__gt=0
    )
    return found.order_by("pk").values_list("bin_id", flat=True).first()
