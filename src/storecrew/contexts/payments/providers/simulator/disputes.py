"""Disputes of the pretended bank. It remembers none: each of its messages carries all of one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from storecrew.contexts.payments.providers.disputing import DisputeState

FEE = 1500
"""What the pretended bank takes for a dispute and gives back to who wins, in minor units."""
ANSWER_WITHIN = dt.timedelta(days=7)
_MOMENTS = ("at", "opened_at", "due_at")


def message(payment_key: str, event_id: str, dispute: DisputeState) -> bytes:
    """Return the message that tells of a dispute."""
    values = {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in asdict(dispute).items()
    }
    return json.dumps({"id": event_id, "key": payment_key, "dispute": values}).encode()


def read(values: Mapping[str, Any]) -> DisputeState:
    """Read a dispute from a message. Raises KeyError, TypeError or ValueError."""
    moments = {name: dt.datetime.fromisoformat(values[name]) for name in _MOMENTS if values[name]}
    return DisputeState(**(dict(values) | moments))
