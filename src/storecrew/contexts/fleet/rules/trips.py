"""Trips: who visits which stops in which order, and whether that can be driven.

Distances and times are whole numbers in units of the caller (meters and seconds for our own fleet). Places
are row numbers of the two matrices. Whatever made a plan, `faults` judges it by the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

ANYTIME = 1 << 40


@dataclass(frozen=True, slots=True)
class Depot:
    """Where vehicles start and end; ``opens`` and ``closes`` bound all driving."""

    key: str
    place: int
    opens: int = 0
    closes: int = ANYTIME


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to visit within ``[ready, due]``; ``delivery`` comes from the depot, ``pickup`` goes to it.

    With ``comes_from`` the goods are picked up at that other stop first, by the same vehicle on its way.
    ``more_delivery`` and ``more_pickup`` are the same in further measures, such as volume.
    """

    key: str
    place: int
    delivery: int = 0
    pickup: int = 0
    ready: int = 0
    due: int = ANYTIME
    service: int = 0
    comes_from: str = ""
    more_delivery: tuple[int, ...] = ()
    more_pickup: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VehicleType:
    """``count`` equal vehicles; a ``fixed_cost`` per used one, in units of distance, makes few win.

    ``more_capacity`` bounds the further measures of stops, in their order.
    """

    key: str
    count: int
    capacity: int
    depot: int = 0
    starts: int = 0
    ends: int = ANYTIME
    fixed_cost: int = 0
    more_capacity: tuple[int, ...] = ()


@dataclass(frozen=True)
class TripProblem:
    """What is to be planned; ``distances`` and ``durations`` are square arrays over places."""

    depots: tuple[Depot, ...]
    stops: tuple[Stop, ...]
    vehicles: tuple[VehicleType, ...]
    distances: np.ndarray = field(repr=False)
    durations: np.ndarray = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlannedTrip:
    """One vehicle's day: its stops in order, and when it starts."""

    vehicle: str
    stops: tuple[str, ...]
    starts_at: int = 0


@dataclass(frozen=True, slots=True)
class TripPlan:
    """All trips, and the stops that no vehicle can serve."""

    trips: tuple[PlannedTrip, ...]
    unplanned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leg:
    """A visit: arrival, start and end of the service, and the load on leaving."""

    stop: str
    arrives: int
    begins: int
    leaves: int
    load: int


def distance_of(problem: TripProblem, trip: PlannedTrip) -> int:
    """Return the length of one trip, depot to depot."""
    places = _places(problem, trip)
    return int(problem.distances[places[:-1], places[1:]].sum())


def schedule(problem: TripProblem, trip: PlannedTrip) -> tuple[Leg, ...]:
    """Return the visits of one trip when it leaves at ``starts_at`` and waits where it is early."""
    stops = {stop.key: stop for stop in problem.stops}
    vehicle = _vehicle(problem, trip)
    place, now = problem.depots[vehicle.depot].place, trip.starts_at
    load = sum(stops[key].delivery for key in trip.stops if not stops[key].comes_from)
    legs = []
    for key in trip.stops:
        stop = stops[key]
        arrives = now + int(problem.durations[place, stop.place])
        begins = max(arrives, stop.ready)
        load += stop.pickup - stop.delivery
        place, now = stop.place, begins + stop.service
        legs.append(Leg(key, arrives, begins, now, load))
    return tuple(legs)


def overloads(problem: TripProblem, trip: PlannedTrip) -> Iterator[tuple[int, str, int, int]]:
    """Yield where a further measure is above what the vehicle holds: its place, the stop, load, capacity.

    The load of the start is told with an empty stop.
    """
    stops = {stop.key: stop for stop in problem.stops}
    for place, capacity in enumerate(_vehicle(problem, trip).more_capacity):
        brought = (_more(stops[key].more_delivery, place) for key in trip.stops if not stops[key].comes_from)
        load = sum(brought)
        if load > capacity:
            yield place, "", load, capacity
        for key in trip.stops:
            load += _more(stops[key].more_pickup, place) - _more(stops[key].more_delivery, place)
            if load > capacity:
                yield place, key, load, capacity


def _more(amounts: tuple[int, ...], place: int) -> int:
    return amounts[place] if place < len(amounts) else 0


def faults(problem: TripProblem, plan: TripPlan) -> tuple[str, ...]:
    """Return in words what cannot be driven; nothing for a plan that can."""
    found = list(_wrong_visits(problem, plan))
    used = Counter(trip.vehicle for trip in plan.trips)
    found.extend(
        f"{used[vehicle.key]} trips need vehicle {vehicle.key}, there are {vehicle.count}"
        for vehicle in problem.vehicles
        if used[vehicle.key] > vehicle.count
    )
    for trip in plan.trips:
        found.extend(_wrong_trip(problem, trip))
    return tuple(found)


def _wrong_visits(problem: TripProblem, plan: TripPlan) -> Iterator[str]:
    visits = Counter(key for trip in plan.trips for key in trip.stops)
    visits.update(plan.unplanned)
    for stop in problem.stops:
        if visits[stop.key] != 1:
            yield f"stop {stop.key} is planned {visits[stop.key]} times"
    for trip in plan.trips:
        order = {key: number for number, key in enumerate(trip.stops)}
        for stop in problem.stops:
            if stop.key in order and stop.comes_from:
                before = order.get(stop.comes_from)
                if before is None or before > order[stop.key]:
                    yield f"stop {stop.key} comes before its goods are picked up at {stop.comes_from}"


def _wrong_trip(problem: TripProblem, trip: PlannedTrip) -> Iterator[str]:
    vehicle = _vehicle(problem, trip)
    stops = {stop.key: stop for stop in problem.stops}
    depot = problem.depots[vehicle.depot]
    start_load = sum(stops[key].delivery for key in trip.stops if not stops[key].comes_from)
    if start_load > vehicle.capacity:
        yield f"vehicle {vehicle.key} starts with {start_load} of {vehicle.capacity}"
    if trip.starts_at < max(depot.opens, vehicle.starts):
        yield f"vehicle {vehicle.key} starts before the depot opens"
    legs = schedule(problem, trip)
    for leg in legs:
        if leg.begins > stops[leg.stop].due:
            yield f"stop {leg.stop} is reached at {leg.begins}, due {stops[leg.stop].due}"
        if leg.load > vehicle.capacity:
            yield f"vehicle {vehicle.key} carries {leg.load} of {vehicle.capacity} after stop {leg.stop}"
    for _place, stop, load, capacity in overloads(problem, trip):
        yield f"vehicle {vehicle.key} carries {load} of {capacity} after stop {stop or 'the depot'}"
    if legs:
        back = legs[-1].leaves + int(problem.durations[stops[trip.stops[-1]].place, depot.place])
        if back > min(depot.closes, vehicle.ends):
            yield f"vehicle {vehicle.key} is back at {back}, after {min(depot.closes, vehicle.ends)}"


def _vehicle(problem: TripProblem, trip: PlannedTrip) -> VehicleType:
    return next(vehicle for vehicle in problem.vehicles if vehicle.key == trip.vehicle)


def _places(problem: TripProblem, trip: PlannedTrip) -> Sequence[int]:
    stops = {stop.key: stop.place for stop in problem.stops}
    depot = problem.depots[_vehicle(problem, trip).depot].place
    return [depot, *(stops[key] for key in trip.stops), depot]
