"""What goes out."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from storecrew.surfaces.rest.v1.amounts import MoneyOut, OrderCodeOut, TenderOut


class ProductOut(Schema):
    """A product in a list. ``price`` is the lowest of its variants; null when one has to ask for it."""

    id: int
    slug: str
    title: str
    url: str
    image: str
    price: MoneyOut | None
    strike: MoneyOut | None
    lowest_30d: MoneyOut | None
    members_price: MoneyOut | None
    price_from: bool
    available: bool
    availability: Literal["in_stock", "low", "out", "on_request"]


class FacetValueOut(Schema):
    """A value to filter by; ``count`` is what choosing it would show."""

    value: str
    label: str
    count: int
    selected: bool


class FacetOut(Schema):
    """A property to filter by: send ``facet.<code>=a,b``."""

    code: str
    name: str
    kind: str
    values: list[FacetValueOut]


class ProductList(Schema):
    """One page of products. ``next`` is the cursor of the next page, or null."""

    items: list[ProductOut]
    total: int
    facets: list[FacetOut]
    next: str | None


class ImageOut(Schema):
    """A picture."""

    url: str
    width: int
    height: int
    alt: str


class VariantOut(Schema):
    """A sellable unit."""

    sku: str
    options: dict[str, str]
    price: MoneyOut | None
    strike: MoneyOut | None
    lowest_30d: MoneyOut | None
    members_price: MoneyOut | None
    availability: Literal["in_stock", "low", "out", "on_request"]
    available: bool


class AttributeOut(Schema):
    """A labelled property."""

    code: str
    name: str
    value: str


class CustomFieldOut(Schema):
    """A field that the shop defined and shows: ``value`` is a text, a number, yes or no, or a day."""

    key: str
    kind: str
    label: str
    value: str | float | int | bool


class RatingOut(Schema):
    """What the published reviews of a product say. ``stars`` counts those of one to five stars."""

    count: int
    mean: str
    stars: list[int]


class ReviewPhotoOut(Schema):
    """A photo with a review."""

    url: str
    small_url: str
    width: int
    height: int


class ReviewOut(Schema):
    """A review by somebody who bought the product. ``reply`` is the shop's, or ""."""

    id: int
    stars: int
    title: str
    words: str
    name: str
    locale: str
    written_at: dt.datetime
    photos: list[ReviewPhotoOut]
    reply: str
    replied_at: dt.datetime | None


class ReviewList(Schema):
    """Published reviews, newest first, with the summary of all. ``next`` is the next page, or null."""

    rating: RatingOut | None
    items: list[ReviewOut]
    next: int | None


class ProductDetail(Schema):
    """A product with its variants."""

    id: int
    slug: str
    title: str
    url: str
    subtitle: str
    brand: str
    description_html: str
    images: list[ImageOut]
    attributes: list[AttributeOut]
    custom_fields: list[CustomFieldOut]
    categories: list[str]
    variants: list[VariantOut]


class RequirementOut(Schema):
    """Something that is missing before the cart can become an order."""

    code: str
    message: str
    field: str
    resolution: str


class CartLineOut(Schema):
    """A line of a cart. ``price_for`` is the group of customers whose price it is, "" for everybody; others
    then pay ``public_price`` each.
    """

    id: int
    sku: str
    title: str
    options: dict[str, str]
    url: str
    image: str
    quantity: int
    unit_price: MoneyOut | None
    public_price: MoneyOut | None
    price_for: str
    total: MoneyOut | None
    availability: str
    notice: str


class DiscountOut(Schema):
    """What one promotion takes off the goods, in its words for customers."""

    label: str
    code: str
    amount: MoneyOut


class CodeOut(Schema):
    """A code in the cart; where it does not count, ``message`` says what would help."""

    code: str
    applied: bool
    reason: str
    message: str


class PickupPointOut(Schema):
    """Where an order is collected: ``kind`` is "location" (ours) or "point" (of the carrier).

    ``hours`` are in words, days of the same hours together. ``reason`` says why it cannot be chosen now;
    ``ready`` is the day, and where it is known the hour, by which the order waits there.
    """

    kind: str
    code: str
    name: str
    address: dict[str, str]
    hours: list[str]
    carrier: str
    sort: str
    distance_m: int | None = None
    available: bool = True
    reason: str = ""
    ready: str = ""


class PickupPointList(Schema):
    """Where the cart can be collected, the nearest or first one first."""

    items: list[PickupPointOut]


class CartOut(Schema):
    """A cart with its totals. ``id`` is a secret: whoever knows it may change the cart."""

    id: str
    channel: str
    locale: str
    currency: str
    state: str
    version: int
    item_count: int
    lines: list[CartLineOut]
    subtotal: MoneyOut
    discount: MoneyOut
    discounts: list[DiscountOut]
    codes: list[CodeOut]
    shipping: MoneyOut | None
    tax: MoneyOut
    total: MoneyOut
    tenders: list[TenderOut]
    due: MoneyOut
    email: str
    phone: str
    shipping_address: dict[str, str]
    shipping_method: str
    pickup_point: PickupPointOut | None = None
    gift_wrap: bool
    gift_message: str
    gift_wrap_price: MoneyOut | None
    fees: MoneyOut
    requirements: list[RequirementOut]
    order_token: str
    vat_number: str = ""


class ShippingMethodOut(Schema):
    """A way to deliver the cart. ``way`` is "home"; a "location" or a "point" needs a pick-up point."""

    code: str
    name: str
    price: MoneyOut
    earliest: dt.date | None
    latest: dt.date | None
    free_from: Annotated[
        MoneyOut | None, Field(description="Value of goods from which it is free; none: never, or free now.")
    ] = None
    full_price: Annotated[
        MoneyOut | None, Field(description="What it costs without the promotion that lowers it now.")
    ] = None
    way: str = "home"


class ShippingMethodList(Schema):
    """The ways to deliver the cart to its address."""

    items: list[ShippingMethodOut]


class GatewayOut(Schema):
    """A way to pay. One that is not `available` has the code that placing would answer, and why in words."""

    code: str
    name: str
    description: str
    needs_token: bool
    available: bool = True
    refusal: str = ""
    reason: str = ""


class GatewayList(Schema):
    """The ways to pay that the cart's channel offers."""

    items: list[GatewayOut]


class PlacedOut(Schema):
    """A placed order. With ``action_required`` the shopper must be sent to ``redirect_url``."""

    number: str
    token: str
    status: Literal["confirmed", "pending_payment", "action_required", "checking", "canceled"]
    total: MoneyOut
    redirect_url: str | None


class OrderLineOut(Schema):
    """A line of an order. ``price_list`` is the list that its price came from."""

    id: int
    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    shipped: int
    unit_price: MoneyOut
    price_list: str
    total: MoneyOut
    tax: MoneyOut


class ShipmentOut(Schema):
    """Goods that are on their way."""

    shipped_at: dt.datetime
    carrier: str
    tracking_number: str
    tracking_url: str


class ArrivalOut(Schema):
    """The days on which an order was promised to be there, and the later one that was told since."""

    earliest: dt.date
    latest: dt.date
    later: dt.date | None = None


class OrderOut(Schema):
    """An order as its owner sees it. ``arrival`` is null once it arrived, or where no day was promised."""

    number: str
    token: str
    status: str
    payment_status: str
    fulfillment_status: str
    placed_at: dt.datetime
    currency: str
    lines: list[OrderLineOut]
    subtotal: MoneyOut
    discount: MoneyOut
    shipping: MoneyOut
    tax: MoneyOut
    total: MoneyOut
    refunded: MoneyOut
    fees: MoneyOut
    gift_wrap: bool
    gift_message: str
    shipping_address: dict[str, str]
    shipping_method: str
    pickup_point: PickupPointOut | None = None
    arrival: ArrivalOut | None = None
    shipments: list[ShipmentOut]
    codes: list[OrderCodeOut]


class ProblemField(Schema):
    """A field that is wrong."""

    field: str
    message: str
    code: str


class Problem(Schema):
    """A refusal (RFC 9457). ``code`` is stable; ``next_step`` says what to do."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    next_step: str
    request_id: str
    details: dict[str, Any] | None = None
    errors: list[ProblemField] | None = None
