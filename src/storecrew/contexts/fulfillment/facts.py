"""Frozen values that cross the border of the fulfillment context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """Goods of one order that left together; ``lines`` maps order line ids to units."""

    id: int
    order_id: int
    locations: tuple[str, ...]
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: dt.datetime
    actor_label: str
    lines: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class LineWork:
    """One line of a fulfillment order with its counters, all in units."""

    id: int
    order_line_id: int
    variant_id: int
    sku: str
    title: str
    quantity: int
    picked: int
    packed: int
    shipped: int


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """What one location has to send for one order; `state` as in ``rules.states``."""

    id: int
    order_id: int
    number: str
    channel_code: str
    location_id: int
    location_code: str
    location_name: str
    state: str
    held_because: str
    method_name: str
    country: str
    units: int
    placed_at: dt.datetime
    due_at: dt.datetime
    run_id: int | None
    tote: str
    changed_at: dt.datetime
    changed_by: str
    lines: tuple[LineWork, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a line, or stands now. `words` are for everybody; `note` is for staff."""

    state: str
    words: str
    quantity: int
    location: str
    actor: str
    at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineTimeline:
    """Where the units of an order line are: `state` and `words` of what is furthest behind, and the way so
    far.
    """

    order_line_id: int
    sku: str
    title: str
    quantity: int
    state: str
    words: str
    actor: str
    at: dt.datetime
    parts: tuple[tuple[str, str, int], ...]
    """(state, words, units) for each part that is somewhere else"""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """Why an order leaves from where it leaves, or would; `ranks` are (rule, ((location code, rank), ...)),
    lower is better. `places` are what was known of each location that has some of it; without a choice
    `rule` is "" and `at` may be missing.
    """

    chosen: str
    before: str
    rule: str
    ranks: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    at: dt.datetime | None
    places: tuple[RoutingPlaceFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutingPlaceFacts:
    """What was known of a location: has it everything, how far it is in km, what it costs, what waits."""

    code: str
    covers: bool
    near: bool
    distance: int | None
    cost: int
    queue: int


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule of the shop in its place of the order."""

    name: str
    active: bool
    step: int


@dataclass(frozen=True, slots=True)
class StopFacts:
    """One stop of a walk as the picker sees it; `left` is what is still to be taken."""

    id: int
    run_id: int
    number: str
    tote: str
    variant_id: int
    sku: str
    title: str
    barcode: str
    image: str
    bin_code: str
    zone_code: str
    lot_code: str
    expires_on: dt.date | None
    quantity: int
    left: int
    state: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One walk with its stops in order, and the orders by the tote they go into."""

    id: int
    kind: str
    location_code: str
    zone_code: str
    state: str
    picker_id: str
    picker: str
    started_at: dt.datetime
    totes: tuple[tuple[str, str], ...]
    stops: tuple[StopFacts, ...]


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """One parcel; weights in grams, `lines` map fulfillment lines to units."""

    id: int
    work_id: int
    order_id: int
    number: str
    code: str
    state: str
    box_code: str
    specification: Mapping[str, Any]
    proposal: tuple[Mapping[str, object], ...]
    message: str
    expected_g: int | None
    weight_g: int | None
    weight_reason: str
    photo_url: str
    packed_by: str
    needs_check: bool
    checked_by: str
    carrier: str
    tracking_number: str
    label_id: int | None
    label_state: str
    label_problem: str
    """the code of what stands in the way of a label, see ``states.LABEL_PROBLEMS``"""
    label_words: str
    label_fallback: bool
    closed_at: dt.datetime | None
    lines: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class InsertOffer:
    """Paper for parcels: ``key`` is its name above, ``codes`` what a scanner reads on it. Empty means all.

    ``categories`` are ids; what stands below them counts. With ``promotion_id`` it goes in only while that
    promotion is live. Orders placed from ``starts_at`` until before ``ends_at`` get it.
    """

    key: str
    name: str
    codes: Sequence[str]
    owner_role: str
    url: str = ""
    active: bool = True
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    channels: Sequence[str] = ()
    countries: Sequence[str] = ()
    skus: Sequence[str] = ()
    categories: Sequence[int] = ()
    first_order: bool = False
    promotion_id: int | None = None


class InsertFacts(NamedTuple):
    """An insert of a parcel; ``state`` is "asked", "put", "missing" or "left_out"."""

    id: int
    name: str
    codes: tuple[str, ...]
    state: str


class InsertPlace(NamedTuple):
    """How many copies of an insert are left at the benches of one location."""

    code: str
    name: str
    left: int


class InsertCounts(NamedTuple):
    """What became of an insert: put into parcels, of those handed over, not there, left out; copies left.

    ``copies`` are those of all ``places`` together.
    """

    copies: int
    places: tuple[InsertPlace, ...]
    active: bool
    put: int
    left: int
    missing: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What one person did of one activity ("pick", "pack", "count"), and how fast."""

    person_id: str
    name: str
    activity: str
    units: int
    minutes: int
    per_hour: int | None
    exceptions: int


@dataclass(frozen=True, slots=True)
class NextTask:
    """The work that comes next for somebody; ``activity`` is empty when nothing waits for them.

    ``why``: late, due or waiting. ``over`` names trainings that ended and whose work is not given.
    """

    work_id: int = 0
    activity: str = ""
    number: str = ""
    location_code: str = ""
    location_name: str = ""
    units: int = 0
    due_at: dt.datetime | None = None
    why: str = ""
    others: int = 0
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManifestFacts:
    """What a carrier takes with it; ``state`` is "open", "closing" or "closed"."""

    id: int
    number: str
    location_code: str
    location_name: str
    carrier_code: str
    carrier: str
    state: str
    parcel_count: int
    opened_by: str
    opened_at: dt.datetime
    driver: str
    reference: str
    closed_by: str
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer to send something else; ``state`` as in the model, "asked" also when its time is over."""

    id: int
    order_id: int
    order_line_id: int
    missing: str
    units: int
    sku: str
    title: str
    image_url: str
    refund: Money
    state: str
    asked_by: str
    asked_at: dt.datetime
    expires_at: dt.datetime
    answered_by: str
    way: str
    note: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """A part of an order that its customer collects; ``state`` is ready, collected, withdrawn or given_up.

    ``code`` is the customer's: staff are shown it after the hand-over only.
    """

    id: int
    order_id: int
    work_id: int
    number: str
    code: str
    state: str
    location_code: str
    location_name: str
    ready_at: dt.datetime
    keep_until: dt.datetime
    reminded_at: dt.datetime | None
    closed_at: dt.datetime | None
    by_code: bool
    received_by: str
    seen: str
    closed_by: str
