"""INV-1: planned promotions are a part of what is ordered, and past ones no part of what is usual."""

import datetime as dt

import numpy as np
import pytest

from storecrew.contexts.inventory import planned
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.purchasing.queries import promoted
from storecrew.contexts.purchasing.rules.forecasting.uplift import week_factor
from storecrew.contexts.purchasing.tests.factories import AT

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
WEEK = 7 * DAY


def sale(variant_id, first, last, units, name, over=False):
    return inventory.PlannedSale(variant_id, first, last, units, name, over)


def test_a_promotion_counts_for_its_share_of_a_week():
    assert week_factor(MONDAY, MONDAY, MONDAY + 6 * DAY, 3) == 3
    assert week_factor(MONDAY, MONDAY + 5 * DAY, MONDAY + 20 * DAY, 8) == 3
    assert week_factor(MONDAY, MONDAY - 9 * DAY, MONDAY - DAY, 8) == 1
    with pytest.raises(ValueError, match="21"):
        week_factor(MONDAY, MONDAY, MONDAY, 21)


def test_planners_are_asked_by_name_and_the_answers_are_in_order(monkeypatch):
    monkeypatch.setattr(planned, "_providers", {})
    spring, fair = sale(7, MONDAY, MONDAY + WEEK, 9, "Spring"), sale(7, MONDAY - WEEK, MONDAY, 4, "Fair")
    inventory.register_planned_sales("one", lambda ids, since, until: [spring] * 9)
    inventory.register_planned_sales("one", lambda ids, since, until: [spring])
    inventory.register_planned_sales("other", lambda ids, since, until: [fair])
    assert inventory.planned_sales([7], since=MONDAY, until=MONDAY + WEEK) == [fair, spring]
    assert (spring.days, fair.days) == (8, 8)


def test_past_weeks_are_divided_by_what_a_promotion_did():
    # 2 a day for four weeks, then 6 a day for a week: the promotion tripled it
    days = {MONDAY - back * DAY: 6 if back <= 7 else 2 for back in range(1, 36)}
    history = np.array([[0.0, 0, 0], [14, 14, 42]])
    sales = [
        sale(7, MONDAY - WEEK, MONDAY - DAY, 500, "Winter", over=True),
        sale(8, MONDAY - WEEK, MONDAY - DAY, 500, "Other", over=True),
        sale(7, MONDAY, MONDAY + WEEK, 500, "Spring"),
    ]
    found = promoted.usual(history, [5, 7], {(7, 1): days}, sales, location_id=1, begin=MONDAY)
    assert found.tolist() == [[0, 0, 0], [14, 14, 14]]
    # the demand of another location is not this one's
    same = promoted.usual(history, [5, 7], {(7, 2): days}, sales, location_id=1, begin=MONDAY)
    assert same.tolist() == history.tolist()


def test_coming_plans_fall_on_their_days_and_on_the_share_of_a_location():
    sales = [
        sale(7, MONDAY + 5 * DAY, MONDAY + 8 * DAY, 40, "Spring"),
        sale(7, MONDAY, MONDAY + 6 * DAY, 70, "Over", over=True),
        sale(8, MONDAY, MONDAY + WEEK, 2, "Elsewhere"),
    ]
    found = promoted.ahead([5, 7], sales, {7: 0.5}, begin=MONDAY, weeks=3)
    assert found.planned == {(1, 0): [(2, 5.0)], (1, 1): [(2, 5.0)]}
    assert found.names == {7: ("Spring",)}


@pytest.mark.django_db
def test_the_share_of_a_location_is_what_it_sent_lately_else_even(shop):
    make_location("second")
    new, sold = shop.variants["B-1"], shop.variants["A-1"]
    for variant_id in (new, sold):
        stock(variant_id, 9)
        stock(variant_id, 9, location="second")
    from storecrew.contexts.purchasing.tests.test_replenishing import sell

    sell(sold, 6, AT - DAY)
    sales = [sale(key, AT.date(), AT.date() + WEEK, 9, "Spring") for key in (new, sold)]
    by_place = {
        code: promoted.shares(sales, inventory.location(code).id, today=AT.date(), timezone="UTC")
        for code in ("main", "second")
    }
    assert by_place == {"main": {new: 0.5, sold: 1.0}, "second": {new: 0.5, sold: 0.0}}
    assert promoted.shares([], inventory.location("main").id, today=AT.date(), timezone="UTC") == {}
