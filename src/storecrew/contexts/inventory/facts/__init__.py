"""What other contexts learn about stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.contexts.inventory.facts.correction import Correction as Correction
from storecrew.contexts.inventory.facts.places import PickupPlace as PickupPlace


@dataclass(frozen=True, slots=True)
class Availability:
    """What a channel can promise of one variant now.

    `available` is what one order can get; `word` is "in_stock", "low" or "out"; `by_location` maps
    location codes to the units each can send.
    """

    available: int
    word: str
    by_location: Mapping[str, int] = field(default_factory=dict, hash=False)


class Line(NamedTuple):
    """One order line that wants stock."""

    order_line_id: int
    variant_id: int
    quantity: int


class Allocated(NamedTuple):
    """Units of an order line promised at a location."""

    order_line_id: int
    variant_id: int
    location_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class AllocationFacts:
    """One allocation of an order as the back office shows it; `state` as in the model."""

    id: int
    order_line_id: int
    variant_id: int
    location_code: str
    location_name: str
    quantity: int
    state: str


class CountWork(NamedTuple):
    """One count as a piece of work; ``differs`` when a first count was not what the records said."""

    actor_id: str
    actor: str
    quantity: int
    at: dt.datetime
    differs: bool


@dataclass(frozen=True, slots=True)
class LocationFacts:
    """One location."""

    id: int
    code: str
    name: str
    kind: str
    is_default: bool
    active: bool
    country: str = ""

    @property
    def is_walked(self) -> bool:
        """Whether goods lie there that people take, count and pack; codes that are sold lie nowhere."""
        return self.kind != "digital"


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """The counters of one variant at one location."""

    variant_id: int
    location_id: int
    location_code: str
    on_hand: int
    allocated: int
    reserved: int
    safety: int
    quality_hold: int
    quarantine: int
    damaged: int
    available: int
    low_threshold: int
    in_bins: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger; `balance` is the bucket's number after it."""

    id: int
    at: dt.datetime
    kind: str
    bucket: str
    quantity: int
    balance: int
    reason: str
    document: str
    order_id: int | None
    actor: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Why a number is what it is: the counters, and the movements that made them, newest first."""

    level: LevelFacts
    entries: tuple[LedgerEntry, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter that does not equal what the ledger says."""

    variant_id: int
    location_id: int
    counter: str
    stored: int
    proved: int


@dataclass(frozen=True, slots=True)
class Recount:
    """The result of a recount: what differed, and what could not be repaired."""

    levels: int
    differences: tuple[Difference, ...]
    unrepaired: tuple[Difference, ...]


class PickPlace(NamedTuple):
    """Where to take units of one variant; sorted by `walk_order`.

    `bin_id` is None for units in no known bin (`bin_code` then names the shelf written on the level, if
    any); `lot_id` is None where lots are not kept.
    """

    variant_id: int
    bin_id: int | None
    bin_code: str
    zone_code: str
    walk_order: int
    lot_id: int | None
    lot_code: str
    expires_on: dt.date | None
    quantity: int


class Content(NamedTuple):
    """Units of one variant in one bin, with the lot where lots are kept."""

    variant_id: int
    location_id: int
    bin_id: int
    bin_code: str
    bin_kind: str
    zone_code: str
    walk_order: int
    lot_id: int | None
    lot_code: str
    expires_on: dt.date | None
    lot_held: bool
    quantity: int


@dataclass(frozen=True, slots=True)
class Profile:
    """How a variant is kept: tracking "none", "lot" or "serial", expiry, and where it may lie."""

    variant_id: int
    tracking: str = "none"
    expires: bool = False
    first_expired_first_out: bool = True
    shortest_rest_days: int = 0
    storage_class: str = "ambient"
    inspection_level: str = ""
    aql: str = "1.0"


@dataclass(frozen=True, slots=True)
class BinFacts:
    """One bin with its zone; `walk_order` orders all bins of the location."""

    id: int
    location_id: int
    location_code: str
    code: str
    kind: str
    zone_code: str
    storage_class: str
    walk_order: int
    active: bool


@dataclass(frozen=True, slots=True)
class StockImport:
    """What an import did to stock; `refused` maps variant ids to the units that are committed."""

    changed: int
    unchanged: int
    refused: Mapping[int, int] = field(default_factory=dict, hash=False)


class ExpectedLine(NamedTuple):
    """Units of a variant that a receipt waits for."""

    variant_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Inbound:
    """Units on the way to a location; shown, never sold. `kind` is "purchase_order" or "transfer"."""

    due_at: dt.datetime | None
    location_code: str
    quantity: int
    kind: str
    reference: str


@dataclass(frozen=True, slots=True)
class ReceiptLineFacts:
    """One line of a receipt; `to_come` is what it still waits for."""

    variant_id: int
    expected: int
    accepted: int
    damaged: int
    wrong: int
    over: int
    held: int
    to_come: int


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """A receipt with its lines; `state` is "open", "closed" or "canceled"."""

    id: int
    kind: str
    reference: str
    location_id: int
    location_code: str
    location_name: str
    state: str
    due_at: dt.datetime | None
    opened_by: str
    opened_at: dt.datetime
    closed_by: str
    closed_at: dt.datetime | None
    lines: tuple[ReceiptLineFacts, ...]


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """A sample to look at, or what it said; `accept` defects are still fine."""

    id: int
    receipt_id: int
    reference: str
    variant_id: int
    lot_code: str
    units: int
    level: str
    aql: str
    sample: int
    accept: int
    state: str
    defects: int | None


class Waiting(NamedTuple):
    """Units that wait to be put away: in a receiving bin, or loose with `bin_id` None; and where they fit."""

    variant_id: int
    bin_id: int | None
    bin_code: str
    lot_id: int | None
    lot_code: str
    quantity: int
    proposals: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class TransferLineFacts:
    """One line of a transfer: sent = in_transit + arrived + written_off."""

    variant_id: int
    planned: int
    sent: int
    arrived: int
    written_off: int
    in_transit: int
    reason: str


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """A transfer; `state` is "draft", "in_transit", "received" or "canceled"."""

    id: int
    code: str
    source_id: int
    source_code: str
    source_name: str
    target_id: int
    target_code: str
    target_name: str
    state: str
    due_at: dt.datetime | None
    receipt_id: int | None
    opened_by: str
    opened_at: dt.datetime
    sent_at: dt.datetime | None
    closed_at: dt.datetime | None
    lines: tuple[TransferLineFacts, ...]


class TakenBack(NamedTuple):
    """Units that came back, where they go (`taking_back.BUCKETS`), why not sold, lot or serial number."""

    variant_id: int
    quantity: int
    to: str
    cause: str = ""
    lot: str = ""
    serial: str = ""


class CountEntryFacts(NamedTuple):
    """One blind count; `seen` is what the records said then."""

    quantity: int
    seen: int
    actor: str
    at: dt.datetime
    dropped: bool


@dataclass(frozen=True, slots=True)
class CountFacts:
    """A count of a bin, or of loose units where `bin_id` is None.

    `state` is "open", "recount", "approval", "done" or "canceled".
    """

    id: int
    location_id: int
    location_code: str
    location_name: str
    bin_id: int | None
    bin_code: str
    variant_id: int
    cause: str
    state: str
    expected: int | None
    found: int | None
    reason: str
    posted: bool
    document: str
    opened_by: str
    opened_at: dt.datetime
    due_at: dt.datetime
    closed_at: dt.datetime | None
    approved_by: str
    entries: tuple[CountEntryFacts, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A scanned code: `kind` is "article", "bin", "receipt", "serial" or "unknown", `id` one of that kind
    (of a serial: its variant); the rest is what the code itself says."""

    kind: str
    id: int | None
    text: str
    lot: str = ""
    serial: str = ""
    until: dt.date | None = None
    count: int | None = None
    problem: str = ""
