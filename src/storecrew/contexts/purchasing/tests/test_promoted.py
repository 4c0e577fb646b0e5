"""INV-1: planned promotions are a part of what is ordered, and past ones no part of what is usual."""

import datetime as dt

import pytest

from storecrew.contexts.purchasing import planned
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.queries import promoted
from storecrew.contexts.purchasing.rules.forecasting.uplift import week_factor

MONDAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def nobody_plans(monkeypatch):
    monkeypatch.setattr(planned, "_providers", [])


def plan(*uplifts):
    purchasing.register_uplifts(
        lambda ids, since, until: [each for each in uplifts if each.variant_id in ids]
    )


def test_a_promotion_counts_for_its_share_of_a_week():
    day = dt.timedelta(days=1)
    assert week_factor(MONDAY, MONDAY, MONDAY + 6 * day, 3) == 3
    assert week_factor(MONDAY, MONDAY + 5 * day, MONDAY + 20 * day, 8) == 3
    assert week_factor(MONDAY, MONDAY - 9 * day, MONDAY - day, 8) == 1
    with pytest.raises(ValueError, match="21"):
        week_factor(MONDAY, MONDAY, MONDAY, 21)


def test_promotions_fall_on_the_past_and_on_the_weeks_ahead():
    week = dt.timedelta(days=7)
    plan(
        purchasing.PlannedUplift(7, MONDAY - week, MONDAY - dt.timedelta(days=1), 2, "Winter"),
        purchasing.PlannedUplift(7, MONDAY + week, MONDAY + 2 * week - dt.timedelta(days=1), 3, "Spring"),
        purchasing.PlannedUplift(7, MONDAY + week, MONDAY + 2 * week - dt.timedelta(days=1), 10, "Fair"),
        purchasing.PlannedUplift(8, MONDAY, MONDAY + week, 2, "Other"),
    )
    past, ahead = promoted.factors([5, 7], begin=MONDAY, back=4, ahead=8)
    assert past == {(1, 3): 2}
    # Together they would be thirty times the usual; nobody may plan more than twenty.
    assert ahead.factors == {(1, 1): 20}
    assert ahead.names == {7: ("Spring", "Fair")}
    planned._providers.clear()
    assert promoted.factors([7], begin=MONDAY, back=4, ahead=8) == ({}, ({}, {}))
