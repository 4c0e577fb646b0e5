"""One measured figure, with its bound of the same run and its goal."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach: `of` the ratio to the bound, our own figure, or a percentile."""

    of: Literal["ratio", "ours", "p95_ms", "p99_ms"]
    sense: Literal[">=", "<="]
    value: float

    def __str__(self) -> str:
        unit = " ms" if self.of.endswith("_ms") else ""
        name = {"ours": "", "ratio": "ratio "}.get(self.of, f"{self.of.removesuffix('_ms')} ")
        return f"{name}{self.sense} {self.value:g}{unit}"


@dataclass(slots=True)
class Measure:
    """A line of the table. `ours` and `bound` are in `unit`; times are milliseconds, memory MB."""

    case: str
    unit: str
    ours: float
    bound: float | None = None
    goal: Goal | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    memory_mb: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours divided by the bound."""
        return self.ours / self.bound if self.bound else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        figure = getattr(self, self.goal.of)
        if figure is None:
            return None
        return bool(figure >= self.goal.value if self.goal.sense == ">=" else figure <= self.goal.value)

    def as_json(self) -> dict[str, Any]:
        """Return everything, with what follows from it."""
        goal = str(self.goal) if self.goal else None
        return {**asdict(self), "goal": goal, "ratio": self.ratio, "met": self.met}


def percentile(times: Sequence[float], percent: float) -> float:
    """Return the value that so many percent of the values do not exceed (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)] if ordered else 0.0


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Return p50_ms, p95_ms and p99_ms of times in seconds, as `Measure` takes them."""
    return {f"p{rank}_ms": percentile(seconds, rank) * 1000 for rank in (50, 95, 99)}


def timed(calls: int, call: Callable[[int], object], busy: list[float] | None = None) -> list[float]:
    """Call with 0, 1, 2 ... and return the wall time of each in seconds; ``busy`` gets the CPU time of each."""
    times = []
    for number in range(calls):
        started, working = time.perf_counter(), time.thread_time()
        call(number)
        times.append(time.perf_counter() - started)
        if busy is not None:
            busy.append(time.thread_time() - working)
    return times


def cpu_of(calls: int, call: Callable[[int], object]) -> float:
    """Return the CPU seconds of this process per call."""
    started = time.process_time()
    for number in range(calls):
        call(number)
    return (time.process_time() - started) / calls


def memory_now_mb() -> float:
    """Return the resident memory of this process; the peak where the system does not tell the present."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    return memory_peak_mb()


def memory_peak_mb() -> float:
    """Return the largest resident memory that this process had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024
