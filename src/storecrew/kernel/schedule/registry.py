"""Which functions repeat, and how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

JobFunction = Callable[[dt.datetime], object]

_jobs: dict[str, Job] = {}


@dataclass(frozen=True)
class Job:
    """A repeating function. ``seconds`` is the length of a tick."""

    name: str
    seconds: int
    run: JobFunction

    def tick(self, at: dt.datetime) -> int:
        """Return the number of the tick an instant belongs to; the same on every machine."""
        return int(at.timestamp()) // self.seconds


def every(*, seconds: int, name: str) -> Callable[[JobFunction], JobFunction]:
    """Run the function once in every tick of so many seconds.

    ``name`` is ``<context>.<what it does>`` and unique; raises ValueError for a name taken by another
    function and for less than one second.
    """
    if seconds < 1:
        raise ValueError("a tick has at least one second")

    def register(function: JobFunction) -> JobFunction:
        taken = _jobs.get(name)
        if taken is not None and taken.run.__qualname__ != function.__qualname__:
            raise ValueError(f"two jobs are called {name!r}")
        _jobs[name] = Job(name, seconds, function)
        return function

    return register


def jobs() -> list[Job]:
    """Return all jobs by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def forget(package: str) -> None:
    """Drop the jobs of a package: an extension that failed while it was started works at nothing."""
    for name in [name for name, job in _jobs.items() if f"{job.run.__module__}.".startswith(f"{package}.")]:
        del _jobs[name]
