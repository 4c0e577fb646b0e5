"""Why, in every condition: the explanation is the engine's own verdict."""

import datetime as dt
import random

import pytest
from django.conf import settings

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.facts import Check, Gift, Line, Request
from storecrew.contexts.promotions.queries.explaining import MOMENTS
from storecrew.contexts.promotions.queries.sentences import for_shopper
from storecrew.contexts.promotions.rules import buyers
from storecrew.contexts.promotions.tests.factories import make_coupon, make_promotion


@pytest.fixture
def shop(db):
    return make_shop()


def request(shop, *lines, **more):
    values = {"channel": "eu", "currency": "EUR", "locale": "en", "at": AT, "country": "DE"}
    rows = tuple(
        Line(number, shop.variants[sku], 1, units, 1000) for number, (sku, units) in enumerate(lines, start=1)
    )
    return Request(lines=rows, **(values | more))


def test_cs_9_an_agent_reads_every_condition_with_its_values(shop):
    make_promotion(code="BIG", needs={"min_spend": {"EUR": 2500}, "countries": ["DE"]}, name="Big")
    found = promotions.explain(request(shop, ("A-1", 2)), code="BIG")
    assert (found.name, found.applies, found.revision) == ("Big", False, 1)
    assert {check.code: check.passed for check in found.checks} == {
        "code": True,
        "country": True,
        "articles": True,
        "min_spend": False,
    }
    spend = next(check for check in found.checks if check.code == "min_spend")
    assert (spend.needed, spend.actual) == (2500, 2000)
    assert "€5.00 are missing" in found.sentence
    assert promotions.explain(request(shop, ("A-1", 3)), code="BIG").amount == 300


def values_of(found):
    return {check.code: (check.passed, check.needed, check.actual) for check in found.checks}


def test_cs_9_what_the_goods_meet_is_said_with_its_values_whatever_else_fails(shop):
    row = make_promotion(code="BIG", needs={"min_spend": {"EUR": 1500}, "min_quantity": 2}, name="Big")
    goods = {
        "articles": (True, None, 2),
        "min_quantity": (True, 2, 2),
        "min_spend": (True, 1500, 2000),
    }
    applied = promotions.explain(request(shop, ("A-1", 2)), code="BIG")
    assert (applied.applies, values_of(applied)) == (True, {"code": (True, None, "BIG")} | goods)
    untyped = promotions.explain(request(shop, ("A-1", 2)), promotion_id=row.pk)
    assert (untyped.applies, values_of(untyped)) == (False, {"code": (False, None, None)} | goods)


def test_cs_9_values_are_those_its_lane_begins_with(shop):
    make_promotion(scope={"variants": [shop.variants["A-1"]]}, benefit={"percent_bp": 5000})
    order = make_promotion(
        code="BIG", benefit={"percent_bp": 1000}, scope={}, needs={"min_spend": {"EUR": 1500}}
    )
    found = promotions.explain(request(shop, ("A-1", 2)), promotion_id=order.pk, code="BIG")
    first = promotions.offer(request(shop, ("A-1", 2), codes=("BIG",)))
    assert values_of(found)["min_spend"] == (False, 1500, 1000)
    assert not any(win.promotion_id == order.pk for win in first.verdict.wins)


@pytest.mark.parametrize(("units", "applies"), [(2, False), (3, True)])
def test_cs_9_units_that_a_kind_needs_are_a_condition(shop, units, applies):
    row = make_promotion(kind="bogo", benefit={"percent_bp": 10000, "buy": 2, "get": 1})
    found = promotions.explain(request(shop, ("A-1", units)), promotion_id=row.pk)
    assert (found.applies, values_of(found)["min_quantity"]) == (applies, (applies, 3, units))


@pytest.mark.parametrize(("lines", "applies"), [((("A-1", 1),), False), ((("A-1", 1), ("B-1", 1)), True)])
def test_cs_9_whether_all_parts_are_there_is_a_condition(shop, lines, applies):
    parts = [[shop.variants["A-1"], 1], [shop.variants["B-1"], 1]]
    row = make_promotion(kind="bundle", benefit={"amounts": {"EUR": 1500}, "parts": parts})
    found = promotions.explain(request(shop, *lines), promotion_id=row.pk)
    assert (found.applies, values_of(found)["complete"][0]) == (applies, applies)


def test_cs_9_a_gift_is_named(shop):
    gift = shop.variants["B-1"]
    row = make_promotion(kind="giveaway", benefit={"gifts": [gift], "get": 1}, uses_cap=5)
    found = promotions.explain(request(shop, ("A-1", 1)), promotion_id=row.pk)
    assert (found.kind, found.gift) == ("giveaway", Gift((gift,), 1))


def test_cs_9_an_order_is_judged_by_who_its_buyer_was_then(shop):
    first = place(make_cart(shop, {"A-1": 1})).order_id
    second = place(make_cart(shop, {"A-1": 1}), at=AT + dt.timedelta(hours=1)).order_id
    other = place(make_cart(shop, {"A-1": 1}, email="bob@example.com")).order_id
    row = make_promotion(needs={"groups": ["new"]}, code="WELCOME")
    mine = make_promotion(code="OTHER")
    (bob,) = buyers.keys("bob@example.com", "", {}, settings.SECRET_KEY)
    make_coupon(mine, "FORBOB", buyer=bob)

    def told(order_id, code):
        found = promotions.explain(promotions.request_of_order(order_id), code=code)
        return found.applies, [check.code for check in found.checks if not check.passed]

    assert (told(first, "WELCOME"), told(second, "WELCOME")) == ((True, []), (False, ["group"]))
    assert row.pk != mine.pk
    assert (told(other, "FORBOB"), told(first, "FORBOB")) == ((True, []), (False, ["code_not_yours"]))


def test_cs_9_what_an_order_used_itself_does_not_stand_against_it(shop):
    row = make_promotion(code="ONCE", code_uses=1, customer_cap=1, uses_cap=1)
    token = make_cart(shop, {"A-1": 1})
    checkout.add_code(token, "ONCE", actor=ACTOR, at=AT)
    order_id = place(token).order_id
    found = promotions.explain(promotions.request_of_order(order_id), code="ONCE")
    assert (found.applies, found.promotion_id) == (True, row.pk)
    later = place(make_cart(shop, {"A-1": 1}), at=AT + dt.timedelta(hours=1)).order_id
    again = promotions.explain(promotions.request_of_order(later), code="ONCE")
    assert (again.applies, again.checks[0].code) == (False, "code_used_up")


def test_cs_9_an_unknown_code_is_an_answer_too(shop):
    found = promotions.explain(request(shop, ("A-1", 1)), code="NOBODY")
    assert (found.promotion_id, found.applies, found.checks[0].code) == (None, False, "code_unknown")


def test_a_preview_shows_a_draft_on_another_day(shop):
    row = make_promotion(state="draft", starts_local="2026-05-01T00:00")
    assert not promotions.explain(request(shop, ("A-1", 1)), promotion_id=row.pk).applies
    day = AT.replace(month=5)
    assert promotions.preview(row.pk, request(shop, ("A-1", 1)), at=day).applies


def test_what_stands_in_the_way_is_named(shop):
    first = make_promotion(priority=5, combines=[])
    second = make_promotion(code="NEXT", combines=[])
    found = promotions.explain(request(shop, ("A-1", 1)), code="NEXT")
    assert (found.promotion_id, found.rival_id) == (second.pk, first.pk)


def test_what_was_said_when_an_order_was_placed_is_kept(shop):
    lost = make_promotion(needs={"min_quantity": 9})
    won = make_promotion()
    placed = place(make_cart(shop, {"A-1": 1}))
    verdict = promotions.stored(placed.order_id)
    assert [each["promotion"] for each in verdict["wins"]] == [won.pk]
    assert promotions.stored_checks(verdict)[lost.pk][:4] == ("min_quantity", False, 9, 1)


@pytest.mark.parametrize(
    ("fields", "needs", "said"),
    [
        ({}, {"min_spend": {"EUR": 2500}}, "This promotion needs goods for €25.00; €15.00 are missing."),
        ({}, {"min_quantity": 3}, "This promotion needs 3 of the articles it is for; 2 are missing."),
        ({}, {"countries": ["AT"]}, "This promotion is not for deliveries to this country."),
        ({}, {"groups": ["returning"]}, "This promotion is for customers who have bought before."),
        ({"state": "paused"}, {}, "This promotion is paused: there are too few of the goods."),
        ({"channels": ["elsewhere"]}, {}, "This promotion is not for this shop."),
        ({"uses_cap": 1, "uses": 1}, {}, "This promotion has been used as often as it could be."),
        ({"code": "BIG"}, {}, "This promotion counts when its code is entered."),
    ],
)
def test_cs_9_what_needs_no_code_is_not_told_as_a_code(shop, fields, needs, said):
    row = make_promotion(needs=needs, **fields)
    found = promotions.explain(request(shop, ("A-1", 1)), promotion_id=row.pk)
    assert (found.applies, found.sentence) == (False, said)


NEEDED = {"early": {"groups": ["new"], "until": AT.isoformat()}}


def test_cs_9_no_reason_is_told_as_a_code_where_there_is_none(shop):
    checks = set(promotions.CONDITIONS) - {name for name in promotions.CONDITIONS if name.startswith("code")}
    for code in checks | {"anything"}:
        needed = NEEDED.get(code, 9 if "min" in code else AT if code in MOMENTS else ["new"])
        said = for_shopper(Check(code, False, needed, 1), currency="EUR", locale="en", by_code=False)
        assert "code" not in said, code


def test_cs_9_what_was_decided_then_stays_when_the_promotion_changes(shop):
    lost, later = make_promotion(needs={"min_quantity": 9}), make_promotion(starts_local="2026-03-05T00:00")
    won = make_promotion()
    placed = place(make_cart(shop, {"A-1": 1}))
    for row in (lost, won):
        row.definition["needs"] = {}
        row.uses_cap = row.uses = 1
        row.revision = 2
        row.save()
    assert promotions.decided_then(placed.order_id, won.pk) == (1, None, 100)
    then = promotions.decided_then(placed.order_id, lost.pk)
    assert (then.revision, then.check) == (1, Check("min_quantity", False, 9, 1))
    assert promotions.decided_then(placed.order_id, later.pk) is None
    assert promotions.decided_then(0, won.pk) is None


def test_cs_9_a_hundred_carts_a_hundred_promotions_one_verdict(shop):
    chance = random.Random(7)
    needs = [
        {},
        {"min_quantity": 4},
        {"min_spend": {"EUR": 3000}},
        {"countries": ["AT"]},
        {"groups": ["new"]},
    ]
    consent = [[], ["product", "order"], ["order"]]
    kinds = [
        ("percent_off", {"percent_bp": 500}),
        ("amount_off", {"amounts": {"EUR": 300}}),
        ("tiered", {"tiers": {"": [{"threshold": 3, "percent_bp": 900}]}}),
    ]
    rows, ids = [], list(shop.variants.values())
    for number in range(100):
        kind, benefit = chance.choice(kinds)
        rows.append(
            make_promotion(
                kind, benefit=benefit, name=f"P{number}", priority=chance.randint(0, 3),
                scope={"variants": [chance.choice(ids)]} if chance.random() < 0.5 else {},
                needs=chance.choice(needs), combines=chance.choice(consent), exclusive=chance.random() < 0.05,
            )
        )  # fmt: skip
    coupon = make_coupon(rows[0], "CODE")
    assert coupon.pk
    differ = 0
    for _cart in range(100):
        lines = [
            (sku, chance.randint(1, 6)) for sku in chance.sample(sorted(shop.variants), chance.randint(1, 3))
        ]
        asked = request(shop, *lines, codes=("CODE",) if chance.random() < 0.3 else ())
        offer = promotions.offer(asked)
        applied = {win.promotion_id: win.amount for win in offer.verdict.wins}
        looked_at = chance.choice(rows)
        found = promotions.explain(asked, promotion_id=looked_at.pk)
        differ += (found.applies, found.amount) != (looked_at.pk in applied, applied.get(looked_at.pk, 0))
    assert differ == 0
