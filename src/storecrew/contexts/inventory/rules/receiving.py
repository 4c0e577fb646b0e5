"""What a delivery means: how much is still to come, what is wrong with it, the next step. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACCEPTED, DAMAGED, WRONG = "accepted", "damaged", "wrong"
OUTCOMES = (ACCEPTED, DAMAGED, WRONG)


class Parts(NamedTuple):
    """How a posting splits: units as ordered, and units above the order."""

    ordered: int
    over: int


class Discrepancy(NamedTuple):
    """Something that is not as ordered, the units, and the next step."""

    kind: str
    units: int
    next_step: str | Promise


def split_over(expected: int, accepted: int, quantity: int) -> Parts:
    """Split units that came into those still expected and those above the order."""
    ordered = max(0, min(quantity, expected - accepted))
    return Parts(ordered, quantity - ordered)


def still_to_come(expected: int, accepted: int, damaged: int) -> int:
    """Return the units a line still waits for: damaged units have come, though not as ordered."""
    return max(0, expected - accepted - damaged)


def discrepancies(
    *, expected: int, accepted: int, damaged: int, wrong: int, over: int, held: int
) -> tuple[Discrepancy, ...]:
    """Return what is not as ordered with its next step, the most urgent first."""
    short = still_to_come(expected, accepted, damaged)
    found = (
        Discrepancy(HELD, held, _("Inspect the sample; then the units are released or refused.")),
        Discrepancy(WRONG, wrong, _("In quarantine: send back, or keep with the supplier's agreement.")),
        Discrepancy(OVER, over, _("In quarantine: keep with a new order line, or send back.")),
        Discrepancy(DAMAGED, damaged, _("Set apart as damaged: take photos and claim a replacement.")),
        Discrepancy(SHORT, short, _("Count the pallet again; then close the receipt with what came.")),
    )
    return tuple(row for row in found if row.units > 0)


HELD, OVER, SHORT = "held", "over", "short"


def rest_days(expires_on: dt.date, today: dt.date) -> int:
    """Return how many days a lot can still be kept."""
    return (expires_on - today).days


class Shelf(NamedTuple):
    """A storage bin as put-away sees it: `has_lot` holds this lot or article, `empty` holds nothing."""

    bin_id: int
    bin_code: str
    storage_class: str
    walk_order: int
    has_article: bool
    has_lot: bool
    empty: bool


class Proposal(NamedTuple):
    """A bin to put units into, and why."""

    bin_id: int
    bin_code: str
    why: str


SAME_LOT, SAME_ARTICLE, FREE = "same_lot", "same_article", "free"


def put_away(shelves: Sequence[Shelf], storage_class: str, *, by_lot: bool, most: int = 3) -> list[Proposal]:
    """Propose bins for goods: where the same article lies, else a free bin; always of the right class.

    Lots are not mixed: for goods kept by lot only a bin of the same lot counts as the same.
    """
    fit = [shelf for shelf in shelves if shelf.storage_class == storage_class]
    same = [shelf for shelf in fit if (shelf.has_lot if by_lot else shelf.has_article)]
    free = [shelf for shelf in fit if shelf.empty]
    ordered = [
        *((shelf, SAME_LOT if by_lot else SAME_ARTICLE) for shelf in sorted(same, key=_walk)),
        *((shelf, FREE) for shelf in sorted(free, key=_walk) if shelf not in same),
    ]
    return [Proposal(shelf.bin_id, shelf.bin_code, why) for shelf, why in ordered[:most]]


def _walk(shelf: Shelf) -> tuple[int, str]:
    return (shelf.walk_order, shelf.bin_code)
