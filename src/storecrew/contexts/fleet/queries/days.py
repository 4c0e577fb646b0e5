"""What a depot has on a day: vehicles with their drivers, and what waits to be driven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.contexts.fleet.models import Driver, Job, Trip, Vehicle
from storecrew.contexts.fleet.queries.places import Depot
from storecrew.contexts.fleet.rules import planning, trips
from storecrew.contexts.fleet.rules import vehicles as rules
from storecrew.contexts.fleet.rules.geography import Point
from storecrew.contexts.people import public as people
from storecrew.kernel import clock


@dataclass(frozen=True)
class DepotDay:
    """All that planning one depot's day needs.

    ``drivers`` maps vehicles to drivers; ``idle`` says of each vehicle that stays why: out, check, on_trip,
    no_driver. ``unplaced`` are jobs that nobody can find on the map.
    """

    depot: Depot
    day: dt.date
    vans: tuple[planning.Van, ...]
    drivers: dict[int, int]
    idle: tuple[tuple[str, str], ...]
    jobs: dict[int, Job] = field(repr=False)
    unplaced: tuple[int, ...] = ()

    def problem(self) -> trips.TripProblem:
        """Return what a planner solves."""
        tasks = [task_of(job, self.depot) for job in self.jobs.values()]
        return planning.problem_of(self.depot.point, self.vans, tasks)


class Taken(NamedTuple):
    """The ids of vehicles and drivers that have a published trip."""

    vehicles: frozenset[int]
    drivers: frozenset[int]


def depot_day(depot: Depot, day: dt.date, jobs: Iterable[Job]) -> DepotDay:
    """Return a depot's day for some jobs. A fixed number of queries."""
    vehicles, idle = _vehicles(depot, day)
    free = _drivers(depot, day)
    crew, alone = rules.crew([(row.pk, row.licence_class) for row in vehicles], free)
    names = {row.pk: row.name for row in vehicles}
    idle += [(names[vehicle_id], "no_driver") for vehicle_id in alone]
    placed, unplaced = {}, []
    for job in jobs:
        if job.lat_e6 is None:
            unplaced.append(job.pk)
        else:
            placed[job.pk] = job
    return DepotDay(
        depot,
        day,
        tuple(
            van_of(row, depot, day, crew[row.pk].starts, crew[row.pk].ends)
            for row in vehicles
            if row.pk in crew
        ),
        {vehicle_id: each.driver_id for vehicle_id, each in crew.items()},
        tuple(idle),
        placed,
        tuple(unplaced),
    )


def waiting(depot: Depot, day: dt.date) -> list[Job]:
    """Return what a depot may drive on a day and is on no trip."""
    rows = Job.objects.filter(depot_id=depot.location_id, day__lte=day, state="open")
    return list(rows.order_by("day", "pk"))


def task_of(job: Job, depot: Depot) -> planning.Task:
    """Return a job as the planner sees it."""
    return planning.Task(
        job_id=job.pk,
        point=Point(job.lat_e6 or 0, job.lon_e6 or 0),
        delivers=job.kind == "delivery",
        weight_g=job.weight_g,
        volume_l=job.volume_l,
        service=job.service_minutes * 60,
        ready=_seconds(job.window_from) if job.window_from else 0,
        due=_seconds(job.window_until) if job.window_until else _seconds(depot.closes),
    )


def van_of(row: Vehicle, depot: Depot, day: dt.date, starts: dt.datetime, ends: dt.datetime) -> planning.Van:
    """Return a vehicle as the planner sees it: the driver's shift within the depot's hours."""
    midnight = clock.local_midnight(day, depot.timezone)
    first = max(_seconds(depot.opens), int((starts - midnight).total_seconds()))
    last = min(_seconds(depot.closes), int((ends - midnight).total_seconds()))
    return planning.Van(row.pk, row.max_weight_g, row.max_volume_l, row.max_stops, first, max(first, last))


def shift_of(driver: Driver, depot: Depot, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return a driver's shift on a day; the depot's hours for somebody who is not on the roster."""
    mine = [each for each in _shifts(depot.code, day) if each.user_id == driver.user_id]
    if mine:
        return mine[0].starts_at, mine[-1].ends_at
    return depot.instant(day, _seconds(depot.opens)), depot.instant(day, _seconds(depot.closes))


def _vehicles(depot: Depot, day: dt.date) -> tuple[list[Vehicle], list[tuple[str, str]]]:
    rows = Vehicle.objects.filter(depot_id=depot.location_id).exclude(state="sold").prefetch_related("checks")
    busy = on_the_road(day).vehicles
    ready, idle = [], []
    for row in rows:
        why = why_idle(row, day, busy)
        if why:
            idle.append((row.name, why))
        else:
            ready.append(row)
    return ready, idle


def why_idle(row: Vehicle, day: dt.date, busy: Collection[int]) -> str:
    """Return why a vehicle cannot be planned on a day; "" when it can. Its checks are loaded before."""
    if row.state != "ready":
        return "out"
    if row.pk in busy:
        return "on_trip"
    late = (
        each.done_on is None and rules.keeps_off_the_road(each.kind, each.due_on, day)
        for each in row.checks.all()
    )
    return "check" if any(late) else ""


def _drivers(depot: Depot, day: dt.date) -> list[rules.Available]:
    shifts = _shifts(depot.code, day)
    busy = on_the_road(day).drivers
    rows = Driver.objects.filter(active=True, licence_until__gte=day, user__is_active=True)
    found = []
    for row in rows.filter(user_id__in={each.user_id for each in shifts}).exclude(pk__in=busy):
        mine = [each for each in shifts if each.user_id == row.user_id]
        found.append(rules.Available(row.pk, tuple(row.licence_classes), mine[0].starts_at, mine[-1].ends_at))
    return found


def _shifts(location_code: str, day: dt.date) -> Sequence[people.ShiftFacts]:
    return [each for each in people.shifts(day, day, location_code=location_code) if each.skill == "drive"]


def on_the_road(day: dt.date) -> Taken:
    """Return what the trips of a day that a new plan leaves alone have taken."""
    fixed = Trip.objects.filter(day=day).exclude(state__in=("draft", "canceled"))
    rows = list(fixed.values_list("vehicle_id", "driver_id"))
    return Taken(frozenset(row[0] for row in rows), frozenset(row[1] for row in rows))


def _seconds(time: dt.time) -> int:
    return time.hour * 3600 + time.minute * 60 + time.second
