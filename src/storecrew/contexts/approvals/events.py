"""What happened to requests that need a second person."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class ApprovalRequested(Event):
    """Somebody waits for a second person with the right ``permission``."""

    approval_id: int
    kind: str
    permission: str


@dataclass(frozen=True)
class ApprovalDecided(Event):
    """A request ended: approved, refused, withdrawn, expired or failed."""

    approval_id: int
    kind: str
    state: str
    requester_id: str
