"""Frozen values that cross the border of the assortment context."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class SignOff:
    """An attendee's sign-off; ``signed_by`` is empty while it is missing."""

    role: str
    signed_by: str
    signed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class RangeReviewFacts:
    """A range review. ``decisions`` counts products by decision, "" for none yet."""

    id: int
    name: str
    channel_code: str
    currency: str
    scope: str
    days: int
    held_on: dt.date
    next_on: dt.date | None
    figures_at: dt.datetime
    opened_by: str
    closed_at: dt.datetime | None
    sign_offs: tuple[SignOff, ...]
    decisions: dict[str, int] = field(default_factory=dict)

    @property
    def products(self) -> int:
        """Return how many products are looked at."""
        return sum(self.decisions.values())


@dataclass(frozen=True, slots=True)
class BandFacts:
    """A band of prices: how many products are planned in it and how many live ones stand in it."""

    low: Money
    high: Money | None
    planned: int
    live: int

    @property
    def gap(self) -> int:
        """Return how many are missing; below 0 there are more than planned."""
        return self.planned - self.live


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan against what is there. Margins are in basis points; None where no cost is known."""

    id: int
    category_id: int
    category: str
    season: str
    planned: int
    target_margin_bp: int | None
    ideas: int
    drafts: int
    approved: int
    live: int
    margin_bp: int | None
    bands: tuple[BandFacts, ...]

    @property
    def gap(self) -> int:
        """Return how many products are missing after ideas, drafts and approved ones are live."""
        return self.planned - self.live - self.approved - self.drafts - self.ideas
