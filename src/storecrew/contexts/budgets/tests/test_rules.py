"""Arithmetic of budgets: each cost on one line and once, what is left, what will not be enough (HOD-6)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.budgets import rules
from storecrew.contexts.budgets.facts import Cost, LineFacts

JAN, MAR, JUN, DEC = dt.date(2026, 1, 1), dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 12, 31)


def line(number=1, planned=1000, **more) -> LineFacts:
    values = {"team": "", "channel": "", "campaign": "", "starts_on": JAN, "ends_on": DEC} | more
    return LineFacts(id=number, name=f"L{number}", planned=planned, more=0, currency="EUR", **values)


def cost(expected=100, committed=0, actual=0, **more) -> Cost:
    values = {"day": dt.date(2026, 2, 1), "currency": "EUR", "team": "marketing"} | more
    return Cost("x", "c", "/x/", expected=expected, committed=committed, actual=actual, **values)


def test_hod_6_a_cost_belongs_to_the_line_that_says_most_about_it():
    lines = [
        line(1), line(2, team="marketing"), line(3, channel="print"), line(4, campaign="spring"),
        line(5, channel="print", ends_on=MAR),
    ]  # fmt: skip

    def chosen(**more):
        found = rules.line_of(cost(**more), lines)
        return found.id if found else None

    assert chosen() == 2 and chosen(team="it") == 1
    assert chosen(channel="print") == 5 and chosen(channel="print", day=JUN) == 3
    assert chosen(channel="print", campaign="spring") == 4
    assert chosen(currency="KRW") is None and chosen(day=dt.date(2027, 1, 1)) is None


def test_hod_6_what_a_platform_reports_counts_once():
    planned = cost(1000, 1000, 0, channel="search", campaign="spring")
    reported = cost(400, 400, 400, channel="search", campaign="spring", running=True)
    other = cost(50, 50, 50, channel="print", campaign="spring")
    kept = rules.without_doubles([planned, reported, other])
    assert [(each.expected, each.committed, each.actual) for each in kept] == [
        (600, 600, 0), (400, 400, 400), (50, 50, 50),
    ]  # fmt: skip
    assert sum(each.committed for each in kept) == 1050


def test_hod_6_what_runs_goes_on_as_it_did():
    found, outside = rules.standings([line(planned=1000)], [cost(100, 100, 100, running=True)], today=JAN)
    assert found[0].forecast == 100 and outside == []
    half = dt.date(2026, 7, 2)
    (standing,), _outside = rules.standings(
        [line(planned=1000)], [cost(500, 500, 500, running=True)], today=half
    )
    assert standing.forecast == 1000 and standing.left == 500


def test_costs_without_a_line_are_told():
    found, outside = rules.standings([line(team="it")], [cost(70, 70, 0)], today=JAN)
    assert found[0].committed == 0 and [each.committed for each in outside] == [70]


@pytest.mark.parametrize(
    ("committed", "actual", "forecast", "today", "state"),
    [
        (900, 1001, 1001, JUN, "over"),
        (1001, 500, 1001, JUN, "committed"),
        (900, 500, 1051, JUN, "will"),
        (900, 500, 1050, JUN, "fine"),
        (600, 600, 600, dt.date(2027, 1, 1), "left"),
        (800, 800, 800, dt.date(2027, 1, 1), "fine"),
    ],
)
def test_hod_6_how_a_line_stands_has_a_word(committed, actual, forecast, today, state):
    assert rules.state_of(line(), committed, actual, forecast, today) == state


def test_scenarios_are_whole_amounts():
    assert [rules.scaled(999, percent) for percent in (-100, -10, 0, 10)] == [0, 899, 999, 1099]
