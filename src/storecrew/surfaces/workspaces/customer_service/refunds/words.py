"""How refunds by hand are said."""

from __future__ import annotations

from storecrew.contexts.payments import public as payments
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {"waiting": "warning", "asked": "info", "sent": "good", "failed": "bad"}
STATES = dict(payments.HAND_REFUND_STATES)


def state_of(state: str) -> Status:
    """Return how the state of a refund by hand looks."""
    return Status(STATES[state], TONES[state])
