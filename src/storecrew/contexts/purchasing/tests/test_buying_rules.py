"""Prices by quantity and day, packs, limits, states, and what is not as ordered."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.purchasing.rules import buying
from storecrew.contexts.purchasing.rules.buying import Received, Step

JAN, FEB, MAR = (dt.date(2026, month, 1) for month in (1, 2, 3))


@pytest.mark.parametrize(
    ("quantity", "day", "price"),
    [
        (1, JAN, 500), (99, JAN, 500), (100, JAN, 450), (100, FEB, 430), (1, FEB, 500),
        (100, dt.date(2026, 2, 28), 430), (100, MAR, 450), (1, dt.date(2025, 12, 31), None),
    ],
)  # fmt: skip
def test_the_highest_step_reached_in_its_window_is_the_price(quantity, day, price):
    steps = [Step(1, 500, JAN), Step(100, 450, JAN), Step(100, 430, FEB, dt.date(2026, 2, 28))]
    assert buying.price_for(steps, quantity, day) == price


@given(needed=st.integers(-5, 10_000), moq=st.integers(1, 500), pack=st.integers(1, 48))
def test_packs_cover_the_need_with_less_than_a_pack_too_many(needed, moq, pack):
    units = buying.in_packs(needed, moq=moq, pack_size=pack)
    if needed <= 0:
        assert units == 0
    else:
        assert units % pack == 0
        assert max(needed, moq) <= units < max(needed, moq) + pack


def test_an_order_is_received_when_every_line_is():
    assert buying.state_after([Received(5, 0, 0, 0)]) == buying.SENT
    assert buying.state_after([Received(5, 5, 0, 0), Received(5, 0, 0, 0)]) == buying.PARTLY_RECEIVED
    assert buying.state_after([Received(5, 0, 2, 0)]) == buying.PARTLY_RECEIVED
    assert buying.state_after([Received(5, 6, 0, 0)]) == buying.RECEIVED


def test_too_few_is_a_discrepancy_only_when_nothing_more_comes():
    line = Received(10, 6, 1, 2)
    assert buying.discrepancies(line, final=False) == {"damaged": 1, "wrong": 2}
    assert buying.discrepancies(line, final=True) == {"damaged": 1, "wrong": 2, "short": 4}
    assert buying.discrepancies(Received(10, 12, 0, 0), final=True) == {"over": 2}
