"""When a scheduled file is sent next (U073): by the clock on the wall, once on each day it is meant for."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.work.rules import next_sending

BERLIN = "Europe/Berlin"


def sent(after: str, rhythm: str, time: str, zone: str = BERLIN) -> str:
    """Return the next sending after an instant in UTC."""
    start = dt.datetime.fromisoformat(after).replace(tzinfo=dt.UTC)
    return next_sending(start, rhythm, dt.time.fromisoformat(time), zone).isoformat()[:16]


@pytest.mark.parametrize(
    ("after", "rhythm", "time", "instant"),
    [
        # before and after that time of the day
        ("2026-03-02T05:00", "day", "07:00", "2026-03-02T06:00"),
        ("2026-03-02T06:00", "day", "07:00", "2026-03-03T06:00"),
        # a week on, from the day itself
        ("2026-03-02T05:00", "mon", "07:00", "2026-03-02T06:00"),
        ("2026-03-02T06:00", "mon", "07:00", "2026-03-09T06:00"),
        ("2026-03-02T06:00", "sun", "07:00", "2026-03-08T06:00"),
        # the first of the month, across the year
        ("2026-12-01T06:00", "month", "07:00", "2027-01-01T06:00"),
        ("2026-11-30T23:30", "month", "00:45", "2026-11-30T23:45"),
        # the same time on the wall in summer is an hour earlier in UTC
        ("2026-03-28T06:00", "day", "07:00", "2026-03-29T05:00"),
        ("2026-10-24T05:00", "day", "07:00", "2026-10-25T06:00"),
        # 02:30 is jumped over on the 29th of March and comes twice on the 25th of October
        ("2026-03-28T01:30", "day", "02:30", "2026-03-29T01:30"),
        ("2026-03-29T01:30", "day", "02:30", "2026-03-30T00:30"),
        ("2026-10-25T00:00", "day", "02:30", "2026-10-25T00:30"),
        ("2026-10-25T00:30", "day", "02:30", "2026-10-26T01:30"),
    ],
)
def test_u073_the_next_time_follows_the_clock_on_the_wall(after, rhythm, time, instant):
    assert sent(after, rhythm, time) == instant


def test_u073_a_day_begins_where_the_clock_is():
    assert sent("2026-03-01T20:00", "mon", "07:00", "Asia/Seoul") == "2026-03-01T22:00"


def test_u073_no_day_is_left_out_and_none_has_two():
    at, days = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), []
    for _day in range(365):
        at = next_sending(at, "day", dt.time(2, 30), BERLIN)
        days.append((at + dt.timedelta(hours=1)).date())
    assert len(set(days)) == 365
