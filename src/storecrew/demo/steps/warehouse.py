"""Warehouse life: bins and what lies in them, lots that expire, transfers, counts in every state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor

# Location: zone, storage class, aisles, bins per aisle.
ZONES = {
    "berlin": (("A", "ambient", 6, 10), ("B", "bulky", 2, 6), ("C", "secure", 1, 6)),
    "porto": (("A", "ambient", 4, 8),),
    "incheon": (("A", "ambient", 4, 8),),
}


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
    """Put what lies loose into bins of the ambient zone: variants of a product together, along the walk."""
    loose = {
        level.variant_id: level.on_hand - level.in_bins
        for level in inventory.levels(variant_ids)
        if level.location_code == code and level.on_hand > level.in_bins
    }
    kept_by_lot = _articles_at(code, variant_ids, 3)[:2] if code == "berlin" else ()
    ambient = [shelf for shelf in shelves if shelf.storage_class == "ambient"]
    products = catalog.product_ids_of_variants(loose)
    turn = {product: number for number, product in enumerate(dict.fromkeys(products.values()))}
    inventory.stock_bins(
        code,
        [
            (variant_id, ambient[turn[products[variant_id]] * len(ambient) // len(turn)].id, units)
            for variant_id, units in loose.items()
            if variant_id not in kept_by_lot
        ],
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
        # What was there before has a lot of its own; two more come now.
        before = inventory.level(variant_id, location_code="berlin").on_hand
        lots = (("L2509", 90, before), ("L2601", 18, 6), ("L2604", 240, 6))
        for turn, (lot, days, units) in enumerate(lots):
            lot_id = inventory.save_lot(
                variant_id, lot, expires_on=(at + dt.timedelta(days=days)).date(), actor=actor, at=at
            )
            if lot != "L2509":
                inventory.receive(
                    [(variant_id, units)], location_code="berlin", document=f"Lot {lot}", actor=actor, at=at
                )
            inventory.put_in_place(
                location_id=place.id,
                variant_id=variant_id,
                bin_id=free[number * 3 + turn].id,
                lot_id=lot_id,
                quantity=units,
                document=f"Lot {lot}",
                actor=actor,
                at=at,
            )
    inventory.save_profile(third, inspection_level="II", aql="2.5", actor=actor, at=at)


def count_up(*, actor: Actor, at: dt.datetime) -> None:
    """Count most of what coming promotions asked for, as the evening shift does; the rest is for today."""
    with transaction.atomic():
        for code in ZONES:
            _evening(inventory.location(code).id, actor=actor, at=at)


def _evening(location_id: int, *, actor: Actor, at: dt.datetime) -> None:
    lying: Counter[tuple[int | None, int]] = Counter()
    for row in inventory.contents(location_id=location_id):
        lying[row.bin_id, row.variant_id] += row.quantity
    asked = [
        task
        for task in inventory.due_counts(location_id)
        if task.cause == "promotion" and task.state == "open" and (task.bin_id, task.variant_id) in lying
    ]
    for task in asked[: len(asked) * 4 // 5]:
        units = lying[task.bin_id, task.variant_id]
        inventory.record_count(task.id, units, key=f"demo-evening-{task.id}", actor=actor, at=at)


def _transfers(variant_ids: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """One transfer that has partly arrived, with a sample to inspect and goods at the dock; one planned."""
    movable = [
        level
        for level in inventory.levels(variant_ids)
        if level.location_code == "porto" and level.available >= 6
    ][:4]
    if len(movable) < 4:
        return
    # Of what comes third a sample is looked at before it may be sold.
    inventory.save_profile(movable[2].variant_id, inspection_level="II", aql="2.5", actor=actor, at=at)
    lines = [(level.variant_id, 4) for level in movable]
    sent = inventory.open_transfer(
        source="porto", target="berlin", lines=lines, due_at=at + dt.timedelta(hours=6), actor=actor, at=at
    )
    sent = inventory.send_transfer(sent.id, actor=actor, at=at)
    for number, (variant_id, units) in enumerate(lines[:3]):
        if sent.receipt_id is not None:
            inventory.receive_line(
                sent.receipt_id,
                variant_id=variant_id,
                quantity=units - number % 2,
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
    """Return the last articles that lie at a location."""
    found = [level.variant_id for level in inventory.levels(variant_ids) if level.location_code == code]
    return found[-count:]
