"""What promotions mean to sell, for those who order goods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.db.models import Q

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions.models import PlannedUnits, Promotion
from storecrew.contexts.promotions.queries.proposing import USUAL_DAYS
from storecrew.kernel import clock

State = Promotion.State
COUNTED = (State.SCHEDULED, State.LIVE, State.PAUSED, State.ENDED)
"""Drafts and promotions that a check stopped promise nothing."""


def planned_sales(
    variant_ids: Collection[int], since: dt.date, until: dt.date
) -> list[inventory.PlannedSale]:
    """Return the planned units of promotions whose days touch a window; one query.

    Days are those of the shop's zone. A promotion without an end is planned for a week.
    """
    zone = channels.facts().timezone
    begin, end = clock.local_midnight(since, zone), clock.local_midnight(until, zone)
    rows = PlannedUnits.objects.filter(
        Q(promotion__active_from=None) | Q(promotion__active_from__lt=end),
        Q(promotion__active_until=None) | Q(promotion__active_until__gt=begin),
        promotion__state__in=COUNTED,
        variant_id__in=list(variant_ids),
    )
    found = []
    for row in rows.select_related("promotion").order_by("pk"):
        first, last = _days(row.promotion, zone)
        if first < until and last >= since:
            over = row.promotion.state == State.ENDED
            found.append(
                inventory.PlannedSale(row.variant_id, first, last, row.units, row.promotion.name, over=over)
            )
    return found


def _days(promotion: Promotion, zone: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which a promotion sells, in the shop's zone."""
    local = ZoneInfo(zone)
    first = (promotion.active_from or promotion.created_at).astimezone(local).date()
    if promotion.active_until is None:
        return first, first + dt.timedelta(days=USUAL_DAYS - 1)
    # The end is a moment that no longer counts: midnight belongs to the day before.
    last = (promotion.active_until - dt.timedelta(microseconds=1)).astimezone(local).date()
    return first, max(first, last)
