"""Values that cross the border of promotions. Amounts are minor units of the basket's currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Line(NamedTuple):
    """Some units of one article in a basket; at most one line per article.

    ``price`` is what one unit costs before promotions, as displayed. ``reduced``: it is a sale price already.
    ``cost`` is what one unit cost us, in the terms of ``price`` (with tax where prices have it) or None.
    """

    key: int
    variant_id: int
    product_id: int
    quantity: int
    price: int
    categories: frozenset[int] = frozenset()
    reduced: bool = False
    cost: int | None = None


class GivenCode(NamedTuple):
    """A code the shopper typed, and what is known about it.

    ``problem`` is "" or why the code itself is no good: "unknown", "expired", "used_up", "not_yours",
    "later" than an order, or "unnamed" while nobody knows who the buyer is.
    """

    text: str
    promotion_id: int | None = None
    coupon_id: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Basket:
    """Everything a promotion may look at; ``used`` counts the buyer's earlier uses by promotion.

    ``held`` are promotions that applied when the cart was last changed: one that was paused since stays.
    ``claimed`` are those whose use is this order's own, so that no cap stands against it.
    """

    lines: tuple[Line, ...]
    currency: str
    channel: str
    at: dt.datetime
    country: str = ""
    groups: frozenset[str] = frozenset()
    codes: tuple[GivenCode, ...] = ()
    used: Mapping[int, int] = field(default_factory=dict, hash=False)
    held: frozenset[int] = frozenset()
    claimed: frozenset[int] = frozenset()


class Check(NamedTuple):
    """One condition of a promotion against one basket, with the values that were compared."""

    code: str
    passed: bool
    needed: Any = None
    actual: Any = None


class Gift(NamedTuple):
    """Units that are added to an order for nothing: the first of ``variants`` that can be sent."""

    variants: tuple[int, ...]
    quantity: int


@dataclass(frozen=True, slots=True)
class Win:
    """A promotion that applies: what it takes off each line (by key), off the shipping, or gives."""

    promotion_id: int
    revision: int
    lane: str
    lines: Mapping[int, int] = field(default_factory=dict, hash=False)
    units: int = 0
    gift: Gift | None = None
    earns_coupon: bool = False
    code: str = ""
    coupon_id: int | None = None
    floored: bool = False

    @property
    def amount(self) -> int:
        """What it takes off the goods."""
        return sum(self.lines.values())


class Loss(NamedTuple):
    """A promotion that does not apply, and the first reason, with the values that were compared."""

    promotion_id: int
    revision: int
    check: Check
    code: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says about a basket: who won, and of those that were looked at who lost and why.

    ``of_goods`` is everything that the promotion it is about asks of the goods.
    """

    wins: tuple[Win, ...] = ()
    losses: tuple[Loss, ...] = ()
    of_goods: tuple[Check, ...] = ()

    def off(self) -> dict[int, int]:
        """Return what all promotions together take off each line."""
        sums: dict[int, int] = {}
        for win in self.wins:
            for key, amount in win.lines.items():
                sums[key] = sums.get(key, 0) + amount
        return sums


@dataclass(frozen=True, slots=True)
class Request:
    """A cart or an order that asks for its promotions.

    ``codes`` are as typed; ``email``, ``phone`` and ``address`` tell the buyer; ``held`` as in ``Basket``.
    Of an order that is placed, ``order_id``, what it bought and used itself does not count against it.
    """

    lines: tuple[Line, ...]
    channel: str
    currency: str
    locale: str
    at: dt.datetime
    address: Mapping[str, Any] = field(default_factory=dict, hash=False)
    country: str = ""
    customer_id: int | None = None
    email: str = ""
    phone: str = ""
    codes: tuple[str, ...] = ()
    held: frozenset[int] = frozenset()
    order_id: int | None = None


class CodeAnswer(NamedTuple):
    """What became of a code: applied, or a sentence that says why not and what would help."""

    text: str
    applied: bool
    sentence: str
    reason: str = ""
    promotion_id: int | None = None


class ClaimFacts(NamedTuple):
    """One order that used a promotion."""

    order_number: str
    amount: int
    currency: str
    at: dt.datetime
    released: bool


class Share(NamedTuple):
    """What one promotion takes off one line, or off the shipping where ``key`` is None."""

    promotion_id: int
    revision: int
    label: str
    code: str
    key: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of a promotion that people enter. Caps of 0 are none; ``planned`` is units by article.

    ``starts`` and ``ends`` are wall-clock times of ``timezone``, or of each channel where it is "".
    """

    name: str
    kind: str
    definition: Mapping[str, Any] = field(default_factory=dict, hash=False)
    by_code: bool = False
    priority: int = 0
    exclusive: bool = False
    combines: tuple[str, ...] = ("product", "order", "shipping", "gift")
    channels: tuple[str, ...] = ()
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    timezone: str = ""
    sentence: Mapping[str, str] = field(default_factory=dict, hash=False)
    exclusions: Mapping[str, str] = field(default_factory=dict, hash=False)
    service_brief: str = ""
    currency: str = ""
    margin_floor_bp: int | None = None
    uses_cap: int = 0
    customer_cap: int = 0
    budget_cap: int = 0
    units_cap: int = 0
    pause_below: int = 0
    planned: Mapping[int, int] = field(default_factory=dict, hash=False)
    planned_source: str = "typed"


class Variant(NamedTuple):
    """What another way of doing a promotion changes; None leaves it as it is.

    ``only`` is a group of buyers, "" for everybody.
    """

    percent_bp: int | None = None
    amounts: Mapping[str, int] | None = None
    min_spend: Mapping[str, int] | None = None
    only: str | None = None


class OpenCart(NamedTuple):
    """A cart that was touched lately and not bought: units by article, and who it is as far as known."""

    cart_id: int
    touched_at: dt.datetime
    units: Mapping[int, int]
    customer_id: int | None
    email: str
    country: str


class Compared(NamedTuple):
    """The same baskets of one currency with each promotion or variant, in the order they were asked."""

    currency: str
    orders: tuple[Any, ...]
    carts: tuple[Any, ...]
