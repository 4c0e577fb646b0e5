"""The board of a day: trips and what waits, planned in the background, changed by hand, given to drivers."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import back_address, request_actor, workspace_page
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.logistics_manager.fleet import words
from storecrew.surfaces.workspaces.logistics_manager.fleet.drawing import draw

SECONDS = (5, 15, 30, 60)
SCORED = dt.timedelta(days=30)
WAITING_SHOWN = 200


class PlanForm(forms.Form):
    """How long the search may take."""

    seconds = forms.TypedChoiceField(
        label=gettext_lazy("Search for"),
        coerce=int,
        initial=15,
        choices=[(each, gettext_lazy("%s seconds") % each) for each in SECONDS],
    )


@workspace_page(permission="fleet.read")
def board(request: HttpRequest) -> HttpResponse:
    """Show a day of one depot, or of all that the person may see."""
    actor, at = request_actor(request), clock.now()
    day = _day(request.GET.get("day", ""))
    seen = [depot for depot in fleet.depots() if actor.can_see("location", depot.code)]
    chosen = [depot for depot in seen if depot.code == request.GET.get("depot")] or seen
    codes = [depot.code for depot in chosen]
    trips = fleet.trips_of(day, codes)
    waiting = list(fleet.waiting_jobs(day, codes)[:WAITING_SHOWN])
    run = fleet.last_run(day)
    since = at - SCORED
    good, done = fleet.on_time_since(since.date(), depots=codes)
    context = {
        "header_title": _("Trips"),
        "day": day,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1),
        "depots": seen,
        "depot": codes[0] if len(codes) == 1 and len(seen) > 1 else "",
        "trips": [_trip(place, trip) for place, trip in enumerate(trips)],
        "changeable": [trip for trip in trips if trip.state in ("draft", "published")],
        "waiting": [_waiting(job) for job in waiting],
        "map": draw(trips, chosen, waiting),
        "run": run,
        "searching": run is not None and run.state in ("queued", "running"),
        "told": _told(run),
        "plan": PlanForm(),
        "may_plan": actor.can("fleet.write"),
        "own_share": percent(good, done, 0),
        "carriers": _carriers(since, at),
    }
    answer = render(request, "logistics_manager/fleet/board.html", context)
    if context["searching"]:
        answer["Refresh"] = "4"
    return answer


@workspace_page(permission="fleet.write")
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Ask for the day to be planned anew."""
    form, day = PlanForm(request.POST), _day(request.POST.get("day", ""))
    depot = request.POST.get("depot", "")
    fleet.ask_plan(
        day=day,
        depots=[depot] if depot else [each.code for each in fleet.depots()],
        seconds=form.cleaned_data["seconds"] if form.is_valid() else 15,
        actor=request_actor(request),
        at=clock.now(),
    )
    return redirect(f"{reverse('fleet_board')}?day={day.isoformat()}&depot={depot}")


@workspace_page(permission="fleet.write")
@require_POST
def publish(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Give a trip to its driver."""
    fleet.publish_trip(trip_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The driver sees the trip now."))
    return _back(request)


@workspace_page(permission="fleet.write")
@require_POST
def cancel(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Take a trip off the day."""
    reason = request.POST.get("reason", "")
    fleet.cancel_trip(trip_id, reason=reason, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The trip is off. Its stops wait to be planned."))
    return _back(request)


@workspace_page(permission="fleet.write")
@require_POST
def move(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put a stop at another place, on this trip or another."""
    warnings = fleet.move_stop(
        job_id,
        trip_id=_number(request, "trip", 0),
        position=_number(request, "position", 999),
        accept_late=request.POST.get("accept_late") == "1",
        actor=request_actor(request),
        at=clock.now(),
    )
    for sentence in warnings:
        messages.warning(request, sentence)
    return _back(request)


@workspace_page(permission="fleet.write")
@require_POST
def drop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Take a stop off its trip."""
    fleet.drop_stop(job_id, actor=request_actor(request), at=clock.now())
    return _back(request)


def _trip(place: int, trip: fleet.TripFacts) -> dict[str, Any]:
    zone = ZoneInfo(trip.timezone)
    return {
        "times": f"{trip.starts_at.astimezone(zone):%H:%M}–{trip.ends_at.astimezone(zone):%H:%M}",
        "facts": trip,
        "color": place % 6 + 1,
        "status": words.status(words.TRIP_STATES, trip.state),
        "kilometers": f"{trip.distance_m / 1000:.1f}",
        "weight": f"{sum(stop.weight_g for stop in trip.stops) / 1000:.0f}",
        "done": sum(stop.state in ("done", "failed") for stop in trip.stops),
        "fixed": trip.state not in ("draft", "published"),
        "stops": [
            {
                "facts": stop,
                "time": f"{stop.arrives_at.astimezone(zone):%H:%M}",
                "where": words.address_line(dict(stop.address)),
                "status": words.status(words.STOP_STATES, stop.state),
            }
            for stop in trip.stops
        ],
    }


def _waiting(job: Any) -> dict[str, Any]:
    return {
        "job": job,
        "where": words.address_line(job.address),
        "window": fleet.window_words(job),
        "weight": f"{job.weight_g / 1000:.1f}",
        "why": words.LEFT_OVER.get(job.left_over, ""),
        "placed": job.lat_e6 is not None,
        "source": words.SOURCES[job.place_source],
    }


def _told(run: Any) -> dict[str, Any]:
    """Say what the last search found, in sentences."""
    if run is None or run.state != "done":
        return {}
    found = run.outcome
    numbers = {"trips": found["trips"], "stops": found["stops"], "km": f"{found['distance_m'] / 1000:.0f}"}
    left = len(found["left"])
    return {
        "summary": _("Trips: %(trips)s, stops: %(stops)s, %(km)s km.") % numbers,
        "left": ngettext("%(n)s did not fit.", "%(n)s did not fit.", left) % {"n": left} if left else "",
        "idle": [f"{name}: {words.IDLE[why]}" for name, why in found["idle"]],
    }


def _carriers(since: dt.datetime, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the carriers with their contract, parcels and how well they keep promised days."""
    kept = shipping.on_time_scores(at)
    rows = []
    for each in shipping.carrier_volumes(since):
        permille = kept.get(each.code)
        share = percent(permille, 1000)
        rows.append({"score": each, "share": share, "url": reverse("carriers_record", args=[each.code])})
    return rows


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return clock.today(channels.facts().timezone)


def _number(request: HttpRequest, name: str, fallback: int) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else fallback


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(back_address(request) or reverse("fleet_board"))
