"""The driver's page: the own trip of today on a phone, stop by stop, with proof, online or not."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.fleet import public as fleet
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.devices import Entry, UnreadableEntry, device_post
from storecrew.surfaces.workspaces.logistics_manager.fleet import words

# A photo and a signature as text, with room to spare.
LARGEST = 2 << 20
METERS = 1_000


@workspace_page(permission="fleet.drive")
def page(request: HttpRequest) -> HttpResponse:
    """Show the own trip of today."""
    trip = fleet.my_trip(request_actor(request), at=clock.now())
    context: dict[str, Any] = {"header_title": _("My trip"), "trip": trip, "scan_queue": "driving"}
    if trip is not None:
        context |= {
            "intro": " · ".join(part for part in (trip.number, trip.vehicle, trip.plate) if part),
            "scan_label": _("Scan a parcel"),
            "scan_queue": f"trip-{trip.id}",
            "reasons": words.choices(words.REASONS),
            "outcomes": words.choices(words.OUTCOMES),
            "places": words.choices(words.PLACES),
            "page": _page(trip),
        }
    answer = render(request, "logistics_manager/fleet/driving.html", context)
    # The one page of ours that asks a phone where it is: at an outcome, never on the way.
    answer["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(), payment=()"
    return answer


@workspace_page(permission="fleet.drive")
@device_post
def start(request: HttpRequest, entry: Entry, trip_id: int) -> dict[str, Any]:
    """Leave the depot."""
    fleet.start_trip(trip_id, happened_at=entry.instant("at"), actor=request_actor(request), at=clock.now())
    return {"state": "under_way"}


@workspace_page(permission="fleet.drive")
@device_post
def finish(request: HttpRequest, entry: Entry, trip_id: int) -> dict[str, Any]:
    """Come home, with the kilometers of the odometer when they were read."""
    driven = entry.maybe_number("km")
    fleet.finish_trip(
        trip_id,
        happened_at=entry.instant("at"),
        driven_m=None if driven is None else max(0, driven) * METERS,
        actor=request_actor(request),
        at=clock.now(),
    )
    return {"state": "finished"}


@workspace_page(permission="fleet.drive")
@device_post(largest=LARGEST)
def deliver(request: HttpRequest, entry: Entry, stop_id: int) -> dict[str, Any]:
    """Hand a parcel over, with what shows it."""
    fleet.deliver(
        stop_id,
        key=entry.text("key"),
        happened_at=entry.instant("at"),
        spot=_spot(entry),
        place=entry.text("place") or "recipient",
        received_by=entry.text("received_by"),
        code=entry.text("code"),
        photo=entry.picture("photo"),
        signature=entry.picture("signature"),
        note=entry.text("note", most=300),
        actor=request_actor(request),
        at=clock.now(),
    )
    return {"state": "done"}


@workspace_page(permission="fleet.drive")
@device_post
def fetch(request: HttpRequest, entry: Entry, stop_id: int) -> dict[str, Any]:
    """Write that goods were fetched."""
    fleet.fetch(
        stop_id,
        key=entry.text("key"),
        happened_at=entry.instant("at"),
        spot=_spot(entry),
        note=entry.text("note", most=300),
        actor=request_actor(request),
        at=clock.now(),
    )
    return {"state": "done"}


@workspace_page(permission="fleet.drive")
@device_post
def fail(request: HttpRequest, entry: Entry, stop_id: int) -> dict[str, Any]:
    """Write that a stop failed, why, and what follows."""
    fleet.fail_stop(
        stop_id,
        key=entry.text("key"),
        happened_at=entry.instant("at"),
        spot=_spot(entry),
        reason=entry.text("reason"),
        outcome=entry.text("outcome"),
        note=entry.text("note", most=300),
        actor=request_actor(request),
        at=clock.now(),
    )
    return {"state": "failed"}


def _spot(entry: Entry) -> fleet.Spot | None:
    """Return where the phone was, None when it did not know; not a place on earth is no entry."""
    lat, lon, accuracy = (entry.maybe_number(name) for name in ("lat_e6", "lon_e6", "accuracy_m"))
    if lat is None or lon is None:
        return None
    spot = fleet.Spot(fleet.Point(lat, lon), accuracy or 0)
    if not spot.is_sound:
        raise UnreadableEntry(_("The entry cannot be read."), field="lat_e6")
    return spot


def _page(trip: fleet.TripFacts) -> dict[str, Any]:
    """Return all that the page's script needs while there is no connection."""
    zone = ZoneInfo(trip.timezone)
    rows = [_row(stop, zone) for stop in trip.stops]
    known = {}
    for place, stop in enumerate(trip.stops):
        # A label's bar code carries the number with its GS1 identifier in front.
        known[stop.reference.upper()] = known[f"00{stop.reference}".upper()] = place
    post = {
        name: reverse(f"driving_{name}", args=[0]).replace("/0/", "/{id}/")
        for name in ("start", "finish", "deliver", "fetch", "fail")
    }
    return {
        "trip": trip.id,
        "state": trip.state,
        "rows": rows,
        "known": known,
        "post": post,
        "words": {
            "unknown": _("Not on this trip"),
            "waits": _("Kept on this device"),
            "started": _("Have a safe trip"),
            "delivered": _("Delivered"),
            "fetched": _("Fetched"),
            "failed": _("Noted"),
            "finished": _("Welcome back"),
            "prove": _("Take a signature, the code or a photo"),
            "photo": _("A photo is needed"),
            "name": _("Write who took it"),
            "why": _("Choose why"),
            "left": _("Stops left: %s"),
            "deliver": _("Deliver"),
            "fetch": _("Fetch"),
            "fetchDone": _("I have it"),
            "far": _("You are %s km away from this address"),
            "farNext": _("Look at the address again. If it is right all the same, press once more."),
            "near": _("You are at the address"),
            "nowhere": _("This phone does not say where it is. It works without."),
        },
    }


def _row(stop: fleet.StopFacts, zone: ZoneInfo) -> dict[str, Any]:
    where = words.address_line(dict(stop.address))
    spot = "0,0" if stop.point is None else f"{stop.point[0] / 1e6:.6f},{stop.point[1] / 1e6:.6f}"
    return {
        "id": stop.id,
        "position": stop.position,
        "state": stop.state,
        "delivers": stop.delivers,
        "name": stop.address.get("name", ""),
        "company": stop.address.get("company", ""),
        "where": where,
        "phone": _dialed(str(stop.address.get("phone", ""))),
        # The phone's own map looks the address up; the point only says roughly where.
        "geo": f"geo:{spot}?q={quote(where)}",
        "maps": f"maps://?daddr={quote(where)}",
        "spot": stop.point if stop.fence_m is not None else None,
        "fence": stop.fence_m,
        "order": stop.order_ref,
        "reference": stop.reference,
        "time": _clock(stop.arrives_at, zone),
        "window": stop.window,
        "note": stop.job_note,
        "steps": {reason: list(fleet.outcomes_for(stop, reason)) for reason in fleet.REASONS},
    }


def _clock(at: dt.datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _dialed(phone: str) -> str:
    return "".join(each for each in phone if each.isdigit() or each == "+")
