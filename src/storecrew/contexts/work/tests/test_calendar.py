"""The shared calendar: one date per fact and kind, a secret link per person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.contexts.work import public as work
from storecrew.contexts.work import sources
from storecrew.contexts.work.models import CalendarFeed
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ROOT = system_actor("tests")


def put(**changes):
    values = {
        "kind": "purchase_order",
        "title": "Cups arrive",
        "starts_at": AT,
        "ends_at": AT + DAY,
        "owner_role": "inventory_manager",
        "record": "purchasing.order",
        "record_id": 3,
        "actor": ROOT,
        "at": AT,
    }
    return work.put_on_calendar(**(values | changes))


def shown(since, until, **more):
    return [date.title for date in work.calendar(since=since, until=until, **more)]


def test_a_fact_that_moves_moves_its_date():
    first = put()
    again = put(starts_at=AT + 5 * DAY, ends_at=AT + 6 * DAY, title="Cups arrive later")
    assert again.id == first.id
    assert shown(AT, AT + DAY) == []
    assert shown(AT + 5 * DAY, AT + 6 * DAY) == ["Cups arrive later"]
    put(kind="count", title="Count them")
    assert {"count", "purchase_order"} <= set(work.calendar_kinds())
    assert shown(AT, AT + 9 * DAY, kinds=["count"]) == ["Count them"]


def test_a_date_is_shown_on_every_day_it_touches():
    put(starts_at=AT - 3 * DAY, ends_at=AT + 3 * DAY)
    assert shown(AT, AT + timedelta(hours=1)) == ["Cups arrive"]
    assert shown(AT + 4 * DAY, AT + 5 * DAY) == []


def test_dates_go_with_their_fact():
    put()
    put(kind="count")
    assert (
        work.take_off_calendar(record="purchasing.order", record_id=3, kind="count", actor=ROOT, at=AT) == 1
    )
    assert work.take_off_calendar(record="purchasing.order", record_id="3", actor=ROOT, at=AT) == 1
    assert work.take_off_calendar(record="purchasing.order", record_id=3, actor=ROOT, at=AT) == 0


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"ends_at": AT - DAY}, {"owner_role": ""}, {"record": ""}, {"kind": ""}]
)
def test_a_date_has_a_title_an_owner_a_fact_and_goes_forward(wrong):
    with pytest.raises(work.InvalidDate):
        put(**wrong)


def test_only_staff_write_and_read():
    with pytest.raises(Denied):
        put(actor=guest_actor())
    with pytest.raises(Denied):
        work.feed_link(actor=guest_actor(), at=AT)


def test_a_new_link_ends_the_old_one_and_the_secret_is_not_kept():
    old = work.feed_link(actor=ROOT, at=AT)
    new = work.feed_link(actor=ROOT, at=AT)
    assert work.feed_owner(old) == ""
    assert work.feed_owner(new) == ROOT.id
    assert work.has_feed(ROOT.id)
    assert new not in CalendarFeed.objects.get().token_hash


def test_mkt_17_what_others_keep_is_asked_for_and_stands_between_the_rest(monkeypatch):
    asked = []

    class Shifts:
        kind = "tests.shift"

        def __call__(self, since, until):
            asked.append((since, until))
            yield work.date_asked_for(
                kind=self.kind, title="Two people", starts_at=AT + DAY, ends_at=AT + DAY,
                owner_role="logistics_manager", record="tests.day", record_id="1", changed_at=AT,
            )  # fmt: skip

    monkeypatch.setattr(sources, "_sources", {})
    work.register_calendar_source(Shifts())
    put(title="Before", record_id="1", starts_at=AT, ends_at=AT)
    put(title="Behind", record_id="2", starts_at=AT + 2 * DAY, ends_at=AT + 2 * DAY)
    assert shown(AT, AT + 3 * DAY) == ["Before", "Two people", "Behind"]
    assert asked == [(AT, AT + 3 * DAY)]
    assert shown(AT, AT + 3 * DAY, kinds=["purchase_order"]) == ["Before", "Behind"]
    assert len(asked) == 1
    assert work.calendar_kinds() == ["purchase_order", "tests.shift"]
    [date] = work.calendar(since=AT, until=AT + 3 * DAY, kinds=["tests.shift"])
    assert (date.id, date.touches) == (0, ())
    work.register_calendar_source(Shifts())
    assert shown(AT, AT + 3 * DAY, kinds=["tests.shift"]) == ["Two people"]
