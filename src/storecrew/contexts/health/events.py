"""What happened to launches."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class LaunchOpened(Event):
    """A launch went live: its channel is open to the public."""

    launch_id: int


@dataclass(frozen=True)
class LaunchRolledBack(Event):
    """A launch was taken back: its channel is closed again."""

    launch_id: int
    reason: str
