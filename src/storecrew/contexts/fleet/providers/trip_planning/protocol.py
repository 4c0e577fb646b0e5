"""What a planner of trips does."""

# not money in this file: seconds

from __future__ import annotations

from typing import Protocol

from storecrew.contexts.fleet.rules.trips import TripPlan, TripProblem


class TripPlanner(Protocol):
    """Finds short trips that serve all stops."""

    def plan(self, problem: TripProblem, *, seconds: float, seed: int = 0) -> TripPlan:
        """Return the best plan found in so many seconds; stops that nobody can serve are `unplanned`."""
        ...


class PlannerMissing(RuntimeError):
    """The package of the planner is not installed; the text says how to install it."""
