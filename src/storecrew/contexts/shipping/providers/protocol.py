"""What a carrier must be able to do. Providers translate; they decide nothing.

A provider never raises for what a carrier may do: refusals, timeouts and broken answers are answers of their
own. ``unknown`` means that the carrier may or may not have acted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from django.utils.functional import Promise

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts import ParcelSpec, PickupPoint
from storecrew.contexts.shipping.rules.tracking import Moment
from storecrew.kernel.money import Money

Result = Literal["success", "failure", "unknown"]
Found = Literal["bought", "voided", "not_found", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Account:
    """A contract, opened: what a provider needs to speak for it."""

    id: int
    code: str
    name: str
    currency: str
    test_mode: bool
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Service:
    """The product of the carrier that is asked for; ``carrier_code`` is the carrier's own name of it."""

    id: int
    code: str
    name: str
    carrier_code: str


@dataclass(frozen=True, slots=True)
class LabelCall:
    """Ask for a label. ``key`` is ours; asking twice with it buys once where the carrier knows keys.

    ``remember`` stores the carrier's reference at once, for carriers that name a shipment before they answer.
    """

    key: str
    order_ref: str
    service: Service
    sender: AddressFacts
    recipient: AddressFacts
    parcels: Sequence[ParcelSpec]
    value: Money
    insured: Money | None
    at: dt.datetime
    remember: Callable[[str], None]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LabelAnswer:
    """What a carrier said to a call for a label. ``code`` is stable, ``message`` may be shown to staff.

    ``parcel_numbers`` are the carrier's number of each parcel when it gives one.
    """

    result: Result
    reference: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    pdf: bytes = b""
    zpl: str = ""
    customs_pdf: bytes = b""
    cost: Money | None = None
    parcel_numbers: tuple[str, ...] = ()
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """What a carrier knows under our key."""

    state: Found
    answer: LabelAnswer | None = None


@dataclass(frozen=True, slots=True)
class VoidAnswer:
    """What a carrier said to taking a label back."""

    result: Result
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class RateCall:
    """Ask what services cost for parcels on a way."""

    services: Sequence[Service]
    sender: AddressFacts
    recipient: AddressFacts
    parcels: Sequence[ParcelSpec]
    value: Money
    insured: Money | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of one service. Transit days are the carrier's own; None when it did not say."""

    service_code: str
    price: Money
    days: int | None = None


@dataclass(frozen=True, slots=True)
class RateAnswer:
    """Prices of the services a carrier offers here; ``result`` "unknown" when it did not answer."""

    result: Result
    quotes: tuple[Quote, ...] = ()
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class TrackingAnswer:
    """All that a carrier knows of one tracking number, in any order."""

    tracking_number: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class TrackingNotice:
    """A carrier's message whose signature was right."""

    event_id: str
    tracking_number: str
    moments: tuple[Moment, ...]
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ManifestCall:
    """Tell a carrier which parcels it takes with it. ``key`` is ours: told twice, it is one list."""

    key: str
    place: str
    numbers: Sequence[str]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ManifestAnswer:
    """What a carrier said to a list of parcels: its reference for it, or why not."""

    result: Result
    reference: str = ""
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class PointsCall:
    """Ask where parcels can be collected near a post code; with an ``id`` about that point alone."""

    country: str
    postal_code: str
    id: str = ""
    most: int = 10


@dataclass(frozen=True, slots=True)
class PointsAnswer:
    """The points near a place, the nearest first; ``failure`` when this carrier cannot say, and why."""

    result: Result
    points: tuple[PickupPoint, ...] = ()
    code: str = ""
    message: str = ""


NO_POINTS = PointsAnswer("failure", code="not_supported")


class Carrier(Protocol):
    """One way to speak to a carrier."""

    kind: str
    # Never available under production settings.
    test_only: bool
    # Whether the carrier's program is asked where parcels are; the others tell us.
    polls: bool
    # Whether it is told which parcels it takes with it; where not, the driver's name closes the list.
    manifests: bool
    # Whether it tells where parcels can be collected, and takes a point's id with a label.
    points: bool
    secret_fields: tuple[str, ...]
    setting_fields: tuple[str, ...]

    @property
    def name(self) -> str | Promise:
        """What staff call it."""

    def check(self, account: Account) -> VoidAnswer:
        """Try the connection without buying anything."""

    def rates(self, account: Account, call: RateCall) -> RateAnswer:
        """Say what each service costs."""

    def buy(self, account: Account, call: LabelCall) -> LabelAnswer:
        """Make a label."""

    def find(self, account: Account, call: LabelCall, *, reference: str) -> FoundLabel | None:
        """Say whether a label was made for a call; None when there is no answer."""

    def void(self, account: Account, *, key: str, reference: str, tracking_number: str) -> VoidAnswer:
        """Take a label back that no parcel carries yet."""

    def find_points(self, account: Account, call: PointsCall) -> PointsAnswer:
        """Say where parcels can be collected."""

    def manifest(self, account: Account, call: ManifestCall) -> ManifestAnswer:
        """Take down which parcels leave with the carrier."""

    def track(
        self, account: Account, numbers: Sequence[str], *, at: dt.datetime
    ) -> tuple[TrackingAnswer, ...] | None:
        """Say where parcels are; None when there is no answer."""

    def parse_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
    ) -> tuple[TrackingNotice, ...]:
        """Check the signature and read a message. Raises BadSignature or BadMessage."""
