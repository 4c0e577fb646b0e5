"""The life of a product."""

from __future__ import annotations

MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"live", "end_of_life"}),
    "live": frozenset({"draft", "end_of_life"}),
    "end_of_life": frozenset({"draft", "live"}),
}
STATUSES = frozenset(MOVES)


def may_move(old: str, new: str) -> bool:
    """Whether a product may go from one status to the other; staying is always allowed."""
    return old == new or new in MOVES.get(old, frozenset())


def may_be_bought(status: str) -> bool:
    """Only live products are sold; a product at its end of life keeps its page without a price."""
    return status == "live"
