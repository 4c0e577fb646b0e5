"""How a queue becomes days; and the last day on which a parcel can leave."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.shipping.rules.calendar import Calendar, leaves_by
from storecrew.contexts.shipping.rules.capacity import LONGEST, extra_days, minutes_for, rate_per_hour

FRIDAY = dt.date(2026, 3, 6)
WEEK = Calendar()


def days(queue: int, *minutes: int, usual: int = 0, calendar: Calendar = WEEK) -> int:
    """Extra days from a Friday on, with so many minutes on each of the next working days."""
    planned, day = {}, calendar.on_or_after(FRIDAY)
    for value in minutes:
        planned[day] = value
        day = calendar.add(day, 1)
    return extra_days(queue, planned, first=FRIDAY, calendar=calendar, usual_minutes=usual)


@pytest.mark.parametrize(
    ("queue", "minutes", "usual", "expected"),
    [
        (0, (480,), 0, 0),
        (480, (480, 480), 0, 0),
        (481, (480, 480), 0, 1),
        (960, (480, 480), 0, 1),
        (961, (480, 480, 480), 0, 2),
        (100, (), 0, 0),
        (100, (), 480, 1),
        (1000, (100,), 480, 2),
        (10**9, (480,), 480, LONGEST),
        (500, (0, 0, 480), 0, LONGEST),
    ],
)
def test_a_queue_lengthens_by_the_days_it_takes(queue, minutes, usual, expected):
    assert days(queue, *minutes, usual=usual) == expected


def test_weekends_and_holidays_are_no_days_of_work():
    holiday = Calendar(holidays=(dt.date(2026, 3, 9),))
    assert days(500, 480, 480, calendar=holiday) == 1
    assert extra_days(500, {FRIDAY: 480}, first=FRIDAY, calendar=holiday, usual_minutes=480) == 1


def test_the_rate_is_measured_when_there_is_enough_to_measure():
    assert rate_per_hour(600, 600, otherwise=40) == 60
    assert rate_per_hour(49, 600, otherwise=40) == 40
    assert rate_per_hour(600, 0, otherwise=40) == 40
    assert rate_per_hour(50, 60 * 1000, otherwise=40) == 1
    assert minutes_for(41, 40) == 62
    assert minutes_for(0, 40) == 0


@pytest.mark.parametrize(
    ("latest", "max_days", "expected"),
    [
        (dt.date(2026, 3, 6), 1, dt.date(2026, 3, 5)),
        (dt.date(2026, 3, 9), 1, dt.date(2026, 3, 6)),
        (dt.date(2026, 3, 10), 3, dt.date(2026, 3, 5)),
        (dt.date(2026, 3, 6), 0, dt.date(2026, 3, 6)),
    ],
)
def test_the_last_day_to_leave_counts_working_days_back(latest, max_days, expected):
    assert leaves_by(latest, calendar=WEEK, max_days=max_days) == expected
