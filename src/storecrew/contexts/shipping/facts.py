"""Values that cross the border of shipping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from storecrew.contexts.customers.public import AddressFacts
from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way to send this order, with its price and the days on which it arrives at the earliest and latest.

    ``free_from`` is the value of goods from which it costs nothing (None: never, or free already).
    """

    code: str
    name: str
    price: Money
    earliest: dt.date
    latest: dt.date
    explanation: str
    carrier: str = ""
    free_from: Money | None = None


class Destination(NamedTuple):
    """Where a parcel would go, before there is an address. An empty ``postal_code`` is the whole country."""

    country: str
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class MethodExplanation:
    """Why a method is offered for an order or not, in a sentence."""

    code: str
    name: str
    offered: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of a rate table to save; see the model ``ShippingRate``. Empty conditions match everything."""

    amount: int
    currency: str
    countries: tuple[str, ...] = ()
    excluded_postal: tuple[str, ...] = ()
    min_weight_g: int | None = None
    max_weight_g: int | None = None
    min_value_amount: int | None = None
    max_value_amount: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    free_over_amount: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedAddress:
    """A clean address, and what about it a person should look at before it is printed (field: sentence)."""

    address: AddressFacts
    warnings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field of an address form. ``choices`` are (value, label); empty for a text field.

    ``pattern`` is a regular expression for the browser, without anchors; ``example`` shows how it is written.
    """

    name: str
    label: str
    required: bool
    autocomplete: str
    inputmode: str = "text"
    pattern: str = ""
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    max_length: int = 200


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The fields of an address in the order in which the country writes them."""

    country: str
    fields: tuple[AddressField, ...]

    def field(self, name: str) -> AddressField | None:
        """Return a field by name; None when the country has none."""
        return next((each for each in self.fields if each.name == name), None)
