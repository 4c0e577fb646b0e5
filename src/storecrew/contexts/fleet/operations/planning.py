"""Plan the trips of a day: asked for by a person, searched in the background, explained."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django_tasks import task

from storecrew.contexts.fleet.errors import NothingToPlan, PlanInProgress
from storecrew.contexts.fleet.models import Job, PlanRun, Trip, TripStop, Vehicle
from storecrew.contexts.fleet.operations._trips import take_jobs, write_way
from storecrew.contexts.fleet.providers.trip_planning.protocol import PlannerMissing, TripPlanner
from storecrew.contexts.fleet.providers.trip_planning.with_pyvrp import PyvrpPlanner
from storecrew.contexts.fleet.queries import days, places
from storecrew.contexts.fleet.rules import planning, trips
from storecrew.kernel import audit, clock, sequence
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

MOST_SECONDS = 120
# A worker that died leaves a run behind; after this long it no longer blocks the day.
LOST_AFTER = dt.timedelta(minutes=15)


def ask_plan(*, day: dt.date, depots: Sequence[str], seconds: int, actor: Actor, at: dt.datetime) -> int:
    """Ask for the trips of a day to be planned anew in the background, and return the id of the run.

    Trips that were published stay; drafts of the day are thrown away when the new ones are there.

    :raises Denied: the actor may not plan trips
    :raises NothingToPlan: no depot with a place on the map, or the day is over
    :raises PlanInProgress: somebody else's plan of this day is being made
    """
    run_id = _queue(day, depots, seconds, actor, at)
    transaction.on_commit(lambda: plan_in_background.enqueue(run_id))
    return run_id


@task()
def plan_in_background(run_id: int) -> None:
    """Search for the trips of a run."""
    run_plan(run_id, at=clock.now())


def plan_now(
    *,
    day: dt.date,
    depots: Sequence[str],
    seconds: int,
    actor: Actor,
    at: dt.datetime,
    planner: TripPlanner | None = None,
) -> int:
    """Plan at once, for who can wait; the same refusals as `ask_plan`. Return the id of the run."""
    run_id = _queue(day, depots, seconds, actor, at)
    run_plan(run_id, at=at, planner=planner)
    return run_id


def run_plan(run_id: int, *, at: dt.datetime, planner: TripPlanner | None = None) -> None:
    """Search, write the trips, and say what was left over and why. A run is made once."""
    if not PlanRun.objects.filter(pk=run_id, state="queued").update(state="running", started_at=at):
        return
    run = PlanRun.objects.get(pk=run_id)
    known = places.depots(run.depot_codes)
    started = time.monotonic()
    outcome: dict[str, Any] = {"trips": 0, "stops": 0, "distance_m": 0, "left": {}, "idle": []}
    try:
        for depot in known:
            _plan_depot(run, depot, max(1, run.seconds // len(known)), planner or PyvrpPlanner(), outcome, at)
    except PlannerMissing:
        PlanRun.objects.filter(pk=run_id).update(
            state="failed",
            finished_at=at,
            message=say("The planner of trips is not installed. Ask IT to install storecrew[routing]."),
        )
        return
    except Exception:
        PlanRun.objects.filter(pk=run_id, state="running").update(
            state="failed",
            finished_at=at,
            message=say("The search broke off. IT finds the reason in the log."),
        )
        raise
    outcome["took"] = round(time.monotonic() - started, 1)
    PlanRun.objects.filter(pk=run_id, state="running").update(
        state="done", finished_at=clock.now(), outcome=outcome
    )


def _queue(day: dt.date, depots: Sequence[str], seconds: int, actor: Actor, at: dt.datetime) -> int:
    actor.require("fleet.write")
    known = [each for each in places.depots(depots) if actor.can_see("location", each.code)]
    if not known or any(day < places.today_of(each, at) for each in known):
        raise NothingToPlan(day=day.isoformat())
    PlanRun.objects.filter(day=day, state__in=("queued", "running"), asked_at__lt=at - LOST_AFTER).update(
        state="failed", message=say("The search was not finished.")
    )
    try:
        with transaction.atomic():
            run = PlanRun.objects.create(
                day=day,
                depot_codes=[each.code for each in known],
                seconds=min(max(seconds, 1), MOST_SECONDS),
                asked_by=actor.label[:200],
                asked_at=at,
            )
            audit.record(
                actor=actor,
                action="fleet.plan_asked",
                record="fleet.plan",
                record_id=run.pk,
                at=at,
                after={"day": day.isoformat(), "depots": run.depot_codes},
            )
    except IntegrityError:
        raise PlanInProgress(day=day.isoformat()) from None
    return run.pk


def _plan_depot(
    run: PlanRun,
    depot: places.Depot,
    seconds: int,
    planner: TripPlanner,
    outcome: dict[str, Any],
    at: dt.datetime,
) -> None:
    drafts = Trip.objects.filter(day=run.day, depot_id=depot.location_id, state="draft")
    drafted = Job.objects.filter(stops__trip__in=drafts, stops__state="planned").order_by("pk")
    day = days.depot_day(depot, run.day, [*days.waiting(depot, run.day), *drafted])
    problem = day.problem()
    # The search runs outside of transactions: it takes as long as it may.
    plan = planner.plan(problem, seconds=seconds) if day.vans and day.jobs else trips.TripPlan(())
    with transaction.atomic():
        # Writing the run is the lock; one that was given up as lost writes nothing into the next one's day.
        if not PlanRun.objects.filter(pk=run.pk, state="running").update(state="running"):
            return
        _throw_away(drafts)
        # While the search ran somebody may have published a draft: its vehicle and its driver are taken.
        taken = days.on_the_road(run.day)
        written = [planned for planned in plan.trips if planned.stops and not _is_taken(planned, day, taken)]
        for planned in written:
            _write_trip(run, day, problem, planned, outcome, at)
        left = _left_over(day, problem, plan, written)
    outcome["left"] |= {str(job_id): why for job_id, why in left.items()}
    outcome["idle"] += [list(each) for each in day.idle]


def _is_taken(planned: trips.PlannedTrip, day: days.DepotDay, taken: days.Taken) -> bool:
    vehicle = int(planned.vehicle)
    return vehicle in taken.vehicles or day.drivers[vehicle] in taken.drivers


def _left_over(
    day: days.DepotDay,
    problem: trips.TripProblem,
    plan: trips.TripPlan,
    written: Sequence[trips.PlannedTrip],
) -> dict[int, str]:
    """Write why jobs are on no trip, and return those that still wait."""
    served = {int(key) for planned in written for key in planned.stops}
    dropped = {int(key) for planned in plan.trips for key in planned.stops} - served
    left = dict.fromkeys(day.unplaced, "no_place")
    for job_id in day.jobs:
        if job_id in dropped:
            left[job_id] = "van_taken"
        elif job_id not in served:
            left[job_id] = planning.why_not(problem, str(job_id))
    return {
        job_id: why
        for job_id, why in left.items()
        if Job.objects.filter(pk=job_id, state="open").update(left_over=why)
    }


def _throw_away(drafts: QuerySet[Trip]) -> None:
    """Delete drafts, held first: one that is published in this moment is published, or gone before."""
    ids = [trip.pk for trip in drafts.select_for_update().order_by("pk")]
    stops = TripStop.objects.filter(trip_id__in=ids)
    Job.objects.filter(pk__in=list(stops.values_list("job_id", flat=True)), state="planned").update(
        state="open"
    )
    stops.delete()
    Trip.objects.filter(pk__in=ids).delete()


def _write_trip(
    run: PlanRun,
    day: days.DepotDay,
    problem: trips.TripProblem,
    planned: trips.PlannedTrip,
    outcome: dict[str, Any],
    at: dt.datetime,
) -> None:
    vehicle = Vehicle.objects.get(pk=int(planned.vehicle))
    trip = Trip.objects.create(
        number=f"T-{sequence.next_number('fleet.trip', first=1001)}",
        day=day.day,
        depot_id=day.depot.location_id,
        vehicle=vehicle,
        driver_id=day.drivers[vehicle.pk],
        currency=vehicle.currency,
        starts_at=at,
        ends_at=at,
        run=run,
    )
    stops = take_jobs(trip, [int(key) for key in planned.stops], at)
    # What was canceled or taken while the search ran is left out; the others keep their order.
    rest = tuple(key for key in planned.stops if int(key) in stops)
    if not rest:
        trip.delete()
        return
    write_way(trip, day.depot, problem, trips.PlannedTrip(planned.vehicle, rest, planned.starts_at), stops)
    outcome["trips"] += 1
    outcome["stops"] += len(rest)
    outcome["distance_m"] += trip.distance_m
