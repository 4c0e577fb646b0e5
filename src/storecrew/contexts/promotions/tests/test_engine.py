"""The engine without a database: every kind, stacking, and the laws that hold for any cart."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.contexts.promotions.facts import Basket, Check, GivenCode, Line
from storecrew.contexts.promotions.rules import engine
from storecrew.contexts.promotions.rules.benefits import shipping_off
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.terms import (
    ENDED,
    LANES,
    Benefit,
    Needs,
    Scope,
    Terms,
    Tier,
    lane_of,
)

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
OPEN = {"eu": (None, None)}


def line(number, quantity=1, price=1000, **more):
    return Line(number, number, number * 10, quantity, price, frozenset({number % 3}), **more)


def basket(*lines, **more):
    return Basket(lines=lines, currency="EUR", channel="eu", at=AT, **more)


def terms(number=1, kind="percent_off", scope=None, needs=None, **more):
    scope = scope or Scope()
    benefit = {name: more.pop(name) for name in list(more) if name in Benefit.__dataclass_fields__}
    values = {"lane": lane_of(kind, scope), "windows": OPEN} | more
    return Terms(
        id=number,
        revision=1,
        kind=kind,
        scope=scope,
        needs=needs or Needs(),
        benefit=Benefit(**benefit),
        **values,
    )


def off(cart, *promotions):
    return engine.evaluate(cart, promotions).off()


def articles(*numbers):
    return Scope(variants=frozenset(numbers))


CASES = {
    "percent off one article": (terms(percent_bp=1500, scope=articles(1)), [line(1, 3), line(2)], {1: 450}),
    "percent off the order is split": (
        terms(percent_bp=1000),
        [line(1, 1, 333), line(2, 1, 333)],
        {1: 34, 2: 33},
    ),
    "amount off each unit": (
        terms(kind="amount_off", amounts={"EUR": 150}, per_unit=True, scope=articles(1)),
        [line(1, 3)],
        {1: 450},
    ),
    "amount off never makes it negative": (
        terms(kind="amount_off", amounts={"EUR": 9000}),
        [line(1)],
        {1: 1000},
    ),
    "flash sale": (terms(kind="flash_sale", percent_bp=5000, scope=articles(1)), [line(1, 2)], {1: 1000}),
    "two for one, the cheapest": (
        terms(kind="bogo", percent_bp=10000, scope=articles(1, 2)),
        [line(1, 1, 2000), line(2, 1, 1000)],
        {2: 1000},
    ),
    "buy two get a third at half": (
        terms(kind="bogo", buy=2, get=1, percent_bp=5000, scope=articles(1)),
        [line(1, 7)],
        {1: 1000},
    ),
    "buy these get those": (
        terms(kind="buy_x_get_y", buy=2, get=1, percent_bp=10000, scope=articles(1), gets=articles(2)),
        [line(1, 4), line(2, 3, 500)],
        {2: 1000},
    ),
    "three for one price": (
        terms(kind="buy_x_for_total", buy=3, amounts={"EUR": 2000}, scope=articles(1, 2)),
        [line(1, 2), line(2, 2, 900)],
        {1: 621, 2: 279},
    ),
    "a group that is cheaper alone stays": (
        terms(kind="buy_x_for_total", buy=3, amounts={"EUR": 2000}, scope=articles(1, 2)),
        [line(1, 3), line(2, 3, 500)],
        {1: 1000},
    ),
    "bundle for one price": (
        terms(kind="bundle", parts=((1, 1), (2, 2)), amounts={"EUR": 2400}),
        [line(1, 2), line(2, 4)],
        {1: 400, 2: 800},
    ),
    "half a bundle": (
        terms(kind="bundle", parts=((1, 1), (2, 2)), amounts={"EUR": 2400}),
        [line(1, 2), line(2)],
        {},
    ),
    "set": (
        terms(kind="set", groups=(articles(1, 2), articles(3)), percent_bp=2000),
        [line(1), line(2, 1, 2000), line(3)],
        {2: 400, 3: 200},
    ),
    "steps by number": (
        terms(kind="tiered", tiers={"": (Tier(2, 500), Tier(5, 1000))}),
        [line(1, 5)],
        {1: 500},
    ),
    "steps by value": (
        terms(kind="tiered", basis="spend", tiers={"EUR": (Tier(1000, 0, 100), Tier(3000, 0, 500))}),
        [line(1, 2)],
        {1: 100},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_mkt_6_every_kind_takes_off_what_it_says(name):
    promotion, lines, expected = CASES[name]
    assert off(basket(*lines), promotion) == expected


def test_a_bonus_comes_with_each_group_that_is_bought_and_not_with_fewer():
    offer = terms(kind="bonus_product", gifts=(7,), buy=3, most_times=2)
    verdict = engine.evaluate(basket(line(1, 2)), [offer])
    assert [loss.check for loss in verdict.losses] == [Check("min_quantity", False, 3, 2)]
    given = [engine.evaluate(basket(line(1, units)), [offer]).wins[0].gift for units in (3, 6, 9)]
    assert [gift.quantity for gift in given] == [1, 2, 2]


@pytest.mark.parametrize("kind", ["bonus_product", "giveaway", "sample"])
def test_mkt_6_gifts(kind):
    promotion = terms(kind=kind, gifts=(8, 9), needs=Needs(min_spend={"EUR": 1500}))
    verdict = engine.evaluate(basket(line(1, 2)), [promotion])
    assert (verdict.wins[0].gift.variants, verdict.wins[0].gift.quantity) == ((8, 9), 1)
    lost = engine.evaluate(basket(line(1)), [promotion]).losses[0]
    assert (lost.check.code, lost.check.needed, lost.check.actual) == ("min_spend", 1500, 1000)


def test_mkt_6_delivery_costs_less_for_the_methods_it_names():
    promotion = terms(kind="shipping", percent_bp=10000, methods=frozenset({"standard"}))
    assert shipping_off(promotion, "standard", 490, "EUR") == 490
    assert shipping_off(promotion, "express", 990, "EUR") == 0
    assert engine.evaluate(basket(line(1)), [promotion]).wins[0].lane == "shipping"


def test_mkt_6_a_coupon_is_earned_and_later_redeemed():
    promotion = terms(kind="next_order_coupon", percent_bp=1000)
    first = engine.evaluate(basket(line(1)), [promotion]).wins[0]
    assert (first.earns_coupon, first.amount) == (True, 0)
    code = GivenCode("NEXT", 1, 5)
    second = engine.evaluate(basket(line(1), codes=(code,)), [promotion]).wins[0]
    assert (second.earns_coupon, second.amount, second.coupon_id) == (False, 100, 5)


def test_mon_08_lanes_compute_on_what_is_left():
    product, order = terms(1, percent_bp=5000, scope=articles(1)), terms(2, percent_bp=1000)
    assert off(basket(line(1)), product, order) == {1: 550}
    assert off(basket(line(1)), order, product) == {1: 550}


def test_both_sides_have_to_agree():
    product = terms(1, percent_bp=1000, scope=articles(1))
    order = terms(2, percent_bp=1000, combines=frozenset({"shipping"}))
    verdict = engine.evaluate(basket(line(1), line(2)), [product, order])
    assert verdict.off() == {1: 100, 2: 100}
    alone = engine.evaluate(basket(line(1)), [product, order])
    assert alone.off() == {1: 100}
    assert (alone.losses[0].check.code, alone.losses[0].check.actual) == ("not_with", 1)


def test_priority_before_value_and_value_before_age():
    never = frozenset[str]()
    small, large = (
        terms(1, percent_bp=500, scope=articles(1), combines=never),
        terms(2, percent_bp=3000, scope=articles(1), combines=never),
    )
    assert off(basket(line(1)), small, large) == {1: 300}
    assert off(basket(line(1)), replace(small, priority=1), large) == {1: 50}


def test_an_exclusive_one_is_weighed_against_all_others_together():
    alone = terms(1, percent_bp=2000, exclusive=True)
    others = [terms(2, percent_bp=1000), terms(3, kind="amount_off", amounts={"EUR": 50})]
    verdict = engine.evaluate(basket(line(1)), [alone, *others])
    assert verdict.off() == {1: 200}
    assert {loss.check.code for loss in verdict.losses} == {"exclusive"}
    assert off(basket(line(1)), replace(alone, benefit=Benefit(percent_bp=1200)), *others) == {1: 150}
    assert off(basket(line(1)), replace(alone, benefit=Benefit(percent_bp=100), priority=5), *others) == {
        1: 10
    }


def test_the_margin_keeps_its_floor():
    promotion = terms(percent_bp=5000, margin_floor_bp=2000)
    verdict = engine.evaluate(basket(line(1, 2, cost=700)), [promotion])
    assert verdict.off() == {1: 250}
    assert verdict.wins[0].floored
    unknown = engine.evaluate(basket(line(1)), [promotion])
    assert (unknown.wins, unknown.losses[0].check.code) == ((), "margin_floor")


def test_reduced_goods_and_exclusions_take_no_part():
    promotion = terms(percent_bp=1000, scope=Scope(not_reduced=True, not_products=frozenset({20})))
    assert off(basket(line(1, reduced=True), line(2), line(3)), promotion) == {3: 100}


REFUSED = {
    "group": (terms(percent_bp=1000, needs=Needs(groups=frozenset({"new"}))), "group"),
    "not group": (terms(percent_bp=1000, needs=Needs(not_groups=frozenset({"regular"}))), "not_group"),
    "country": (terms(percent_bp=1000, needs=Needs(countries=frozenset({"AT"}))), "country"),
    "channel": (terms(percent_bp=1000, windows={"kr": (None, None)}), "channel"),
    "too early": (terms(percent_bp=1000, windows={"eu": (AT + dt.timedelta(1), None)}), "started"),
    "too late": (terms(percent_bp=1000, windows={"eu": (None, AT)}), "not_ended"),
    "day": (terms(percent_bp=1000, weekdays=frozenset({5, 6})), "weekday"),
    "cap": (terms(percent_bp=1000, customer_cap=1), "customer_cap"),
    "currency": (terms(kind="amount_off", amounts={"KRW": 1000}), "currency"),
    "quantity": (terms(percent_bp=1000, needs=Needs(min_quantity=3)), "min_quantity"),
    "articles": (terms(percent_bp=1000, scope=articles(9)), "articles"),
    "code": (terms(percent_bp=1000, by_code=True), "code"),
    "paused": (terms(percent_bp=1000, paused=True), "paused"),
}


@pytest.mark.parametrize(
    "needs", [{"groups": frozenset({"new"})}, {"not_groups": frozenset({"returning"})}], ids=str
)
def test_con_19_what_is_for_the_first_order_is_for_one_of_a_newcomer(needs):
    known = {"ended": ENDED} if "groups" in needs else {"begun": {"returning": 1}}
    offer = terms(percent_bp=1000, needs=Needs(**needs), **known)
    had = {"used": {offer.id: 1}}
    assert off(basket(line(1), groups=frozenset({"new"})), offer)
    lost = engine.evaluate(basket(line(1), groups=frozenset({"new"}), **had), [offer]).losses
    assert [loss.check for loss in lost] == [Check("customer_cap", False, 1, 1)]
    more = replace(offer, customer_cap=2)
    assert off(basket(line(1), groups=frozenset({"new"}), **had), more), "the limit says otherwise"


def test_con_19_who_is_meant_by_another_group_is_not_counted_as_new():
    offer = terms(percent_bp=1000, needs=Needs(groups=frozenset({"new", "tier:gold"})), ended=ENDED)
    gold = basket(line(1), groups=frozenset({"returning", "tier:gold"}), used={offer.id: 7})
    assert off(gold, offer)


def test_con_19_what_a_group_lasts_for_is_what_can_be_had_in_it():
    ended = {"new": 1, "segment:3": 3}
    offer = terms(percent_bp=1000, needs=Needs(groups=frozenset(ended)), ended=ended)
    assert offer.uses_of({"new"}) == 1
    assert offer.uses_of({"new", "segment:3"}) == 3, "the widest group that admits"
    assert offer.uses_of({"account"}) == 0, "not meant at all: another check says so"
    assert replace(offer, begun={"regular": 2}).uses_of({"segment:3"}) == 2, "the narrowest that shuts out"
    assert replace(offer, customer_cap=9).uses_of({"new"}) == 9, "the limit says otherwise"


@pytest.mark.parametrize("name", REFUSED)
def test_every_condition_says_that_it_was_the_one(name):
    promotion, code = REFUSED[name]
    cart = basket(line(1), groups=frozenset({"regular"}), country="DE", used={1: 1})
    verdict = engine.evaluate(cart, [promotion])
    assert (verdict.wins, [loss.check.code for loss in verdict.losses]) == ((), [code])


AMOUNTS = st.integers(1, 5000)
SCOPES = st.sampled_from([Scope(), articles(1, 2), articles(3), Scope(categories=frozenset({1}))])
COMBINES = st.sets(st.sampled_from(LANES)).map(frozenset)


@st.composite
def promotions(draw):
    found = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        kind = draw(
            st.sampled_from(
                ["percent_off", "amount_off", "bogo", "buy_x_for_total", "tiered", "set", "bundle"]
            )
        )
        found.append(
            terms(
                number, kind, draw(SCOPES), Needs(min_quantity=draw(st.integers(0, 3))),
                percent_bp=draw(st.integers(1, 10_000)), amounts={"EUR": draw(AMOUNTS)},
                per_unit=draw(st.booleans()), buy=draw(st.integers(1, 3)), get=draw(st.integers(1, 2)),
                tiers={"": (Tier(2, draw(st.integers(1, 10_000))), Tier(4, 0, draw(AMOUNTS)))},
                groups=(articles(1, 2), articles(3, 4)), parts=((1, 1), (3, 2)),
                priority=draw(st.integers(0, 2)), exclusive=draw(st.booleans()), combines=draw(COMBINES),
                margin_floor_bp=draw(st.sampled_from([None, None, 1000])),
            )
        )  # fmt: skip
    return found


LINES = st.lists(st.tuples(st.integers(1, 9), AMOUNTS), min_size=1, max_size=6).map(
    lambda rows: [line(number, *row, cost=row[1] // 2) for number, row in enumerate(rows, start=1)]
)


@settings(max_examples=200, deadline=None)
@given(LINES, promotions(), st.randoms(use_true_random=False))
def test_mon_01_mon_08_no_order_of_lines_or_promotions_changes_anything(lines, offers, chance):
    verdict = engine.evaluate(basket(*lines), offers)
    full = {each.key: each.price * each.quantity for each in lines}
    assert all(0 < amount <= full[key] for key, amount in verdict.off().items())
    for win in verdict.wins:
        assert win.amount == sum(win.lines.values())
    shuffled, others = list(lines), list(offers)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    again = engine.evaluate(basket(*shuffled), others)
    assert (again.off(), [win.promotion_id for win in again.wins]) == (
        verdict.off(),
        [win.promotion_id for win in verdict.wins],
    )
    named = {win.promotion_id for win in verdict.wins} | {loss.promotion_id for loss in verdict.losses}
    assert named == {each.id for each in offers}


@settings(max_examples=100, deadline=None)
@given(LINES, promotions())
def test_the_index_leaves_out_nothing_that_would_apply(lines, offers):
    cart = basket(*lines)
    found = Index(offers).candidates(cart)
    assert engine.evaluate(cart, found).off() == engine.evaluate(cart, offers).off()


def test_mon_08_stacking_in_all_orders_has_one_result():
    offers = [
        terms(1, percent_bp=3000, scope=articles(1)),
        terms(2, kind="bogo", percent_bp=10000, scope=articles(1, 2)),
        terms(3, percent_bp=1000),
        terms(4, kind="amount_off", amounts={"EUR": 700}),
    ]
    results = {
        tuple(sorted(off(basket(line(1, 2), line(2)), *order).items()))
        for order in itertools.permutations(offers)
    }
    assert len(results) == 1
