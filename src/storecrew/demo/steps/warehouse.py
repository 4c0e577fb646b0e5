"""Warehouse life: bins and what lies in them, lots that expire, transfers, counts in every state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor

# Location: zone, storage class, aisles, bins per aisle.
ZONES = {
    "berlin": (("A", "ambient", 3, 8), ("B", "bulky", 2, 6), ("C", "secure", 1, 6)),
    "porto": (("A", "ambient", 2, 6),),
    "incheon": (("A", "ambient", 2, 6),),
}
SHELVED = 18


def build(variant_ids: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """Give the warehouses bins, put goods into them, and leave work of every kind for today."""
    # One transaction: each of a few hundred writes would wait for the disk by itself.
    with transaction.atomic():
        for code in ZONES:
            shelves = _bins(code, actor=actor, at=at)
            _shelve(code, shelves, variant_ids, actor=actor, at=at)
        _lots(variant_ids, actor=actor, at=at)
        _transfers(variant_ids, actor=actor, at=at)
        _counts(actor=actor, at=at)


def _bins(code: str, *, actor: Actor, at: dt.datetime) -> list[inventory.BinFacts]:
    """Make the zones and bins of a location, in the order in which they are walked."""
    made = []
    for turn, (zone, storage_class, aisles, length) in enumerate(ZONES[code], start=1):
        inventory.save_zone(code, zone, storage_class=storage_class, walk_order=turn * 10, actor=actor, at=at)
        places = [(aisle, place) for aisle in range(1, aisles + 1) for place in range(1, length + 1)]
        made += [
            inventory.save_bin(
                code,
                f"{zone}{aisle}-{place:02}",
                zone_code=zone,
                walk_order=aisle * 100 + place,
                actor=actor,
                at=at,
            )
            for aisle, place in places
        ]
    return made


def _shelve(
    code: str,
    shelves: Sequence[inventory.BinFacts],
    variant_ids: Sequence[int],
    *,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Put the loose units of the first articles into bins of the ambient zone, one article a bin."""
    levels = [
        level
        for level in inventory.levels(variant_ids)
        if level.location_code == code and level.on_hand - level.in_bins > 3
    ]
    ambient = [shelf for shelf in shelves if shelf.storage_class == "ambient"]
    for shelf, level in zip(ambient, levels[:SHELVED], strict=False):
        inventory.put_in_place(
            location_id=shelf.location_id,
            variant_id=level.variant_id,
            bin_id=shelf.id,
            quantity=level.on_hand - level.in_bins,
            document="First put-away",
            actor=actor,
            at=at,
        )


def _lots(variant_ids: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """Keep two articles by lot, one lot of which expires soon, and one with inspection of deliveries."""
    first, second, third = _articles_at("berlin", variant_ids, 3)
    place = inventory.location("berlin")
    shelves = inventory.bins(place.id)
    free = [shelf for shelf in shelves if shelf.zone_code == "C"]
    for number, variant_id in enumerate((first, second)):
        inventory.save_profile(variant_id, tracking="lot", expires=True, actor=actor, at=at)
        for lot, days in (("L2601", 18), ("L2604", 240)):
            lot_id = inventory.save_lot(
                variant_id, lot, expires_on=(at + dt.timedelta(days=days)).date(), actor=actor, at=at
            )
            inventory.receive(
                [(variant_id, 6)], location_code="berlin", document=f"Lot {lot}", actor=actor, at=at
            )
            inventory.put_in_place(
                location_id=place.id,
                variant_id=variant_id,
                bin_id=free[number * 2 + (days > 30)].id,
                lot_id=lot_id,
                quantity=6,
                document=f"Lot {lot}",
                actor=actor,
                at=at,
            )
    inventory.save_profile(third, inspection_level="II", aql="2.5", actor=actor, at=at)


def _transfers(variant_ids: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """One transfer that has partly arrived, with a sample to inspect and goods at the dock; one planned."""
    movable = [
        level
        for level in inventory.levels(variant_ids)
        if level.location_code == "porto" and level.available >= 6
    ][:4]
    if len(movable) < 4:
        return
    inspected = _articles_at("berlin", variant_ids, 3)[2]
    lines = [(level.variant_id, 4) for level in movable]
    sent = inventory.open_transfer(
        source="porto", target="berlin", lines=lines, due_at=at + dt.timedelta(hours=6), actor=actor, at=at
    )
    sent = inventory.send_transfer(sent.id, actor=actor, at=at)
    for number, (variant_id, units) in enumerate(lines[:2]):
        if sent.receipt_id is not None and variant_id != inspected:
            inventory.receive_line(
                sent.receipt_id,
                variant_id=variant_id,
                quantity=units - number,
                key=f"demo-receipt-{number}",
                actor=actor,
                at=at,
            )
    inventory.open_transfer(
        source="berlin",
        target="porto",
        lines=[(movable[3].variant_id, 2)],
        due_at=at + dt.timedelta(days=3),
        actor=actor,
        at=at,
    )


def _counts(*, actor: Actor, at: dt.datetime) -> None:
    """Counts that are done, open, to be repeated and waiting for approval, and a short pick."""
    place = inventory.location("berlin")
    lying = [row for row in inventory.contents(location_id=place.id) if row.zone_code == "A"][:9]
    for number, row in enumerate(lying):
        if number == 8:
            inventory.report_short_pick(
                location_id=place.id, bin_id=row.bin_id, variant_id=row.variant_id, expected=row.quantity,
                found=row.quantity - 1, document="", actor=actor, at=at,
            )  # fmt: skip
            continue
        task = inventory.ask_for_count(
            location_id=place.id,
            variant_id=row.variant_id,
            bin_id=row.bin_id,
            cause="plan" if number % 2 else "asked",
            actor=actor,
            at=at - dt.timedelta(days=number),
        )
        for turn, counted in enumerate(_numbers(number, row.quantity)):
            inventory.record_count(task, counted, key=f"demo-count-{task}-{turn}", actor=actor, at=at)


def _numbers(number: int, units: int) -> tuple[int, ...]:
    """Return what is counted: mostly right, once a small difference, once a large one, once not yet."""
    if number < 4:
        return (units,)
    if number == 4:
        return (units - 1,)
    if number == 5:
        return (max(0, units - 12), max(0, units - 12))
    return ()


def _articles_at(code: str, variant_ids: Sequence[int], count: int) -> list[int]:
    """Return the last articles that lie at a location, away from those that fill the first bins."""
    found = [level.variant_id for level in inventory.levels(variant_ids) if level.location_code == code]
    return found[-count:]
