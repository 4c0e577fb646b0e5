"""What is to be brought and fetched: from labels of the own fleet, and by request."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fleet.errors import InvalidPickup, JobClosed, UnknownJob
from storecrew.contexts.fleet.models import Job
from storecrew.contexts.fleet.queries import places
from storecrew.contexts.fleet.rules import geography
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

OWN_FLEET = "own_fleet"


def open_delivery(label_id: int, *, at: dt.datetime) -> int | None:
    """Make the delivery of a label of the own fleet, once, and return its id; None for other carriers.

    :raises UnknownLabel: there is no such label
    """
    load = shipping.load_of(label_id)
    if load.kind != OWN_FLEET:
        return None
    depot = inventory.location(_depot_code(load.sender))
    place = next(iter(places.depots([depot.code])), None)
    with transaction.atomic():
        row, _made = Job.objects.get_or_create(
            label_id=label_id,
            defaults={
                "kind": "delivery",
                "reference": load.tracking_number,
                "order_ref": load.order_ref,
                "depot_id": depot.id,
                "address": _stored(load.recipient),
                **_located(load.recipient),
                "weight_g": load.weight_g,
                "volume_l": load.volume_l,
                "day": places.today_of(place, at),
                "opened_at": at,
            },
        )
    return row.pk


def drop_delivery(label_id: int, *, at: dt.datetime) -> None:
    """Forget the delivery of a label that was taken back, unless it is on a trip already."""
    Job.objects.filter(label_id=label_id, state="open").update(state="canceled", closed_at=at)


def request_pickup(
    *,
    reference: str,
    address: AddressFacts,
    day: dt.date,
    actor: Actor,
    at: dt.datetime,
    order_ref: str = "",
    weight_g: int = 0,
    volume_l: int = 0,
    window_from: dt.time | None = None,
    window_until: dt.time | None = None,
    note: str = "",
) -> int:
    """Ask a vehicle to fetch goods at an address, and return the job's id; asking twice changes nothing.

    The nearest depot gets them. A window is local time there.

    :raises Denied: the actor may not plan trips
    :raises InvalidPickup: no reference, no address, or a window that ends before it begins
    """
    actor.require("fleet.write")
    wrong = {}
    if not reference.strip():
        wrong["reference"] = _("Write for what it is, such as the return's number.")
    if not (address.street and address.postal_code and address.country):
        wrong["address"] = _("Write street, post code and country.")
    if window_from and window_until and window_until <= window_from:
        wrong["window_until"] = _("The window ends before it begins.")
    located = _located(address)
    depot = _nearest(located)
    if depot is None:
        wrong["depot"] = _("No depot has its place on the map yet.")
    if wrong or depot is None:
        raise InvalidPickup(**wrong)
    with transaction.atomic():
        row, made = Job.objects.get_or_create(
            reference=reference.strip()[:100],
            defaults={
                "kind": "pickup",
                "order_ref": order_ref[:100],
                "depot_id": depot.location_id,
                "address": _stored(address),
                **located,
                "weight_g": weight_g,
                "volume_l": volume_l,
                "service_minutes": 8,
                "day": day,
                "window_from": window_from,
                "window_until": window_until,
                "note": note.strip()[:300],
                "opened_at": at,
            },
        )
        if made:
            audit.record(
                actor=actor,
                action="fleet.pickup_requested",
                record="fleet.job",
                record_id=row.pk,
                at=at,
                after={"reference": row.reference, "day": day.isoformat()},
            )
    return row.pk


def drop_pickup(reference: str, *, actor: Actor, at: dt.datetime) -> bool:
    """Fetch nothing under a reference any more, unless it is on a trip already; say whether it was open."""
    actor.require("fleet.write")
    with transaction.atomic():
        rows = Job.objects.filter(reference=reference, kind="pickup", state="open")
        ids = list(rows.values_list("pk", flat=True))
        if not rows.update(state="canceled", closed_at=at):
            return False
        audit.record(
            actor=actor, action="fleet.pickup_canceled", record="fleet.job", record_id=ids[0], at=at,
            reason=reference,
        )  # fmt: skip
    return True


def cancel_pickup(job_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take back a request that is on no trip.

    :raises UnknownJob: there is no such request
    :raises JobClosed: it is on a trip, or over
    """
    actor.require("fleet.write")
    with transaction.atomic():
        rows = Job.objects.filter(pk=job_id, kind="pickup")
        if not rows.filter(state="open").update(state="canceled", closed_at=at):
            raise (JobClosed if rows.exists() else UnknownJob)(job=job_id)
        audit.record(
            actor=actor,
            action="fleet.pickup_canceled",
            record="fleet.job",
            record_id=job_id,
            at=at,
            reason=reason.strip()[:200],
        )


def _depot_code(sender: AddressFacts) -> str | None:
    """Return the location whose address a label was sent from; None for the default one."""
    for place in inventory.locations():
        stands = inventory.postal_address(place.code)
        if (stands.street, stands.postal_code) == (sender.street, sender.postal_code) and stands.street:
            return place.code
    return None


def _nearest(located: dict[str, Any]) -> places.Depot | None:
    known = places.depots()
    if not known or located["lat_e6"] is None:
        return known[0] if known else None
    point = geography.Point(located["lat_e6"], located["lon_e6"])
    return known[geography.nearest(point, [depot.point for depot in known])]


def _located(address: AddressFacts) -> dict[str, Any]:
    found = places.locate(address.country, address.postal_code)
    if found is None:
        return {"lat_e6": None, "lon_e6": None, "place_source": ""}
    return {"lat_e6": found[0].lat_e6, "lon_e6": found[0].lon_e6, "place_source": found[1]}


def _stored(address: AddressFacts) -> dict[str, str]:
    names = ("name", "company", "street", "street2", "postal_code", "city", "region", "country", "phone")
    return {name: str(getattr(address, name, "")) for name in names if getattr(address, name, "")}
