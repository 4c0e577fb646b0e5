"""What a promotion says, as data: which articles, under which conditions, what for the shopper.

Stored as JSON in a promotion's definition; read once, when it becomes active.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storecrew.contexts.promotions.facts import Line

LANES = ("product", "order", "shipping", "gift")
"""In this order; a lane computes on the prices that the lane before has left."""

KINDS = (
    "percent_off",
    "amount_off",
    "flash_sale",
    "bogo",
    "buy_x_get_y",
    "buy_x_for_total",
    "bundle",
    "set",
    "tiered",
    "bonus_product",
    "shipping",
    "giveaway",
    "sample",
    "next_order_coupon",
)
GIFT_KINDS = frozenset({"bonus_product", "giveaway", "sample"})
NEW, RETURNING, REGULAR, LAPSED = "new", "returning", "regular", "lapsed"
REGULAR_ORDERS = 3
ENDED = {NEW: 1, LAPSED: 1}
"""For how many orders somebody can be in a group that orders end."""
BEGUN = {RETURNING: 1, REGULAR: REGULAR_ORDERS}
"""After how many orders somebody is in a group that orders begin."""
WHOLE = 10_000
"""A hundred percent in basis points."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are meant; without any id: all of them."""

    variants: frozenset[int] = frozenset()
    products: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    not_products: frozenset[int] = frozenset()
    not_categories: frozenset[int] = frozenset()
    not_reduced: bool = False

    @property
    def is_all(self) -> bool:
        """Whether no article is named."""
        return not (self.variants or self.products or self.categories)

    def of(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Return the lines that are meant."""
        if self.not_reduced or self.not_products or self.not_categories:
            return tuple(line for line in lines if self.covers(line))
        if self.is_all:
            return tuple(lines)
        variants, products, categories = self.variants, self.products, self.categories
        return tuple(
            line
            for line in lines
            if line.variant_id in variants
            or line.product_id in products
            or (categories and not categories.isdisjoint(line.categories))
        )

    def covers(self, line: Line) -> bool:
        """Say whether a line is meant."""
        if (self.not_reduced and line.reduced) or line.product_id in self.not_products:
            return False
        if self.not_categories and not self.not_categories.isdisjoint(line.categories):
            return False
        return (
            self.is_all
            or line.variant_id in self.variants
            or line.product_id in self.products
            or not self.categories.isdisjoint(line.categories)
        )


class Tier(NamedTuple):
    """From a number of units or an amount on, this much off."""

    threshold: int
    percent_bp: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Benefit:
    """What the shopper gets; which fields count depends on the kind. Amounts are per currency."""

    percent_bp: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict, hash=False)
    per_unit: bool = False
    buy: int = 1
    get: int = 1
    gets: Scope = Scope()
    groups: tuple[Scope, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()
    basis: str = "quantity"
    tiers: Mapping[str, tuple[Tier, ...]] = field(default_factory=dict, hash=False)
    gifts: tuple[int, ...] = ()
    methods: frozenset[str] = frozenset()
    most_times: int = 0
    valid_days: int = 60


@dataclass(frozen=True, slots=True)
class Needs:
    """Conditions besides time, channel and code."""

    min_spend: Mapping[str, int] = field(default_factory=dict, hash=False)
    min_quantity: int = 0
    groups: frozenset[str] = frozenset()
    not_groups: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def admits(self, groups: Collection[str]) -> bool:
        """Say whether a buyer in these groups is meant."""
        return (not self.groups or not self.groups.isdisjoint(groups)) and self.not_groups.isdisjoint(groups)


class Early(NamedTuple):
    """Who may come before everybody else, and by channel code when it opens to everybody."""

    groups: frozenset[str]
    opens: Mapping[str, dt.datetime]

    def includes(self, groups: Collection[str]) -> bool:
        """Say whether a buyer in these groups is let in early."""
        return not self.groups.isdisjoint(groups)


@dataclass(frozen=True, slots=True)
class Terms:
    """One promotion, ready to be evaluated. ``windows`` are [start, end) by channel code; None: open.

    Where some are ``early``, a window starts with them.
    """

    id: int
    revision: int
    kind: str
    lane: str
    windows: Mapping[str, tuple[dt.datetime | None, dt.datetime | None]] = field(hash=False)
    scope: Scope = Scope()
    benefit: Benefit = Benefit()
    needs: Needs = Needs()
    priority: int = 0
    exclusive: bool = False
    combines: frozenset[str] = frozenset(LANES)
    by_code: bool = False
    paused: bool = False
    capped: bool = False
    customer_cap: int = 0
    margin_floor_bp: int | None = None
    weekdays: frozenset[int] = frozenset()
    timezone: str = "UTC"
    early: Early | None = field(default=None, hash=False)
    ended: Mapping[str, int] = field(default_factory=dict, hash=False)
    begun: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def counts_buyers(self) -> bool:
        """Whether the uses of a buyer can matter."""
        return bool(self.customer_cap or self.ended or self.begun)

    def uses_of(self, groups: Collection[str]) -> int:
        """Return for how many orders a buyer in these groups can have it; 0: no limit.

        An order counts as bought when it is paid, so in each of several carts a buyer is still in a group
        that the first of them ends, or not yet in one that it begins. What is meant for such a group is for
        as many orders as leave the buyer where they are, unless the limit per customer says otherwise.
        """
        if self.customer_cap:
            return self.customer_cap
        limits = list(self.begun.values())
        admitting = self.needs.groups.intersection(groups)
        if admitting and admitting <= self.ended.keys():
            limits.append(max(self.ended[code] for code in admitting))
        return min(limits, default=0)

    def agrees_with(self, other: Terms) -> bool:
        """Say whether both sides allow the other on the same goods."""
        return self.lane in other.combines and other.lane in self.combines


def lane_of(kind: str, scope: Scope) -> str:
    """Return where a kind belongs: the price of articles, the whole order, the delivery, or a gift."""
    if kind == "shipping":
        return "shipping"
    if kind in GIFT_KINDS:
        return "gift"
    if kind == "next_order_coupon" or (kind in {"percent_off", "amount_off", "tiered"} and scope.is_all):
        return "order"
    return "product"


def read_scope(data: Mapping[str, Any]) -> Scope:
    """Read a scope from JSON."""
    ids = ("variants", "products", "categories", "not_products", "not_categories")
    return Scope(
        **{name: frozenset(data.get(name, ())) for name in ids}, not_reduced=bool(data.get("not_reduced"))
    )


def read_benefit(data: Mapping[str, Any]) -> Benefit:
    """Read a benefit from JSON."""
    plain = {
        name: data[name]
        for name in ("percent_bp", "per_unit", "buy", "get", "basis", "most_times", "valid_days")
        if name in data
    }
    return Benefit(
        **plain,
        amounts=dict(data.get("amounts", {})),
        gets=read_scope(data.get("gets", {})),
        groups=tuple(read_scope(each) for each in data.get("groups", ())),
        parts=tuple((int(variant), int(units)) for variant, units in data.get("parts", ())),
        tiers={
            currency: tuple(sorted(Tier(**each) for each in tiers))
            for currency, tiers in data.get("tiers", {}).items()
        },
        gifts=tuple(data.get("gifts", ())),
        methods=frozenset(data.get("methods", ())),
    )


def read_needs(data: Mapping[str, Any]) -> Needs:
    """Read conditions from JSON."""
    return Needs(
        min_spend=dict(data.get("min_spend", {})),
        min_quantity=int(data.get("min_quantity", 0)),
        groups=frozenset(data.get("groups", ())),
        not_groups=frozenset(data.get("not_groups", ())),
        countries=frozenset(data.get("countries", ())),
    )
