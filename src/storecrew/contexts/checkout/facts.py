"""What surfaces learn about carts and placing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise

from storecrew.contexts.loyalty.public import Present, Tender
from storecrew.contexts.promotions.public import CodeAnswer
from storecrew.contexts.shipping.public import PickupPoint
from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that is missing before the cart can become an order.

    `code` is stable; `field` is the form field it belongs to, or ""; `resolution` is what to do.
    """

    code: str
    message: str | Promise
    field: str = ""
    resolution: str | Promise = ""
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CartLineView:
    """One line as the shopper sees it; amounts as displayed (gross or net by the channel).

    `unit_price` and `total` are None for an article that is no longer sold. `notice` is "" or what the
    shopper must know about this line: "sold_out", "only_left" (see `available`), "not_for_sale",
    "price_on_request". `full` is what it would cost without promotions, where one applies. `segment` is the
    group of customers whose price this is, "" for everybody; `public` then is what everybody pays each.
    """

    id: int
    variant_id: int
    sku: str
    title: str
    options: Mapping[str, str]
    url: str
    image: str
    quantity: int
    unit_price: Money | None
    strike: Money | None
    total: Money | None
    availability: str
    available: int
    notice: str = ""
    full: Money | None = None
    is_gift: bool = False
    # Whom a bought gift voucher is for; None for everything else.
    present: Present | None = None
    segment: str = ""
    public: Money | None = None


class CartDiscount(NamedTuple):
    """What one promotion takes off the goods, in words for customers; `code` is "" for an automatic one."""

    promotion_id: int
    label: str
    code: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart with everything that follows from its rows; nothing of it is stored.

    `shipping` is the chosen method's price, or the cheapest one as an estimate (`shipping_is_estimate`),
    or None when nothing delivers there. `tax` is contained in `total`; for tax display "gross" it is
    contained in `subtotal` and `shipping` as well. Both are after discounts; `full_shipping` is
    the price before them, where there is one. `gift_wrap_price` is what wrapping costs here, None where it is
    not offered. `state` is "open", "placing", "placed" or "merged".
    """

    token: str
    channel: str
    locale: str
    currency: str
    tax_display: str
    country: str
    lines: tuple[CartLineView, ...]
    subtotal: Money
    shipping: Money | None
    shipping_is_estimate: bool
    tax: Money
    total: Money
    requirements: tuple[Requirement, ...]
    email: str
    phone: str
    address: Mapping[str, str]
    shipping_method: str
    version: int
    item_count: int
    state: str
    held_until: dt.datetime | None = None
    order_token: str = ""
    customer_id: int | None = None
    discounts: tuple[CartDiscount, ...] = ()
    codes: tuple[CodeAnswer, ...] = ()
    full_shipping: Money | None = None
    shipping_label: str = ""
    gift_wrap: bool = False
    gift_message: str = ""
    gift_wrap_price: Money | None = None
    tenders: tuple[Tender, ...] = ()
    # Where it is collected, once that is chosen, and the ways that are not offered for this cart, with why.
    pickup_point: PickupPoint | None = None
    not_offered: tuple[tuple[str, str], ...] = ()
    # Whether anything in it goes into a parcel: codes and vouchers by e-mail do not.
    in_parcel: bool = True
    # Of the company that buys, for the invoice.
    vat_number: str = ""

    @property
    def fees(self) -> Money:
        """What is charged beside goods and delivery: the gift wrap, where it is chosen."""
        if self.gift_wrap and self.gift_wrap_price is not None:
            return self.gift_wrap_price
        return Money.zero(self.currency)

    @property
    def due(self) -> Money:
        """What is left to pay after vouchers, credit and points."""
        return Money(self.total.amount - sum(each.amount.amount for each in self.tenders), self.currency)

    @property
    def goods(self) -> Money:
        """What the lines would cost without discounts."""
        return self.subtotal + self.discount

    @property
    def discount(self) -> Money:
        """What promotions take off the lines."""
        return Money(sum(each.amount.amount for each in self.discounts), self.currency)


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay for a cart; `refusal` is "" or the code of why it cannot be used now, `why` says it."""

    code: str
    name: str | Promise
    description: str | Promise
    needs_token: bool
    origins: tuple[str, ...] = ()
    refusal: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of placing a cart.

    `status`: "confirmed" (it will be delivered), "pending_payment" (the money comes later),
    "action_required" (send the shopper to `redirect_url`), "checking" (the gateway did not answer; we
    keep asking), "canceled" (an earlier attempt that came to nothing). `again` is true when the cart had
    been placed before.
    """

    order_id: int
    order_number: str
    order_token: str
    status: str
    total: Money
    redirect_url: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class WaitView:
    """A place on the wait list as its holder sees it; `state` as in the model."""

    token: str
    title: str
    options: Mapping[str, str]
    slug: str
    sku: str
    state: str


class CartRow(NamedTuple):
    """A cart for those who look at many; ``lines`` are (variant id, units), ``step`` how far it came.

    ``step`` is "cart", "details", "delivery" or "payment": the last one that has what it needs.
    """

    id: int
    token: str
    channel_id: int
    state: str
    email: str
    locale: str
    step: str
    order_id: int | None
    created_at: dt.datetime
    updated_at: dt.datetime
    lines: tuple[tuple[int, int], ...]
