"""Bulk changes: preview, apply exactly that, undo."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import ExchangeRate, Price, PriceList, PriceOperation
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, make_list, make_prices, put, seed_taxes
from storecrew.kernel import audit

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=1)


def change(two, **changes) -> pricing.BulkChange:
    values = {"price_list_code": "eu-eur", "variant_ids": two, "mode": "percent", "value": -1000}
    return pricing.BulkChange(**(values | changes))


def preview(wanted, actor=ACTOR):
    return pricing.preview_bulk_change(wanted, actor=actor, at=LATER)


def apply(wanted, **more):
    shown = preview(wanted)
    return pricing.apply_bulk_change(
        change=wanted, fingerprint=shown.fingerprint, actor=ACTOR, at=LATER, **more
    )


def amounts() -> dict[int, tuple]:
    return {
        key: (amount, strike)
        for key, amount, strike in Price.objects.values_list("variant_id", "amount", "compare_at_amount")
    }


def test_the_preview_shows_old_new_and_margin_and_writes_nothing(eu, two):
    seed_taxes()
    make_prices(eu, {two[0]: 1190, two[1]: 2380})
    pricing.set_costs(costs={two[0]: 500}, currency="EUR", actor=ACTOR, at=AT)
    shown = preview(change((*two, 777), value=-5000))
    first, second = shown.rows
    assert (first.old.amount, first.new.amount, first.cost.amount) == (1190, 595, 500)
    # The prices of the channel contain 19% tax, so 11.90 is 10.00 net.
    assert (first.margin_old, first.margin_new, first.below_cost) == (5000, 0, True)
    assert (second.margin_new, second.below_cost) == (None, False)
    assert (shown.without_price, shown.changed) == ((777,), 2)
    assert amounts() == {two[0]: (1190, None), two[1]: (2380, None)}


def test_aut_05_costs_and_margins_are_for_those_who_may_see_them(eu, two):
    make_prices(eu, dict.fromkeys(two, 1000))
    pricing.set_costs(costs={two[0]: 500}, currency="EUR", actor=ACTOR, at=AT)
    actor = dataclasses.replace(ACTOR, permissions=frozenset({"pricing.read"}))
    assert {row.cost for row in preview(change(two), actor).rows} == {None}


def test_applying_writes_exactly_the_preview_as_one_operation(eu, two):
    make_prices(eu, {two[0]: 1999, two[1]: 2999})
    done = apply(change(two, rounding="99", strike_old=True), title="Spring")
    assert done.changed == 2
    assert amounts() == {two[0]: (1799, 1999), two[1]: (2699, 2999)}
    operation = PriceOperation.objects.get(pk=done.operation_id)
    assert (operation.title, operation.state, operation.changed_count) == ("Spring", "applied", 2)
    assert operation.changes.count() == 2
    entry = audit.entries_for("pricing.price_operation", operation.pk)[0]
    assert entry.after["spec"]["variant_ids"] == 2


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Prices -10%"),
        ({"value": 250}, "Prices +2.5%"),
        ({"mode": "amount", "value": 5}, "Prices by an amount"),
        ({"mode": "set", "value": 5}, "Prices set to an amount"),
    ],
)
def test_an_operation_without_title_is_named_after_what_it_does(eu, two, changes, title):
    make_prices(eu, dict.fromkeys(two, 1000))
    assert PriceOperation.objects.get(pk=apply(change(two, **changes)).operation_id).title == title


def test_a_rise_keeps_no_strike_price(eu, two):
    make_prices(eu, dict.fromkeys(two, 1000))
    apply(change(two, value=1000, strike_old=True))
    assert amounts()[two[0]] == (1100, None)


def test_a_preview_that_became_old_is_refused(eu, two):
    make_prices(eu, dict.fromkeys(two, 1000))
    shown = preview(change(two))
    make_prices(eu, {two[0]: 1100}, at=LATER)
    with pytest.raises(pricing.PreviewOutdated):
        pricing.apply_bulk_change(change=change(two), fingerprint=shown.fingerprint, actor=ACTOR, at=LATER)
    assert amounts()[two[1]] == (1000, None)
    assert not PriceOperation.objects.exists()


def test_undo_restores_what_nobody_changed_since(eu, two):
    pricing.set_prices(
        rows=[pricing.PriceRow(two[0], 1000, 1200), pricing.PriceRow(two[1], 2000)],
        channel=eu, actor=ACTOR, at=AT,
    )  # fmt: skip
    done = apply(change(two))
    make_prices(eu, {two[1]: 1700}, at=LATER)
    undone = pricing.undo_bulk_change(operation_id=done.operation_id, actor=ACTOR, at=LATER)
    assert (undone.changed, undone.skipped) == (1, (two[1],))
    assert amounts() == {two[0]: (1000, 1200), two[1]: (1700, None)}
    with pytest.raises(pricing.AlreadyUndone):
        pricing.undo_bulk_change(operation_id=done.operation_id, actor=ACTOR, at=LATER)


def test_an_unknown_operation_cannot_be_undone():
    with pytest.raises(pricing.UnknownOperation):
        pricing.undo_bulk_change(operation_id=1, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "double"},
        {"rounding": "7"},
        {"variant_ids": ()},
        {"variant_ids": tuple(range(100_001))},
        {"value": -10_000},
        {"value": 100_001},
        {"mode": "set", "value": -1},
        {"mode": "set", "value": 10**15 + 1},
    ],
)
def test_senseless_changes_are_refused(eu, two, changes):
    make_prices(eu, dict.fromkeys(two, 1000))
    with pytest.raises(pricing.InvalidBulkChange):
        preview(change(two, **changes))


def test_mon_02_won_rounds_to_tens_and_never_to_99(korea, two):
    make_prices(korea, dict.fromkeys(two, 29_990))
    wanted = change(two, price_list_code="kr-krw", value=-500)
    assert preview(dataclasses.replace(wanted, rounding="100")).rows[0].new.amount == 28_500
    list_rule = {"rounding_step": 1000, "rounding_ending": 900, "rounding_direction": "down"}
    PriceList.objects.filter(code="kr-krw").update(**list_rule)
    assert preview(dataclasses.replace(wanted, rounding="list")).rows[0].new.amount == 27_900
    with pytest.raises(pricing.InvalidBulkChange) as caught:
        preview(dataclasses.replace(wanted, rounding="99"))
    assert "KRW" in str(caught.value.message)


def test_quantity_prices_change_with_their_variant(eu, tee):
    make_prices(eu, {tee: 1000})
    put("eu-eur", {tee: 800}, min_quantity=10)
    apply(change((tee,)))
    assert sorted(Price.objects.values_list("min_quantity", "amount")) == [(1, 900), (10, 720)]


def test_margins_of_net_lists_and_lists_of_a_market_or_everywhere(eu, tee):
    from storecrew.contexts.channels.tests.factories import make_channel
    from storecrew.contexts.pricing.models import PriceList

    seed_taxes()
    business = make_channel("b2b", tax_display="net")
    make_prices(business, {tee: 1000})
    make_list("market", kind="base", market_code=eu.market_code)
    make_list("everywhere", currency="USD")
    pricing.set_costs(costs={tee: 500}, currency="EUR", actor=ACTOR, at=AT)
    costs = pricing.costs_for([tee], currency="EUR")
    found = {
        code: pricing.margins_for({tee: 1190}, target=PriceList.objects.get(code=code), costs=costs, at=AT)[
            tee
        ]
        for code in ("b2b-eur", "market", "everywhere")
    }
    assert found == {"b2b-eur": 5798, "market": 5000, "everywhere": 5798}


def test_prices_come_from_a_list_in_another_currency_rounded_as_the_list_says(eu, korea, two):
    make_prices(eu, {two[0]: 1000})
    make_prices(korea, dict.fromkeys(two, 29_990))
    ExchangeRate.objects.create(
        currency="KRW", day=LATER.date(), rate_e8=157_138_000_000, source="ecb", entered_at=AT
    )
    PriceList.objects.filter(code="kr-krw").update(rounding_step=1000, rounding_ending=900)
    wanted = change(
        two, price_list_code="kr-krw", mode="from", value=1000, source_list="eu-eur", rounding="list"
    )
    shown = preview(wanted)
    # 10.00 EUR is 15 713.8 KRW, ten percent more is 17 285.18.
    assert [row.new.amount for row in shown.rows] == [16_900]
    assert shown.without_price == (two[1],)
    assert preview(dataclasses.replace(wanted, rounding="none")).rows[0].new.amount == 17_285
    done = apply(wanted)
    assert (done.changed, amounts()[two[1]]) == (1, (29_990, None))
    assert "eu-eur" in PriceOperation.objects.get(pk=done.operation_id).title
    ExchangeRate.objects.all().delete()
    with pytest.raises(pricing.NoExchangeRate):
        preview(wanted)


@pytest.mark.parametrize("source", ["", "eu-eur"])
def test_prices_from_no_other_list_are_refused(eu, two, source):
    make_prices(eu, dict.fromkeys(two, 1000))
    with pytest.raises(pricing.InvalidBulkChange, match="which other list"):
        preview(change(two, mode="from", source_list=source))


def test_prices_with_and_without_tax_do_not_mix(eu, two):
    make_prices(eu, dict.fromkeys(two, 1000))
    PriceList.objects.create(code="net", name="Net", currency="GBP", created_at=AT)
    with pytest.raises(pricing.InvalidBulkChange, match="with tax"):
        preview(change(two, mode="from", source_list="net"))
