"""Which location sends an order, when it has a choice: the first rule that is no tie decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Candidate(NamedTuple):
    """A location that could send units of an order.

    `covers` says that it has everything; `near` that it is in the country of the address; `queue` are the
    units that wait there; `current` that the goods are promised there already, in the channel's order.
    """

    code: str
    covers: bool
    near: bool
    queue: int
    current: bool


class Decision(NamedTuple):
    """The chosen location, the rule that decided ("" without a choice), and what each rule said of each."""

    chosen: str
    rule: str
    ranks: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


# A lower rank is better. Queues are compared by the half day they take, so that two units do not decide.
UNITS_PER_HALF_DAY = 200
RULES: dict[str, Callable[[Candidate], int]] = {
    "one_parcel": lambda place: 0 if place.covers else 1,
    "near": lambda place: 0 if place.near else 1,
    "capacity": lambda place: place.queue // UNITS_PER_HALF_DAY,
    "stay": lambda place: 0 if place.current else 1,
}
ORDER = ("one_parcel", "near", "capacity", "stay")


def decide(candidates: Sequence[Candidate], rules: Sequence[str] = ORDER) -> Decision:
    """Return the location that the first rule without a tie prefers; equals are ordered by their codes.

    Raises KeyError for a rule that does not exist, ValueError without candidates.
    """
    if not candidates:
        raise ValueError("nobody could send it")
    left = sorted(candidates, key=lambda place: place.code)
    decided, ranks = "", []
    for name in rules:
        rank = RULES[name]
        said = [(place.code, rank(place)) for place in left]
        ranks.append((name, tuple(said)))
        best = min(value for _code, value in said)
        kept = [place for place in left if rank(place) == best]
        if len(kept) < len(left):
            decided, left = name, kept
        if len(left) == 1:
            break
    return Decision(left[0].code, decided, tuple(ranks))
