"""How an on-site message stands and where it belongs; without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storecrew.contexts.marketing.facts import OnsiteContent
from storecrew.contexts.marketing.rules.onsite import (
    Bound,
    is_for,
    moment,
    problems,
    promotion_word,
    standing,
    window,
)

START, END = dt.datetime(2026, 3, 3, tzinfo=dt.UTC), dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
DURING = START + dt.timedelta(days=1)
GOOD = OnsiteContent(
    kind="popup", name="Hello", placement="home", headings={"en": "Ten off"}, starts="2026-03-03T00:00",
    ends="2026-03-09T00:00", buttons={"en": "Look"}, path="/search/", trigger="delay", trigger_after=10,
)  # fmt: skip


@pytest.mark.parametrize(
    ("stopped", "bound", "at", "expected"),
    [
        ("", Bound(), START - dt.timedelta(seconds=1), ("planned", "")),
        ("", Bound(), START, ("running", "")),
        ("", Bound(), END, ("ended", "")),
        ("", Bound("live", "holds"), DURING, ("running", "")),
        ("", Bound("scheduled"), START - dt.timedelta(days=1), ("planned", "")),
        ("", Bound("draft"), DURING, ("held", "campaign_waits")),
        ("", Bound("stopped"), DURING, ("held", "campaign_waits")),
        ("", Bound("paused"), DURING, ("held", "campaign_paused")),
        ("", Bound("ended"), DURING, ("ended", "campaign_over")),
        ("", Bound("live", "stock"), DURING, ("held", "promotion_stock")),
        ("", Bound("", "paused"), DURING, ("held", "promotion_paused")),
        ("", Bound("", "waits"), DURING, ("held", "promotion_waits")),
        ("", Bound("", "over"), DURING, ("held", "promotion_over")),
        ("", Bound(goods=False), DURING, ("held", "goods")),
        ("held", Bound("live"), DURING, ("held", "hand")),
        ("held", Bound("live"), END, ("ended", "")),
        ("ended", Bound("live"), DURING, ("ended", "hand")),
    ],
)
def test_mkt_10_a_message_follows_its_clock_campaign_promotion_and_goods(stopped, bound, at, expected):
    assert standing(START, END, stopped, bound, at) == expected


@pytest.mark.parametrize(
    ("state", "reason", "holds", "word"),
    [
        ("live", "", True, "holds"),
        ("live", "", False, "waits"),
        ("paused", "stock", False, "stock"),
        ("paused", "hand", False, "paused"),
        ("ended", "", False, "over"),
        ("draft", "", False, "waits"),
    ],
)
def test_a_promotion_in_a_word(state, reason, holds, word):
    assert promotion_word(state, reason, holds=holds) == word


def test_ops_11_the_hours_are_those_of_each_shop_and_an_hour_that_comes_twice_is_not_lost():
    assert moment("2026-03-03T00:00", "Asia/Seoul") == dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
    zones = ["Asia/Seoul", "Europe/Berlin"]
    assert window("2026-03-03T00:00", "2026-03-09T00:00", zones) == (
        dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 8, 23, tzinfo=dt.UTC),
    )
    twice = "2026-10-25T02:30"
    first, last = moment(twice, "Europe/Berlin"), moment(twice, "Europe/Berlin", is_end=True)
    assert last - first == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "placement", "category", "place", "section", "expected"),
    [
        ("banner", "home", "", "home", "", True),
        ("banner", "home", "", "product", "", False),
        ("banner", "all", "", "cart", "", True),
        ("popup", "all", "", "cart", "", False),
        ("banner", "category", "kitchen", "category", "kitchen/mugs", True),
        ("banner", "category", "kitchen", "category", "kitchenware", False),
        ("popup", "product", "kitchen", "product", "", False),
    ],
)
def test_a_message_belongs_to_its_place_and_category(kind, placement, category, place, section, expected):
    assert is_for(kind, placement, category, place=place, section=section) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"name": " "}, {"name": "missing"}),
        ({"kind": "video"}, {"kind": "unknown"}),
        ({"placement": "mars"}, {"placement": "unknown"}),
        ({"placement": "cart"}, {"placement": "no_popup"}),
        ({"headings": {"en": " "}}, {"headings": "missing"}),
        ({"path": "//evil.example"}, {"path": "path"}),
        ({"path": ""}, {"path": "missing"}),
        ({"starts": "soon"}, {"starts": "missing"}),
        ({"ends": "2026-03-03T00:00"}, {"ends": "order"}),
        ({"trigger": "arrival"}, {"trigger": "unknown"}),
        ({"trigger_after": 0}, {"trigger_after": "soon"}),
        ({"trigger": "scroll", "trigger_after": 5}, {"trigger_after": "percent"}),
        ({"trigger": "exit", "trigger_after": 0}, {}),
        ({"cap_times": 0}, {"cap_times": "unknown"}),
        ({"cap_days": 0}, {"cap_days": "unknown"}),
    ],
)
def test_what_is_wrong_is_named_by_its_field(changes, expected):
    assert problems(replace(GOOD, **changes)) == expected
