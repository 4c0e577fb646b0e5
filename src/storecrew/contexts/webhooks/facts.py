"""Values of webhooks that cross."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a subscription is made of. ``events`` are names of the catalog, such as ``order.placed``."""

    name: str
    url: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one attempt sends: the whole body, and the secrets that sign it (the present one first)."""

    delivery_id: int
    url: str
    message_id: str
    body: str
    secrets: tuple[str, ...]
    at: dt.datetime
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of one attempt. ``status`` is None without an answer; ``outcome`` is a stable word."""

    status: int | None
    outcome: str
    excerpt: str
    took_ms: int


@dataclass(frozen=True, slots=True)
class Sent:
    """How an attempt ended: ``state`` is that of the delivery afterwards."""

    delivery_id: int
    state: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Standing:
    """How deliveries of a subscription went in the last days."""

    delivered: int = 0
    waiting: int = 0
    dead: int = 0
