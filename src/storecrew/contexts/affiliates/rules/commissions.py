"""What a partner earns, gives back, and is not paid for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from storecrew.kernel.money import round_half_up

LINK_DAYS = 30
"""An order counts for a link that was followed so many days before."""


def in_term(day: dt.date, starts_on: dt.date, ends_on: dt.date | None) -> bool:
    """Say whether an agreement holds on a day; the last day is included."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


def earned(base: int, rate_bp: int) -> int:
    """Return the commission on a net value of goods, in minor units."""
    return round_half_up(base * rate_bp, 10_000)


def to_claw_back(commission: int, base: int, given_back: int) -> int:
    """Return how much of a commission falls back when goods of a net value were given back, in all."""
    if base <= 0:
        return commission
    return round_half_up(commission * min(given_back, base), base)


def self_referral(partner: Sequence[Mapping[str, str]], buyer: Mapping[str, str]) -> str:
    """Return by what partner and buyer are the same person: "email", "phone", "door", or nothing (ABU-08).

    ``partner`` is everything a partner is known by. All map these names to a normal form; an empty value is
    no match.
    """
    shared = (name for name in ("email", "phone", "door") if buyer.get(name))
    return next((name for name in shared if any(known.get(name) == buyer[name] for known in partner)), "")
