"""Values that cross the border of pricing. Amounts in plain integers are minor units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from storecrew.kernel.money import Money

TaxDisplay = Literal["gross", "net"]
Rounding = Literal["none", "list", "99", "10", "100"]


class _Unset:
    """The type of :data:`UNSET`: a caller that does not care what was there before."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = _Unset()


class PriceRow(NamedTuple):
    """One price to set: minor units of the list's currency; ``amount`` None takes the row away.

    ``on_request`` (with ``amount`` None) says instead that there is no public price and people have to ask.
    With ``expected_amount`` the row is only written while the stored amount is still that one (None: no row).
    """

    variant_id: int
    amount: int | None
    compare_at_amount: int | None = None
    min_quantity: int = 1
    expected_amount: int | _Unset | None = UNSET
    on_request: bool = False


@dataclass(frozen=True, slots=True)
class PricesSet:
    """What a call of ``set_prices`` did; ``waiting`` (variant, quantity) wait for a second person."""

    created: int
    changed: int
    removed: int
    unchanged: int
    waiting: tuple[tuple[int, int], ...] = ()
    approval_id: int | None = None


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """The price of one variant and why it is that one.

    ``strike`` is a former price to show struck through, only where there is a true reduction;
    ``lowest_30d`` then is the lowest public price of the 30 days before the reduction began. ``why`` is a
    stable code: ``base``, ``only_price``, ``lower``, ``priority`` (see ``why_this_price`` for sentences).
    ``segment`` is the group of customers that the price is for, "" for everybody; ``public`` then is what
    everybody pays, where that is more. ``members`` is a lower price of a group that guests are told of.
    """

    price: Money
    strike: Money | None
    lowest_30d: Money | None
    price_list: str
    price_id: int
    why: str
    kind: str = "base"
    min_quantity: int = 1
    segment: str = ""
    public: Money | None = None
    members: Money | None = None

    @property
    def saving_percent(self) -> int | None:
        """Whole percent below the lowest price of the last 30 days, rounded down; None without a
        reduction.
        """
        if self.lowest_30d is None or not self.lowest_30d.amount:
            return None
        return (self.lowest_30d.amount - self.price.amount) * 100 // self.lowest_30d.amount


class Offers(NamedTuple):
    """What is offered for a set of variants: prices, and those for which one has to ask.

    A variant that is in neither has no price at all and cannot be bought.
    """

    prices: dict[int, PriceAnswer]
    on_request: frozenset[int]


@dataclass(frozen=True, slots=True)
class QuantityStep:
    """A price that holds from a quantity on."""

    min_quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class ConsideredPrice:
    """One row that was looked at for "why this price", with the sentence why it won or lost."""

    price_list: str
    list_name: str
    kind: str
    amount: Money
    min_quantity: int
    won: bool
    reason: str
    on_request: bool = False


@dataclass(frozen=True, slots=True)
class PriceExplanation:
    """Everything that led to a price: the answer and every row with its reason."""

    answer: PriceAnswer | None
    considered: tuple[ConsideredPrice, ...]
    on_request: bool = False


@dataclass(frozen=True, slots=True)
class PriceHistoryLine:
    """One line of a variant's price history."""

    at: dt.datetime
    price_list: str
    list_name: str
    min_quantity: int
    old: Money | None
    new: Money | None
    old_strike: Money | None
    new_strike: Money | None
    actor: str
    operation_id: int | None
    on_request: bool = False
    approval_id: int | None = None


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What to do with a selection of prices of one list.

    ``mode`` "percent": ``value`` in basis points (-1000 = 10 % less); "amount": minor units added; "set":
    the new amount; "from": the price of ``source_list``, converted by the rate of the day where its currency
    is another, plus or minus ``value`` in basis points. ``rounding`` "list" is the rule of the list.
    ``strike_old`` keeps the old price as the strike price of a reduced row, and clears it otherwise.
    """

    price_list_code: str
    variant_ids: tuple[int, ...]
    mode: Literal["percent", "amount", "set", "from"]
    value: int
    rounding: Rounding = "none"
    strike_old: bool = False
    source_list: str = ""


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One line of the preview; margins are basis points of the net price, None without a cost."""

    variant_id: int
    min_quantity: int
    old: Money
    new: Money
    cost: Money | None
    margin_old: int | None
    margin_new: int | None

    @property
    def changes(self) -> bool:
        """Whether applying would change this price."""
        return self.old != self.new

    @property
    def below_cost(self) -> bool:
        """Whether the new price earns nothing."""
        return self.margin_new is not None and self.margin_new <= 0


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """Old and new price of every row; ``fingerprint`` is handed back to apply exactly this."""

    rows: tuple[BulkRow, ...]
    without_price: tuple[int, ...]
    fingerprint: str

    @property
    def changed(self) -> int:
        """How many prices would change."""
        return sum(row.changes for row in self.rows)


@dataclass(frozen=True, slots=True)
class BulkResult:
    """An applied bulk change, or its undo; ``skipped`` rows were changed by somebody else since.

    A change that waits for a second person as a whole has an ``approval_id`` and the operation 0.
    """

    operation_id: int
    changed: int
    skipped: tuple[int, ...] = ()
    approval_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaxableLine:
    """A line after quantity and discounts: what the buyer sees, with or without tax by the tax display."""

    key: str
    amount: Money
    tax_class: str = "standard"


@dataclass(frozen=True, slots=True)
class TaxLine:
    """The tax of one line. ``net + tax == gross`` exactly; ``on`` is the day whose rate was used."""

    rate_ppm: int
    treatment: str
    reason: str
    tax: Money
    net: Money
    gross: Money
    country: str = ""
    region: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TaxAnswer:
    """The tax of all lines by their key; the totals are the sums of the lines."""

    lines: Mapping[str, TaxLine]
    total_tax: Money
    total_net: Money
    total_gross: Money

    def by_rate(self) -> dict[tuple[int, str, str], tuple[int, int]]:
        """Return net and tax in minor units by rate, treatment and reason, as an invoice sums them."""
        sums: dict[tuple[int, str, str], tuple[int, int]] = {}
        for line in self.lines.values():
            key = (line.rate_ppm, line.treatment, line.reason)
            net, tax = sums.get(key, (0, 0))
            sums[key] = (net + line.net.amount, tax + line.tax.amount)
        return sums
