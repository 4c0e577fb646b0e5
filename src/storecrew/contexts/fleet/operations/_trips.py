"""What planning and changing share: write a trip with its stops, times and cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from storecrew.contexts.fleet.models import Job, Trip, TripStop
from storecrew.contexts.fleet.queries.places import Depot
from storecrew.contexts.fleet.rules import planning, trip_states, trips


def write_way(
    trip: Trip,
    depot: Depot,
    problem: trips.TripProblem,
    planned: trips.PlannedTrip,
    stops: Mapping[int, TripStop],
) -> None:
    """Write the order, the times and the cost of a trip; ``stops`` maps jobs to their rows."""
    legs = trips.schedule(problem, planned)
    for position, leg in enumerate(legs, start=1):
        stop = stops[int(leg.stop)]
        stop.trip, stop.position = trip, position
        stop.arrives_at = depot.instant(trip.day, leg.begins)
    TripStop.objects.bulk_update(stops.values(), ["trip", "position", "arrives_at"])
    home = planning.back_at(problem, planned)
    trip.starts_at = depot.instant(trip.day, planned.starts_at)
    trip.ends_at = depot.instant(trip.day, home)
    trip.distance_m = trips.distance_of(problem, planned) if legs else 0
    trip.planned_cost_amount = trip_states.cost(
        meters=trip.distance_m,
        minutes=(home - planned.starts_at + 59) // 60,
        per_km=trip.vehicle.cost_per_km_amount,
        per_hour=trip.vehicle.cost_per_hour_amount,
    )
    trip.version += 1
    trip.save(
        update_fields=["starts_at", "ends_at", "distance_m", "planned_cost_amount", "version"],
    )


def take_jobs(trip: Trip, job_ids: Sequence[int], at: dt.datetime) -> dict[int, TripStop]:
    """Put jobs on a trip that are still free, and return their stops; another's jobs are left out."""
    free = Job.objects.select_for_update().filter(pk__in=job_ids, state="open").order_by("pk")
    taken = list(free.values_list("pk", flat=True))
    Job.objects.filter(pk__in=taken).update(state="planned", left_over="")
    places = {job_id: place for place, job_id in enumerate(job_ids, start=1)}
    return {
        row.job_id: row
        for row in TripStop.objects.bulk_create(
            TripStop(trip=trip, job_id=job_id, position=places[job_id], arrives_at=at) for job_id in taken
        )
    }
