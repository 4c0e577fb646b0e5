"""Quantities as typed (BAD-03) and the store clock (FLT-12)."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel import clock
from storecrew.kernel.quantity import InvalidQuantity, parse_quantity


@pytest.mark.parametrize(
    "value",
    [
        -1,
        0,
        10**9,
        1.5,
        "1.5",
        float("nan"),
        "NaN",
        "１",
        2**63,
        "",
        "+1",
        "-1",
        True,
        None,
        [],
        "1e3",
        "1 0",
    ],
)
def test_bad_03_what_is_not_a_quantity_is_refused_with_a_next_step(value):
    with pytest.raises(InvalidQuantity) as refused:
        parse_quantity(value)
    assert refused.value.code == "invalid_quantity"
    assert "1 to 100,000" in str(refused.value)


@given(st.integers(1, 100_000))
def test_whole_numbers_within_the_limit_are_read(number):
    assert parse_quantity(number) == parse_quantity(f" {number} ") == number


def test_the_clock_is_aware_and_can_be_held_and_moved():
    assert clock.now().tzinfo is dt.UTC
    start = dt.datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    with clock.frozen(start):
        assert clock.now() == start
        clock.advance(dt.timedelta(hours=1))
        assert clock.now() == start.astimezone(dt.UTC) + dt.timedelta(hours=1)
        assert clock.today("Europe/Berlin") == dt.date(2026, 3, 29)
    with pytest.raises(RuntimeError):
        clock.advance(dt.timedelta(hours=1))
    with pytest.raises(ValueError, match="aware"), clock.frozen(dt.datetime(2026, 1, 1)):
        pass


@pytest.mark.parametrize(
    ("day", "tz", "instant"),
    [
        (dt.date(2026, 3, 1), "Asia/Seoul", "2026-02-28T15:00:00+00:00"),
        (dt.date(2026, 3, 29), "Europe/Berlin", "2026-03-28T23:00:00+00:00"),
        (dt.date(2026, 3, 30), "Europe/Berlin", "2026-03-29T22:00:00+00:00"),
        (dt.date(2026, 11, 1), "America/New_York", "2026-11-01T04:00:00+00:00"),
        # Clocks jump from 00:00 to 01:00: the day has no midnight and starts at 01:00.
        (dt.date(2026, 9, 6), "America/Santiago", "2026-09-06T04:00:00+00:00"),
    ],
)
def test_flt_12_a_local_day_starts_at_its_first_instant(day, tz, instant):
    start = clock.local_midnight(day, tz)
    assert start.isoformat() == instant
    assert start.astimezone(ZoneInfo(tz)).date() == day
    assert (start - dt.timedelta(seconds=1)).astimezone(ZoneInfo(tz)).date() < day
