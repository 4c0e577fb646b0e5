"""Values that cross the border of approvals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """One request. ``facts`` are what was true when it was asked (M31), ``payload`` is what would be done."""

    id: int
    kind: str
    title: str
    state: str
    permission: str
    channel: str
    record: str
    record_id: str
    reason: str
    facts: Mapping[str, Any]
    payload: Mapping[str, Any]
    requester_id: str
    requester: str
    asked_at: dt.datetime
    expires_at: dt.datetime
    decided_by: str
    decided_at: dt.datetime | None
    note: str
    outcome: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LimitFacts:
    """One limit: "" for role, channel and currency means all; ``value`` None means no limit."""

    id: int
    name: str
    role: str
    channel: str
    currency: str
    value: int | None
