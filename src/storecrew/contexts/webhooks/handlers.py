"""Every public event is told outside; writing it again changes nothing."""

from __future__ import annotations

from storecrew.contexts.webhooks.operations import telling
from storecrew.contexts.webhooks.queries.payloads import told
from storecrew.kernel import clock, outbox


def tell_outside(event: outbox.Event) -> None:
    """Write a message for whoever wants this event."""
    telling.tell(event, outbox.current(), at=clock.now())


for _event in told():
    outbox.subscribe(_event)(tell_outside)
