"""Delivery days: without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.shipping.rules.calendar import (
    CUTOFF,
    Calendar,
    counts_from,
    delivery_window,
    departure,
)

MONDAY = dt.date(2026, 3, 2)
NOON = dt.time(12)
PLAIN = Calendar()


def window(day: int, hour: int = 9, *, calendar=PLAIN, cutoff=NOON, handling=0, least=1, most=2):
    local = dt.datetime(2026, 3, day, hour)
    leaves = departure(local, cutoff=cutoff, handling_days=handling, handling=calendar)
    found = delivery_window(leaves, calendar=calendar, min_days=least, max_days=most)
    return [each.day if each.month == 3 else (each.month, each.day) for each in found]


def test_before_the_cutoff_today_counts():
    assert window(2) == [3, 4]


def test_at_the_cutoff_and_later_tomorrow_counts():
    assert window(2, 12) == [4, 5]
    assert window(2, 11) == [3, 4]


def test_log_7_without_a_cutoff_of_its_own_that_of_the_house_holds():
    assert dt.time(14) == CUTOFF
    assert window(2, 13, cutoff=None) == [3, 4]
    assert window(2, 14, cutoff=None) == [4, 5]


@pytest.mark.parametrize(("day", "hour"), [(2, 9), (2, 15), (6, 9), (6, 15), (7, 9)])
@pytest.mark.parametrize("queue", range(4))
def test_log_7_the_queue_and_the_cutoff_are_not_added_up(day, hour, queue):
    """The orders before it are done on a day that is counted from today; an evening's order waits anyway."""
    local = dt.datetime(2026, 3, day, hour)
    alone = departure(local, cutoff=NOON, handling_days=0, handling=PLAIN)
    done = PLAIN.add(local.date(), queue)
    leaves = departure(local, cutoff=NOON, handling_days=0, handling=PLAIN, queue_days=queue)
    assert leaves == max(alone, done)
    assert departure(local, cutoff=NOON, handling_days=1, handling=PLAIN, queue_days=queue) == PLAIN.add(
        leaves, 1
    )


@pytest.mark.parametrize(("minutes", "from_money"), [(None, False), (2, False), (60, False), (61, True)])
def test_log_7_an_order_that_waited_for_its_money_counts_from_then(minutes, from_money):
    placed = dt.datetime(2026, 3, 2, 12, 59, tzinfo=dt.UTC)
    paid = None if minutes is None else placed + dt.timedelta(minutes=minutes)
    assert counts_from(placed, paid) == (paid if from_money else placed)


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
    leap = delivery_window(dt.date(2028, 2, 28), calendar=Calendar(), min_days=1, max_days=1)
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

    def arrives(placed: dt.datetime):
        leaves = departure(placed, cutoff=NOON, handling_days=handling, handling=calendar)
        return delivery_window(leaves, calendar=calendar, min_days=least, max_days=least + more)

    found, later = arrives(local), arrives(local + dt.timedelta(hours=1))
    assert local.date() <= found.earliest <= found.latest
    assert calendar.works(found.earliest)
    assert calendar.works(found.latest)
    assert later >= found


@pytest.mark.parametrize("days", range(6))
def test_adding_days_is_adding_them_one_by_one(days):
    calendar = Calendar(holidays=(dt.date(2026, 3, 4),))
    expected = calendar.on_or_after(MONDAY)
    for _ in range(days):
        expected = calendar.on_or_after(expected + dt.timedelta(days=1))
    assert calendar.add(MONDAY, days) == expected
