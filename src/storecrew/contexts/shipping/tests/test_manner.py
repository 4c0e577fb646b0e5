"""LOG-5: which services may carry a consignment, which is taken, and why each of the others is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import transaction

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label, Promise, ServiceDecision, ServiceRule
from storecrew.contexts.shipping.rules import services as rules
from storecrew.contexts.shipping.rules.services import Consignment, Rule, Service, judge
from storecrew.contexts.shipping.rules.shopping import Offer, agreed, choose, score
from storecrew.contexts.shipping.tests.factories import (
    ACTOR,
    AT,
    PARCEL,
    RECIPIENT,
    SENDER,
    make_rate_sheet,
    make_simulator,
    simulate,
)
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

CUP = Consignment(2_000, 300, 5_000, "EUR", "DE", "10117", business=False, goods=frozenset({"fragile"}))
SERVICES = (
    Service("post", "parcel", 31_500),
    Service("express", "parcel", None),
    Service("truck", "pallet", None),
)
DAY = dt.timedelta(days=1)
MONDAY = AT.date()


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"min_weight_g": 2_000}, True), ({"min_weight_g": 2_001}, False),
        ({"max_weight_g": 2_000}, False), ({"max_weight_g": 2_001}, True),
        ({"min_side_mm": 301}, False),
        ({"min_value": 5_000, "currency": "EUR"}, True), ({"min_value": 5_000, "currency": "USD"}, False),
        ({"countries": frozenset({"DE"})}, True), ({"countries": frozenset({"AT"})}, False),
        ({"postal_codes": ("DE:101",)}, True), ({"postal_codes": ("AT:101",)}, False),
        ({"business": True}, False), ({"business": False}, True),
        ({"goods": frozenset({"fragile", "frozen"})}, True), ({"goods": frozenset({"dangerous"})}, False),
    ],
)  # fmt: skip
def test_log_5_a_rule_is_about_what_all_its_conditions_hold_for(changes, fits):
    assert rules.fits(Rule("r", "never", **changes), CUP) is fits


def test_log_5_the_first_only_and_every_never_count():
    rows = [
        Rule("cups", "only", frozenset({"post", "express"}), goods=frozenset({"fragile"})),
        Rule("germany", "only", frozenset({"express"}), countries=frozenset({"DE"})),
        Rule("no post for cups", "never", frozenset({"post"}), goods=frozenset({"fragile"})),
        Rule("dear", "insure", min_value=5_000, currency="EUR"),
    ]
    found = judge(rows, SERVICES, CUP)
    assert (found.unit, found.insured, found.allowed) == ("parcel", True, ("express",))
    assert found.refused == {"post": ("forbidden", "no post for cups"), "truck": ("parcels_only", "")}
    assert found.rules == ("cups", "no post for cups", "dear")
    assert judge(rows[1:2], SERVICES, CUP).refused["post"] == ("not_in_rule", "germany")
    assert judge([Rule("no", "never")], SERVICES, CUP).allowed == ()


def test_log_5_heavy_goods_travel_as_pallets_and_limits_of_services_hold():
    heavy = CUP._replace(weight_g=40_000)
    assert judge([], SERVICES, heavy).refused["post"] == ("too_heavy", "31500")
    found = judge([Rule("pallets", "pallet", min_weight_g=31_500)], SERVICES, heavy)
    assert (found.unit, found.allowed) == ("pallet", ("truck",))


def offer(service, amount, days, **more):
    return Offer(service, service[0], amount, "EUR", MONDAY + days * DAY, **more)


def reasons(offers, *, needed_by=None):
    return {each.service: each.reason for each in choose(offers, needed_by=needed_by, currency="EUR")[1]}


def test_log_5_the_cheapest_in_time_is_taken_and_the_others_say_why_not():
    offers = [offer("a", 500, 1), offer("b", 400, 2), offer("c", 300, 4), offer("d", 400, 2)]
    by = MONDAY + 2 * DAY
    assert reasons(offers, needed_by=by) == {"b": "chosen", "d": "same_price", "a": "dearer", "c": "late"}
    assert reasons(offers)["c"] == "chosen"
    soon = MONDAY
    assert reasons(offers, needed_by=soon) == {"a": "chosen", "b": "later", "d": "later", "c": "later"}


def test_log_5_a_carrier_that_keeps_its_days_too_seldom_is_taken_only_alone():
    poor, good = offer("a", 100, 1, score=700), offer("b", 900, 1, score=990)
    assert reasons([poor, good]) == {"b": "chosen", "a": "poor_score"}
    assert reasons([poor]) == {"a": "chosen"}
    assert reasons([offer("a", 100, 1, score=900), offer("b", 100, 1, score=950)])["b"] == "chosen"
    assert (score(19, 19), score(18, 20)) == (None, 900)


def test_log_5_the_agreed_carrier_is_taken_while_it_can():
    offers = [offer("a", 100, 1), offer("b", 900, 1)]
    assert reasons(agreed(offers, {"b"})) == {"b": "chosen", "a": "not_agreed"}
    assert (
        reasons(agreed([offers[0], replace(offers[1], amount=None, reason="no_price")], {"b"}))["a"]
        == "chosen"
    )


def test_log_5_another_currency_is_not_compared_as_if_it_were_the_same():
    dear = replace(offer("a", 5, 1), currency="USD")
    assert reasons([dear, offer("b", 900, 1)]) == {"b": "chosen", "a": "other_currency"}


pytestmark = pytest.mark.django_db


def way(**changes) -> dict:
    values = {"from_address": SENDER, "to_address": RECIPIENT, "parcels": [PARCEL], "at": AT}
    return values | {"value": Money(9_000, "EUR")} | changes


def take(key="parcel/1", **changes) -> shipping.ChosenService:
    return shipping.choose_service(**way(key=key, order_ref="SC-1", actor=ACTOR, **changes))


def rule(name, effect, **changes) -> int:
    return shipping.save_rule(shipping.RuleRow(name, effect, **changes), actor=ACTOR, at=AT)


def test_log_5_a_service_is_chosen_and_the_reasons_are_kept_with_the_label():
    make_rate_sheet()
    make_simulator()
    found = take()
    assert found.service_code == "sheet-parcel"
    row = ServiceDecision.objects.get(key="parcel/1")
    assert [(each["service"], each["reason"]) for each in row.considered] == [
        ("sheet-parcel", "chosen"), ("sim-1", "dearer"), ("sheet-express", "dearer"),
    ]  # fmt: skip
    rule("no post", "never", services=("sheet-parcel",))
    assert take().service_code == "sim-1"
    row.refresh_from_db()
    assert (row.service_code, row.rules) == ("sim-1", ["no post"])


def test_log_5_rules_see_the_goods_the_company_and_the_value():
    make_rate_sheet()
    rule("firms by express", "only", services=("sheet-express",), business=True)
    rule("insure", "insure", min_value_amount=9_000, currency="EUR")
    found = take(to_address=replace(RECIPIENT, company="Co"), goods=["fragile"])
    assert (found.service_code, found.insured, found.goods) == (
        "sheet-express", Money(9_000, "EUR"), ("fragile",),
    )  # fmt: skip
    assert take(value=Money(8_999, "EUR")).insured is None


def test_log_5_the_promise_of_the_order_decides_between_cheap_and_quick():
    make_rate_sheet()
    Promise.objects.create(
        order_ref="SC-1", channel_id=_channel(), method_code="m", placed_at=AT, earliest=MONDAY,
        latest=MONDAY + DAY, leaves_by=MONDAY,
    )  # fmt: skip
    found = take()
    assert (found.needed_by, found.service_code) == (MONDAY + DAY, "sheet-express")
    assert {each.service_code: each.reason for each in found.considered}["sheet-parcel"] == "late"


def test_log_7_a_day_on_which_a_carrier_rests_makes_it_arrive_later():
    make_rate_sheet()
    shipping.add_rest_day(day=MONDAY + DAY, name="Rest", actor=ACTOR, at=AT)
    by = {each.service_code: each.arrives for each in take().considered}
    assert by["sheet-express"] == MONDAY + 2 * DAY


def test_flt_11_a_silent_carrier_is_priced_by_its_table_and_it_is_marked():
    make_simulator()
    simulate(failure="down")
    with pytest.raises(shipping.NoServiceAllowed) as caught:
        take()
    assert caught.value.details["services"] == {"sim-1": "no_price"}
    shipping.save_zones(
        account="sim", zones=[shipping.ZoneRow("1", ("DE",), rates={"sim-1": ((5_000, 777),)})],
        actor=ACTOR, at=AT,
    )  # fmt: skip
    found = take()
    assert (found.service_code, found.fallback) == ("sim-1", True)
    assert ServiceDecision.objects.get().fallback is True


def test_log_5_nothing_is_chosen_inside_a_transaction_or_without_the_right():
    make_rate_sheet()
    with pytest.raises(RuntimeError), transaction.atomic():
        take()
    with pytest.raises(Denied):
        shipping.choose_service(**way(key="k", order_ref="", actor=Actor("staff", "1", "Bob")))


def test_log_5_a_rule_is_changed_once_and_taken_out():
    make_rate_sheet()
    rule_id = rule("old", "never", services=("sheet-parcel",))
    row = shipping.RuleRow("new", "insure", position=3)
    shipping.save_rule(row, rule_id=rule_id, expected_version=1, actor=ACTOR, at=AT)
    with pytest.raises(shipping.RuleChanged):
        shipping.save_rule(row, rule_id=rule_id, expected_version=1, actor=ACTOR, at=AT)
    assert (ServiceRule.objects.get().name, ServiceRule.objects.get().version) == ("new", 2)
    shipping.delete_rule(rule_id, actor=ACTOR, at=AT)
    for call in (
        lambda: shipping.delete_rule(rule_id, actor=ACTOR, at=AT),
        lambda: shipping.save_rule(row, rule_id=rule_id, actor=ACTOR, at=AT),
    ):
        with pytest.raises(shipping.UnknownRule):
            call()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"), ({"effect": "maybe"}, "effect"), ({"effect": "only"}, "services"),
        ({"services": ("nowhere",)}, "services"), ({"effect": "insure", "services": ("x",)}, "services"),
        ({"min_weight_g": 2, "max_weight_g": 2}, "max_weight_g"), ({"countries": ("Germany",)}, "countries"),
        ({"goods": ("soft",)}, "goods"), ({"min_value_amount": 1}, "currency"),
    ],
)  # fmt: skip
def test_log_5_a_wrong_rule_names_its_field(changes, field):
    with pytest.raises(shipping.InvalidRule) as caught:
        shipping.save_rule(
            shipping.RuleRow(**({"name": "r", "effect": "never"} | changes)), actor=ACTOR, at=AT
        )
    assert field in caught.value.details


def test_log_4_the_score_of_a_carrier_counts_parcels_that_left_in_time():
    from storecrew.contexts.shipping.tests.factories import buy

    make_simulator()
    channel = _channel()
    for n in range(20):
        label = buy(f"p/{n}", order_ref=f"SC-{n}")
        Promise.objects.create(
            order_ref=f"SC-{n}", channel_id=channel, method_code="m", placed_at=AT, earliest=MONDAY,
            latest=MONDAY + (2 if n < 18 else 0) * DAY, leaves_by=MONDAY - (n == 19) * DAY,
        )  # fmt: skip
        Label.objects.filter(pk=label.id).update(picked_up_at=AT, delivered_at=AT + DAY)
    assert shipping.on_time_scores(AT + 2 * DAY) == {"sim": None}
    Promise.objects.filter(order_ref="SC-19").update(leaves_by=MONDAY)
    assert shipping.on_time_scores(AT + 2 * DAY) == {"sim": 900}


def _channel() -> int:
    from storecrew.contexts.channels.tests.factories import make_channel

    return make_channel("eu", is_default=True).id
