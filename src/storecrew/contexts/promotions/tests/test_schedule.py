"""Local time: a promotion holds from local midnight to local midnight, wherever clocks change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.promotions.rules.schedule import is_open, moment, window

ZONES = ["Asia/Seoul", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]
MARCH = (dt.datetime(2026, 3, 1), dt.datetime(2026, 4, 1))


@pytest.mark.parametrize("zone", ZONES[:3])
def test_ops_11_march_is_march_everywhere(zone):
    start, end = window(*MARCH, zone)
    place = ZoneInfo(zone)
    assert (start.astimezone(place).isoformat()[:16], end.astimezone(place).isoformat()[:16]) == (
        "2026-03-01T00:00",
        "2026-04-01T00:00",
    )
    assert is_open(start, start, end)
    assert not is_open(end, start, end)
    assert is_open(end - dt.timedelta(seconds=1), start, end)


@given(st.sampled_from(ZONES), st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2035, 1, 1)))
def test_ops_11_a_wall_clock_time_is_one_moment_never_before_it(zone, local):
    local = local.replace(second=0, microsecond=0)
    found = moment(local, zone)
    shown = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown >= local
    assert shown - local <= dt.timedelta(hours=1)
    assert moment(local, zone, is_end=True) >= found


def test_ops_11_a_skipped_time_is_the_moment_after_the_gap():
    assert moment(dt.datetime(2026, 3, 29, 2, 30), "Europe/Berlin") == dt.datetime(
        2026, 3, 29, 1, tzinfo=dt.UTC
    )


def test_ops_11_a_repeated_time_starts_first_and_ends_last():
    local = dt.datetime(2026, 10, 25, 2, 30)
    assert moment(local, "Europe/Berlin") == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert moment(local, "Europe/Berlin", is_end=True) == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
