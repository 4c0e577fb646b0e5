"""Picking on a phone: one stop at a time, scan the place, scan the article, and the next one comes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page

KINDS = ("single", "batch", "wave", "zone")


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
        place for place in inventory.locations() if place.active and actor.can_see("location", place.code)
    ]
    rows = fulfillment.visible_work(actor)
    mine = fulfillment.open_run(actor.id)
    context = {
        "header_title": _("Pick"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "mine": mine,
        "places": [
            (place, fulfillment.queue_counts(rows.filter(location_id=place.id), at=at)["waiting"])
            for place in places
        ],
    }
    return render(request, "logistics_manager/pick_choose.html", context)


@workspace_page(permission="fulfillment.write")
def walk(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the stop to go to now."""
    return _page(request, _own(run_id, request_actor(request)), place=request.GET.get("place", ""))


@workspace_page(permission="fulfillment.write")
@require_POST
def scan(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take what the scanner read: the label of the place first, then the article."""
    actor = request_actor(request)
    run = _own(run_id, actor)
    stop = _now(run)
    if stop is None or str(stop.id) != request.POST.get("stop"):
        return redirect("warehouse_walk", run_id=run_id)
    code, place = request.POST.get("code", ""), request.POST.get("place", "")
    address = reverse("warehouse_walk", args=[run_id])
    if stop.bin_code and not place:
        if code.strip().casefold() == stop.bin_code.casefold():
            return redirect(f"{address}?place={stop.bin_code}")
        wrong = fulfillment.WrongBin(expected=stop.bin_code)
        return _page(request, run, bad=str(wrong), status=422)
    try:
        after = fulfillment.confirm_pick(
            stop.id,
            place=place,
            item=code,
            quantity=_units(request),
            key=request.POST.get("key", "")[:64],
            actor=actor,
            at=clock.now(),
        )
    except DomainError as error:
        fresh = fulfillment.run(run_id)
        return _page(request, fresh, place=place, bad=str(error), status=error.status)
    following = _now(after)
    same_place = following is not None and following.bin_code == stop.bin_code and stop.bin_code
    return redirect(f"{address}?good={stop.sku}" + (f"&place={stop.bin_code}" if same_place else ""))


@workspace_page(permission="fulfillment.write")
@require_POST
def short(request: HttpRequest, run_id: int) -> HttpResponse:
    """Say that no more is there; what follows is shown as the next stop."""
    actor = request_actor(request)
    _own(run_id, actor)
    stop_id = request.POST.get("stop", "")
    fulfillment.report_short(int(stop_id) if stop_id.isdigit() else 0, actor=actor, at=clock.now())
    messages.info(request, _("Noted. The place is counted, and the rest comes from where it is."))
    return redirect("warehouse_walk", run_id=run_id)


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


def _now(run: fulfillment.RunFacts) -> fulfillment.StopFacts | None:
    return next((stop for stop in run.stops if stop.state == "open"), None)


def _units(request: HttpRequest) -> int:
    text = request.POST.get("quantity", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _page(
    request: HttpRequest, run: fulfillment.RunFacts, *, place: str = "", bad: str = "", status: int = 200
) -> HttpResponse:
    stop = _now(run)
    known = stop is not None and (not stop.bin_code or place == stop.bin_code)
    open_stops = [one for one in run.stops if one.state == "open"]
    counted = [one for one in run.stops if one.state != "dropped"]
    context: dict[str, Any] = {
        "header_title": _("Pick"),
        "back_url": reverse("warehouse_pick"),
        "back_label": _("Pick"),
        "run": run,
        "stop": stop,
        "place": place if known else "",
        "wants": "item" if known else "place",
        "bad": bad,
        "good": request.GET.get("good", "") if not bad else "",
        "done": len(counted) - len(open_stops),
        "total": len(counted),
        "rest": open_stops[1:],
        "orders": sorted({one.number for one in run.stops}),
    }
    return render(request, "logistics_manager/pick_walk.html", context, status=status)
