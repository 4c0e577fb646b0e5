"""Opening hours: read as typed, shown in few words."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.kernel import hours


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("10:00-18:00", [("10:00", "18:00")]),
        ("10-13, 14:30–18", [("10:00", "13:00"), ("14:30", "18:00")]),
        ("14-18;9-12", [("09:00", "12:00"), ("14:00", "18:00")]),
        ("0-24", [("00:00", "24:00")]),
    ],
)
def test_hours_are_read_as_people_type_them(text, spans):
    assert [(span.opens, span.closes) for span in hours.read(3, text)] == spans


@pytest.mark.parametrize(
    "text", ["ten", "18-10", "10-10", "9-12, 11-14", "10:00", "25-26", "10-24:30", "10:7-11"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        hours.read(1, text)


def test_days_of_the_same_hours_stand_together_in_the_language_of_the_reader():
    week = [[day, "10:00", "18:00"] for day in range(1, 6)] + [[6, "10:00", "14:00"]]
    assert hours.lines(week, "en") == (("Mon–Fri", "10:00–18:00"), ("Sat", "10:00–14:00"))
    assert hours.lines(week, "ko")[0] == ("월–금", "10:00–18:00")
    assert hours.lines([], "en") == ()
    assert hours.typed(hours.week(week), 6) == "10:00-14:00"


def test_the_next_open_day_skips_rest_days_and_closed_weekdays():
    week = hours.week([[day, "10:00", "18:00"] for day in range(1, 6)])
    saturday = dt.date(2026, 3, 7)
    monday = dt.date(2026, 3, 9)
    assert hours.open_day(saturday, week) == monday
    assert hours.open_day(saturday, week, [monday]) == dt.date(2026, 3, 10)
    assert hours.open_day(saturday, ()) == saturday
    assert hours.last_hour(monday, week) == "18:00"
    every_day = [saturday + dt.timedelta(days=ahead) for ahead in range(hours.FAR)]
    assert hours.open_day(saturday, week, every_day) is None
