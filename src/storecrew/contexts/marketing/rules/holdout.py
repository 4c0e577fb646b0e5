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
