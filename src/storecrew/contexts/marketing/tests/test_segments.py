"""Segments on live facts, and promotions that are for one of them only."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory.tests.factories import stock
from storecrew.contexts.loyalty.models import Membership, Tier, Voucher
from storecrew.contexts.loyalty.tests.factories import make_points, make_program, make_voucher
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.facts import Buyer
from storecrew.contexts.marketing.queries.membership import SegmentGroups
from storecrew.contexts.marketing.rules import segments as rules
from storecrew.contexts.marketing.tests.factories import ACTOR
from storecrew.contexts.orders.models import Order
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import outbox

DAY = dt.timedelta(days=1)
NOW = AT + 10 * DAY
ANN = "ann@example.com"


@pytest.fixture
def ann(shop):
    """A customer with one order of 2490 for two of A-1, ten days ago, who agreed to news."""
    place(make_cart(shop, {"A-1": 2}, email=ANN))
    row = customers.ensure_customer(email=ANN, actor=ACTOR, at=AT)
    customers.ask_consent(
        ANN, ["news"], sentence="Yes", source="test", locale="en", channel_code="eu", country="DE",
        proved=ANN, actor=GUEST, at=AT,
    )  # fmt: skip
    while outbox.drain():
        pass
    return row.id


def segment(conditions, name="Some") -> int:
    return marketing.save_segment(name, conditions, actor=ACTOR, at=AT)


def agrees(conditions, customer_id) -> bool:
    """Ask both ways, which have to agree: by profile for mails, by customer for promotions."""
    key = segment(conditions, name=f"S{next(_number)}")
    by_profile = bool(marketing.audience_ids(conditions, at=NOW))
    code = marketing.segment_code(key)
    by_customer = bool(SegmentGroups().groups_of(customer_id, wanted={code}, at=NOW))
    assert by_profile is by_customer, conditions
    return by_customer


_number = itertools.count()


@pytest.mark.django_db
def test_mkt_8_mails_and_promotions_see_the_same_people(shop, ann):
    first, other = shop.variants["A-1"], shop.variants["B-1"]
    for conditions, expected in (
        ({}, True),
        ({"orders_min": 1}, True), ({"orders_min": 2}, False),
        ({"orders_max": 0}, False), ({"orders_max": 1}, True),
        ({"bought_within_days": 11}, True), ({"bought_within_days": 10}, False),
        ({"not_bought_for_days": 10}, True), ({"not_bought_for_days": 11}, False),
        ({"spend_min": 2490, "currency": "EUR"}, True), ({"spend_min": 2491, "currency": "EUR"}, False),
        ({"spend_max": 2490, "currency": "EUR"}, True), ({"spend_max": 2489, "currency": "EUR"}, False),
        ({"spend_min": 1, "currency": "KRW"}, False), ({"spend_max": 1, "currency": "KRW"}, True),
        ({"bought": [first]}, True), ({"bought": [other]}, False),
        ({"not_bought": [first]}, False), ({"not_bought": [other]}, True),
        ({"bought": [first, other], "bought_in_stock": True}, True),
        ({"bought": [other], "bought_in_stock": True}, False),
        ({"locales": ["en"], "countries": ["DE"], "channels": ["eu"]}, True),
        ({"locales": ["ko"]}, False), ({"countries": ["FR"]}, False), ({"channels": ["kr"]}, False),
        ({"points_max": 0, "returned_max": 0}, True), ({"returned_min": 1}, False),
        ({"has_voucher": True}, False), ({"waits_in_stock": True}, False), ({"tiers": ["gold"]}, False),
    ):  # fmt: skip
        assert agrees(conditions, ann) is expected, conditions


@pytest.mark.django_db
def test_mkt_22_points_and_tiers_count_at_once(shop, ann):
    account = make_points(ann, 50)
    assert agrees({"points_min": 50}, ann)
    assert not agrees({"points_min": 51}, ann)
    assert not agrees({"points_max": 49}, ann)
    assert agrees({"points_max": 50}, ann)
    program = make_program()
    gold = Tier.objects.create(program=program, code="gold", names={"en": "Gold"}, thresholds={"EUR": 1})
    Membership.objects.create(customer_id=ann, program=program, account_id=account, tier=gold, joined_at=AT)
    assert agrees({"tiers": ["gold"]}, ann)
    assert not agrees({"tiers": ["silver"]}, ann)


@pytest.mark.django_db
def test_mkt_23_a_voucher_that_is_not_used_up_counts_until_it_is(shop, ann):
    made = make_voucher(1000)
    Voucher.objects.filter(pk=made.id).update(recipient_email="Ann@Example.com")
    assert agrees({"has_voucher": True}, ann)
    row = Voucher.objects.get(pk=made.id)
    type(row.account).objects.filter(pk=row.account_id).update(blocked=True)
    assert not agrees({"has_voucher": True}, ann)


@pytest.mark.django_db
def test_mkt_8_who_waits_is_meant_when_the_article_is_back(shop, ann):
    checkout.wait_for(
        "B-1", ANN, channel=shop.channel, locale="en", consent="Yes", proved=ANN, actor=GUEST, at=AT
    )
    assert WaitListEntry.objects.get().state == "waiting"
    assert not agrees({"waits_in_stock": True}, ann)
    stock(shop.variants["B-1"], 5, threshold=0)
    assert agrees({"waits_in_stock": True}, ann)


@pytest.mark.django_db
def test_mkt_8_a_return_counts_when_it_is_announced(shop, ann):
    from storecrew.contexts.aftersales.models import Return

    order = Order.objects.get()
    row = Return.objects.create(number="R-1", order=order, reason="unwanted", opened_by="x", opened_at=AT)
    assert agrees({"returned_min": 1}, ann)
    assert not agrees({"returned_max": 0}, ann)
    Return.objects.filter(pk=row.pk).update(state="canceled")
    assert agrees({"returned_max": 0}, ann)


def asked(shop, customer_id, *codes) -> promotions.Request:
    key = shop.variants["A-1"]
    return promotions.Request(
        lines=(promotions.Line(key, key, key, 1, 1000),), channel="eu", currency="EUR", locale="en", at=NOW,
        customer_id=customer_id, email=ANN, codes=codes,
    )  # fmt: skip


@pytest.mark.django_db
def test_mkt_6_a_promotion_for_a_segment_follows_the_facts_of_the_moment(shop, ann):
    code = marketing.segment_code(segment({"orders_min": 2}, "Very secret hunters"))
    row = make_promotion(needs={"groups": [code]}, code="TWICE")
    found = promotions.offer(asked(shop, ann, "TWICE"))
    assert found.applied == ()
    assert found.codes[0].sentence == "This code is for chosen customers."
    why = promotions.explain(asked(shop, ann, "TWICE"), code="TWICE")
    check = next(each for each in why.checks if each.code == "group")
    assert (check.passed, check.needed) == (False, [code])
    assert promotions.group_names()[code] == "Very secret hunters"

    token = make_cart(shop, {"A-1": 1}, email=ANN)
    checkout.set_details(token, email=ANN, actor=GUEST, at=AT)
    place(token)
    assert promotions.offer(asked(shop, ann, "TWICE")).applied == (row.pk,)
    Order.objects.order_by("-pk").filter(pk=Order.objects.latest("pk").pk).update(status="canceled")
    assert promotions.offer(asked(shop, ann, "TWICE")).applied == ()


@pytest.mark.django_db
def test_mkt_6_a_segment_that_changes_changes_the_promotion_and_guests_are_in_none(shop, ann):
    key = segment({"orders_min": 1})
    row = make_promotion(needs={"groups": [marketing.segment_code(key)]})
    rest = make_promotion(needs={"not_groups": [marketing.segment_code(key)]})
    assert promotions.offer(asked(shop, ann)).applied == (row.pk,)
    assert promotions.offer(asked(shop, None)).applied == (rest.pk,)
    marketing.save_segment("Some", {"orders_min": 5}, segment_id=key, actor=ACTOR, at=AT)
    assert promotions.offer(asked(shop, ann)).applied == (rest.pk,)


@pytest.mark.django_db
def test_spd_05_segments_cost_nothing_where_no_promotion_asks(shop, ann, django_assert_num_queries):
    segment({"orders_min": 1})
    make_promotion(needs={"groups": ["account"]})
    with django_assert_num_queries(0):
        assert SegmentGroups().groups_of(ann, wanted={"account"}, at=NOW) == frozenset()


def test_conditions_of_a_segment_are_checked():
    assert rules.problems({"bought_in_stock": True}) == [("bought", "missing")]
    assert rules.problems({"points_min": -1}) == [("points_min", "negative")]
    assert rules.problems({"orders_min": 5, "orders_max": 2}) == [("orders_max", "nobody")]
    assert rules.problems({"orders_min": 2, "orders_max": 2}) == []
    lately = {"bought_within_days": 10, "not_bought_for_days": 30}
    assert rules.problems(lately) == [("bought_within_days", "nobody")]
    assert rules.problems(lately | {"bought_within_days": 90}) == []
    assert rules.cleaned({"has_voucher": False, "waits_in_stock": True, "tiers": ("a",)}) == {
        "tiers": ["a"],
        "waits_in_stock": True,
    }
    assert rules.ids_in(frozenset({"segment:2", "segment:x", "tier:2"})) == [2]


def test_who_never_bought_is_in_no_time():
    nobody = Buyer(0, None, {}, frozenset(), "en", "", "")
    assert rules.meets({"orders_max": 0}, nobody, NOW)
    assert not rules.meets({"bought_within_days": 5}, nobody, NOW)
    assert not rules.meets({"not_bought_for_days": 5}, nobody, NOW)
