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


def make_bins(location: str, *codes: str) -> dict[str, inventory.BinFacts]:
    """Bins of a location by their codes, walked in the order in which they are named."""
    return {
        code: inventory.save_bin(location, code, walk_order=number, actor=ACTOR, at=AT)
        for number, code in enumerate(codes, start=1)
    }


def shelve(variant_id: int, shelf: inventory.BinFacts, quantity: int, *, lot_id: int | None = None) -> None:
    """Put loose units into a bin."""
    inventory.put_in_place(
        location_id=shelf.location_id,
        variant_id=variant_id,
        bin_id=shelf.id,
        lot_id=lot_id,
        quantity=quantity,
        document="put away",
        actor=ACTOR,
        at=AT,
    )
