"""How many units a promotion will sell, proposed from past sales and from what past promotions did."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from statistics import median
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions.models import Claim, PlannedUnits, Promotion

LOOK_BACK = 28
USUAL_DAYS = 7


class Proposal(NamedTuple):
    """Units an article will sell within a window, at least and at most nine times in ten."""

    units: int
    least: int
    most: int
    uplift: float


def propose_units(
    variant_ids: Collection[int], *, starts: dt.datetime | None, ends: dt.datetime | None, at: dt.datetime
) -> dict[int, Proposal]:
    """Propose from the sales of the last four weeks times the usual uplift of past promotions."""
    days = max(1, (ends - (starts or at)).days) if ends else USUAL_DAYS
    today = channels.house_day(at)
    demand = inventory.daily_demand(
        variant_ids, since=today - dt.timedelta(days=LOOK_BACK), until=today, timezone=channels.house_zone()
    )
    sold = dict.fromkeys(variant_ids, 0)
    for (variant_id, _location), by_day in demand.items():
        sold[variant_id] += max(0, sum(by_day.values()))
    uplift = usual_uplift()
    found = {}
    for key, units in sold.items():
        mean = units / LOOK_BACK * days * uplift
        spread = 1.645 * math.sqrt(mean)
        found[key] = Proposal(
            max(1, math.ceil(mean)), max(0, math.floor(mean - spread)), math.ceil(mean + spread), uplift
        )
    return found


def usual_uplift() -> float:
    """Return by how much past promotions sold more than was planned; 1.0 before there are three."""
    ended = Promotion.objects.filter(state=Promotion.State.ENDED).order_by("-pk")
    keys = list(ended.values_list("pk", flat=True)[:20])
    planned = _units(PlannedUnits.objects.filter(promotion__in=keys))
    sold = _units(Claim.objects.filter(promotion__in=keys, released_at=None))
    ratios = [sold[key] / units for key, units in planned.items() if units and sold.get(key)]
    return round(max(0.2, median(ratios)), 2) if len(ratios) >= 3 else 1.0


def _units(rows: QuerySet[Any]) -> dict[int, int]:
    """Return the units of some rows by promotion."""
    return dict(rows.order_by().values_list("promotion_id").annotate(sum=Sum("units")))
