"""A campaign that is moved on the calendar takes its activities along and passes its gates again."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.operations.shifting import move_campaign
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_campaign, make_live, sign_off
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox

pytestmark = pytest.mark.django_db
RECORD = "marketing.campaign"


def settle() -> None:
    with clock.frozen(AT):
        while outbox.drain():
            pass


def test_mkt_17_a_campaign_moves_with_its_activities_and_away_from_what_holds_it():
    row = make_campaign()
    marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    first = marketing.campaign(row.pk).activities[0].starts_at
    work.put_on_calendar(
        kind="closure", title="New racks", starts_at=row.starts_at, ends_at=row.starts_at + DAY,
        owner_role="logistics_manager", record="work.calendar_entry", record_id="x", actor=ACTOR, at=AT,
    )  # fmt: skip
    settle()
    [date] = work.dates_of([(RECORD, str(row.pk))])
    assert [each.code for each in work.conflicts_of([(RECORD, str(row.pk))]) if each.blocks] == ["closure"]
    sign_off(row.pk, at=AT)
    with pytest.raises(marketing.StartRefused):
        move_campaign(row.pk, days=0, actor=ACTOR, at=AT)
    work.take_off_calendar(record="work.calendar_entry", record_id="x", actor=ACTOR, at=AT)
    settle()
    work.move_date(date.id, days=30, actor=ACTOR, at=AT)
    moved = marketing.campaign(row.pk)
    assert moved.state == "scheduled"
    assert moved.starts_at == row.starts_at + 30 * DAY
    assert moved.activities[0].starts_at == first + 30 * DAY


def test_mkt_17_what_holds_a_campaign_is_looked_at_when_it_starts():
    row = make_campaign()
    marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    sign_off(row.pk, at=AT)
    work.put_on_calendar(
        kind="closure", title="New racks", starts_at=row.starts_at, ends_at=row.starts_at + DAY,
        owner_role="logistics_manager", record="work.calendar_entry", record_id="x", actor=ACTOR, at=AT,
    )  # fmt: skip
    assert marketing.launch_due(row.starts_at + dt.timedelta(minutes=1)) == 0
    row.refresh_from_db()
    assert (row.state, row.stopped_because[0]["code"]) == ("stopped", "conflict_closure")


def test_one_that_runs_stays_where_it_is():
    row = make_live()
    with pytest.raises(marketing.CampaignState):
        move_campaign(row.pk, days=1, actor=ACTOR, at=AT)
