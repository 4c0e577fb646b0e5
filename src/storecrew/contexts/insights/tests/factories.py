"""Notes and shoppers for tests of insights."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.insights.facts import Note
from storecrew.contexts.insights.operations import ingesting
from storecrew.contexts.insights.rules import kinds

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def view(minutes: float = 0, path: str = "/", **more: Any) -> Note:
    """A page that was seen so many minutes after AT."""
    values: dict[str, Any] = {"channel_id": 1, "device": "phone", "page": "home", "path": path}
    return Note(at=AT + dt.timedelta(minutes=minutes), kind=kinds.VIEW, **(values | more))


def step(kind: str, minutes: float = 0, **more: Any) -> Note:
    """A step of a cart."""
    values: dict[str, Any] = {"channel_id": 1, "device": "phone", "cart": 5}
    return Note(at=AT + dt.timedelta(minutes=minutes), kind=kind, **(values | more))


def take(*notes: Note) -> None:
    """Count notes at once."""
    ingesting.take(notes, at=AT)
