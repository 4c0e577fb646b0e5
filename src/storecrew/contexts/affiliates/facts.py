"""Values that cross the border of affiliates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

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
    iban: str = ""
    promotion_id: int | None = None
    signature_needed: bool = False
    signed_on: dt.date | None = None
    contract: str = ""


class Balance(NamedTuple):
    """What stands to a partner's account in one currency. ``due`` below 0 is taken off the next payout."""

    currency: str
    pending: Money
    waiting: Money
    due: Money
    paid: Money


class Brought(NamedTuple):
    """An order that a partner brought, and what is left of its commission in minor units."""

    order_id: int
    via: str
    left: int


class CommissionLine(NamedTuple):
    """A commission as its partner sees it: no name, no order number."""

    day: dt.date
    via: str
    base: Money
    amount: Money
    clawed: Money
    state: str
    hold_until: dt.datetime


@dataclass(frozen=True, slots=True)
class SeedingWish:
    """Products for a partner: units by SKU, where they go, and what they are for.

    ``key`` makes a second click send nothing more. ``campaign`` is the code of a campaign's links or empty.
    """

    partner_id: int
    channel_code: str
    units: Mapping[str, int]
    address: Mapping[str, Any]
    note: str
    key: str
    campaign: str = ""
    cost_center: str = ""
    locale: str = "en"

    def as_json(self) -> dict[str, Any]:
        """Return plain values, for a request that waits."""
        return {
            "partner_id": self.partner_id,
            "channel_code": self.channel_code,
            "units": dict(self.units),
            "address": dict(self.address),
            "note": self.note,
            "key": self.key,
            "campaign": self.campaign,
            "cost_center": self.cost_center,
            "locale": self.locale,
        }


class SeedingFacts(NamedTuple):
    """Products that were sent, with what they cost so far.

    ``goods`` counts what was not canceled, at the cost of then; None where the cost of an article was not
    known. ``shipping`` is what its labels cost; None while nobody knows. ``state`` is a word of
    ``rules.seeding.STATES``.
    """

    id: int
    partner_id: int
    partner: str
    order_id: int
    order_number: str
    state: str
    made_at: dt.datetime
    currency: str
    units: int
    goods: Money | None
    shipping: Money | None
    campaign: str
    cost_center: str
    note: str

    @property
    def known_cost(self) -> int:
        """What is known of its cost, in minor units."""
        return sum(each.amount for each in (self.goods, self.shipping) if each is not None)
