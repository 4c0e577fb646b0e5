"""What messages bring beyond what people would have done anyway: the difference to those who got none."""

from __future__ import annotations

import hashlib
import math
from typing import NamedTuple

Z = 1.959964


class Lift(NamedTuple):
    """The shares who bought, with and without messages, and their difference, nineteen times in twenty."""

    treated: float  # not money: a share
    held_out: float  # not money: a share
    difference: float  # not money: a share
    least: float  # not money: a share
    most: float  # not money: a share

    @property
    def is_clear(self) -> bool:
        """Say whether the difference is more than chance."""
        return self.least > 0 or self.most < 0


def in_holdout(flow_id: int, contact_id: int, percent: int) -> bool:
    """Say whether a person is among those who get nothing; the same answer each time for a flow."""
    digest = hashlib.sha256(f"{flow_id}:{contact_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def drawn(salt: str, contact_id: int, percent: int) -> bool:
    """Say whether a person is in a share that is drawn by this salt; the same answer each time."""
    digest = hashlib.sha256(f"{salt}:{contact_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def in_share(flow_id: int, step: int, contact_id: int, percent: int) -> bool:
    """Say whether a person is in the first part of a split; drawn apart from the group that gets nothing."""
    digest = hashlib.sha256(f"split:{flow_id}:{step}:{contact_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


class Gain(NamedTuple):
    """What a mean brings above another, for so many people together, nineteen times in twenty."""

    expected: int
    least: int
    most: int


class Sums(NamedTuple):
    """Amounts of a group of people: how many, their sum, and the sum of their squares."""

    people: int
    amount: int
    squares: int


def gain(treated: Sums, held_out: Sums) -> Gain | None:
    """Return what the treated spent above the others (Welch); None while a group has less than two."""
    if min(treated.people, held_out.people) < 2:
        return None
    one, two = treated.amount / treated.people, held_out.amount / held_out.people
    half = Z * math.sqrt(_spread(treated) / treated.people + _spread(held_out) / held_out.people)
    return Gain(*(round(treated.people * each) for each in (one - two, one - two - half, one - two + half)))


def _spread(group: Sums) -> float:  # not money: a variance
    mean = group.amount / group.people
    return max(0.0, (group.squares - group.people * mean * mean) / (group.people - 1))


def lift(bought: int, treated: int, bought_without: int, held_out: int) -> Lift | None:
    """Return the difference of two shares with Newcombe's interval; None while a group is empty."""
    if not treated or not held_out:
        return None
    one, least_one, most_one = _wilson(bought, treated)
    two, least_two, most_two = _wilson(bought_without, held_out)
    down = math.sqrt((one - least_one) ** 2 + (most_two - two) ** 2)
    up = math.sqrt((most_one - one) ** 2 + (two - least_two) ** 2)
    return Lift(one, two, one - two, one - two - down, one - two + up)


def _wilson(hits: int, of: int) -> tuple[float, float, float]:
    share = hits / of
    middle = share + Z * Z / (2 * of)
    half = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    return share, max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
