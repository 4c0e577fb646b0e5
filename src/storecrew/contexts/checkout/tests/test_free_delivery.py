"""From when delivery is free: one answer for the cart, the product page and programs."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money

FREE = {"percent_bp": 10_000}


def eur(amount):
    return Money(amount, "EUR")


@pytest.fixture
def thresholds(shop):
    """A rate that is free from 99, which is what the shop says without promotions."""
    shipping.save_method(
        code="standard",
        name="Standard",
        rates=[shipping.RateRow(amount=490, currency="EUR", free_over_amount=9900)],
        position=0,
        actor=ACTOR,
        at=AT,
    )
    return shop


def on_product(shop, value):
    """Return (price, free from) of the standard way, as a product page has it."""
    to = shipping.Destination(shop.channel.country)
    found = checkout.delivery_options(shop.channel, to, weight_g=200, value=eur(value), at=AT)
    return next((one.price, one.free_from) for one in found if one.code == "standard")


def in_cart(shop, units):
    token = make_cart(shop, {"A-1": units})
    found = checkout.shipping_options(token, at=AT)
    return next((one.price, one.free_from) for one in found if one.code == "standard")


def test_without_a_promotion_the_rate_says_it(thresholds):
    assert on_product(thresholds, 1000) == in_cart(thresholds, 1) == (eur(490), eur(9900))
    assert on_product(thresholds, 9900) == (eur(0), None)


def test_the_lower_of_rate_and_promotion_is_said_everywhere(thresholds):
    make_promotion("shipping", benefit=FREE, needs={"min_spend": {"EUR": 5000}})
    assert on_product(thresholds, 1000) == in_cart(thresholds, 1) == (eur(490), eur(5000))
    assert on_product(thresholds, 5000) == in_cart(thresholds, 5) == (eur(0), None)
    assert on_product(thresholds, 4999)[0] == eur(490)


def test_a_promotion_with_a_higher_threshold_changes_nothing(thresholds):
    make_promotion("shipping", benefit=FREE, needs={"min_spend": {"EUR": 20_000}})
    assert on_product(thresholds, 1000) == in_cart(thresholds, 1) == (eur(490), eur(9900))


@pytest.mark.parametrize(
    "more",
    [
        {"code": "FREE"},
        {"needs": {"min_spend": {"EUR": 5000}, "groups": ["new"]}},
        {"needs": {"min_spend": {"EUR": 5000}, "countries": ["FR"]}},
        {"needs": {"min_spend": {"USD": 5000}}},
        {"benefit": {"percent_bp": 5000}},
        {"benefit": {**FREE, "methods": ["express"]}},
        {"scope": {"not_reduced": True}},
        {"state": "paused"},
        {"starts_local": "2030-01-01T00:00"},
        {"ends_local": "2020-01-01T00:00"},
        {"channels": ["elsewhere"]},
    ],
)
def test_what_does_not_hold_for_everybody_is_not_promised(thresholds, more):
    make_promotion("shipping", **({"benefit": FREE, "needs": {"min_spend": {"EUR": 5000}}} | more))
    assert on_product(thresholds, 1000) == (eur(490), eur(9900))
    assert in_cart(thresholds, 1)[1] == eur(9900)


def test_a_promotion_that_another_one_keeps_out_is_not_announced_once_it_should_hold(thresholds):
    make_promotion("shipping", benefit=FREE, needs={"min_spend": {"EUR": 2000}}, combines=["gift"])
    make_promotion(exclusive=True, priority=9)
    assert in_cart(thresholds, 3) == (eur(490), eur(9900))


def test_a_promotion_that_ends_takes_its_word_back(thresholds):
    row = make_promotion("shipping", benefit=FREE, needs={"min_spend": {"EUR": 5000}})
    assert on_product(thresholds, 1000)[1] == eur(5000)
    Promotion.objects.filter(pk=row.pk).update(state="ended")
    renew_active()
    assert on_product(thresholds, 1000)[1] == eur(9900)


def test_asking_costs_one_statement_however_many_promotions_run(thresholds, django_assert_num_queries):
    for least in (5000, 6000, 7000):
        make_promotion("shipping", benefit=FREE, needs={"min_spend": {"EUR": least}})
    prices, at = {"standard": eur(490), "express": eur(990)}, AT
    promotions.free_delivery_from(prices, channel=thresholds.channel.code, country="DE", at=at)
    with django_assert_num_queries(1):
        found = promotions.free_delivery_from(prices, channel=thresholds.channel.code, country="DE", at=at)
    assert found == dict.fromkeys(prices, eur(5000))


def test_free_delivery_for_any_value_is_free(thresholds):
    make_promotion("shipping", benefit=FREE)
    assert on_product(thresholds, 100) == in_cart(thresholds, 1) == (eur(0), None)
