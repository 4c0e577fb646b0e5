"""Values that cross the border of shipping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts.goods import GoodsFacts as GoodsFacts
from storecrew.contexts.shipping.facts.pickup import PickupPoint as PickupPoint
from storecrew.contexts.shipping.facts.proofs import ProofFacts as ProofFacts
from storecrew.contexts.shipping.facts.proofs import ProofSpot as ProofSpot
from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way to send this order, with its price and the days on which it arrives at the earliest and latest.

    ``free_from`` is the value of goods from which it costs nothing (None: never, or free already); here what
    the rate says, in what `checkout` answers also what promotions do.
    ``full_price`` is set where a promotion has lowered the price.
    """

    code: str
    name: str
    price: Money
    earliest: dt.date
    latest: dt.date
    explanation: str
    carrier: str = ""
    free_from: Money | None = None
    full_price: Money | None = None
    # By e-mail, when it is paid: no parcel, no carrier, no day to wait for.
    at_once: bool = False
    # Home, or collected: at a "location" of ours, where goods wait so many days, or a carrier's "point".
    way: str = "home"
    keep_days: int = 0

    @property
    def needs_point(self) -> bool:
        """Whether the shopper has to say where to collect it."""
        return self.way != "home"


class Destination(NamedTuple):
    """Where a parcel would go, before there is an address. An empty ``postal_code`` is the whole country."""

    country: str
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class MethodExplanation:
    """Why a method is offered for an order or not, in a sentence."""

    code: str
    name: str
    offered: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of a rate table to save; see the model ``ShippingRate``. Empty conditions match everything."""

    amount: int
    currency: str
    countries: tuple[str, ...] = ()
    excluded_postal: tuple[str, ...] = ()
    min_weight_g: int | None = None
    max_weight_g: int | None = None
    min_value_amount: int | None = None
    max_value_amount: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    free_over_amount: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedAddress:
    """A clean address, and what about it a person should look at before it is printed (field: sentence)."""

    address: AddressFacts
    warnings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddressDoubt:
    """Why a person looks at an address: a stable code ``field.what`` and its sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AddressHoldFacts:
    """An order that waits for its address; ``state`` is open, asked, released, corrected or dropped."""

    id: int
    order_id: int
    number: str
    state: str
    codes: tuple[str, ...]
    because: str
    opened_at: dt.datetime
    asked_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field of an address form. ``choices`` are (value, label); empty for a text field.

    ``pattern`` is a regular expression for the browser, without anchors; ``example`` shows how it is written.
    """

    name: str
    label: str
    required: bool
    autocomplete: str
    inputmode: str = "text"
    pattern: str = ""
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    max_length: int = 200


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The fields of an address in the order in which the country writes them."""

    country: str
    fields: tuple[AddressField, ...]

    def field(self, name: str) -> AddressField | None:
        """Return a field by name; None when the country has none."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True)
class CustomsItem:
    """Goods of one kind in a parcel, as customs want them told. ``hs_code`` and ``origin`` may be unknown."""

    description: str
    quantity: int
    unit_value: Money
    weight_g: int = 0
    hs_code: str = ""
    origin: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True)
class ParcelSpec:
    """A closed parcel or pallet; outer sides in millimeters, 0 when nobody measured."""

    weight_g: int
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    items: tuple[CustomsItem, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """A label as it stands. ``label_pdf`` and ``label_zpl`` are empty in lists.

    ``state``: requested, unknown, bought, refused, voiding, voided. ``status`` is where the parcels are.
    """

    id: int
    key: str
    order_ref: str
    carrier: str
    carrier_code: str
    service: str
    service_code: str
    state: str
    tracking_number: str
    tracking_url: str
    cost: Money | None
    status: str
    reason: str
    status_at: dt.datetime | None
    bought_at: dt.datetime | None
    picked_up_at: dt.datetime | None
    delivered_at: dt.datetime | None
    label_pdf: bytes = b""
    label_zpl: str = ""


@dataclass(frozen=True, slots=True)
class CarrierVolume:
    """What a carrier carries: contract (services, prices), parcels since an instant, the cost of one."""

    code: str
    name: str
    services: int
    prices: int
    parcels: int
    moving: int
    average: Money | None


@dataclass(frozen=True, slots=True)
class LabelLoad:
    """What a label moves: ``kind`` is how its carrier is connected, ``volume_l`` its outer size in liters."""

    label_id: int
    kind: str
    order_ref: str
    tracking_number: str
    sender: AddressFacts
    recipient: AddressFacts
    weight_g: int
    volume_l: int


@dataclass(frozen=True, slots=True)
class TrackingFacts:
    """What a carrier said happened, in the order in which it happened."""

    at: dt.datetime
    status: str
    reason: str
    description: str
    place: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A contract with a carrier as other contexts see it."""

    id: int
    code: str
    name: str
    kind: str
    active: bool
    currency: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of a carrier to save; see the model ``CarrierService``."""

    code: str
    name: str
    carrier_code: str = ""
    unit: str = "parcel"
    active: bool = True
    min_days: int = 1
    max_days: int = 3
    max_weight_g: int | None = None


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone of a contract to save; ``rates`` maps a service's code to steps (up to grams, amount)."""

    code: str
    countries: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()
    extra_days: int = 0
    rates: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class RateQuote:
    """What one service costs for parcels on a way, or why it is not there.

    ``fallback`` when the carrier did not answer and the price is the contract's table (FLT-11).
    """

    carrier: str
    carrier_code: str
    service: str
    service_code: str
    price: Money | None
    min_days: int
    max_days: int
    fallback: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class MessageReceipt:
    """What became of a carrier's message: how many parcels were applied, parked, ignored or repeated."""

    applied: int = 0
    parked: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class CarrierKind:
    """A way to speak to a carrier, with the names of its settings and secrets."""

    kind: str
    name: str
    test_only: bool
    setting_fields: tuple[str, ...]
    secret_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of the service rules to save; see the model ``ServiceRule``."""

    name: str
    effect: str
    services: tuple[str, ...] = ()
    min_weight_g: int | None = None
    max_weight_g: int | None = None
    min_side_mm: int | None = None
    min_value_amount: int | None = None
    currency: str = ""
    countries: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()
    business: bool | None = None
    goods: tuple[str, ...] = ()
    position: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class ConsideredService:
    """A service that was looked at for a consignment. ``reason`` and ``detail`` are codes of the choice."""

    service_code: str
    service: str
    carrier: str
    price: Money | None
    arrives: dt.date | None
    score: int | None
    fallback: bool
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChosenService:
    """The service that carries a consignment, with all that were looked at, the best first.

    ``service_code`` is empty when none may or can. ``insured`` is what it is to be insured at.
    """

    service_code: str
    unit: str
    fallback: bool
    insured: Money | None
    needed_by: dt.date | None
    goods: tuple[str, ...]
    rules: tuple[str, ...]
    considered: tuple[ConsideredService, ...]


@dataclass(frozen=True, slots=True)
class CustomsIdentityFacts:
    """Who we are to customs when we send from a country. ``incoterm``: DAP or DDP."""

    country: str
    eori: str = ""
    vat_number: str = ""
    signer: str = ""
    incoterm: str = "DAP"
