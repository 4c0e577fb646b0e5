"""Frozen values that cross the border of the orders context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storecrew.kernel.money import Money


class Volume(NamedTuple):
    """How much was ordered in a time: confirmed orders and their units."""

    orders: int
    units: int


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line to be placed. Amounts are minor units of the draft's currency.

    ``total_amount`` is ``unit_price_amount * quantity - discount_amount``, as displayed;
    ``net_amount + tax_amount`` is what is paid for the line.
    """

    variant_id: int
    sku: str
    title: str
    quantity: int
    unit_price_amount: int
    total_amount: int
    net_amount: int
    tax_amount: int
    discount_amount: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    image_url: str = ""
    product_url: str = ""
    weight_g: int = 0
    tax_class: str = ""
    tax_rate_ppm: int = 0
    tax_treatment: str = ""
    price_list: str = ""


@dataclass(frozen=True, slots=True)
class DraftTaxLine:
    """The tax of the whole order (shipping included) at one rate and treatment."""

    rate_ppm: int
    treatment: str
    net_amount: int
    tax_amount: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftFee:
    """What is charged beside goods and shipping, by kind. Minor units; ``amount`` as displayed."""

    kind: str
    amount: int
    net_amount: int
    tax_amount: int
    tax_class: str = ""
    tax_rate_ppm: int = 0
    tax_treatment: str = ""


@dataclass(frozen=True, slots=True)
class DraftDiscount:
    """What a promotion takes off a line (its place among the lines, from 0), or off the shipping: None."""

    promotion_id: int
    promotion_revision: int
    label: str
    amount: int
    line: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """Everything an order copies at placement. Amounts are minor units of ``currency``.

    ``subtotal_amount`` is the sum of the lines' totals. For ``tax_display="gross"`` the total is
    subtotal + shipping + fees - discount; for ``"net"`` the tax is added to that. ``tax_amount`` includes
    the shipping's, which is also given alone, and that of the fees.
    """

    channel_id: int
    currency: str
    locale: str
    tax_display: str
    email: str
    lines: tuple[DraftLine, ...]
    subtotal_amount: int
    total_amount: int
    shipping_amount: int = 0
    shipping_tax_amount: int = 0
    discount_amount: int = 0
    tax_amount: int = 0
    tax_lines: tuple[DraftTaxLine, ...] = ()
    discounts: tuple[DraftDiscount, ...] = ()
    fees: tuple[DraftFee, ...] = ()
    gift_wrap: bool = False
    gift_message: str = ""
    cart_token: str | None = None
    market_code: str = ""
    customer_id: int | None = None
    phone: str = ""
    shipping_address: Mapping[str, Any] = field(default_factory=dict)
    billing_address: Mapping[str, Any] = field(default_factory=dict)
    shipping_method_code: str = ""
    shipping_method_name: str = ""
    is_check: bool = False
    purpose: str = ""
    pickup_point: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderLineFacts:
    """One line of a placed order."""

    id: int
    variant_id: int
    sku: str
    title: str
    options: Mapping[str, str]
    image_url: str
    product_url: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    net: Money
    tax: Money
    tax_rate_ppm: int
    tax_treatment: str
    fulfilled_quantity: int
    canceled_quantity: int
    price_list: str = ""

    @property
    def paid(self) -> Money:
        """What is paid for the line: net and tax."""
        return self.net + self.tax

    @property
    def open_quantity(self) -> int:
        """Units that are neither shipped nor canceled."""
        return self.quantity - self.fulfilled_quantity - self.canceled_quantity


@dataclass(frozen=True, slots=True)
class TaxLineFacts:
    """The tax of an order at one rate and treatment."""

    rate_ppm: int
    treatment: str
    reason: str
    net: Money
    tax: Money


class FeeFacts(NamedTuple):
    """What is charged beside goods and shipping; ``amount`` as displayed. Kind: "gift_wrap"."""

    kind: str
    amount: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is sent instead of units of a line, as the customer reads it."""

    variant_id: int
    sku: str
    title: str
    options: Mapping[str, str] = field(default_factory=dict)
    image_url: str = ""
    product_url: str = ""
    weight_g: int = 0


class Gift(NamedTuple):
    """Whether an order is wrapped as a gift, and what is to be written; plain text."""

    wrap: bool
    message: str


class DiscountFacts(NamedTuple):
    """What a promotion took off a line (its id), or off the shipping: None."""

    promotion_id: int
    promotion_revision: int
    label: str
    code: str
    line_id: int | None
    amount: Money


class LineRow(NamedTuple):
    """One line of a confirmed order, for sums over many; amounts before discounts."""

    order_id: int
    variant_id: int
    quantity: int
    unit_price: int
    tax_rate_ppm: int
    placed_at: dt.datetime
    customer_id: int | None
    country: str
    email: str


class PastOrder(NamedTuple):
    """A confirmed order as a profile counts it; ``lines`` are (variant id, units that were not canceled)."""

    order_id: int
    placed_at: dt.datetime
    currency: str
    total: int
    lines: tuple[tuple[int, int], ...]


class BuyingHistory(NamedTuple):
    """How somebody has bought: confirmed orders since a moment, and when the newest of all was placed."""

    since: int
    newest: dt.datetime | None


@dataclass(frozen=True, slots=True)
class CancellationFacts:
    """Why an order was canceled, by whom and when."""

    kind: str
    reason: str
    actor_label: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A placed order, as of one moment."""

    id: int
    number: str
    token: str
    cart_token: str | None
    channel_id: int
    customer_id: int | None
    email: str
    phone: str
    locale: str
    currency: str
    tax_display: str
    shipping_address: Mapping[str, Any]
    billing_address: Mapping[str, Any]
    shipping_method_code: str
    shipping_method_name: str
    status: str
    payment_status: str
    fulfillment_status: str
    subtotal: Money
    discount: Money
    shipping: Money
    shipping_tax: Money
    fees: Money
    fee_tax: Money
    tax: Money
    total: Money
    captured: Money
    refunded: Money
    item_count: int
    placed_at: dt.datetime
    confirmed_at: dt.datetime | None
    canceled_at: dt.datetime | None
    lines: tuple[OrderLineFacts, ...]
    tax_lines: tuple[TaxLineFacts, ...]
    cancellation: CancellationFacts | None = None
    gift_wrap: bool = False
    gift_message: str = ""
    is_check: bool = False
    # Empty for a sale; see ``states.PURPOSES``.
    purpose: str = ""
    # Where it is collected, as agreed when it was placed; empty for home delivery.
    pickup_point: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_collected(self) -> bool:
        """Whether the customer comes to a location of ours for it: no carrier, no label."""
        return self.pickup_point.get("kind") == "location"

    @property
    def is_gift(self) -> bool:
        """Whether somebody else will open it: no prices in the box."""
        return self.gift_wrap or bool(self.gift_message)

    @property
    def goods(self) -> Money:
        """What the lines would have cost without discounts."""
        return self.subtotal + self.saved

    @property
    def saved(self) -> Money:
        """What discounts took off the lines."""
        return Money(sum(line.discount.amount for line in self.lines), self.currency)
