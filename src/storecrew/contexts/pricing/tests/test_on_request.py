"""Prices on request: nothing public, in answers, history and changes of many."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price, PriceChange
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, make_list, make_prices, put

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def ask_for(channel, *variant_ids, at=AT + DAY, **more):
    rows = [pricing.PriceRow(key, None, on_request=True, **more) for key in variant_ids]
    return pricing.set_prices(rows=rows, channel=channel, actor=ACTOR, at=at)


def test_it_16_there_is_no_public_price_but_an_answer(eu, two, django_assert_num_queries):
    make_prices(eu, {two[0]: 1999, two[1]: 500})
    ask_for(eu, two[0])
    with django_assert_num_queries(3):
        offers = pricing.offers_for(two, channel=eu, at=AT + 2 * DAY)
    assert (list(offers.prices), offers.on_request) == ([two[1]], frozenset({two[0]}))
    assert list(pricing.prices_for(two, channel=eu, at=AT + 2 * DAY)) == [two[1]]
    assert pricing.quantity_steps(two[0], channel=eu, at=AT + 2 * DAY) == ()
    why = pricing.why_this_price(two[0], channel=eu, at=AT + 2 * DAY)
    assert (why.answer, why.on_request, why.considered[0].won) == (None, True, True)
    assert "ask" in why.considered[0].reason


def test_it_16_a_company_with_its_own_price_still_sees_it(eu, tee):
    ask_for(eu, tee)
    make_list("acme", kind="company", company="acme")
    put("acme", {tee: 700})
    assert pricing.offers_for([tee], channel=eu, at=AT + 2 * DAY).on_request == {tee}
    answer = pricing.prices_for([tee], channel=eu, at=AT + 2 * DAY, company="acme")[tee]
    assert answer.price.amount == 700


def test_it_16_from_a_quantity_on_one_can_ask_to_be_asked(eu, tee):
    make_prices(eu, {tee: 1000})
    ask_for(eu, tee, min_quantity=100)
    assert pricing.prices_for([tee], channel=eu, at=AT + 2 * DAY, quantity=99)[tee].price.amount == 1000
    assert pricing.offers_for([tee], channel=eu, at=AT + 2 * DAY, quantity=100).on_request == {tee}


def test_it_16_the_history_says_so_and_the_30_day_price_forgets_the_time(eu, tee):
    make_prices(eu, {tee: 1000})
    ask_for(eu, tee)
    line = pricing.price_history(tee)[0]
    assert (line.old.amount, line.new, line.on_request) == (1000, None, True)
    assert PriceChange.objects.latest("pk").new_amount is None
    make_prices(eu, {tee: 900}, at=AT + 5 * DAY)
    back = pricing.price_history(tee)[0]
    assert (back.old, back.new.amount, back.on_request) == (None, 900, False)


def test_it_16_it_is_written_once_and_refused_with_an_amount(eu, tee):
    assert ask_for(eu, tee).created == 1
    assert ask_for(eu, tee).unchanged == 1
    with pytest.raises(pricing.InvalidPrice):
        pricing.set_prices(rows=[pricing.PriceRow(tee, 100, on_request=True)], channel=eu, actor=ACTOR, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.update(amount=5)


def test_con_17_what_was_on_request_meanwhile_is_noticed(eu, tee):
    make_prices(eu, {tee: 1000})
    ask_for(eu, tee)
    with pytest.raises(pricing.StalePrice):
        pricing.set_prices(
            rows=[pricing.PriceRow(tee, 900, expected_amount=1000)], channel=eu, actor=ACTOR, at=AT + 2 * DAY
        )


def test_it_16_changing_many_leaves_it_alone_and_undo_does_not_bring_a_price_back(eu, two):
    make_prices(eu, {two[0]: 1000, two[1]: 2000})
    change = pricing.BulkChange("eu-eur", two, "percent", -1000)
    preview = pricing.preview_bulk_change(change, actor=ACTOR, at=AT)
    done = pricing.apply_bulk_change(change=change, fingerprint=preview.fingerprint, actor=ACTOR, at=AT)
    ask_for(eu, two[0])
    again = pricing.preview_bulk_change(change, actor=ACTOR, at=AT + 2 * DAY)
    assert [row.variant_id for row in again.rows] == [two[1]] and again.without_price == (two[0],)
    undone = pricing.undo_bulk_change(operation_id=done.operation_id, actor=ACTOR, at=AT + 2 * DAY)
    assert (undone.changed, undone.skipped) == (1, (two[0],))
