"""Work in forked processes. The benchmark's own process closes its database connections before it forks."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

FORK = multiprocessing.get_context("fork")
PATIENCE = 120.0


class Running:
    """A call in a process of its own."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._reader, writer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        _close_connections()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._reader)
            _work(call, writer)
        os.close(writer)

    def wait(self) -> Any:
        """Return the call's value; raises RuntimeError with its traceback when it failed."""
        with os.fdopen(self._reader, "rb") as stream:
            data = stream.read()
        os.waitpid(self._pid, 0)
        good, value = pickle.loads(data) if data else (False, "the process died without a word")
        if not good:
            raise RuntimeError(value)
        return value


def _close_connections() -> None:
    """Give up connections and their pool: of one held by two processes neither knows what the server prepared."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()


def _work(call: Callable[[], Any], writer: int) -> None:
    try:
        data = pickle.dumps((True, call()))
    except BaseException:  # noqa: BLE001 - the parent is told, whatever it was
        data = pickle.dumps((False, traceback.format_exc()))
    with os.fdopen(writer, "wb") as stream:
        stream.write(data)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def apart(call: Callable[[], Any]) -> Any:
    """Do a call in a process of its own and return its value."""
    return Running(call).wait()


Result = tuple[float, float, list[float], list[object]]


def _steps(
    prepare: Callable[[int], Any], step: Callable[[Any, int], object], barrier: Any, buyer: int, steps: int
) -> Result:
    """Prepare, wait for everybody, then go; return begin, end, the time and the value of each step."""
    prepared = prepare(buyer)
    barrier.wait(PATIENCE)
    began = time.monotonic()
    times, values = [], []
    for number in range(steps):
        started = time.perf_counter()
        values.append(step(prepared, number))
        times.append(time.perf_counter() - started)
    return began, time.monotonic(), times, values


def rush(
    prepare: Callable[[int], Any], step: Callable[[Any, int], object], *, processes: int, steps: int
) -> Rush:
    """Let `processes` processes call `step(prepared, number)` `steps` times each, started at one instant.

    `prepare` gets the number of the process and is not measured. What `step` raises ends the benchmark.
    """
    barrier = FORK.Barrier(processes)
    running = [
        Running(lambda process=process: _steps(prepare, step, barrier, process, steps))
        for process in range(processes)
    ]
    return Rush([each.wait() for each in running])


def rush_in_one(
    prepare: Callable[[int], Any], step: Callable[[Any, int], object], *, threads: int, steps: int
) -> Rush:
    """As `rush`, by threads of one process: how an installation on SQLite works, whose writers queue in it."""

    def everybody() -> list[Result]:
        barrier = threading.Barrier(threads)
        with ThreadPoolExecutor(threads) as pool:
            return list(
                pool.map(lambda thread: _steps(prepare, step, barrier, thread, steps), range(threads))
            )

    return Rush(apart(everybody))


class Rush:
    """What came of a rush: `seconds` from the first start to the last end."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.seconds = max(result[1] for result in results) - min(result[0] for result in results)
        self.times = [each for result in results for each in result[2]]
        self.values = [each for result in results for each in result[3]]

    @property
    def rate(self) -> float:
        """Steps per second."""
        return len(self.times) / self.seconds
