"""Asking prices: the resolver over the tables, the strike price, the explanation."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, make_list, make_prices, put

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SALE = AT + 40 * DAY


def price(channel, variant_id, **more):
    return pricing.prices_for([variant_id], channel=channel, **({"at": AT + DAY} | more)).get(variant_id)


def test_the_base_price_with_its_reason(eu, tee):
    make_prices(eu, {tee: 1999})
    found = price(eu, tee)
    assert (found.price.amount, found.price.currency, found.price_list, found.why) == (
        1999, "EUR", "eu-eur", "base",
    )  # fmt: skip
    assert (found.strike, found.lowest_30d, found.saving_percent) == (None, None, None)


def test_a_variant_without_price_and_no_variants_at_all(eu, tee):
    assert pricing.prices_for([tee], channel=eu, at=AT) == {}
    assert pricing.prices_for([], channel=eu, at=AT) == {}


def test_another_channel_and_currency_have_prices_of_their_own(eu, korea, tee):
    make_prices(eu, {tee: 1999})
    make_prices(korea, {tee: 29_000})
    assert price(eu, tee).price.as_json() == {"amount": 1999, "currency": "EUR"}
    assert price(korea, tee).price.as_json() == {"amount": 29_000, "currency": "KRW"}


def test_a_market_list_reaches_its_market_only(eu, tee):
    make_list("market", kind="base", market_code=eu.market_code)
    put("market", {tee: 1500})
    assert price(eu, tee).price.amount == 1500


def test_quantity_segment_and_company(eu, tee):
    make_prices(eu, {tee: 1000})
    put("eu-eur", {tee: 900}, min_quantity=10)
    make_list("gold", kind="segment", segment="gold")
    make_list("acme", kind="company", company="acme")
    put("gold", {tee: 850})
    put("acme", {tee: 700})
    assert price(eu, tee).price.amount == 1000
    assert price(eu, tee, quantity=10).price.amount == 900
    assert price(eu, tee, quantities={tee: 10}).price.amount == 900
    assert price(eu, tee, segments=("gold",)).price.amount == 850
    assert price(eu, tee, company="acme").price.amount == 700
    assert price(eu, tee, company="globex").price.amount == 1000


def test_a_sale_opens_and_closes_with_its_half_open_window(eu, tee):
    make_prices(eu, {tee: 1000})
    make_list("sale", starts_at=SALE, ends_at=SALE + DAY)
    put("sale", {tee: 800})
    instant = dt.timedelta(microseconds=1)
    amounts = [price(eu, tee, at=at).price.amount for at in (
        SALE - instant, SALE, SALE + DAY - instant, SALE + DAY,
    )]  # fmt: skip
    assert amounts == [1000, 800, 800, 1000]


def test_the_lowest_price_of_30_days_stands_beside_the_strike(eu, tee):
    make_prices(eu, {tee: 1000})
    make_prices(eu, {tee: 900}, at=AT + 20 * DAY)
    make_prices(eu, {tee: 1000}, at=AT + 25 * DAY)
    make_list("sale", starts_at=SALE, at=AT)
    put("sale", {tee: 800})
    found = price(eu, tee, at=SALE + DAY)
    assert (found.price.amount, found.strike.amount, found.lowest_30d.amount) == (800, 1000, 900)
    assert found.saving_percent == 11
    bare = price(eu, tee, at=SALE + DAY, with_strike=False)
    assert (bare.price.amount, bare.strike) == (800, None)


def test_a_price_that_was_as_low_within_30_days_is_no_reduction(eu, tee):
    make_prices(eu, {tee: 800})
    make_prices(eu, {tee: 1000}, at=SALE - 10 * DAY)
    make_list("sale", starts_at=SALE, at=AT)
    put("sale", {tee: 800})
    found = price(eu, tee, at=SALE)
    assert (found.price.amount, found.strike, found.lowest_30d) == (800, None, None)


def test_a_new_product_shows_the_former_price_that_the_merchant_states(eu, tee):
    pricing.set_prices(rows=[pricing.PriceRow(tee, 800, 1000)], channel=eu, actor=ACTOR, at=AT)
    found = price(eu, tee)
    assert (found.strike.amount, found.lowest_30d.amount) == (1000, 1000)


def test_prices_of_members_and_companies_are_not_public_reductions(eu, tee):
    make_prices(eu, {tee: 1000})
    make_list("gold", kind="segment", segment="gold")
    pricing.set_prices(rows=[pricing.PriceRow(tee, 850, 1000)], price_list_code="gold", actor=ACTOR, at=AT)
    assert price(eu, tee, segments=("gold",)).strike is None


def test_a_page_of_prices_costs_four_queries_however_many(eu, two, django_assert_num_queries):
    make_prices(eu, dict.fromkeys(two, 1000))
    with django_assert_num_queries(3):
        pricing.prices_for(two, channel=eu, at=AT + DAY)
    make_list("sale", starts_at=SALE, at=AT)
    put("sale", dict.fromkeys(two, 800))
    with django_assert_num_queries(4):
        pricing.prices_for(two, channel=eu, at=SALE + DAY)


def test_without_any_list_one_query_is_enough(eu, two, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert pricing.prices_for(two, channel=eu, at=AT) == {}


def test_why_this_price_explains_every_row(eu, korea, tee):
    make_prices(eu, {tee: 1000})
    make_prices(korea, {tee: 29_000})
    put("eu-eur", {tee: 900}, min_quantity=10)
    make_list("late", starts_at=SALE)
    put("late", {tee: 500})
    make_list("now")
    put("now", {tee: 800})
    found = pricing.why_this_price(tee, channel=eu, at=AT + DAY)
    assert found.answer.price.amount == 800
    reasons = {(row.price_list, row.min_quantity): (row.won, row.reason) for row in found.considered}
    assert reasons == {
        ("now", 1): (True, "The lowest price among lists of the same priority."),
        ("eu-eur", 1): (False, "Lost to a lower price."),
        ("eu-eur", 10): (False, "Does not count: the quantity is not reached."),
        ("late", 1): (False, "Does not count yet: the list has not started."),
        ("kr-krw", 1): (False, "Does not count: the list is in another currency."),
    }
    assert found.considered[0].won


def test_why_without_any_price_that_counts(eu, tee):
    assert pricing.why_this_price(tee, channel=eu, at=AT) == pricing.PriceExplanation(None, ())
    make_prices(eu, {tee: 1000})
    put("eu-eur", {tee: None})
    put("eu-eur", {tee: 900}, min_quantity=10)
    found = pricing.why_this_price(tee, channel=eu, at=AT)
    assert found.answer is None
    assert [row.reason for row in found.considered] == ["Does not count: the quantity is not reached."]


def test_the_history_tells_who_changed_what(eu, tee):
    make_prices(eu, {tee: 1000})
    pricing.set_prices(rows=[pricing.PriceRow(tee, 800, 1000)], channel=eu, actor=ACTOR, at=AT + DAY)
    newest, first = pricing.price_history(tee)
    assert (newest.old.amount, newest.new.amount, newest.new_strike.amount) == (1000, 800, 1000)
    assert (first.old, first.new.amount, first.actor, first.price_list) == (None, 1000, "tests", "eu-eur")
    assert pricing.price_history(tee, price_list_code="other") == []


def test_mon_02_a_price_in_dinar_keeps_three_decimals(tee):
    from storecrew.contexts.channels.tests.factories import make_channel

    kuwait = make_channel("kw", currency="KWD", countries=["KW"])
    make_prices(kuwait, {tee: 12_345})
    assert price(kuwait, tee).price.format("en").replace("\xa0", "") == "KWD12.345"


def test_mkt_21_an_answer_says_whose_price_it_is_and_what_others_pay(eu, tee):
    make_prices(eu, {tee: 1000})
    put(make_list("friends", kind="segment", segment="member"), {tee: 900})
    put(make_list("gold", kind="segment", segment="tier:gold"), {tee: 850})
    guest, member = price(eu, tee), price(eu, tee, segments=("member",))
    gold = price(eu, tee, segments=("tier:gold", "member"))
    assert (guest.segment, guest.public, guest.members) == ("", None, None)
    assert (member.segment, member.price.amount, member.public) == ("member", 900, guest.price)
    assert (gold.segment, gold.price.amount, gold.public) == ("tier:gold", 850, guest.price)
    # placing an order asks for the price alone
    plain = price(eu, tee, segments=("member",), with_strike=False)
    assert (plain.price.amount, plain.public) == (900, None)
