"""Which location sends an order, when it has a choice: the first rule that is no tie decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Candidate(NamedTuple):
    """A location that could send units of an order.

    `covers` says that it has everything; `near` that it is in the country of the address; `queue` are the
    units that wait there; `current` that the goods are promised there already, in the channel's order;
    `distance` are kilometers (None: unknown); `cost` is what a parcel from there costs, in minor units.
    """

    code: str
    covers: bool
    near: bool
    queue: int
    current: bool
    distance: int | None = None
    cost: int = 0


class Rule(NamedTuple):
    """A rule of the shop; `step` is what it takes as equal, so that a trifle does not decide."""

    name: str
    step: int = 1


class Decision(NamedTuple):
    """The chosen location, the rule that decided ("" without a choice), and what each rule said of each."""

    chosen: str
    rule: str
    ranks: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


FAR = 30_000
"""An unknown distance counts as the other side of the globe."""

# A lower rank is better.
RANKS: dict[str, Callable[[Candidate, int], int]] = {
    "one_parcel": lambda place, _step: 0 if place.covers else 1,
    "near": lambda place, _step: 0 if place.near else 1,
    "distance": lambda place, step: (FAR if place.distance is None else place.distance) // step,
    "cost": lambda place, step: place.cost // step,
    "capacity": lambda place, step: place.queue // step,
    "stay": lambda place, _step: 0 if place.current else 1,
}
STEPS = {"distance": 100, "cost": 50, "capacity": 200}
"""Rules that measure, with the usual step: 100 km, half a unit of money, the units of half a day."""
ORDER = tuple(Rule(name, STEPS.get(name, 1)) for name in ("one_parcel", "near", "capacity", "stay"))
"""The rules of a shop that has not chosen its own."""


def decide(candidates: Sequence[Candidate], rules: Sequence[Rule] = ORDER) -> Decision:
    """Return the location that the first rule without a tie prefers; equals are ordered by their codes.

    Raises KeyError for a rule that does not exist, ValueError without candidates.
    """
    if not candidates:
        raise ValueError("nobody could send it")
    left = sorted(candidates, key=lambda place: place.code)
    decided, ranks = "", []
    for name, step in rules:
        rank = RANKS[name]
        said = [(place.code, rank(place, max(step, 1))) for place in left]
        ranks.append((name, tuple(said)))
        best = min(value for _code, value in said)
        kept = [place for place in left if rank(place, max(step, 1)) == best]
        if len(kept) < len(left):
            decided, left = name, kept
        if len(left) == 1:
            break
    return Decision(left[0].code, decided, tuple(ranks))
