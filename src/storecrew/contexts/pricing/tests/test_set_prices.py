"""Setting prices: history, events, refusals, speed path."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Cost, Price, PriceChange, PriceList
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, make_list, make_prices, put
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=1)


def events(name: str = "pricing.PricesChanged") -> list[dict]:
    return [row.payload for row in OutboxEvent.objects.filter(name=name).order_by("pk")]


def test_the_first_price_of_a_channel_makes_its_base_list(eu, two):
    done = make_prices(eu, {two[0]: 1999, two[1]: 2999})
    assert done == pricing.PricesSet(created=2, changed=0, removed=0, unchanged=0)
    stored = PriceList.objects.get()
    assert (stored.code, stored.kind, stored.currency, stored.channel_id) == ("eu-eur", "base", "EUR", eu.id)
    assert pricing.ensure_base_list(eu, at=AT) == "eu-eur"


def test_prices_without_list_or_channel_go_to_the_default_channel(tee):
    from storecrew.contexts.channels.tests.factories import make_channel

    make_channel("main", is_default=True)
    pricing.set_prices(rows=[pricing.PriceRow(tee, 500)], actor=ACTOR, at=AT)
    assert PriceList.objects.get().code == "main-eur"


def test_each_change_writes_history_audit_and_an_event(eu, tee):
    make_prices(eu, {tee: 1999})
    pricing.set_prices(rows=[pricing.PriceRow(tee, 1499, 1999)], channel=eu, actor=ACTOR, at=LATER)
    old, new = PriceChange.objects.order_by("at")
    assert (old.old_amount, old.new_amount) == (None, 1999)
    assert (new.old_amount, new.new_amount, new.new_compare_at_amount) == (1999, 1499, 1999)
    assert new.actor_label == "tests"
    assert events() == [{"variant_ids": [tee]}, {"variant_ids": [tee]}]
    assert audit.entries_for("pricing.price_list", "eu-eur")[0].after == {
        "created": 0, "changed": 1, "removed": 0,
    }  # fmt: skip


def test_setting_the_same_price_again_changes_nothing(eu, tee):
    make_prices(eu, {tee: 1999})
    assert make_prices(eu, {tee: 1999}, at=LATER) == pricing.PricesSet(0, 0, 0, unchanged=1)
    assert PriceChange.objects.count() == 1
    assert len(events()) == 1


def test_of_two_rows_for_one_price_the_later_counts(eu, tee):
    rows = [pricing.PriceRow(tee, 100), pricing.PriceRow(tee, 200)]
    assert pricing.set_prices(rows=rows, channel=eu, actor=ACTOR, at=AT).created == 1
    assert Price.objects.get().amount == 200


def test_an_empty_amount_takes_the_price_away_and_leaves_the_history(eu, tee):
    make_prices(eu, {tee: 1999})
    done = pricing.set_prices(rows=[pricing.PriceRow(tee, None)], channel=eu, actor=ACTOR, at=LATER)
    assert done.removed == 1
    assert not Price.objects.exists()
    assert PriceChange.objects.latest("at").new_amount is None
    again = pricing.set_prices(rows=[pricing.PriceRow(tee, None)], channel=eu, actor=ACTOR, at=LATER)
    assert again.unchanged == 1


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((-1,), "out_of_range"),
        ((2**63,), "out_of_range"),
        ((100, -1), "out_of_range"),
        ((100, None, 0), "out_of_range"),
        ((9.99,), "not_whole"),
        ((True,), "not_whole"),
    ],
)
def test_bad_03_impossible_prices_are_refused_and_nothing_is_written(eu, two, row, problem):
    rows = [pricing.PriceRow(two[0], 100), pricing.PriceRow(two[1], *row)]
    with pytest.raises(pricing.InvalidPrice) as caught:
        pricing.set_prices(rows=rows, channel=eu, actor=ACTOR, at=AT)
    assert caught.value.details == {"variant_id": two[1], "problem": problem}
    assert not Price.objects.exists()


def test_a_price_for_a_variant_that_does_not_exist_is_refused(eu):
    with pytest.raises(pricing.InvalidPrice) as caught:
        make_prices(eu, {999_999: 100})
    assert caught.value.details["problem"] == "unknown_variant"


def test_an_unknown_list_is_refused(tee):
    with pytest.raises(pricing.UnknownPriceList):
        put("nowhere", {tee: 1})


def test_con_13_a_price_changed_by_somebody_else_is_not_overwritten(eu, two):
    make_prices(eu, {two[0]: 100, two[1]: 100})
    make_prices(eu, {two[1]: 150}, at=LATER)
    rows = [pricing.PriceRow(key, 200, expected_amount=100) for key in two]
    with pytest.raises(pricing.StalePrice) as caught:
        pricing.set_prices(rows=rows, channel=eu, actor=ACTOR, at=LATER)
    assert caught.value.details == {"variant_ids": [two[1]]}
    assert dict(Price.objects.values_list("variant_id", "amount")) == {two[0]: 100, two[1]: 150}


def test_an_expected_empty_cell_is_checked_too(eu, tee):
    rows = [pricing.PriceRow(tee, 200, expected_amount=None)]
    pricing.set_prices(rows=rows, channel=eu, actor=ACTOR, at=AT)
    with pytest.raises(pricing.StalePrice):
        pricing.set_prices(rows=rows, channel=eu, actor=ACTOR, at=AT)


def test_aut_01_without_the_right_nobody_writes_prices_costs_or_lists(eu, tee):
    nobody = guest_actor()
    calls = [
        lambda: pricing.set_prices(rows=[], channel=eu, actor=nobody, at=AT),
        lambda: pricing.set_costs(costs={tee: 1}, currency="EUR", actor=nobody, at=AT),
        lambda: pricing.save_price_list(code="x", name="X", currency="EUR", actor=nobody, at=AT),
        lambda: pricing.end_price_list(code="x", actor=nobody, at=AT),
        lambda: pricing.undo_bulk_change(operation_id=1, actor=nobody, at=AT),
        lambda: pricing.seed_tax_rates(actor=nobody, at=AT),
    ]
    for call in calls:
        with pytest.raises(Denied):
            call()


def test_many_prices_take_a_fixed_number_of_statements(eu, django_assert_max_num_queries):
    from storecrew.contexts.catalog.facts import VariantRow
    from storecrew.contexts.catalog.tests.factories import make_products, row

    results = make_products(
        row(f"p-{n}", variants=tuple(VariantRow(sku=f"S{n}-{m}") for m in range(25))) for n in range(20)
    )
    ids = [key for result in results for key in result.variant_ids.values()]
    assert len(ids) == 500
    with django_assert_max_num_queries(14):
        make_prices(eu, dict.fromkeys(ids, 1000))
    with django_assert_max_num_queries(14):
        make_prices(eu, dict.fromkeys(ids, 900), at=LATER)
    assert PriceChange.objects.count() == 1000
    assert len(events()) == 2


def test_costs_are_set_once_and_recorded(eu, two):
    assert pricing.set_costs(costs={two[0]: 400, two[1]: 500}, currency="EUR", actor=ACTOR, at=AT) == 2
    assert pricing.set_costs(costs={two[0]: 400, two[1]: 550}, currency="EUR", actor=ACTOR, at=LATER) == 1
    assert {key: money.amount for key, money in pricing.costs_for(two, currency="EUR").items()} == {
        two[0]: 400, two[1]: 550,
    }  # fmt: skip
    assert pricing.costs_for(two, currency="KRW") == {}
    assert Cost.objects.count() == 2
    entry = audit.entries_for("catalog.variant", two[1])[0]
    assert (entry.before["cost"], entry.after["cost"]) == (500, 550)


@pytest.mark.parametrize("amount", [-1, True, 1.5, 2**63])
def test_an_impossible_cost_is_refused(tee, amount):
    with pytest.raises(pricing.InvalidPrice):
        pricing.set_costs(costs={tee: amount}, currency="EUR", actor=ACTOR, at=AT)


def test_quantity_prices_live_beside_each_other(eu, tee):
    make_prices(eu, {tee: 1000})
    put("eu-eur", {tee: 800}, min_quantity=10)
    steps = pricing.quantity_steps(tee, channel=eu, at=LATER)
    assert [(step.min_quantity, step.price.amount) for step in steps] == [(1, 1000), (10, 800)]
    make_list("vip", kind="segment", segment="vip")
    put("vip", {tee: 700})
    steps = pricing.quantity_steps(tee, channel=eu, at=LATER, segments=("vip",))
    assert [(step.min_quantity, step.price.amount) for step in steps] == [(1, 700)]
