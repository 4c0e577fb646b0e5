"""What other contexts and the surfaces learn about purchasing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple


class WantedLine(NamedTuple):
    """A line for a new order; without `unit_amount` the supplier's valid price is taken."""

    variant_id: int
    quantity: int
    unit_amount: int | None = None


class ReceivedLine(NamedTuple):
    """What arrived of one line: units for the shelf, damaged ones, and units of a wrong article."""

    line_id: int
    accepted: int
    damaged: int = 0
    wrong: int = 0


class QuotedPrice(NamedTuple):
    """What a supplier asks for a unit of one line of a request, and how many it sells at least."""

    line_id: int
    unit_amount: int
    moq: int = 1


class InvoicedLine(NamedTuple):
    """What a supplier's invoice asks for one line, in minor units."""

    line_id: int
    quantity: int
    unit_amount: int


@dataclass(frozen=True, slots=True)
class OnOrder:
    """Units of a variant that a supplier still has to deliver to a location. Never sellable."""

    variant_id: int
    location_id: int
    quantity: int
    expected_on: dt.date
    number: str
    order_id: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What a supplier asks for a variant: price in minor units (None: no price), packs, lead time."""

    supplier_id: int
    supplier_code: str
    supplier_name: str
    currency: str
    variant_id: int
    supplier_sku: str
    moq: int
    pack_size: int
    lead_days: int
    preferred: bool
    amount: int | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How a supplier did, from deliveries and invoices alone; shares are 0 to 1, None without any fact.

    `lead_days` and `lead_spread` are the mean and the standard deviation of days from sending to arrival.
    """

    orders: int
    on_time: float | None
    in_full: float | None
    damaged: float | None
    price_right: float | None
    lead_days: float | None
    lead_spread: float | None
