"""How many to order when: reorder point, order-up-to level and safety stock of a periodic review."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

from storecrew.contexts.purchasing.rules.buying import in_packs


class Demand(NamedTuple):
    """Units a day, and the standard deviation of a day's forecast error."""

    daily: float
    deviation: float


class Supply(NamedTuple):
    """Days until goods arrive and their standard deviation, days between two orders, and packs."""

    lead_days: float
    lead_spread: float
    review_days: int
    moq: int = 1
    pack_size: int = 1


class Decided(NamedTuple):
    """What a person decided for an article instead of what is computed; None leaves it computed.

    ``least`` and ``most`` are the reorder point and the level to order up to; ``stopped`` orders nothing.
    """

    least: int | None = None
    most: int | None = None
    safety_stock: int | None = None
    lead_days: int | None = None
    moq: int | None = None
    stopped: bool = False


class Levels(NamedTuple):
    """When to order and up to what; all in units."""

    safety_stock: int
    reorder_point: int
    order_up_to: int


class Need(NamedTuple):
    """What to order now, and how long what is there will last (None: for ever, nothing is sold)."""

    quantity: int
    days_cover: float | None


def levels(demand: Demand, supply: Supply, *, service_level: float) -> Levels:
    """Return the levels for a service level between 0.5 and 1 (the chance not to run out in a cycle).

    The shelf has to last from this review to the arrival of what the *next* review orders: lead time plus one
    review. Both the demand within that time and the lead time itself vary.
    """
    days = supply.lead_days + supply.review_days
    spread = math.sqrt(days * demand.deviation**2 + (demand.daily * supply.lead_spread) ** 2)
    safety = math.ceil(NormalDist().inv_cdf(service_level) * spread) if demand.daily > 0 else 0
    point = math.ceil(demand.daily * supply.lead_days) + safety
    return Levels(safety, point, math.ceil(demand.daily * days) + safety)


def as_decided(computed: Levels, decided: Decided) -> Levels:
    """Return the levels with what a person decided; another safety stock moves the two others with it.

    The shelf is never filled less far than to the point at which it is ordered.
    """
    safety = computed.safety_stock if decided.safety_stock is None else decided.safety_stock
    moved = safety - computed.safety_stock
    point = computed.reorder_point + moved if decided.least is None else decided.least
    up_to = computed.order_up_to + moved if decided.most is None else decided.most
    if decided.most is not None and decided.least is None:
        point = min(point, decided.most)
    return Levels(safety, point, max(up_to, point))


def need(
    demand: Demand,
    supply: Supply,
    at: Levels,
    *,
    available: int,
    inbound: int,
    decided: Decided = Decided(),  # noqa: B008 - a value that never changes
) -> Need:
    """Return what to order: nothing while stock and what is on the way are above the reorder point.

    What is not sold is ordered only where somebody decided a minimum for it.
    """
    position = available + inbound
    cover = max(available, 0) / demand.daily if demand.daily > 0 else None
    asleep = demand.daily <= 0 and not decided.least
    if decided.stopped or asleep or position > at.reorder_point:
        return Need(0, cover)
    return Need(in_packs(at.order_up_to - position, moq=supply.moq, pack_size=supply.pack_size), cover)
