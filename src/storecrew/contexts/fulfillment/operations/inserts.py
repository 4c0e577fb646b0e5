"""Printed inserts at the bench: asked for, put in by a scan or a tick, counted, never waited for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, QuerySet

from storecrew.contexts.fulfillment.errors import UnknownWork
from storecrew.contexts.fulfillment.facts import InsertOffer
from storecrew.contexts.fulfillment.models import Insert, InsertCopies, Parcel, ParcelInsert
from storecrew.contexts.fulfillment.rules.inserts import is_scan
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

State = ParcelInsert.State
SYSTEM = "fulfillment.inserts"


def offer_insert(offer: InsertOffer, *, at: dt.datetime) -> None:
    """Let an insert go into the parcels of the orders that it is for, or say that it does not any more.

    For contexts above, which have checked who may; copies that lie at the benches stay as they were.
    """
    values = {name: getattr(offer, name) for name in offer.__dataclass_fields__ if name != "key"}
    for name in ("codes", "channels", "countries", "skus", "categories"):
        values[name] = list(values[name])
    with transaction.atomic():
        row, _made = Insert.objects.update_or_create(key=offer.key, defaults=values)
        if not offer.active:
            places = row.copies.values_list("location_id", flat=True)
            _calm(row.pk, places, say("It goes into no parcels any more."), at=at)


def lay_out(key: str, copies: Mapping[str, int], *, actor: Actor, at: dt.datetime) -> None:
    """Write down how many copies of an insert lie at the benches of locations now, by their codes.

    For contexts above, which have checked who may. Locations that are not named stay as they were.

    :raises UnknownWork: there is no such insert
    :raises UnknownLocation: a code names none
    """
    places = {code: inventory.location(code).id for code in copies}
    with transaction.atomic():
        row = Insert.objects.select_for_update().filter(key=key).first()
        if row is None:
            raise UnknownWork(insert=key)
        before = dict(row.copies.values_list("location__code", "left"))
        for code, left in copies.items():
            InsertCopies.objects.update_or_create(
                insert=row, location_id=places[code], defaults={"left": left}
            )
        filled = [places[code] for code, left in copies.items() if left]
        _calm(row.pk, filled, say("Copies were laid out again."), at=at)
        audit.record(
            actor=actor, action="fulfillment.inserts_laid_out", record="fulfillment.insert",
            record_id=row.pk, at=at, before={"copies": before}, after={"copies": before | dict(copies)},
        )  # fmt: skip


def ask_for(parcel: Parcel, *, at: dt.datetime) -> None:
    """Write down what the instruction of a parcel asks for, so that each of it is counted."""
    ParcelInsert.objects.bulk_create(
        ParcelInsert(parcel=parcel, insert_id=each["id"], at=at)
        for each in parcel.specification.get("inserts", ())
    )


def scanned(parcel: Parcel, item: str, *, actor: Actor, at: dt.datetime) -> bool:
    """Put the insert into a parcel whose code was read; False when it is the code of none. Twice is once."""
    rows = ParcelInsert.objects.filter(parcel=parcel)
    for row in rows.select_related("insert", "parcel__fulfillment_order__location"):
        if is_scan(item, row.insert.codes):
            _put(row, actor, at)
            return True
    return False


def none_there(parcel_id: int, item: str, *, actor: Actor, at: dt.datetime) -> None:
    """Say that no copy of an insert is left at a location: the parcel goes without, and its owner is told.

    :raises UnknownWork: the parcel is not open, or asks for nothing with this code
    """
    actor.require("fulfillment.write")
    rows = ParcelInsert.objects.filter(parcel_id=parcel_id, parcel__state=Parcel.State.OPEN)
    for row in rows.select_related("insert", "parcel__fulfillment_order__location"):
        if not is_scan(item, row.insert.codes):
            continue
        with transaction.atomic():
            asked = ParcelInsert.objects.filter(pk=row.pk, state__in=(State.ASKED, State.MISSING))
            if asked.update(state=State.MISSING, by=actor.label[:200], at=at):
                _copies(row).update(left=0)
                _tell(row, at)
        return
    raise UnknownWork(insert=item[:60])


def take_out(parcel: Parcel, *, at: dt.datetime) -> None:
    """Take the inserts of a parcel out again, when it is emptied."""
    rows = ParcelInsert.objects.filter(parcel=parcel, state=State.PUT)
    for row in rows.select_related("parcel__fulfillment_order"):
        if ParcelInsert.objects.filter(pk=row.pk, state=State.PUT).update(state=State.ASKED, by="", at=at):
            _copies(row).update(left=F("left") + 1)


def settle(parcel: Parcel, *, actor: Actor, at: dt.datetime) -> None:
    """Count as left out what is not in when a parcel is closed; it closes all the same."""
    rows = ParcelInsert.objects.filter(parcel=parcel, state=State.ASKED)
    rows.update(state=State.LEFT_OUT, by=actor.label[:200], at=at)


def ask_again(parcel: Parcel, *, at: dt.datetime) -> None:
    """Ask again for what was left out, when a closed parcel is opened."""
    rows = ParcelInsert.objects.filter(parcel=parcel, state=State.LEFT_OUT)
    rows.update(state=State.ASKED, by="", at=at)


def _put(row: ParcelInsert, actor: Actor, at: dt.datetime) -> None:
    with transaction.atomic():
        waiting = ParcelInsert.objects.filter(pk=row.pk, state__in=(State.ASKED, State.MISSING))
        if not waiting.update(state=State.PUT, by=actor.label[:200], at=at):
            return
        # A copy more than was counted is no reason to stop: the number ends at 0.
        _copies(row).filter(left__gt=0).update(left=F("left") - 1)
        if not _copies(row).filter(left__gt=0).exists():
            _tell(row, at)


def _copies(row: ParcelInsert) -> QuerySet[InsertCopies]:
    """Return the paper of an insert that lies where its parcel is packed."""
    location_id = row.parcel.fulfillment_order.location_id
    return InsertCopies.objects.filter(insert_id=row.insert_id, location_id=location_id)


def _task_key(insert_id: int, place_id: int) -> str:
    return f"fulfillment.inserts_out:{insert_id}:{place_id}"


def _calm(insert_id: int, places: Iterable[int], reason: str, *, at: dt.datetime) -> None:
    """Close what was said about missing copies at these locations; harmless where nothing was said."""
    for place_id in places:
        key = _task_key(insert_id, place_id)
        work.withdraw_task(dedupe_key=key, reason=reason, actor=system_actor(SYSTEM), at=at)


def _tell(row: ParcelInsert, at: dt.datetime) -> None:
    place = row.parcel.fulfillment_order.location
    work.open_task(
        code="fulfillment.inserts_out",
        title=say(
            "No copies of %(name)s are left at the packing benches of %(place)s",
            name=row.insert.name,
            place=place.name,
        ),
        detail=say("Parcels leave without it. Have it printed again and write down the copies, or end it."),
        owner_role=row.insert.owner_role,
        record="fulfillment.insert",
        record_id=row.insert_id,
        url=row.insert.url,
        dedupe_key=_task_key(row.insert_id, place.pk),
        actor=system_actor(SYSTEM),
        at=at,
    )
