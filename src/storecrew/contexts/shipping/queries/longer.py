"""Longer promises: what was answered to a plan that brings more than people can do (5.5).

The answer stands on the conflict, its time is that of the plan on the calendar: a plan that moves takes its
longer promise along, and one that ends early ends it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from storecrew.contexts.channels import public as channels
from storecrew.contexts.work import public as work

ANSWER = "promise"
SHOP = "shop:"


class LongerPromise(NamedTuple):
    """So many working days more for what is ordered in these shops in a time, and the plan it is for."""

    conflict_id: int
    title: str
    url: str
    days: int
    shops: frozenset[int]
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str
    by: str
    since: dt.datetime

    def holds(self, at: dt.datetime) -> bool:
        """Say whether it counts for an order of this moment."""
        return self.starts_at <= at < self.ends_at


def longer_promises(*, at: dt.datetime, record: tuple[str, str] | None = None) -> list[LongerPromise]:
    """Return the longer promises that hold now or will, of all plans or of one; two queries."""
    answers = work.answers_in_days(ANSWER, at=at, records=None if record is None else [record])
    if not answers:
        return []
    dates = {
        (date.record, date.record_id): date
        for date in work.dates_of({(each.record, each.record_id) for each in answers})
        if date.kind in work.PLANS
    }
    shops = {shop.code: shop.id for shop in channels.all_channels()}
    found = []
    for each in answers:
        date = dates.get((each.record, each.record_id))
        if date is None or each.answer_days is None or each.accepted_until is None:
            continue
        named = {touch.removeprefix(SHOP) for touch in date.touches if touch.startswith(SHOP)}
        found.append(
            LongerPromise(
                each.id,
                date.title,
                date.url,
                each.answer_days,
                frozenset(key for code, key in shops.items() if not named or code in named),
                date.starts_at,
                min(date.ends_at, each.accepted_until),
                each.reason,
                each.accepted_by,
                each.accepted_at or at,
            )
        )
    return [each for each in found if each.ends_at > at]


class LongerPromises:
    """Longer promises for the shared calendar."""

    kind = "longer_promise"

    def __call__(self, since: dt.datetime, until: dt.datetime) -> Iterable[work.CalendarDate]:
        """Return those that touch a span of time."""
        for each in longer_promises(at=since):
            if each.starts_at < until:
                yield work.date_asked_for(
                    kind=self.kind,
                    title=each.title,
                    starts_at=each.starts_at,
                    ends_at=each.ends_at,
                    owner_role="logistics_manager",
                    record="work.conflict",
                    record_id=each.conflict_id,
                    url=f"/admin/calendar/conflicts/{each.conflict_id}/",
                    changed_at=each.since,
                )
