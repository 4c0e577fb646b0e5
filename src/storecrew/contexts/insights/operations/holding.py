"""One writer of events at a time."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.insights.models import IngestState


def hold(at: dt.datetime) -> None:
    """Let nobody else write events until this transaction ends, so the numbers of a batch are its own."""
    if not IngestState.objects.filter(pk=1).update(last_at=at):
        IngestState.objects.get_or_create(pk=1, defaults={"last_at": at})
        IngestState.objects.filter(pk=1).update(last_at=at)
