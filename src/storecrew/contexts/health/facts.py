"""Values that cross the border of health."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from django.utils.functional import Promise

Verdict = Literal["good", "fair", "poor"]


@dataclass(frozen=True, slots=True)
class Speed:
    """One measure of one kind of page on one kind of device: the 75th percentile and how it is judged.

    ``value`` is in milliseconds, for "cls" in thousandths; ``views`` is how many views were counted and
    ``good_share`` how many percent of them were good.
    """

    page: str
    device: str
    measure: str
    value: int
    verdict: Verdict
    views: int
    good_share: int


@dataclass(frozen=True, slots=True)
class TaskTime:
    """Seconds that a role needed for a task: half of the saves at most ``median``, 90 % ``p90``."""

    task: str
    role: str
    saves: int
    median: int
    p90: int


class SamplePreview(NamedTuple):
    """What taking the sample store away would do: how many products, promotions, open orders and sign-ins go.

    ``has_own_owner`` says whether somebody would be left who owns the shop by a password of their own.
    """

    products: int
    promotions: int
    open_orders: int
    sign_ins: int
    has_own_owner: bool
    product_ids: tuple[int, ...]
    last_order_id: int


class Retired(NamedTuple):
    """What was taken away; ``orders_left`` are orders whose parcels are on the bench or on the road."""

    products: int
    promotions: int
    orders: int
    orders_left: int
    sign_ins: int


class Item(NamedTuple):
    """Something that has to be right; ``role`` signs that it is."""

    code: str
    role: str
    title: str | Promise
    asks: str | Promise


class Fact(NamedTuple):
    """One thing read from what is there; ``value`` is signed along, at ``url`` it is put right."""

    code: str
    ok: bool
    value: str
    title: str | Promise
    url: str = ""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item of a launch as it is now. ``changed`` are facts that differ from when it was signed."""

    item: Item
    facts: tuple[Fact, ...]
    ready: bool
    signed_by: str
    signed_at: dt.datetime | None
    evidence: str
    changed: tuple[Fact, ...]
    granted_by: str
    grant_reason: str
    granted_until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LaunchFacts:
    """A launch with its items; ``go`` says whether all let it go. ``state`` as in the model."""

    id: int
    name: str
    channel_code: str
    channel_name: str
    is_public: bool
    preview_key: str
    state: str
    created_at: dt.datetime
    created_by: str
    opened_at: dt.datetime | None
    opened_by: str
    ended_at: dt.datetime | None
    ended_by: str
    reason: str
    canary_at: dt.datetime | None
    canary_problem: str
    check_at: dt.datetime | None
    check_order: str
    check_problem: str
    items: tuple[ItemFacts, ...]

    @property
    def go(self) -> bool:
        """Say whether every item lets it go."""
        return all(item.ready for item in self.items)

    @property
    def missing(self) -> tuple[ItemFacts, ...]:
        """Return the items that hold it back."""
        return tuple(item for item in self.items if not item.ready)
