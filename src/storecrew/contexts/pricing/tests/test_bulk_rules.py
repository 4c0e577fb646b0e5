"""Bulk changes: amounts, rounding, margin; without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.pricing.rules import bulk


@pytest.mark.parametrize(
    ("old", "mode", "value", "new"),
    [
        (1000, "percent", -1000, 900),
        (1005, "percent", 1000, 1106),
        (1, "percent", -5000, 1),
        (1000, "percent", 0, 1000),
        (1000, "amount", 250, 1250),
        (1000, "amount", -2000, 0),
        (1000, "set", 1999, 1999),
    ],
)
def test_the_new_amount(old, mode, value, new):
    assert bulk.new_amount(old, mode, value) == new


def test_an_unknown_mode_or_rounding_is_a_programming_error():
    with pytest.raises(ValueError, match="mode"):
        bulk.new_amount(1, "double", 2)
    with pytest.raises(ValueError, match="rounding"):
        bulk.round_price(1, "7", 2)


@pytest.mark.parametrize(
    ("amount", "rounding", "exponent", "rounded"),
    [
        (1234, "none", 2, 1234),
        (1234, "99", 2, 1199),
        (1250, "99", 2, 1299),
        (1249, "99", 2, 1299),
        (1248, "99", 2, 1199),
        (1299, "99", 2, 1299),
        (20, "99", 2, 99),
        (0, "99", 2, 0),
        (12_345, "99", 3, 11_990),
        (12_500, "99", 3, 12_990),
        (12_345, "10", 0, 12_350),
        (12_344, "10", 0, 12_340),
        (12_349, "100", 0, 12_300),
        (12_350, "100", 0, 12_400),
        (3, "10", 0, 10),
        (10_499, "10", 2, 10_000),
        (10_500, "10", 2, 11_000),
    ],
)
def test_rounding_as_a_shop_rounds(amount, rounding, exponent, rounded):
    assert bulk.round_price(amount, rounding, exponent) == rounded


def test_mon_02_won_and_yen_have_no_99_ending():
    with pytest.raises(ValueError, match=r"\.99"):
        bulk.round_price(1000, "99", 0)


@given(st.integers(1, 10**9), st.sampled_from(["99", "10", "100"]), st.sampled_from([2, 3]))
def test_a_rounded_price_is_the_nearest_one_with_that_ending(amount, rounding, exponent):
    rounded = bulk.round_price(amount, rounding, exponent)
    step = 10**exponent if rounding == "99" else int(rounding) * 10**exponent
    assert rounded > 0
    assert abs(rounded - amount) * 2 <= step or rounded <= step
    assert bulk.round_price(rounded, rounding, exponent) == rounded
    assert (rounded + (10**exponent // 100 if rounding == "99" else 0)) % step == 0


def test_the_margin_is_a_share_of_the_net_price():
    assert bulk.margin_bp(1000, 600) == 4000
    assert bulk.margin_bp(1000, 1200) == -2000
    assert bulk.margin_bp(1000, None) is None
    assert bulk.margin_bp(0, 600) is None


def test_the_fingerprint_knows_every_number_and_no_order():
    rows = [(1, 1, 100, 90), (2, 1, 200, 180)]
    assert bulk.fingerprint(rows) == bulk.fingerprint(rows[::-1])
    assert bulk.fingerprint(rows) != bulk.fingerprint([(1, 1, 100, 91), (2, 1, 200, 180)])
