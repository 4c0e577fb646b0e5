"""Values that cross the border of insights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """Something a shopper did, as it is handed in; what may not be kept is not in it.

    ``visitor`` is set only for browsers whose owner agreed. ``cart`` is a number made from the cart's token.
    ``amount`` is in minor units. ``slug`` names the product of a page, ``products`` what was put into a cart.
    ``inside``: the page was opened from another page of the shop. ``again``: it was counted already, and its
    visitor agreed just now. ``lines`` of an order are (product id, units,
    amount without tax).
    """

    at: dt.datetime
    kind: str
    channel_id: int
    device: str = ""
    visitor: int | None = None
    page: str = ""
    path: str = ""
    slug: str = ""
    host: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    click: str = ""
    inside: bool = False
    again: bool = False
    term: str = ""
    found: int | None = None
    sold_out: bool = False
    cart: int | None = None
    products: tuple[int, ...] = ()
    order_id: int | None = None
    lines: tuple[tuple[int, int, int], ...] = ()
    amount: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return what is filled, for the table of what just came in."""
        return {
            name: value
            for name, value in asdict(self).items()
            if name != "at" and (value not in (None, "", False, ()) or (name == "found" and value == 0))
        }

    @classmethod
    def from_json(cls, at: dt.datetime, body: dict[str, Any]) -> Note:
        """Return the note that ``as_json`` wrote."""
        lists: dict[str, Any] = {
            "products": tuple(body.get("products", ())),
            "lines": tuple((a, b, c) for a, b, c in body.get("lines", ())),
        }
        return cls(at=at, **{**body, **lists})


@dataclass(frozen=True, slots=True)
class Count:
    """How often, and what it was worth per currency in minor units."""

    count: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Count) -> Count:
        both = {
            code: self.amounts.get(code, 0) + other.amounts.get(code, 0)
            for code in {*self.amounts, *other.amounts}
        }
        return Count(self.count + other.count, both)


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts by kind (``rules.kinds``)."""

    of: Mapping[str, Count]

    def __getitem__(self, kind: str) -> int:
        """How often; 0 for what did not happen."""
        found = self.of.get(kind)
        return found.count if found else 0

    def amounts(self, *names: str) -> Mapping[str, int]:
        """What these kinds together were worth, per currency."""
        found = Count()
        for name in names:
            found = found + self.of.get(name, Count())
        return found.amounts

    def __add__(self, other: Counts) -> Counts:
        names = {*self.of, *other.of}
        return Counts({name: self.of.get(name, Count()) + other.of.get(name, Count()) for name in names})

    @property
    def conversion(self) -> float | None:  # not money: a share
        """Orders per visit; None without visits."""
        return self["order"] / self["visit"] if self["visit"] else None

    @property
    def bounce(self) -> float | None:  # not money: a share
        """Visits of recognized browsers that saw one page only; None where there are none."""
        return 1 - self["stay"] / self["known"] if self["known"] else None


@dataclass(frozen=True, slots=True)
class Live:
    """The last minutes: counts by kind, (path, views) and (way, visits), and when something came last."""

    counts: Mapping[str, int]
    pages: tuple[tuple[str, int], ...]
    ways: tuple[tuple[str, int], ...]
    newest: dt.datetime | None
