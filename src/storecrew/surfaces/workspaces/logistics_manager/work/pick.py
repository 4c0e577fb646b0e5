"""Picking on a phone: one stop at a time, scan the place, scan the article, and the next one comes.

The page knows all stops of its walk, so it goes on without a connection; the server decides what counts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Zone
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.devices import Entry, codes, device_post


@workspace_page(permission="fulfillment.write")
def choose(request: HttpRequest) -> HttpResponse:
    """Show what waits at each place, and begin a walk."""
    actor, at = request_actor(request), clock.now()
    if request.method == "POST":
        work_id = request.POST.get("work", "")
        run = fulfillment.start_run(
            location_code=request.POST.get("location", ""),
            kind=request.POST.get("kind", "single"),
            zone_code=request.POST.get("zone", "").strip(),
            work_ids=[int(work_id)] if work_id.isdigit() else (),
            actor=actor,
            at=at,
        )
        return redirect("warehouse_walk", run_id=run.id)
    places = [
        place
        for place in inventory.locations()
        if place.active and place.is_walked and actor.can_see("location", place.code)
    ]
    zones: dict[int, list[Zone]] = defaultdict(list)
    for zone in Zone.objects.filter(location_id__in=[place.id for place in places]):
        zones[zone.location_id].append(zone)
    rows = fulfillment.visible_work(actor)
    context = {
        "header_title": _("Pick"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "mine": fulfillment.open_run(actor.id),
        "places": [
            (
                place,
                fulfillment.queue_counts(rows.filter(location_id=place.id), at=at)["waiting"],
                zones[place.id],
            )
            for place in places
        ],
    }
    return render(request, "logistics_manager/pick_choose.html", context)


@workspace_page(permission="fulfillment.write")
def walk(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the walk; its script goes from stop to stop."""
    run = _own(run_id, request_actor(request))
    context = {
        "header_title": _("Pick"),
        "back_url": reverse("warehouse_pick"),
        "back_label": _("Pick"),
        "scan_label": _("Scan or type a code"),
        "scan_queue": f"pick-{run.id}",
        "run": run,
        "orders": sorted({stop.number for stop in run.stops}),
        "page": {
            "post": reverse("warehouse_scan", args=[run.id]),
            "short": reverse("warehouse_short", args=[run.id]),
            "stops": _stops(run),
            "words": {
                "place": _("Scan the place"),
                "article": _("Scan the article"),
                "wrong_place": _("This is the wrong place."),
                "wrong_item": _("This is the wrong article."),
                "too_many": _("That is more than was ordered."),
                "short": _("Noted. The place is counted, and the rest comes from where it is."),
                "waits": _("Kept on this device"),
                "progress": _("{done} of {total} stops"),
            },
        },
    }
    return render(request, "logistics_manager/pick_walk.html", context)


@workspace_page(permission="fulfillment.write")
@device_post
def scan(request: HttpRequest, entry: Entry, run_id: int) -> dict[str, Any]:
    """Take units from a stop; sent twice they count once."""
    actor = request_actor(request)
    _own(run_id, actor)
    after = fulfillment.confirm_pick(
        entry.number("stop"),
        place=entry.text("place"),
        item=entry.text("item"),
        quantity=entry.number("quantity"),
        key=entry.text("key", most=64),
        actor=actor,
        at=clock.now(),
    )
    return {"stops": _stops(after)}


@workspace_page(permission="fulfillment.write")
@device_post
def short(request: HttpRequest, entry: Entry, run_id: int) -> dict[str, Any]:
    """Say that no more is there; what follows comes back as stops."""
    actor = request_actor(request)
    _own(run_id, actor)
    after = fulfillment.report_short(
        entry.number("stop"), key=entry.text("key", most=64), actor=actor, at=clock.now()
    )
    return {"stops": _stops(after)}


@workspace_page(permission="fulfillment.write")
@require_POST
def leave(request: HttpRequest, run_id: int) -> HttpResponse:
    """End the walk; what was not picked waits for somebody else."""
    fulfillment.leave_run(run_id, actor=request_actor(request), at=clock.now())
    messages.info(request, _("The rest waits for somebody else."))
    return redirect("warehouse_pick")


def _own(run_id: int, actor: Actor) -> fulfillment.RunFacts:
    run = fulfillment.run(run_id)
    if run.picker_id != actor.id:
        raise fulfillment.NotYourRun(picker=run.picker)
    return run


def _stops(run: fulfillment.RunFacts) -> list[dict[str, Any]]:
    """Return the stops as the page keeps them, those that nobody has to go to left out."""
    several = len(run.totes) > 1
    known = variants_of(stop.variant_id for stop in run.stops)
    return [
        {
            "id": stop.id,
            "state": stop.state,
            "place": stop.bin_code,
            "sku": stop.sku,
            "codes": codes(stop.sku, stop.barcode),
            "title": name_of(known.get(stop.variant_id)) or stop.title,
            "image": stop.image,
            "lot": _lot(stop),
            "left": stop.left,
            "into": f"{stop.tote} ({stop.number})" if several else stop.number,
        }
        for stop in run.stops
        if stop.state != "dropped"
    ]


def _lot(stop: fulfillment.StopFacts) -> str:
    until = formats.date_format(stop.expires_on) if stop.expires_on else ""
    return " · ".join(part for part in (stop.lot_code, until) if part)
