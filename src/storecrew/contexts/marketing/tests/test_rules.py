"""Arithmetic and policy of campaigns, without a database."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.marketing.facts import PlanContent
from storecrew.contexts.marketing.rules import campaigns as rules
from storecrew.contexts.marketing.tests.factories import AT, activity, content


def test_mkt_2_the_budget_counts_what_is_owed_and_what_was_paid():
    rows = [
        ("planned", 100, None),
        ("ordered", 200, None),
        ("ordered", 300, 350),
        ("done", 400, 380),
        ("dropped", 500, 20),
        ("dropped", 600, None),
    ]
    found = rules.budget_of(1000, rows)
    assert found == (1000, 200 + 350 + 380 + 20, 350 + 380 + 20, 100)
    assert (found.left, found.beyond) == (50, 50), "what is planned fits as long as nothing is ordered"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"name": "  "}, [("name", "missing")]),
        ({"goal": "fame"}, [("goal", "unknown")]),
        ({"ends_at": AT}, [("ends_at", "order")]),
        ({"budget": -1}, [("budget", "negative")]),
        ({"utm_campaign": "Ünlaut!"}, [("utm_campaign", "utm")]),
    ],
)
def test_what_makes_a_campaign(changes, wrong):
    assert rules.problems(content(**{"utm_campaign": "spring"} | changes)) == wrong


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"owner": ""}, [("owner", "missing")]),
        ({"channel": "smoke"}, [("channel", "unknown")]),
        ({"state": "maybe"}, [("state", "unknown")]),
        ({"ends_at": AT - dt.timedelta(days=1)}, [("ends_at", "order")]),
        ({"cost": -5}, [("cost", "negative")]),
        ({"actual_cost": -5}, [("actual_cost", "negative")]),
    ],
)
def test_what_makes_an_activity(changes, wrong):
    assert rules.activity_problems(activity(**changes)) == wrong


def test_what_makes_a_line_of_the_strategy():
    good = {"audience": "Students", "channel": "mail", "year": 2026, "quarter": 2, "goal": "orders"}
    assert rules.plan_problems(PlanContent(**good, currency="EUR")) == []
    bad = PlanContent("", "smoke", 1, 5, "fame", "EUR", budget=-1)
    assert {name for name, _code in rules.plan_problems(bad)} == {
        "audience", "channel", "year", "quarter", "goal", "budget"
    }  # fmt: skip


def test_codes_of_links_are_made_from_names_and_are_different():
    assert rules.utm_code("Spring – 10% off!") == "spring-10-off"
    assert rules.utm_code("봄 세일") == "campaign"
    assert rules.utm_code("Spring", ["spring", "spring-2"]) == "spring-3"
