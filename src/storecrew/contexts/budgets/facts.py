"""What others tell budgets, and what they learn from them. Money is in minor units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing that costs money: an activity, an order, a day of ads. ``url`` opens it.

    ``expected`` is what it will cost as planned, ``committed`` what of it is owed by an order or spent
    already, ``actual`` what was spent. ``running`` costs of a platform go on as they did.
    """

    source: str
    label: str
    url: str
    day: dt.date
    currency: str
    expected: int
    committed: int
    actual: int
    team: str = ""
    channel: str = ""
    campaign: str = ""
    running: bool = False


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of a budget."""

    id: int
    name: str
    team: str
    channel: str
    campaign: str
    starts_on: dt.date
    ends_on: dt.date
    planned: int
    more: int
    currency: str

    @property
    def allowed(self) -> int:
        """Return what may be spent: the plan and what was allowed beyond it."""
        return self.planned + self.more


@dataclass(frozen=True, slots=True)
class Standing:
    """How a line stands: what is owed, spent and to be expected, and a word for it."""

    line: LineFacts
    committed: int
    actual: int
    forecast: int
    state: str
    costs: tuple[Cost, ...]

    @property
    def left(self) -> int:
        """Return what may still be ordered; negative when it is overdrawn."""
        return self.line.allowed - self.committed
