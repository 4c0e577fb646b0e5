"""Reads for opening stock: what lies at the spots that a file names, and which of its lines fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from storecrew.contexts.inventory.models import (
    Bin,
    BinContent,
    Location,
    Lot,
    StockLevel,
    StockMovement,
    StockProfile,
)
from storecrew.contexts.inventory.rules import opening
from storecrew.contexts.inventory.rules.opening import Kept, OpeningLine, OpeningSpot

Key = tuple[int, int]
MANY = 1_000


def opening_spots(lines: Sequence[OpeningLine]) -> list[OpeningSpot]:
    """Return for each line where it belongs, what lies there now, and what is wrong with it.

    A line that says what the records say always fits. Others fit while nothing but files moved the article at
    the location: after that a count is the way. Some seven queries for each thousand articles.
    """
    variants = sorted({line.variant_id for line in lines})
    places = dict(Location.objects.filter(active=True).values_list("code", "id"))
    bins = _bins(places[code] for code in {line.location for line in lines} if code in places)
    profiles, lots, levels, contents, moved = {}, {}, {}, {}, set()
    for part in _parts(variants):
        for row in StockProfile.objects.filter(variant_id__in=part):
            profiles[row.variant_id] = (row.tracking, row.expires)
        for batch in Lot.objects.filter(variant_id__in=part):
            lots[(batch.variant_id, batch.code)] = batch
        for counted in StockLevel.objects.filter(variant_id__in=part):
            levels[(counted.variant_id, counted.location_id)] = counted
        for content in BinContent.objects.filter(variant_id__in=part):
            contents[(content.bin_id, content.variant_id, content.lot_id)] = content.quantity
        moved |= _moved(part)
    found = []
    for line in lines:
        place = places.get(line.location)
        if place is None:
            found.append(OpeningSpot(problem=opening.UNKNOWN_LOCATION))
            continue
        shelf = bins.get((place, line.bin.casefold())) if line.bin else None
        if line.bin and (shelf is None or shelf.kind == Bin.Kind.PACKING or not shelf.active):
            problem = opening.UNKNOWN_BIN if shelf is None else opening.WRONG_BIN
            found.append(OpeningSpot(place, problem=problem))
            continue
        lot = lots.get((line.variant_id, line.lot)) if line.lot else None
        tracking, expires = profiles.get(line.variant_id, ("none", False))
        kept = Kept(tracking, expires, lot is not None, lot.expires_on if lot else None)
        level = levels.get((line.variant_id, place))
        if shelf is None:
            now = level.loose if level else 0
        elif line.lot and lot is None:
            now = 0
        else:
            now = contents.get((shelf.pk, line.variant_id, lot.pk if lot else None), 0)
        problem = opening.problem_of_keeping(line, kept)
        if not problem and now != line.quantity and (line.variant_id, place) in moved:
            problem = opening.MOVED
        found.append(OpeningSpot(place, shelf.pk if shelf else None, now, problem))
    return _without_the_committed(lines, found, levels)


def _without_the_committed(
    lines: Sequence[OpeningLine], spots: list[OpeningSpot], levels: dict[Key, StockLevel]
) -> list[OpeningSpot]:
    """Refuse the lines of an article that would leave less than is promised, held or set aside."""
    change: dict[Key, int] = defaultdict(int)
    for line, spot in zip(lines, spots, strict=True):
        if not spot.problem:
            change[(line.variant_id, spot.location_id)] += line.quantity - spot.now
    short = {
        key
        for key, units in change.items()
        if units < 0 and key in levels and levels[key].available + units < 0
    }
    return [
        spot._replace(problem=opening.COMMITTED)
        if not spot.problem and (line.variant_id, spot.location_id) in short and line.quantity != spot.now
        else spot
        for line, spot in zip(lines, spots, strict=True)
    ]


def _bins(location_ids: Iterator[int]) -> dict[tuple[int, str], Bin]:
    rows = Bin.objects.filter(location_id__in=list(location_ids))
    return {(row.location_id, row.code.casefold()): row for row in rows}


def _moved(variant_ids: Collection[int]) -> set[Key]:
    """Return levels whose shelf something else than a file has changed."""
    rows = StockMovement.objects.filter(variant_id__in=variant_ids, bucket=StockMovement.Bucket.ON_HAND)
    others = rows.exclude(kind=StockMovement.Kind.IMPORTED)
    return set(others.order_by().values_list("variant_id", "location_id").distinct())


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), MANY):
        yield ids[start : start + MANY]
