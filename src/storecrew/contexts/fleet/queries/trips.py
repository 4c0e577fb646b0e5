"""Reads of trips: the board of a day, one trip, the driver's own, and how trips went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from storecrew.contexts.fleet.errors import UnknownTrip
from storecrew.contexts.fleet.facts import StopFacts, TripFacts
from storecrew.contexts.fleet.models import DepotPlace, Driver, Job, PlanRun, Trip, TripStop
from storecrew.contexts.fleet.queries import places
from storecrew.contexts.fleet.rules import fences, trip_states
from storecrew.contexts.fleet.rules import jobs as rules
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def trips_of(day: dt.date, depots: Collection[str]) -> tuple[TripFacts, ...]:
    """Return the trips of a day from depots, with their stops. A fixed number of queries."""
    rows = Trip.objects.filter(day=day, depot__code__in=depots).exclude(state="canceled")
    return facts_of(rows.order_by("starts_at", "pk"))


def trip(trip_id: int, actor: Actor) -> TripFacts:
    """Return a trip that the actor may see. Raises UnknownTrip."""
    found = facts_of(Trip.objects.filter(pk=trip_id))
    if not found or not actor.can_see("location", found[0].depot_code):
        raise UnknownTrip(trip=trip_id)
    return found[0]


def my_trip(actor: Actor, *, at: dt.datetime) -> TripFacts | None:
    """Return the actor's own trip of today, None when there is none; never another's, never another day's."""
    if not actor.id.isdigit():
        return None
    driver = Driver.objects.filter(user_id=int(actor.id), active=True).select_related("depot").first()
    if driver is None:
        return None
    depot = next(iter(places.depots([driver.depot.code])), None)
    today = places.today_of(depot, at)
    rows = Trip.objects.filter(driver=driver, day=today, state__in=trip_states.SHOWN)
    return next(iter(facts_of(rows)), None)


def waiting_jobs(day: dt.date, depots: Collection[str]) -> QuerySet[Job]:
    """Return what waits to be planned on a day, the oldest first."""
    rows = Job.objects.filter(state="open", day__lte=day, depot__code__in=depots)
    return rows.select_related("depot").order_by("day", "pk")


def last_run(day: dt.date) -> PlanRun | None:
    """Return the newest search for trips of a day."""
    return PlanRun.objects.filter(day=day).first()


def outcomes_for(stop: StopFacts, reason: str) -> tuple[str, ...]:
    """Return what may follow when a stop fails for a reason now."""
    kind = "delivery" if stop.delivers else "pickup"
    return rules.outcomes(kind, reason, stop.attempts + rules.counts_as_attempt(reason))


def on_time_since(since: dt.date, *, depots: Collection[str] | None = None) -> tuple[int, int]:
    """Return (stops on time, stops done) of trips since a day; one query."""
    rows = TripStop.objects.filter(trip__day__gte=since, state="done")
    if depots is not None:
        rows = rows.filter(trip__depot__code__in=depots)
    found = rows.aggregate(all=Count("pk"), good=Count("pk", filter=Q(on_time=True)))
    return found["good"], found["all"]


def facts_of(rows: QuerySet[Trip]) -> tuple[TripFacts, ...]:
    """Build the facts of trips; three queries, however many."""
    loaded = rows.select_related("depot", "vehicle", "driver__user").prefetch_related("stops__job")
    found = list(loaded)
    homes = {
        row.location_id: row
        for row in DepotPlace.objects.filter(location_id__in={trip.depot_id for trip in found})
    }
    return tuple(_trip(row, homes.get(row.depot_id)) for row in found)


def _trip(row: Trip, home: DepotPlace | None) -> TripFacts:
    actual = None if row.actual_cost_amount is None else Money(row.actual_cost_amount, row.currency)
    return TripFacts(
        id=row.pk,
        number=row.number,
        day=row.day,
        state=row.state,
        depot_id=row.depot_id,
        depot_code=row.depot.code,
        depot=row.depot.name,
        vehicle_id=row.vehicle_id,
        vehicle=row.vehicle.name,
        plate=row.vehicle.plate,
        driver_id=row.driver_id,
        driver=str(row.driver),
        driver_phone=row.driver.phone,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        distance_m=row.distance_m,
        driven_m=row.driven_m,
        planned_cost=Money(row.planned_cost_amount, row.currency),
        actual_cost=actual,
        timezone=home.timezone if home else "UTC",
        home=(home.lat_e6, home.lon_e6) if home else None,
        version=row.version,
        stops=tuple(_stop(each) for each in sorted(row.stops.all(), key=lambda one: (one.position, one.pk))),
    )


def _stop(row: TripStop) -> StopFacts:
    job = row.job
    point = None if job.lat_e6 is None or job.lon_e6 is None else (job.lat_e6, job.lon_e6)
    return StopFacts(
        id=row.pk,
        job_id=job.pk,
        label_id=job.label_id,
        position=row.position,
        state=row.state,
        delivers=job.kind == "delivery",
        reference=job.reference,
        order_ref=job.order_ref,
        address=job.address,
        point=point,
        arrives_at=row.arrives_at,
        window=window_words(job),
        done_at=row.done_at,
        reason=row.reason,
        outcome=row.outcome,
        note=row.note,
        job_note=job.note,
        attempts=job.attempts,
        weight_g=job.weight_g,
        on_time=row.on_time,
        fence_m=fences.FENCES.get(job.place_source) if point else None,
        away_m=row.away_m,
        is_far=row.is_far,
    )


def window_words(job: Job) -> str:
    """Return the window of a job, such as "09:00–12:00"; "" for any time."""
    if not (job.window_from or job.window_until):
        return ""
    parts = (f"{each:%H:%M}" if each else "" for each in (job.window_from, job.window_until))
    return "–".join(parts)
