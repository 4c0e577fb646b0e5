"""The states of a fulfillment order, what may follow what, and until when somebody may still stop it."""

from __future__ import annotations

from collections.abc import Iterable

WAITING = "waiting"
PICKING = "picking"
PICKED = "picked"
PACKED = "packed"
HANDED_OVER = "handed_over"
HELD = "held"
SHORT = "short"
CANCELED = "canceled"

NEXT: dict[str, frozenset[str]] = {
    WAITING: frozenset({PICKING, HELD, SHORT, CANCELED, HANDED_OVER}),
    PICKING: frozenset({WAITING, PICKED, HELD, SHORT, CANCELED, HANDED_OVER}),
    PICKED: frozenset({PACKED, WAITING, HELD, CANCELED, HANDED_OVER}),
    PACKED: frozenset({PICKED, HANDED_OVER}),
    HELD: frozenset({WAITING, PICKED, CANCELED}),
    SHORT: frozenset({WAITING, HELD, CANCELED, HANDED_OVER}),
    HANDED_OVER: frozenset(),
    CANCELED: frozenset(),
}
OPEN = (WAITING, PICKING, PICKED, PACKED, HELD, SHORT)
STOPPABLE = (WAITING, PICKING, PICKED, HELD, SHORT)
"""Until the parcel is closed a hold, a new address or a cancellation stops the work; after it is too late:
the label may be printed, and nobody opens a closed parcel because of a message they have not read."""
STEPS = (WAITING, PICKING, PICKED, PACKED, HANDED_OVER)
"""The way of goods that nothing disturbs, for progress bars."""


def allowed(before: str, after: str) -> bool:
    """Say whether a fulfillment order may go from one state to another."""
    return after in NEXT.get(before, frozenset())


def sources(after: str) -> tuple[str, ...]:
    """Return the states from which one may be reached, in a stable order."""
    return tuple(state for state in NEXT if after in NEXT[state])


def after_hold(quantity: int, picked: int) -> str:
    """Return where an order goes on when its hold ends: to the shelf for the rest, or to the bench."""
    return PICKED if quantity and picked >= quantity else WAITING


def least(states: Iterable[str]) -> str:
    """Return the state that a customer should hear of several parts: what is furthest behind."""
    order = (HELD, SHORT, WAITING, PICKING, PICKED, PACKED, HANDED_OVER, CANCELED)
    found = list(states)
    return min(found, key=order.index) if found else WAITING
