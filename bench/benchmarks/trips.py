"""Planned trips against the best known ones: Solomon's 100 customers and Gehring and Homberger's 200.

The public files are read where they lie beside the checkout; otherwise customers with time windows are generated, and
there is no bound. "Ours" and the bound are distances, so a ratio of 1.02 is two percent more than the best known.
"""

from __future__ import annotations

import csv
import io
import random
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measures import Goal, Measure
from storecrew.contexts.fleet.providers.trip_planning.files import read_problem
from storecrew.contexts.fleet.providers.trip_planning.with_pyvrp import PyvrpPlanner
from storecrew.contexts.fleet.rules import trips

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "logistics-vrp"
SOLOMON = ("C101", "R101", "R112", "RC101", "RC108")
HOMBERGER = ("c1_2_1", "r1_2_1", "rc1_2_1", "rc1_2_5")
# At full size: five times 30 s and four times 60 s, six and a half minutes.


@dataclass(frozen=True, slots=True)
class Scale:
    """Instances of each kind, and the share of the time that the goal allows."""

    instances: int
    share: float


SCALES = {"tiny": Scale(1, 0.02), "small": Scale(2, 0.2), "full": Scale(5, 1.0)}


def run(scale: Scale) -> Iterator[Measure]:
    """100 customers in 30 s within 3 %, 200 in 60 s within 6 %."""
    if not SHARED.exists():
        yield _measured("generated, 100 customers", _generated(100), "solomon", 30 * scale.share, None, None)
        return
    for name in SOLOMON[: scale.instances]:
        text, best = _text("solomon_type1_100.zip", name), _solomon_best(name)
        yield _measured(f"{name}, 100 customers", text, "solomon", 30 * scale.share, best, 1.03)
    for name in HOMBERGER[: scale.instances]:
        text, best = _text("gehringhomberger_200.zip", name), _homberger_best(name)
        yield _measured(f"{name}, 200 customers", text, "homberger", 60 * scale.share, best, 1.06)


def _measured(
    case: str, text: str, kind: str, seconds: float, best: float | None, within: float | None
) -> Measure:
    file = read_problem(text, kind)
    started = time.perf_counter()
    plan = PyvrpPlanner().plan(file.problem, seconds=seconds, seed=1)
    took = time.perf_counter() - started
    faults = trips.faults(file.problem, plan)
    distance = sum(trips.distance_of(file.problem, trip) for trip in plan.trips) / file.scale
    return Measure(
        case, "distance", distance, best, Goal("ratio", "<=", within) if within else None,
        note=f"{len(plan.trips)} vehicles, {took:.1f} s, " + ("; ".join(faults) or "can be driven"),
    )  # fmt: skip


def _text(archive: str, name: str) -> str:
    with zipfile.ZipFile(SHARED / archive) as packed:
        member = next(
            entry for entry in packed.namelist() if Path(entry).name.lower() == f"{name}.txt".lower()
        )
        return packed.read(member).decode()


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((SHARED / name).read_text())))


def _solomon_best(name: str) -> float:
    rows = _rows("solomon_type1_reference.csv")
    return next(float(row["distance_full_precision"]) for row in rows if row["instance"] == name)


def _homberger_best(name: str) -> float:
    rows = _rows("gehringhomberger_200_best_known.csv")
    return next(float(row["distance"]) for row in rows if row["instance"] == name)


def _generated(customers: int) -> str:
    chance = random.Random(1)
    lines = ["generated", "VEHICLE", "NUMBER CAPACITY", "25 200", "CUSTOMER", "0 50 50 0 0 1000 0"]
    for number in range(1, customers + 1):
        ready = chance.randint(100, 700)
        place = f"{chance.randint(0, 100)} {chance.randint(0, 100)}"
        lines.append(f"{number} {place} {chance.randint(5, 30)} {ready} {ready + 150} 10")
    return "\n".join(lines)
