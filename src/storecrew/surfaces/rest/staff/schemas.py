"""What goes in and out for programs of the business. Articles are named by SKU, never by an id of ours."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field

from storecrew.surfaces.rest.v1.amounts import MoneyOut
from storecrew.surfaces.rest.v1.inputs import Input, Text50, Text200, Text300, Text400
from storecrew.surfaces.rest.v1.schemas import Problem

__all__ = ["Problem"]

Sku = Annotated[str, Field(min_length=1, max_length=200)]
Path = Annotated[str, Field(min_length=1, max_length=300)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)?$", max_length=12)]
Amount = Annotated[int, Field(strict=True, ge=0, le=2**53, description="Minor units.")]
Units = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
BasisPoints = Annotated[int, Field(strict=True, ge=0, le=10_000, description="1000 is ten percent.")]
Moment = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
        description="Wall-clock time of `timezone`, or of each channel where that is empty; no offset.",
    ),
]
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _written_out(value: object) -> object:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("a date and time with its offset, such as 2027-03-01T00:00:00Z")
    return value


Instant = Annotated[dt.datetime, BeforeValidator(_written_out)]
Kind = Literal[
    "percent_off", "amount_off", "flash_sale", "bogo", "buy_x_get_y", "buy_x_for_total", "bundle", "set",
    "tiered", "bonus_product", "shipping", "giveaway", "sample", "next_order_coupon",
]  # fmt: skip
Lane = Literal["product", "order", "shipping", "gift"]
State = Literal["draft", "scheduled", "live", "paused", "stopped", "ended"]


class KeyOut(Schema):
    """The key that calls: for whom it acts, what it may do, until when."""

    name: str
    on_behalf_of: str
    permissions: list[str]


class ScopeIn(Input):
    """Which articles are meant; without any name: all of them."""

    skus: Annotated[list[Sku], Field(max_length=500)] = []
    products: Annotated[list[Path], Field(max_length=500, description="Slugs.")] = []
    categories: Annotated[list[Path], Field(max_length=200, description="Paths.")] = []
    not_products: Annotated[list[Path], Field(max_length=500)] = []
    not_categories: Annotated[list[Path], Field(max_length=200)] = []
    not_reduced: bool = False


class PartIn(Input):
    """Units of an article."""

    sku: Sku
    units: Units


class TierIn(Input):
    """From a number of units or an amount on, this much off."""

    threshold: Amount
    percent_bp: BasisPoints = 0
    amount: Amount = 0


class BenefitIn(Input):
    """What the shopper gets; which fields count depends on the kind."""

    percent_bp: BasisPoints = 0
    amounts: dict[Currency, Amount] = {}
    per_unit: bool = False
    buy: Units = 1
    get: Units = 1
    gets: ScopeIn = ScopeIn()
    groups: Annotated[list[ScopeIn], Field(max_length=10)] = []
    parts: Annotated[list[PartIn], Field(max_length=50)] = []
    basis: Literal["quantity", "spend"] = "quantity"
    tiers: dict[Currency, list[TierIn]] = {}
    gifts: Annotated[list[Sku], Field(max_length=50)] = []
    methods: Annotated[list[Text50], Field(max_length=50)] = []
    most_times: Count = 0
    valid_days: Units = 60


class NeedsIn(Input):
    """Conditions besides time, channel and code."""

    min_spend: dict[Currency, Amount] = {}
    min_quantity: Count = 0
    groups: Annotated[list[Text50], Field(max_length=50)] = []
    not_groups: Annotated[list[Text50], Field(max_length=50)] = []
    countries: Annotated[list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]], Field(max_length=250)] = []


class EarlyIn(Input):
    """Who may have a promotion before everybody else, and from when on; it opens to all at its start."""

    starts: Moment
    groups: Annotated[list[Text50], Field(min_length=1, max_length=50)]


class PromotionIn(Input):
    """A promotion as people write it. It may start only with its three texts and enough stock."""

    name: Annotated[Text200, Field(min_length=1, max_length=120)]
    kind: Kind
    scope: ScopeIn = ScopeIn()
    benefit: BenefitIn = BenefitIn()
    needs: NeedsIn = NeedsIn()
    weekdays: Annotated[
        list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7, description="0 is Monday.")
    ] = []
    by_code: bool = False
    priority: Annotated[int, Field(strict=True, ge=-1000, le=1000)] = 0
    exclusive: bool = False
    combines: Annotated[list[Lane], Field(max_length=4)] = ["product", "order", "shipping", "gift"]
    channels: Annotated[list[Text50], Field(max_length=50, description="Codes; none: all.")] = []
    starts: Moment | None = None
    ends: Moment | None = None
    early: EarlyIn | None = None
    timezone: Annotated[str, Field(max_length=40)] = ""
    sentence: Annotated[dict[Language, Text300], Field(description="For shoppers, by language.")] = {}
    exclusions: Annotated[dict[Language, Text300], Field(description="In words, by language.")] = {}
    service_brief: Annotated[str, Field(max_length=4000)] = ""
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$", description="Of the budget.")] = ""
    margin_floor_bp: Annotated[int, Field(strict=True, ge=0, lt=10_000)] | None = None
    uses_cap: Count = 0
    customer_cap: Count = 0
    budget_cap: Amount = 0
    units_cap: Count = 0
    pause_below: Count = 0
    planned: Annotated[list[PartIn], Field(max_length=500, description="Units that it will sell.")] = []


class PromotionChange(PromotionIn):
    """The whole promotion anew. ``revision`` is the one that was read."""

    revision: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class PromotionOut(Schema):
    """A promotion and where it is in its life."""

    id: int
    name: str
    kind: str
    state: str
    pause_reason: str
    revision: int
    by_code: bool
    channels: list[str]
    active_from: dt.datetime | None
    active_until: dt.datetime | None
    sentence: dict[str, str]
    uses: int
    units: int
    spent: MoneyOut | None
    url: str


class PromotionList(Schema):
    """A page of promotions, the newest first."""

    items: list[PromotionOut]
    next: str


class NextInbound(Schema):
    """What comes next to a location that serves the promotion's shops, after its start."""

    units: int
    location: str
    due_at: dt.datetime | None
    reference: str


class GateOut(Schema):
    """An article of a plan against its supply, as the stock gate sees it now."""

    sku: str
    planned: int
    available: int
    inbound: int
    promised_elsewhere: int
    missing: int
    location: str
    by_location: dict[str, int]
    next_inbound: NextInbound | None


class GateList(Schema):
    """All articles of a plan; the gate lets it pass when nothing is missing or it was overridden."""

    passes: bool
    overridden: bool
    items: list[GateOut]


class OverrideIn(Input):
    """Why a promotion may pass although there is too little stock, and until when."""

    reason: Annotated[Text400, Field(min_length=1, description="For its record and the audit trail.")]
    expires_at: Annotated[Instant, Field(description="From then on the gate counts again.")]


class OverrideOut(Schema):
    """Who let it pass, why, until when, and what was missing then."""

    promotion_id: int
    reason: str
    expires_at: dt.datetime
    at: dt.datetime
    by: str
    shortfalls: list[GateOut]


class LevelOut(Schema):
    """The counters of an article at a location."""

    sku: str
    location: str
    on_hand: int
    allocated: int
    reserved: int
    safety: int
    quality_hold: int
    quarantine: int
    damaged: int
    available: int


class LevelList(Schema):
    """Levels by article and location."""

    items: list[LevelOut]


class AdjustmentIn(Input):
    """A corrected count. It holds only while the shelf still says ``expected_on_hand``."""

    sku: Sku
    location: Annotated[Text50, Field(description="Code; without it the default location.")] = ""
    on_hand: Count
    expected_on_hand: Count
    reason: Annotated[Text200, Field(min_length=1)]


class OrderLineOut(Schema):
    """A line of an order."""

    sku: str
    title: str
    quantity: int
    shipped: int
    canceled: int
    total: MoneyOut


class StaffOrderOut(Schema):
    """An order without who bought it: what was sold, and how far it is."""

    number: str
    status: str
    payment_status: str
    fulfillment_status: str
    placed_at: dt.datetime
    country: str
    total: MoneyOut
    discount: MoneyOut
    refunded: MoneyOut
    lines: list[OrderLineOut]


class StaffOrderList(Schema):
    """A page of orders, the newest first."""

    items: list[StaffOrderOut]
    next: str


class FieldOut(Schema):
    """A custom field with the value of a record: text, number, yes or no, a day, or null for none."""

    key: str
    kind: str
    label: str
    required: bool
    public: bool
    value: str | float | int | bool | None


class FieldsOut(Schema):
    """Every custom field of a record in their order."""

    fields: list[FieldOut]


FieldKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
FieldValue = Annotated[str, Field(max_length=2000)] | bool | int | float | None


class FieldsIn(Input):
    """Values by key; null takes a value away."""

    values: Annotated[dict[FieldKey, FieldValue], Field(min_length=1, max_length=100)]
