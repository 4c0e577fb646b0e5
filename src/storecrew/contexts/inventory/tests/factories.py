"""Ready-made stock for tests of any context."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import system_actor

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ACTOR = system_actor("tests")


def make_location(
    code: str = "main", *, channels: Iterable[int] = (), priority: int = 100
) -> inventory.LocationFacts:
    """A warehouse from which the given channels sell; the first one is the default."""
    place = inventory.save_location(code, name=code.title(), actor=ACTOR, at=AT)
    for channel_id in channels:
        inventory.connect_channel(code, channel_id, priority=priority, actor=ACTOR, at=AT)
    return place


def stock(variant_id: int, quantity: int, *, location: str | None = None, threshold: int = 5) -> None:
    """Put units on the shelf, with a delivery note in the ledger."""
    inventory.receive(
        [(variant_id, quantity)], location_code=location, actor=ACTOR, at=AT, document="delivery 1"
    )
    inventory.set_low_threshold([variant_id], threshold, location_code=location, actor=ACTOR, at=AT)


def assert_proved() -> None:
    """Every counter equals the ledger, the holds and the allocations."""
    assert inventory.recount(actor=ACTOR, at=AT).differences == ()
