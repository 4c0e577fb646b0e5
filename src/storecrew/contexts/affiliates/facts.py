"""Values that cross the border of affiliates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed with a partner. ``rate_bp`` is basis points of the net value of goods.

    ``ends_on`` None for no end; an order counts on days from ``starts_on`` until ``ends_on``, both included.
    ``hold_days`` is how long a commission waits for returns.
    """

    name: str
    email: str
    kind: str
    code: str
    rate_bp: int
    starts_on: dt.date
    ends_on: dt.date | None = None
    hold_days: int = 30
    active: bool = True
    page_url: str = ""
    agreement: str = ""
    disclosure: str = ""
    iban: str = ""
    promotion_id: int | None = None


class Balance(NamedTuple):
    """What stands to a partner's account in one currency. ``due`` below 0 is taken off the next payout."""

    currency: str
    pending: Money
    waiting: Money
    due: Money
    paid: Money


class CommissionLine(NamedTuple):
    """A commission as its partner sees it: no name, no order number."""

    day: dt.date
    via: str
    base: Money
    amount: Money
    clawed: Money
    state: str
    hold_until: dt.datetime
