"""Trips by PyVRP: hybrid search for vehicle routing with time windows, returns on the way and shipments."""

# not money in this file: seconds and penalties

from __future__ import annotations

from typing import Any

from storecrew.contexts.fleet.providers.trip_planning.protocol import PlannerMissing
from storecrew.contexts.fleet.rules.trips import PlannedTrip, Stop, TripPlan, TripProblem

PRIZE_PER_DISTANCE = 100
"""A stop is left out only when serving it would cost more than a hundred times the longest way."""


class PyvrpPlanner:
    """A `TripPlanner`; PyVRP is part of the extra ``routing`` and is loaded on first use."""

    def plan(self, problem: TripProblem, *, seconds: float, seed: int = 0) -> TripPlan:
        """Return the best plan found in so many seconds.

        A first run serves every stop. Only when there is no such plan does a second one, of half
        the time, leave stops out.

        :raises PlannerMissing: PyVRP is not installed
        """
        pyvrp = _load()
        if not problem.stops:
            return TripPlan(())
        found = _solve(pyvrp, problem, seconds, seed, required=True)
        if not found.is_feasible():
            found = _solve(pyvrp, problem, seconds / 2, seed, required=False)
        if not found.is_feasible():
            return TripPlan((), tuple(stop.key for stop in problem.stops))
        return _plan_of(problem, found.best)


def _load() -> Any:
    try:
        import pyvrp
    except ImportError as error:
        raise PlannerMissing(
            "Trips are planned with PyVRP, which is not there. Install it: pip install storecrew[routing]."
        ) from error
    return pyvrp


def _solve(pyvrp: Any, problem: TripProblem, seconds: float, seed: int, *, required: bool) -> Any:
    longest = int(problem.distances.max(initial=1))
    prize = 0 if required else longest * PRIZE_PER_DISTANCE
    singles, pairs = _split(problem)
    measures = max((len(kind.more_capacity) for kind in problem.vehicles), default=0)
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(len(problem.distances))],
        clients=[
            pyvrp.Client(
                stop.place, delivery=_loads(stop.delivery, stop.more_delivery, measures),
                pickup=_loads(stop.pickup, stop.more_pickup, measures), service_duration=stop.service,
                tw_early=stop.ready, tw_late=stop.due, required=required, prize=prize,
            )
            for stop in singles
        ],
        depots=[
            pyvrp.Depot(depot.place, tw_early=depot.opens, tw_late=depot.closes) for depot in problem.depots
        ],
        vehicle_types=[
            pyvrp.VehicleType(
                kind.count, capacity=[kind.capacity, *kind.more_capacity],
                start_depot=kind.depot, end_depot=kind.depot,
                tw_early=kind.starts, tw_late=kind.ends, fixed_cost=kind.fixed_cost,
            )
            for kind in problem.vehicles
        ],
        distance_matrices=[problem.distances],
        duration_matrices=[problem.durations],
        shipments=[
            pyvrp.Shipment(
                first.place, then.place, first.ready, first.due, first.service, then.ready, then.due,
                then.service, amount=_loads(then.delivery, then.more_delivery, measures),
                required=required, prize=prize,
            )
            for first, then in pairs
        ],
    )  # fmt: skip
    # One unit too much must cost more than what leaving out a stop or a vehicle saves.
    dearest = max([prize, *(kind.fixed_cost for kind in problem.vehicles)])
    penalty = pyvrp.PenaltyParams(max_penalty=max(100_000.0, 2.0 * dearest))
    return pyvrp.solve(
        data,
        stop=pyvrp.stop.MaxRuntime(seconds),
        seed=seed,
        display=False,
        collect_stats=False,
        params=pyvrp.SolveParams(penalty=penalty),
    )


def _loads(first: int, more: tuple[int, ...], measures: int) -> list[int]:
    """Return an amount in all measures; those that a stop does not name are 0."""
    return [first, *more, *[0] * (measures - len(more))]


def _split(problem: TripProblem) -> tuple[list[Stop], list[tuple[Stop, Stop]]]:
    """Tell stops of their own from pairs of pick-up and delivery."""
    by_key = {stop.key: stop for stop in problem.stops}
    pairs = [(by_key[stop.comes_from], stop) for stop in problem.stops if stop.comes_from]
    paired = {stop.key for pair in pairs for stop in pair}
    return [stop for stop in problem.stops if stop.key not in paired], pairs


def _plan_of(problem: TripProblem, solution: Any) -> TripPlan:
    singles, pairs = _split(problem)
    trips = []
    for route in solution.routes():
        keys = []
        for visit in route.schedule():
            if visit.is_client():
                keys.append(singles[visit.idx].key)
            elif visit.is_shipment():
                keys.append(pairs[visit.idx][0 if visit.is_pickup() else 1].key)
        vehicle = problem.vehicles[route.vehicle_type()]
        trips.append(PlannedTrip(vehicle.key, tuple(keys), route.start_time()))
    served = {key for trip in trips for key in trip.stops}
    return TripPlan(tuple(trips), tuple(stop.key for stop in problem.stops if stop.key not in served))
