"""What is asked of a limited child and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """What one job may use.

    ``memory`` is address space and ``written`` the largest file in bytes; ``seconds`` are of the processor,
    ``patience`` are seconds by the clock.
    """

    memory: int
    seconds: int
    written: int = 0
    patience: int = 60


class Stopped(Exception):
    """The job broke a limit or its decoder; ``reason`` is "memory", "time" or "crash"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What a job says: plain values, and files as bytes."""

    values: dict[str, Any]
    files: tuple[bytes, ...] = ()
