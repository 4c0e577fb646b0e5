"""How promotions stand, for those who tell of them: campaigns, mails, banners (5.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.queries import stock
from storecrew.contexts.promotions.rules.shortfall import StockCheck


class Standing(NamedTuple):
    """A promotion at a moment. ``variant_ids`` are the articles that its plan names.

    ``starts_local`` and ``ends_local`` are what the clocks of its shops show then, such as 2026-03-01T00:00.
    """

    id: int
    name: str
    state: str
    pause_reason: str
    active_from: dt.datetime | None
    active_until: dt.datetime | None
    sentence: dict[str, str]
    variant_ids: tuple[int, ...]
    starts_local: str = ""
    ends_local: str = ""

    def holds(self, at: dt.datetime) -> bool:
        """Say whether new carts get it now, in at least one shop."""
        return (
            self.state == Promotion.State.LIVE
            and (self.active_from is None or self.active_from <= at)
            and (self.active_until is None or at < self.active_until)
        )


def standing(promotion_ids: Collection[int]) -> dict[int, Standing]:
    """Return how promotions stand now; unknown ids are left out. Two queries."""
    rows = Promotion.objects.filter(pk__in=list(promotion_ids)).prefetch_related("planned").order_by("pk")
    return {
        row.pk: Standing(
            row.pk,
            row.name,
            row.state,
            row.pause_reason,
            row.active_from,
            row.active_until,
            dict(row.sentence),
            tuple(each.variant_id for each in row.planned.all()),
            row.starts_local,
            row.ends_local,
        )
        for row in rows
    }


def open_promotions(*, most: int) -> list[tuple[int, str]]:
    """Return (id, name) of promotions that are not over, for choosing one."""
    rows = Promotion.objects.exclude(state=Promotion.State.ENDED).order_by("name", "pk")
    return list(rows.values_list("pk", "name")[:most])


def unmet_stock(promotion_id: int, *, at: dt.datetime) -> tuple[StockCheck, ...]:
    """Return the articles of which a promotion plans more than can be promised; none while it is let pass."""
    row = Promotion.objects.filter(pk=promotion_id).first()
    if row is None or stock.override_of(row, at) is not None:
        return ()
    return stock.shortfalls(row)
