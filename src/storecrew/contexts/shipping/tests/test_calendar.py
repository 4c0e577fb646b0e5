"""Delivery days: without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.shipping.rules.calendar import Calendar, delivery_window

MONDAY = dt.date(2026, 3, 2)
NOON = dt.time(12)
PLAIN = Calendar()


def window(day: int, hour: int = 9, *, calendar=PLAIN, cutoff=NOON, handling=0, least=1, most=2):
    local = dt.datetime(2026, 3, day, hour)
    found = delivery_window(
        local, calendar=calendar, cutoff=cutoff, handling_days=handling, min_days=least, max_days=most
    )
    return [each.day if each.month == 3 else (each.month, each.day) for each in found]


def test_before_the_cutoff_today_counts():
    assert window(2) == [3, 4]


def test_at_the_cutoff_and_later_tomorrow_counts():
    assert window(2, 12) == [4, 5]
    assert window(2, 11) == [3, 4]


def test_without_cutoff_the_whole_day_counts():
    assert window(2, 23, cutoff=None) == [3, 4]


def test_weekends_rest():
    assert window(6) == [9, 10]
    assert window(6, 15) == [10, 11]
    assert window(7) == [10, 11]
    assert window(8, 23) == [10, 11]


def test_handling_comes_before_transit():
    assert window(5, handling=2) == [10, 11]


def test_holidays_rest():
    calendar = Calendar(holidays=(dt.date(2026, 3, 3), dt.date(2026, 3, 4)))
    assert window(2, calendar=calendar) == [5, 6]
    assert window(3, calendar=calendar) == [6, 9]


def test_a_calendar_with_saturdays():
    assert window(6, calendar=Calendar(working_days={1, 2, 3, 4, 5, 6})) == [7, 9]


def test_the_same_day_is_possible():
    assert window(2, least=0, most=0) == [2, 2]
    assert window(7, least=0, most=0) == [9, 9]


def test_flt_12_month_and_leap_day():
    assert window(31, least=1, most=1) == [(4, 1)] * 2
    leap = delivery_window(
        dt.datetime(2028, 2, 28, 9), calendar=Calendar(), cutoff=None, handling_days=0, min_days=1, max_days=1
    )
    assert leap.earliest == dt.date(2028, 2, 29)


def test_a_calendar_that_never_works_ends_after_a_year():
    never = Calendar(holidays={MONDAY + dt.timedelta(days=n) for n in range(800)})
    assert never.on_or_after(MONDAY) == MONDAY + dt.timedelta(days=366)


def test_an_empty_week_is_monday_to_friday():
    assert Calendar(working_days=()).works(MONDAY)
    assert not Calendar(working_days=()).works(MONDAY - dt.timedelta(days=1))


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)),
    st.sets(st.integers(1, 7), min_size=1),
    st.sets(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), max_size=10),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_parcels_arrive_on_working_days_and_in_order(local, working, holidays, handling, least, more):
    calendar = Calendar(working, holidays)
    found = delivery_window(
        local, calendar=calendar, cutoff=NOON, handling_days=handling, min_days=least, max_days=least + more
    )
    assert local.date() <= found.earliest <= found.latest
    assert calendar.works(found.earliest)
    assert calendar.works(found.latest)
    later = delivery_window(
        local + dt.timedelta(hours=1), calendar=calendar, cutoff=NOON, handling_days=handling,
        min_days=least, max_days=least + more,
    )  # fmt: skip
    assert later >= found


@pytest.mark.parametrize("days", range(6))
def test_adding_days_is_adding_them_one_by_one(days):
    calendar = Calendar(holidays=(dt.date(2026, 3, 4),))
    expected = calendar.on_or_after(MONDAY)
    for _ in range(days):
        expected = calendar.on_or_after(expected + dt.timedelta(days=1))
    assert calendar.add(MONDAY, days) == expected
