"""Values that leave the wishes context."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from storecrew.contexts.catalog.public import ImageFacts
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose lists they are: a customer's, or those of the guest with a secret."""

    customer_id: int | None = None
    guest: str = ""

    @property
    def is_somebody(self) -> bool:
        """Whether there can be lists at all."""
        return self.customer_id is not None or bool(self.guest)


class ListRow(NamedTuple):
    """A list among others. `name` is "" for the first one, `shared` "" without a link."""

    id: int
    name: str
    shared: str
    wishes: int
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish with price and stock of now.

    `state` is "in_stock", "low" or "out" as on the product page, "not_for_sale" or "price_on_request".
    `cheaper`: the public price fell since it was put on the list. `mine` are units that this buyer marked.
    """

    id: int
    sku: str
    variant_id: int
    title: str
    options: tuple[str, ...]
    slug: str
    image: ImageFacts | None
    quantity: int
    note: str
    added_at: dt.datetime
    price: Money | None
    strike: Money | None
    state: str
    available: int
    cheaper: bool
    bought: int
    mine: int = 0

    @property
    def can_buy(self) -> bool:
        """Whether at least one can be put into the cart."""
        return self.price is not None and self.available > 0

    @property
    def open_units(self) -> int:
        """Return how many nobody has bought yet."""
        return max(0, self.quantity - self.bought)


@dataclass(frozen=True, slots=True)
class ListView:
    """A list with what is on it, the newest wish first."""

    id: int
    name: str
    shared: str
    updated_at: dt.datetime
    wishes: tuple[WishView, ...]


class Left(NamedTuple):
    """What could not be put into the cart, and why."""

    title: str
    sku: str
    error: DomainError


class Moved(NamedTuple):
    """What became of wishes that were to go into a cart."""

    units: int
    left: tuple[Left, ...]


class Wished(NamedTuple):
    """That a customer wishes for a variant, since when."""

    customer_id: int
    variant_id: int
    added_at: dt.datetime
