"""Values that cross the border of customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """A postal address as it is written on a parcel; ``country`` is an ISO 3166-1 code of two letters."""

    name: str
    street: str
    city: str = ""
    postal_code: str = ""
    country: str = ""
    region: str = ""
    company: str = ""
    street2: str = ""
    phone: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the address as plain JSON, for copies in carts and orders."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """An address in the book of a customer."""

    id: int
    address: AddressFacts
    is_default: bool


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """A person who buys. ``has_account`` = can sign in; an erased customer has no name and a dead e-mail.

    ``birthday`` is "", "MM-DD" or "MM-DD-YYYY".
    """

    id: int
    email: str
    name: str
    phone: str
    locale: str
    has_account: bool
    created_at: dt.datetime
    version: int
    erased: bool = False
    birthday: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """An address that may be written to if it agreed; ``token`` opens its own page, for its owner only."""

    id: int
    email: str
    token: str
    locale: str
    channel_code: str
    country: str
    customer_id: int | None


@dataclass(frozen=True, slots=True)
class ConsentsFacts:
    """What an address agreed to: topic to "asked", "given" or "withdrawn"."""

    topics: Mapping[str, str]
    suppressed: bool
