"""How disputes are said."""

from __future__ import annotations

from storecrew.contexts.payments import public as payments
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {"needs_answer": "warning", "answered": "info", "won": "good", "lost": "bad", "accepted": "neutral"}
STATES = dict(payments.DISPUTE_STATES)
REASONS = dict(payments.DISPUTE_REASONS)


def state_of(state: str) -> Status:
    """Return how the state of a dispute looks."""
    return Status(STATES[state], TONES[state])
