"""Prices and customers under real processes."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price, PriceChange, PriceOperation
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, make_prices
from storecrew.kernel.actor import Actor

pytestmark = pytest.mark.race
LATER = AT + dt.timedelta(hours=1)


def codes(results):
    """What the results were, each word once; a traceback is shown whole."""
    errors = [result.value for result in results if result.status == "error"]
    assert not errors, errors[0]
    return sorted({result.code or result.status for result in results})


def come(spelling):
    return customers.ensure_customer(email=spelling, actor=ACTOR, at=AT).id


def test_con_25_everybody_with_one_address_is_one_customer(arena):
    spellings = ["ann@example.com", "Ann@Example.com", "ANN@EXAMPLE.COM", " ann@example.com "] * 5
    results = arena.crowd([partial(come, spelling) for spelling in spellings])
    assert codes(results) == ["ok"]
    assert len({result.value for result in results}) == 1
    assert arena.run(Customer.objects.count) == 1


def open_priced_shop():
    variant_id = next(iter(make_product("tee").variant_ids.values()))
    make_prices(make_channel("eu", is_default=True), {variant_id: 1000})
    return variant_id


def put(variant_id, amount, expected):
    row = pricing.PriceRow(variant_id, amount, expected_amount=expected)
    pricing.set_prices(rows=[row], channel=channels.facts("eu"), actor=ACTOR, at=LATER)
    return amount


def test_con_13_of_twenty_edits_of_one_price_from_the_same_screen_one_holds(arena):
    variant_id = arena.run(open_priced_shop)
    results = arena.crowd([partial(put, variant_id, 2000 + n, 1000) for n in range(20)])
    assert codes(results) == ["ok", "stale_price"]
    (winner,) = [result.value for result in results if result.ok]

    def stored():
        return Price.objects.get().amount, list(
            PriceChange.objects.filter(at=LATER).values_list("new_amount")
        )

    assert arena.run(stored) == (winner, [(winner,)])


def first_price(variant_id, amount):
    row = pricing.PriceRow(variant_id, amount)
    pricing.set_prices(rows=[row], channel=channels.facts("eu"), actor=ACTOR, at=AT)


def open_shop():
    variant_id = next(iter(make_product("tee").variant_ids.values()))
    make_channel("eu", is_default=True)
    return variant_id


def test_first_prices_of_a_channel_that_come_together_make_one_list_and_one_row(arena):
    variant_id = arena.run(open_shop)
    results = arena.crowd([partial(first_price, variant_id, 1000 + n) for n in range(12)])
    assert codes(results) == ["ok"]
    assert arena.run(Price.objects.count) == 1


def undo(operation_id):
    return pricing.undo_bulk_change(operation_id=operation_id, actor=ACTOR, at=LATER).changed


def test_a_bulk_change_is_undone_once(arena):
    def change():
        variant_id = open_priced_shop()
        wanted = pricing.BulkChange("eu-eur", (variant_id,), "percent", -1000)
        shown = pricing.preview_bulk_change(wanted, actor=ACTOR, at=LATER)
        return pricing.apply_bulk_change(
            change=wanted, fingerprint=shown.fingerprint, actor=ACTOR, at=LATER
        ).operation_id

    operation_id = arena.run(change)
    results = arena.crowd([partial(undo, operation_id)] * 12)
    assert codes(results) == ["already_undone", "ok"]
    assert [result.value for result in results if result.ok] == [1]
    assert arena.run(lambda: (Price.objects.get().amount, PriceOperation.objects.get().state)) == (
        1000,
        "undone",
    )


def ask_for_less(variant_id):
    mia = Actor("staff", "0", "Mia", frozenset({"pricing.write"}))
    rows = [pricing.PriceRow(variant_id, 100)]
    return pricing.set_prices(
        rows=rows, channel=channels.facts("eu"), reason="x", actor=mia, at=LATER
    ).approval_id


def decide(approval_id, number):
    boss = Actor("staff", str(number), f"Boss {number}", frozenset({"pricing.approve"}))
    if number % 2:
        return approvals.approve(approval_id=approval_id, actor=boss, at=LATER).state
    return approvals.refuse(approval_id=approval_id, note="no", actor=boss, at=LATER).state


def test_aut_10_of_eight_who_decide_at_once_one_does(arena):
    variant_id = arena.run(open_priced_shop)
    approval_id = arena.run(partial(ask_for_less, variant_id))
    results = arena.stampede([partial(decide, approval_id, number) for number in range(1, 9)])
    assert codes(results) == ["decided_already", "ok"]
    (ended,) = [result.value for result in results if result.ok]
    amount = arena.run(lambda: Price.objects.get(variant_id=variant_id).amount)
    assert amount == (100 if ended == "approved" else 1000)
