"""One process in the middle of another, at an exact point.

Wrong code passes most stress runs by luck; an interleaving fails every time.
"""

from __future__ import annotations

import importlib
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests.guarantees.machinery.arena import FORK, PATIENCE, Arena, Outcome


class Interloper:
    """What came between; `outcome` is known when the block has ended."""

    outcome: Outcome | None = None
    came: bool = False


@contextmanager
def race(arena: Arena, *, before: str, do: Callable[[], Any], patience: float = 0.7) -> Iterator[Interloper]:
    """Inside the block, the first call of `before` ("package.module.function") waits for `do`.

    `do` runs in another process with its own connection. Where it must wait for our own transaction
    (SQLite has one writer) we go on after `patience` seconds, and it ends after us; outside of one only a
    busy machine holds it up. Open the block before the database is used: SQLite does not survive a fork
    with an open connection.
    """
    module_name, _, name = before.rpartition(".")
    module = importlib.import_module(module_name)
    real = getattr(module, name)
    interloper = Interloper()
    cue = FORK.Event()

    def wait_for_cue() -> Any:
        if not cue.wait(PATIENCE):
            raise TimeoutError("the point was never reached")
        return do() if interloper_may_act.value else None

    interloper_may_act = FORK.Value("b", 0)
    other = arena.start(wait_for_cue)

    def patched(*args: Any, **kwargs: Any) -> Any:
        if not interloper.came:
            interloper.came = True
            interloper_may_act.value = 1
            cue.set()
            held_up = connection.in_atomic_block
            select.select([other.reader], [], [], patience if held_up else PATIENCE)
        return real(*args, **kwargs)

    setattr(module, name, patched)
    try:
        yield interloper
    finally:
        setattr(module, name, real)
        cue.set()
        interloper.outcome = other.wait()
