"""Zones, bins and how a variant is kept: the map of a location."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.inventory.errors import InvalidBin
from storecrew.contexts.inventory.facts import BinFacts, Profile
from storecrew.contexts.inventory.models import Bin, BinContent, Lot, StockProfile, StorageClass, Zone
from storecrew.contexts.inventory.queries import location
from storecrew.contexts.inventory.queries.bins import bin_facts, profiles
from storecrew.contexts.inventory.rules import sampling
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

LONGEST_ORDER = 999_999


def save_zone(
    location_code: str,
    code: str,
    *,
    actor: Actor,
    at: dt.datetime,
    name: str = "",
    storage_class: str = StorageClass.AMBIENT,
    walk_order: int = 0,
) -> int:
    """Create a zone or change it; return its id. Zones are walked in `walk_order`."""
    actor.require("inventory.write")
    code = code.strip()
    bad_code = not 1 <= len(code) <= 20
    if bad_code or storage_class not in StorageClass.values or not 0 <= walk_order <= 1_000:
        raise InvalidBin(zone=code[:20], storage_class=storage_class)
    place = location(location_code)
    values = {"name": name.strip()[:100], "storage_class": storage_class, "walk_order": walk_order}
    with transaction.atomic():
        row, _ = Zone.objects.update_or_create(location_id=place.id, code=code, defaults=values)
        audit.record(
            actor=actor,
            action="inventory.zone_saved",
            record="inventory.location",
            record_id=place.id,
            at=at,
            after={"zone": code, **values},
        )
    return int(row.pk)


def save_bin(
    location_code: str,
    code: str,
    *,
    actor: Actor,
    at: dt.datetime,
    zone_code: str = "",
    kind: str = Bin.Kind.STORAGE,
    walk_order: int = 0,
    active: bool = True,
) -> BinFacts:
    """Create a bin or change it. A bin that holds goods keeps its kind and stays active.

    :raises InvalidBin: if the values make no sense or the bin is not empty.
    """
    actor.require("inventory.write")
    code = code.strip()
    place = location(location_code)
    zone = Zone.objects.filter(location_id=place.id, code=zone_code).first() if zone_code else None
    bad_order = not 0 <= walk_order <= LONGEST_ORDER
    if not 1 <= len(code) <= 50 or kind not in Bin.Kind.values or bad_order or (zone_code and zone is None):
        raise InvalidBin(bin=code[:50], kind=kind, zone=zone_code)
    values = {"zone": zone, "kind": kind, "walk_order": walk_order, "active": active}
    with transaction.atomic():
        known = Bin.objects.filter(location_id=place.id, code=code).first()
        if known and (known.kind != kind or not active) and _holds_goods(known):
            raise InvalidBin(bin=code, reason="not_empty")
        row, _ = Bin.objects.update_or_create(location_id=place.id, code=code, defaults=values)
        audit.record(
            actor=actor,
            action="inventory.bin_saved",
            record="inventory.bin",
            record_id=row.pk,
            at=at,
            before={"kind": known.kind, "walk_order": known.walk_order, "active": known.active}
            if known
            else None,
            after={"kind": kind, "walk_order": walk_order, "active": active, "zone": zone_code},
        )
    return bin_facts(Bin.objects.select_related("zone", "location").get(pk=row.pk))


def save_profile(
    variant_id: int,
    *,
    actor: Actor,
    at: dt.datetime,
    tracking: str = StockProfile.Tracking.NONE,
    expires: bool = False,
    first_expired_first_out: bool = True,
    shortest_rest_days: int = 0,
    storage_class: str = StorageClass.AMBIENT,
    inspection_level: str = "",
    aql: str = "1.0",
) -> Profile:
    """Say how a variant is kept: tracking, expiry, storage class, which lot goes first, and inspection.

    With an `inspection_level` ("I", "II", "III", "S-1" to "S-4") deliveries wait for a sample by `aql`.
    """
    actor.require("inventory.write")
    if (
        tracking not in StockProfile.Tracking.values
        or storage_class not in StorageClass.values
        or not 0 <= shortest_rest_days <= 3_650
        or (inspection_level and not sampling.known(inspection_level, aql))
    ):
        raise InvalidBin(tracking=tracking, storage_class=storage_class)
    values = {
        "tracking": tracking,
        "expires": expires,
        "first_expired_first_out": first_expired_first_out,
        "shortest_rest_days": shortest_rest_days,
        "storage_class": storage_class,
        "inspection_level": inspection_level,
        "aql": aql,
    }
    with transaction.atomic():
        StockProfile.objects.update_or_create(variant_id=variant_id, defaults=values)
        audit.record(
            actor=actor,
            action="inventory.profile_saved",
            record="inventory.variant",
            record_id=variant_id,
            at=at,
            after=values,
        )
    return profiles([variant_id])[variant_id]


def save_lot(
    variant_id: int,
    code: str,
    *,
    actor: Actor,
    at: dt.datetime,
    expires_on: dt.date | None = None,
    held: bool | None = None,
) -> int:
    """Create a lot of a variant, or correct its date and hold it; return its id. Held lots are not picked."""
    actor.require("inventory.write")
    code = code.strip()
    if not 1 <= len(code) <= 60:
        raise InvalidBin(lot=code[:60])
    with transaction.atomic():
        row, made = Lot.objects.get_or_create(variant_id=variant_id, code=code)
        before = {"expires_on": str(row.expires_on or ""), "held": row.held}
        row.expires_on = expires_on or row.expires_on
        row.held = row.held if held is None else held
        after = {"expires_on": str(row.expires_on or ""), "held": row.held}
        if made or before != after:
            row.save(update_fields=["expires_on", "held"])
            audit.record(
                actor=actor,
                action="inventory.lot_saved",
                record="inventory.lot",
                record_id=row.pk,
                at=at,
                before=None if made else before,
                after={"lot": code, **after},
            )
    return int(row.pk)


def _holds_goods(row: Bin) -> bool:
    return BinContent.objects.filter(bin=row, quantity__gt=0).exists()
