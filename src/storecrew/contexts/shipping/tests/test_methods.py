"""Which rate fits: without a database."""

from __future__ import annotations

import pytest

from storecrew.contexts.shipping.rules.methods import Parcel, Rate, choose

PARCEL = Parcel("DE", "10117", "EUR", weight_g=1000, value=5000, items=3)


def rate(amount=490, currency="EUR", **changes) -> Rate:
    return Rate(amount, currency, **changes)


def test_a_rate_without_conditions_fits_everything():
    assert choose([rate()], PARCEL) == (rate(), 490, None)


def test_the_first_rate_that_fits_counts():
    rates = [rate(100, countries=("FR",)), rate(200, countries=("DE",)), rate(50)]
    assert choose(rates, PARCEL).amount == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "KRW"}, "other_currency"),
        ({"countries": ("FR", "NL")}, "other_country"),
        ({"excluded_postal": ("DE:101",)}, "excluded_area"),
        ({"excluded_postal": ("10 117",)}, "excluded_area"),
        ({"max_weight_g": 1000}, "too_heavy"),
        ({"min_weight_g": 1001}, "too_light"),
        ({"max_value": 5000}, "too_valuable"),
        ({"min_value": 5001}, "value_too_low"),
        ({"max_items": 3}, "too_many_items"),
        ({"min_items": 4}, "too_few_items"),
    ],
)
def test_why_a_rate_does_not_fit(changes, code):
    found = choose([rate(**changes)], PARCEL)
    assert (found.rate, found.refusal.code) == (None, code)


@pytest.mark.parametrize(
    "changes",
    [
        {"countries": ("DE",)},
        {"excluded_postal": ("FR:10", "DE:11", "DE:", "")},
        {"min_weight_g": 1000, "max_weight_g": 1001},
        {"min_value": 5000, "max_value": 5001},
        {"min_items": 3, "max_items": 4},
    ],
)
def test_ranges_are_half_open(changes):
    assert choose([rate(**changes)], PARCEL).rate is not None


def test_the_nearest_refusal_is_told_with_its_limit():
    found = choose([rate(countries=("FR",)), rate(max_weight_g=500), rate(currency="KRW")], PARCEL)
    assert found.refusal == ("too_heavy", 500)


def test_a_method_without_rates_says_so():
    assert choose([], PARCEL).refusal.code == "no_rates"


@pytest.mark.parametrize(("free_over", "amount"), [(None, 490), (5001, 490), (5000, 0), (0, 0)])
def test_free_from_a_value_on(free_over, amount):
    assert choose([rate(free_over=free_over)], PARCEL).amount == amount
