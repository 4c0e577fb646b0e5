"""``manage plan_trips FILE``: plan the trips of a benchmark file and say how far they drive."""

# not money in this file: seconds

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storecrew.contexts.fleet.providers.trip_planning.files import FORMATS, UnreadableProblem, read_problem
from storecrew.contexts.fleet.providers.trip_planning.protocol import PlannerMissing
from storecrew.contexts.fleet.providers.trip_planning.with_pyvrp import PyvrpPlanner
from storecrew.contexts.fleet.rules import trips


class Command(BaseCommand):
    """Exit status 0 for a plan that can be driven, 1 when stops are left over, 2 for an unreadable file."""

    help = "Plan the trips of a benchmark file: feasible or not, distance, vehicles, routes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, the time and --json."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--seconds", type=float, default=30.0, help="how long to search (30)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--few-vehicles", action="store_true", help="rather drive further than take another vehicle"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, judge the plan by our own rules, and print it."""
        try:
            text = options["file"].read_text(encoding="utf-8", errors="replace")
            file = read_problem(text, options["format"])
            problem = file.problem
            if options["few_vehicles"]:
                longest = int(problem.distances.max()) * len(problem.stops)
                vehicles = tuple(replace(kind, fixed_cost=longest) for kind in problem.vehicles)
                problem = replace(problem, vehicles=vehicles)
            plan = PyvrpPlanner().plan(problem, seconds=options["seconds"], seed=options["seed"])
        except (OSError, UnreadableProblem, PlannerMissing) as error:
            raise CommandError(str(error), returncode=2) from error
        faults = trips.faults(problem, plan)
        document = {
            "name": file.name,
            "feasible": not faults and not plan.unplanned,
            "distance": sum(trips.distance_of(problem, trip) for trip in plan.trips) / file.scale,
            "vehicles": len(plan.trips),
            "routes": [[int(key) for key in trip.stops] for trip in plan.trips],
            "unplanned": [int(key) for key in plan.unplanned],
            "faults": list(faults),
        }
        if options["json"]:
            self.stdout.write(json.dumps(document))
        else:
            self._print(document)
        if not document["feasible"]:
            raise SystemExit(1)

    def _print(self, document: dict[str, Any]) -> None:
        for number, route in enumerate(document["routes"], start=1):
            self.stdout.write(f"{number:>4}: {' '.join(str(stop) for stop in route)}")
        state = "can be driven" if document["feasible"] else "cannot be driven"
        self.stdout.write(
            f"{document['name']}: {document['distance']:.2f} with {document['vehicles']} vehicles, {state}"
        )
        for fault in document["faults"]:
            self.stdout.write(fault)
