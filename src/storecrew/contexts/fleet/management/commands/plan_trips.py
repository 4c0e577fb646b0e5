"""``manage plan_trips FILE``: plan the trips of a benchmark file and say how far they drive."""

# not money in this file: seconds

from __future__ import annotations

import json
import math
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from storecrew.contexts.fleet.providers.trip_planning.files import FORMATS, read_problem
from storecrew.contexts.fleet.providers.trip_planning.problem_file import ProblemFile, UnreadableProblem
from storecrew.contexts.fleet.providers.trip_planning.protocol import PlannerMissing
from storecrew.contexts.fleet.providers.trip_planning.with_pyvrp import PyvrpPlanner
from storecrew.contexts.fleet.rules import trips
from storecrew.kernel.commands import ReportingCommand, Unusable, text_of


class Command(ReportingCommand):
    """Exit status 0 for a plan that can be driven, 1 when stops are left over, 2 for an unreadable file."""

    help = "Plan the trips of a benchmark file: feasible or not, distance, vehicles, routes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, the time and --json."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="text, plain or packed with gzip")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--seconds", type=float, default=30.0, help="how long to search (30)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--few-vehicles", action="store_true", help="rather drive further than take another vehicle"
        )
        parser.add_argument(
            "--exact", action="store_true", help="cvrplib: do not round the distances of coordinates"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, judge the plan by our own rules, and print it."""
        file = _read(options)
        problem = file.problem
        if options["few_vehicles"]:
            longest = int(problem.distances.max()) * len(problem.stops)
            vehicles = tuple(replace(kind, fixed_cost=longest) for kind in problem.vehicles)
            problem = replace(problem, vehicles=vehicles)
        try:
            plan = PyvrpPlanner().plan(problem, seconds=options["seconds"], seed=options["seed"])
        except PlannerMissing as error:
            raise Unusable(str(error), code="planner_missing") from error
        faults = trips.faults(problem, plan)
        document = {
            "name": file.name or options["file"].name.partition(".")[0],
            "feasible": not faults and not plan.unplanned,
            "distance": sum(trips.distance_of(problem, trip) for trip in plan.trips) / file.scale,
            "vehicles": len(plan.trips),
            "routes": [[int(key) for key in trip.stops] for trip in plan.trips],
            "unplanned": [int(key) for key in plan.unplanned],
            "faults": list(faults),
        }
        if len(problem.depots) > 1:
            places = {kind.key: problem.depots[kind.depot].place for kind in problem.vehicles}
            document["depots"] = [places[trip.vehicle] for trip in plan.trips]
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


def _read(options: dict[str, Any]) -> ProblemFile:
    if not 0 < options["seconds"] < math.inf:
        reason = f"--seconds is {options['seconds']:g}."
        raise Unusable(reason, suggestion="Give a time above 0.", code="unusable_options")
    try:
        return read_problem(text_of(options["file"]), options["format"], exact=options["exact"])
    except UnreadableProblem as error:
        suggestion = f"The file should be of the format {options['format']}, and whole."
        raise Unusable(str(error), suggestion=suggestion, code="unreadable_problem") from error
