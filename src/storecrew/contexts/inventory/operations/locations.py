"""Places that hold stock, and which channel may sell from which place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from storecrew.contexts.inventory.errors import (
    CodesAreTheStock,
    InvalidStockChange,
    PlaceNotFindable,
    UnknownLocation,
)
from storecrew.contexts.inventory.facts import LocationFacts
from storecrew.contexts.inventory.models import Bin, Location, LocationChannel, StockLevel, StockPolicy
from storecrew.contexts.inventory.queries import location, location_facts
from storecrew.contexts.inventory.queries.places import typed_hours
from storecrew.contexts.inventory.queries.sourcing import sourcing
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor
from storecrew.kernel.hours import Span

FINDABLE = ("street", "city", "country")


def save_location(
    code: str,
    *,
    name: str,
    actor: Actor,
    at: dt.datetime,
    kind: str = Location.Kind.WAREHOUSE,
    address: Mapping[str, Any] | None = None,
    is_default: bool = False,
    active: bool = True,
    pick_up: bool | None = None,
    opening_hours: Sequence[Span] | None = None,
    sold_in: Collection[int] | None = None,
) -> LocationFacts:
    """Create a location or change it; the first one becomes the default.

    ``pick_up`` says that shoppers may collect orders there, ``opening_hours`` when, ``sold_in`` which
    channels sell what lies there; None leaves each as it is. A place to collect at needs a street, a town
    and a country: shoppers have to find it.

    :raises InvalidStockChange: no such kind
    :raises PlaceNotFindable: orders can be collected there, but its address is not complete
    """
    actor.require("inventory.write")
    if kind not in Location.Kind.values:
        raise InvalidStockChange(kind=kind)
    with transaction.atomic():
        before = Location.objects.filter(code=code).first()
        if Location.Kind.DIGITAL in {kind, before.kind if before else ""}:
            # The place of codes is made by its pools.
            raise CodesAreTheStock(location=code)
        default = is_default or not Location.objects.exclude(code=code).filter(is_default=True).exists()
        if default:
            Location.objects.exclude(code=code).filter(is_default=True).update(is_default=False)
        fields = {
            "name": name,
            "kind": kind,
            "address": dict(address or {}),
            "is_default": default,
            "active": active or default,
        }
        if pick_up is not None:
            fields["pick_up"] = pick_up
        if opening_hours is not None:
            fields["opening_hours"] = [list(span) for span in opening_hours]
        row, _ = Location.objects.update_or_create(code=code, defaults=fields)
        if row.pick_up and not all(str(row.address.get(part) or "").strip() for part in FINDABLE):
            raise PlaceNotFindable(location=code)
        audit.record(
            actor=actor,
            action="inventory.location_saved",
            record="inventory.location",
            record_id=row.pk,
            at=at,
            before=_kept(before) if before else None,
            after=_kept(row),
        )
        if sold_in is not None:
            _sell_in(location_facts(row), sold_in, actor, at)
        revisions.bump_on_commit("stores")
    return location_facts(row)


def _kept(row: Location) -> dict[str, Any]:
    """Return what the trail keeps of a location: its form opens with it again."""
    names = ("name", "kind", "address", "is_default", "active", "pick_up")
    return {name: getattr(row, name) for name in names} | {"opening_hours": typed_hours(row.opening_hours)}


def connect_channel(
    location_code: str, channel_id: int, *, actor: Actor, at: dt.datetime, priority: int = 100
) -> None:
    """Let a channel sell what lies at a location; the lowest priority number is asked first."""
    actor.require("inventory.write")
    place = location(location_code)
    with transaction.atomic():
        LocationChannel.objects.update_or_create(
            location_id=place.id, channel_id=channel_id, defaults={"priority": priority}
        )
        audit.record(
            actor=actor,
            action="inventory.channel_connected",
            record="inventory.location",
            record_id=place.id,
            at=at,
            after={"channel": channel_id, "priority": priority},
        )
        revisions.bump_on_commit("stores")


def disconnect_channel(location_code: str, channel_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Stop a channel from selling what lies at a location; what is promised stays promised."""
    actor.require("inventory.write")
    place = location(location_code)
    with transaction.atomic():
        LocationChannel.objects.filter(location_id=place.id, channel_id=channel_id).delete()
        audit.record(
            actor=actor,
            action="inventory.channel_disconnected",
            record="inventory.location",
            record_id=place.id,
            at=at,
            before={"channel": channel_id},
        )
        revisions.bump_on_commit("stores")


def _sell_in(place: LocationFacts, channel_ids: Collection[int], actor: Actor, at: dt.datetime) -> None:
    """Let exactly these channels sell from a place; those that did already keep their priority."""
    held = set(LocationChannel.objects.filter(location_id=place.id).values_list("channel_id", flat=True))
    for channel_id in sorted(set(channel_ids) - held):
        connect_channel(place.code, channel_id, actor=actor, at=at)
    for channel_id in sorted(held - set(channel_ids)):
        disconnect_channel(place.code, channel_id, actor=actor, at=at)


def set_split(channel_id: int, split: str, *, actor: Actor, at: dt.datetime) -> None:
    """Say how far one order of a channel may be spread over locations: never, lines or units."""
    actor.require("inventory.write")
    if split not in StockPolicy.Split.values:
        raise InvalidStockChange(split=split)
    with transaction.atomic():
        StockPolicy.objects.update_or_create(channel_id=channel_id, defaults={"split": split})
        audit.record(
            actor=actor,
            action="inventory.split_set",
            record="channels.channel",
            record_id=channel_id,
            at=at,
            after={"split": split},
        )


def save_sourcing(
    channel_id: int, *, split: str, priorities: Mapping[str, int], actor: Actor, at: dt.datetime
) -> None:
    """Say from where orders of a channel leave: how far one may be spread, and which location is asked first.

    ``priorities`` are by the code of the location; one that the channel does not sell from is left out, and
    what is as it was writes nothing.
    """
    actor.require("inventory.write")
    stored = sourcing(channel_id)
    with transaction.atomic():
        if split != stored.split:
            set_split(channel_id, split, actor=actor, at=at)
        for place in stored.places:
            wanted = priorities.get(place.code, place.priority)
            if wanted != place.priority:
                connect_channel(place.code, channel_id, priority=wanted, actor=actor, at=at)


def put_in_bin(variant_id: int, bin_code: str, *, location_code: str, actor: Actor, at: dt.datetime) -> None:
    """Say on which shelf of a location a variant lies; the bin is made when it is new."""
    actor.require("inventory.write")
    place = location(location_code)
    with transaction.atomic():
        shelf, _ = Bin.objects.get_or_create(location_id=place.id, code=bin_code.strip()[:50])
        if not StockLevel.objects.filter(variant_id=variant_id, location_id=place.id).update(bin=shelf):
            raise UnknownLocation(variant_id=variant_id, location=location_code)
        audit.record(
            actor=actor,
            action="inventory.bin_set",
            record="inventory.level",
            record_id=f"{variant_id}:{place.id}",
            at=at,
            after={"bin": shelf.code},
        )
