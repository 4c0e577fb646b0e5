"""Rounding of prices: on the step with the ending, nearest or in one direction, and never to nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.pricing.rules.rounding import DIRECTIONS, RoundingRule, named


@st.composite
def rules(draw) -> RoundingRule:
    step = draw(st.integers(1, 100_000))
    return RoundingRule(step, draw(st.integers(0, step - 1)), draw(st.sampled_from(DIRECTIONS)))


@given(rules(), st.integers(1, 10**12))
def test_mon_02_a_rounded_price_is_on_the_rule_above_zero_and_stays(rule, amount):
    price = rule.apply(amount)
    assert price > 0
    assert price % rule.step == rule.ending
    assert rule.apply(price) == price


@given(rules(), st.integers(1, 10**12))
def test_no_price_of_the_rule_is_nearer_and_directions_hold(rule, amount):
    price = rule.apply(amount)
    if rule.direction == "up":
        assert amount <= price < amount + rule.step
    elif rule.direction == "down" and price <= amount:
        assert amount - rule.step < price
    elif rule.direction == "nearest":
        others = [other for other in (price - rule.step, price + rule.step) if other > 0]
        assert all(abs(price - amount) <= abs(other - amount) for other in others)


@given(rules(), st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_higher_amount_never_gets_a_lower_price(rule, one, other):
    low, high = sorted((one, other))
    assert rule.apply(low) <= rule.apply(high)


@pytest.mark.parametrize(
    ("rule", "amount", "price"),
    [
        (RoundingRule(1000, 900), 12_345, 11_900),
        (RoundingRule(1000, 900), 12_400, 12_900),
        (RoundingRule(1000, 900, "down"), 12_899, 11_900),
        (RoundingRule(1000, 900, "up"), 12_901, 13_900),
        (RoundingRule(1000, 900, "down"), 300, 900),
        (RoundingRule(100, 99), 1249, 1299),
        (RoundingRule(100, 95, "down"), 1249, 1195),
        (RoundingRule(5), 1002, 1000),
        (RoundingRule(5), 1003, 1005),
        (RoundingRule(10, 0, "down"), 3, 10),
        (RoundingRule(), 1234, 1234),
        (RoundingRule(100), 0, 0),
        (RoundingRule(100), -5, 0),
    ],
)
def test_rounding_as_shops_round(rule, amount, price):
    assert rule.apply(amount) == price


@pytest.mark.parametrize(
    "wrong", [{"step": -1}, {"step": 100, "ending": 100}, {"ending": 1}, {"step": 10, "direction": "away"}]
)
def test_a_rule_that_no_price_can_follow_is_refused(wrong):
    with pytest.raises(ValueError, match=r"step|ending|direction"):
        RoundingRule(**wrong)


def test_short_names():
    assert named("99", 2) == RoundingRule(100, 99)
    assert named("100", 0) == RoundingRule(100)
    with pytest.raises(ValueError, match="rounding"):
        named("7", 2)
    with pytest.raises(ValueError, match="decimals"):
        named("99", 0)
