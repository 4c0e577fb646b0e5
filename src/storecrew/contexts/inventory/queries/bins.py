"""Reads of zones, bins, what lies in them, and where to pick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory.errors import UnknownBin
from storecrew.contexts.inventory.facts import BinFacts, Content, PickPlace, Profile
from storecrew.contexts.inventory.models import (
    LIVE_COUNTS,
    Bin,
    BinContent,
    CountTask,
    StockLevel,
    StockProfile,
)
from storecrew.contexts.inventory.rules import picking
from storecrew.kernel import clock

PICKABLE = Bin.Kind.STORAGE


def pick_places(
    location_id: int, needs: Mapping[int, int], *, at: dt.datetime | None = None
) -> tuple[PickPlace, ...]:
    """Say where to take units of variants at a location (variant id: units), in walking order.

    A proposal: `take_from_bin` decides. The lot that expires first comes first; expired or held lots and
    bins that wait for a count after a short pick are left out. Units in no known bin come last with
    `bin_id` None, so a location without bins gets one place per variant. Four queries at most.
    """
    wanted = {variant_id: units for variant_id, units in needs.items() if units > 0}
    if not wanted:
        return ()
    today = channels.house_day(at or clock.now())
    shelves = [_shelf(row) for row in _pickable(location_id, wanted, today)]
    by_walk = StockProfile.objects.filter(variant_id__in=wanted, first_expired_first_out=False)
    picks = picking.plan(wanted, shelves, first_in_order=set(by_walk.values_list("variant_id", flat=True)))
    loose = [pick.variant_id for pick in picks if pick.shelf is None]
    hints = _home_bins(location_id, loose) if loose else {}
    return tuple(_place(pick, hints) for pick in picks)


def _pickable(
    location_id: int, variant_ids: Collection[int], today: dt.date
) -> QuerySet[BinContent, BinContent]:
    doubtful = CountTask.objects.filter(
        bin_id=OuterRef("bin_id"),
        variant_id=OuterRef("variant_id"),
        state__in=LIVE_COUNTS,
        cause=CountTask.Cause.SHORT_PICK,
    )
    return (
        BinContent.objects.filter(
            Q(lot=None) | Q(lot__held=False) & (Q(lot__expires_on=None) | Q(lot__expires_on__gt=today)),
            bin__location_id=location_id,
            bin__kind=PICKABLE,
            bin__active=True,
            variant_id__in=list(variant_ids),
            quantity__gt=0,
        )
        .exclude(Exists(doubtful))
        .select_related("bin__zone", "lot")
    )


def _shelf(row: BinContent) -> picking.Shelf:
    return picking.Shelf(
        row.variant_id,
        row.bin_id,
        row.bin.code,
        row.bin.zone.code if row.bin.zone else "",
        walk_of(row.bin),
        row.lot_id,
        row.lot.code if row.lot else "",
        row.lot.expires_on if row.lot else None,
        row.quantity,
    )


def walk_of(row: Bin) -> int:
    """Return a bin's place in the walk through its location."""
    return picking.walk(row.zone.walk_order if row.zone else 0, row.walk_order)


def _home_bins(location_id: int, variant_ids: Iterable[int]) -> dict[int, str]:
    rows = StockLevel.objects.filter(location_id=location_id, variant_id__in=list(variant_ids))
    return dict(rows.exclude(bin=None).values_list("variant_id", "bin__code"))


def _place(pick: picking.Pick, hints: Mapping[int, str]) -> PickPlace:
    shelf = pick.shelf
    if shelf is None:
        hint = hints.get(pick.variant_id, "")
        return PickPlace(pick.variant_id, None, hint, "", picking.LAST, None, "", None, pick.quantity)
    return PickPlace(
        pick.variant_id,
        shelf.bin_id,
        shelf.bin_code,
        shelf.zone_code,
        shelf.walk_order,
        shelf.lot_id,
        shelf.lot_code,
        shelf.expires_on,
        pick.quantity,
    )


def contents(
    *, variant_ids: Iterable[int] | None = None, location_id: int | None = None, bin_id: int | None = None
) -> list[Content]:
    """Return what lies in bins, narrowed by any of the arguments, in walking order; one query."""
    rows = BinContent.objects.filter(quantity__gt=0).select_related("bin__zone", "lot")
    if variant_ids is not None:
        rows = rows.filter(variant_id__in=list(variant_ids))
    if location_id is not None:
        rows = rows.filter(bin__location_id=location_id)
    if bin_id is not None:
        rows = rows.filter(bin_id=bin_id)
    found = [
        Content(
            row.variant_id,
            row.bin.location_id,
            row.bin_id,
            row.bin.code,
            row.bin.kind,
            row.bin.zone.code if row.bin.zone else "",
            walk_of(row.bin),
            row.lot_id,
            row.lot.code if row.lot else "",
            row.lot.expires_on if row.lot else None,
            bool(row.lot and row.lot.held),
            row.quantity,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.location_id, row.walk_order, row.bin_code, row.variant_id))


def bin_by_code(location_id: int, code: str) -> BinFacts:
    """Return a bin of a location by the code on its label, in any case; UnknownBin if there is none."""
    row = (
        Bin.objects.select_related("zone", "location")
        .filter(location_id=location_id, code__iexact=code.strip())
        .first()
    )
    if row is None:
        raise UnknownBin(bin=code.strip()[:50])
    return bin_facts(row)


def bins(location_id: int) -> list[BinFacts]:
    """Return the bins of a location in walking order."""
    rows = Bin.objects.select_related("zone", "location").filter(location_id=location_id)
    return sorted((bin_facts(row) for row in rows), key=lambda row: (row.walk_order, row.code))


def bin_facts(row: Bin) -> BinFacts:
    """Build the facts of a bin; its `zone` and `location` are loaded."""
    return BinFacts(
        row.pk,
        row.location_id,
        row.location.code,
        row.code,
        row.kind,
        row.zone.code if row.zone else "",
        row.zone.storage_class if row.zone else "ambient",
        walk_of(row),
        row.active,
    )


def profiles(variant_ids: Iterable[int]) -> dict[int, Profile]:
    """Return how variants are kept; every id asked for is in the answer."""
    wanted = list(variant_ids)
    found = {
        row.variant_id: Profile(
            row.variant_id,
            row.tracking,
            row.expires,
            row.first_expired_first_out,
            row.shortest_rest_days,
            row.storage_class,
            row.inspection_level,
            row.aql,
        )
        for row in StockProfile.objects.filter(variant_id__in=wanted)
    }
    return {variant_id: found.get(variant_id, Profile(variant_id)) for variant_id in wanted}
