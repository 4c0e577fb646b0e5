"""From vehicles and jobs to a problem that a planner solves, and why something did not fit.

Seconds count from the local midnight of the day. Weight is the first measure, volume in liters and
the number of stops the further ones.
"""

# not money in this file: meters and seconds

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storecrew.contexts.fleet.rules import geography, trips
from storecrew.contexts.fleet.rules.geography import Point

# A vehicle more is only taken when it saves so many meters.
VEHICLE_METERS = 4_000


@dataclass(frozen=True, slots=True)
class Van:
    """A vehicle with its driver on a day; ``starts`` and ``ends`` are the shift within the depot's hours."""

    vehicle_id: int
    max_weight_g: int
    max_volume_l: int
    max_stops: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Task:
    """A job as the planner sees it."""

    job_id: int
    point: Point
    delivers: bool
    weight_g: int
    volume_l: int
    service: int
    ready: int = 0
    due: int = trips.ANYTIME


def problem_of(depot: Point, vans: Sequence[Van], tasks: Sequence[Task]) -> trips.TripProblem:
    """Return the problem of one depot's day."""
    ways = geography.distances([depot, *(task.point for task in tasks)])
    return trips.TripProblem(
        depots=(trips.Depot("depot", 0),),
        stops=tuple(_stop(place, task) for place, task in enumerate(tasks, start=1)),
        vehicles=tuple(
            trips.VehicleType(
                str(van.vehicle_id), 1, van.max_weight_g, starts=van.starts, ends=van.ends,
                fixed_cost=VEHICLE_METERS, more_capacity=(van.max_volume_l, van.max_stops),
            )
            for van in vans
        ),
        distances=ways,
        durations=geography.durations(ways),
    )  # fmt: skip


def _stop(place: int, task: Task) -> trips.Stop:
    brought, fetched = ((task.weight_g, task.volume_l), (0, 0))
    if not task.delivers:
        brought, fetched = fetched, brought
    return trips.Stop(
        str(task.job_id), place, delivery=brought[0], pickup=fetched[0], ready=task.ready, due=task.due,
        service=task.service,
        # Every stop counts one from the start, whether it brings or fetches.
        more_delivery=(brought[1], 1), more_pickup=(fetched[1], 0),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a trip: overweight, overfull, many_stops, late, home_late; where, by how much."""

    code: str
    job_id: int = 0
    value: int = 0
    limit: int = 0


def check(problem: trips.TripProblem, trip: trips.PlannedTrip) -> tuple[Fault, ...]:
    """Return what is wrong with one trip; nothing for a trip that can be driven."""
    stops = {stop.key: stop for stop in problem.stops}
    van = next(each for each in problem.vehicles if each.key == trip.vehicle)
    legs = trips.schedule(problem, trip)
    loads = [sum(stops[key].delivery for key in trip.stops), *(leg.load for leg in legs)]
    found = []
    if max(loads) > van.capacity:
        found.append(Fault("overweight", value=max(loads), limit=van.capacity))
    names = {0: "overfull", 1: "many_stops"}
    worst = {place: (load, capacity) for place, _stop, load, capacity in trips.overloads(problem, trip)}
    found += [Fault(names[place], value=load, limit=capacity) for place, (load, capacity) in worst.items()]
    found += [
        Fault("late", int(leg.stop), leg.begins, stops[leg.stop].due)
        for leg in legs
        if leg.begins > stops[leg.stop].due
    ]
    home = back_at(problem, trip)
    if home > van.ends:
        found.append(Fault("home_late", value=home, limit=van.ends))
    return tuple(found)


def back_at(problem: trips.TripProblem, trip: trips.PlannedTrip) -> int:
    """Return when the vehicle is back at its depot."""
    legs = trips.schedule(problem, trip)
    if not legs:
        return trip.starts_at
    places = {stop.key: stop.place for stop in problem.stops}
    return legs[-1].leaves + int(problem.durations[places[legs[-1].stop], 0])


def why_not(problem: trips.TripProblem, key: str) -> str:
    """Return why a stop is on no trip: the first reason that alone would forbid it, else that all are full.

    no_vehicle, too_heavy, too_large, window, too_far, full.
    """
    if not problem.vehicles:
        return "no_vehicle"
    stop = next(each for each in problem.stops if each.key == key)
    weight = stop.delivery + stop.pickup
    if all(weight > van.capacity for van in problem.vehicles):
        return "too_heavy"
    volume = stop.more_delivery[0] + stop.more_pickup[0]
    if all(volume > van.more_capacity[0] for van in problem.vehicles):
        return "too_large"
    way = int(problem.durations[0, stop.place])
    reached = [van for van in problem.vehicles if van.starts + way <= stop.due and stop.ready <= van.ends]
    if not reached:
        return "window"
    back = int(problem.durations[stop.place, 0])
    if all(max(van.starts + way, stop.ready) + stop.service + back > van.ends for van in reached):
        return "too_far"
    return "full"


def leave_late(problem: trips.TripProblem, trip: trips.PlannedTrip) -> trips.PlannedTrip:
    """Return a trip that leaves as late as it can without being later anywhere, so that nobody waits paid."""
    legs = trips.schedule(problem, trip)
    if not legs:
        return trip
    slack, waited = trips.ANYTIME, 0
    dues = {stop.key: stop.due for stop in problem.stops}
    for leg in legs:
        waited += leg.begins - leg.arrives
        slack = min(slack, dues[leg.stop] - leg.begins + waited)
    first_wait = sum(leg.begins - leg.arrives for leg in legs)
    return trips.PlannedTrip(trip.vehicle, trip.stops, trip.starts_at + max(0, min(slack, first_wait)))
