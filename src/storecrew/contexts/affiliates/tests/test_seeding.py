"""Products for partners: an order that is no sale, its stock, its cost, the contract and the limit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Seeding
from storecrew.contexts.affiliates.rules import seeding as rules
from storecrew.contexts.affiliates.tests.factories import ACTOR, booked, make_partner
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, Shop, make_shop
from storecrew.contexts.discovery.models import ProductSignal
from storecrew.contexts.fulfillment.models import FulfillmentOrder
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Incoming
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import PlannedUnits, Promotion
from storecrew.contexts.promotions.queries.capacity import past_rates
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import mail, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
COST = 700


@pytest.fixture
def shop() -> Shop:
    return make_shop({"A-1": 20})


def settle() -> None:
    while outbox.drain():
        pass


def person(*keys: str, number: str = "1") -> Actor:
    return Actor(kind="staff", id=number, label=f"Person {number}", permissions=frozenset(keys))


def wish(partner: Any, shop: Shop, **changes: Any) -> affiliates.SeedingWish:
    values: dict[str, Any] = {
        "partner_id": partner.pk,
        "channel_code": shop.channel.code,
        "units": {"A-1": 2},
        "address": ADDRESS,
        "note": "One film in March",
        "key": "first",
        "campaign": "autumn",
    }
    return affiliates.SeedingWish(**(values | changes))


def cost(shop: Shop, amount: int = COST) -> None:
    pricing.set_costs(costs={shop.variants["A-1"]: amount}, currency="EUR", actor=ACTOR, at=AT)


def free(shop: Shop) -> int:
    key = shop.variants["A-1"]
    return inventory.available_to_promise([key], channel_id=shop.channel.id)[key].available


@pytest.mark.parametrize(
    ("text", "units", "wrong"),
    [
        ("MUG-RED 2\nSTOOL", {"MUG-RED": 2, "STOOL": 1}, []),
        ("mug-red x 2, MUG-RED 1", {"MUG-RED": 3}, []),
        ("MUG RED 2\nSTOOL 0\nSTOOL -1", {}, ["MUG RED 2", "STOOL 0", "STOOL -1"]),
        ("", {}, []),
    ],
)
def test_articles_are_read_line_by_line(text: str, units: dict[str, int], wrong: list[str]):
    assert rules.read_units(text) == (units, wrong)


def test_what_others_need_and_the_threshold_are_left_alone():
    places = {"main": 20, "east": 5}
    assert not rules.leaves_too_little(5, promised=10, by_location=places, thresholds={"main": 4})
    assert rules.leaves_too_little(6, promised=10, by_location=places, thresholds={"main": 4, "east": 1})
    assert rules.leaves_too_little(1, promised=0, by_location={}, thresholds={})


def test_a_cost_that_is_not_known_needs_a_second_person_where_there_is_a_limit():
    assert rules.cost_of({1: 2, 2: 1}, {1: 300}) is None
    assert rules.cost_of({1: 2, 2: 1}, {1: 300, 2: 50}) == 650
    assert rules.needs_second_person(None, 1000) and rules.needs_second_person(1001, 1000)
    assert not rules.needs_second_person(1000, 1000) and not rules.needs_second_person(None, None)


def test_mkt_12_products_leave_by_an_order_that_the_warehouse_has_and_nobody_counts(shop: Shop):
    cost(shop)
    partner = make_partner()
    before = free(shop)
    row = affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT)
    settle()
    order = orders.order(row.order_id)
    assert (order.total.amount, order.payment_status, order.status, order.purpose) == (
        0, "paid", "confirmed", "seeding",
    )  # fmt: skip
    assert free(shop) == before - 2
    assert FulfillmentOrder.objects.get(order_id=order.id).units == 2
    assert not orders.confirmed_between(shop.channel.id, AT - dt.timedelta(days=1), AT + dt.timedelta(days=1))
    assert orders.units_sold([shop.variants["A-1"]], since=AT - dt.timedelta(days=1)) == {}
    assert orders.bought_by([partner.email]) == {}
    assert not Incoming.objects.exists() and not Commission.objects.exists()
    assert not ProductSignal.objects.filter(units_sold__gt=0).exists()
    assert reviews.reviewable(order.id) == ()
    assert [each.order_number for each in affiliates.seedings(partner_id=partner.pk)] == [order.number]


def test_mkt_12_what_is_given_away_is_no_demand_that_forecasts_learn_from(shop: Shop):
    cost(shop)
    key = shop.variants["A-1"]
    row = affiliates.send_products(wish(make_partner(), shop), actor=ACTOR, at=AT)
    settle()
    tomorrow = AT + dt.timedelta(days=1)

    def asked_for() -> dict[tuple[int, int], dict[dt.date, int]]:
        return inventory.daily_demand(
            [key], since=AT.date(), until=AT.date() + dt.timedelta(days=3), timezone="UTC"
        )

    assert asked_for() == {}
    assert orders.volume_between(AT, tomorrow) == (0, 0)
    assert past_rates(tomorrow).orders == 0
    [proposed] = promotions.propose_units([key], starts=None, ends=None, at=tomorrow).values()
    assert proposed.most == 0
    # What a sale gives back lowers the demand; this was none.
    inventory.release_allocation(row.order_id, actor=ACTOR, at=tomorrow)
    assert free(shop) == 20 and asked_for() == {}


def test_mkt_12_the_partner_gets_a_mail_of_its_own_that_asks_to_mark_posts(shop: Shop):
    cost(shop)
    affiliates.send_products(wish(make_partner(), shop), actor=ACTOR, at=AT)
    settle()
    sent = mail.sent_to("mina@partner.example")
    assert len(sent) == 1 and "mark every post" in sent[0].text and "0.00" not in sent[0].text


def test_mkt_12_a_second_click_sends_nothing_more(shop: Shop):
    cost(shop)
    partner = make_partner()
    first = affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT)
    assert affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT) == first
    assert Seeding.objects.count() == 1


def test_mkt_12_no_contract_that_wants_a_signature_is_passed_over(shop: Shop):
    cost(shop)
    partner = make_partner(signature_needed=True)
    with pytest.raises(affiliates.ContractNotSigned):
        affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT)
    signed = make_partner("SIGNED", signature_needed=True, signed_on=AT.date(), contract="folder 12")
    affiliates.send_products(wish(signed, shop), actor=ACTOR, at=AT)


def test_mkt_12_what_a_promotion_still_means_to_sell_is_not_given_away(shop: Shop):
    cost(shop)
    partner = make_partner()
    promotion = make_promotion(code="AUTUMN")
    Promotion.objects.filter(pk=promotion.pk).update(state=Promotion.State.SCHEDULED)
    PlannedUnits.objects.create(promotion=promotion, variant_id=shop.variants["A-1"], units=19)
    with pytest.raises(affiliates.SeedingStockLow) as refused:
        affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT)
    assert refused.value.details["items"][0]["promised_elsewhere"] == 19
    assert "A-1" in str(refused.value) and not Seeding.objects.exists()
    PlannedUnits.objects.update(units=5)
    affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT)


def test_mkt_12_what_would_run_low_is_not_given_away(shop: Shop):
    cost(shop)
    inventory.set_low_threshold([shop.variants["A-1"]], 18, actor=ACTOR, at=AT)
    with pytest.raises(affiliates.SeedingStockLow):
        affiliates.send_products(wish(make_partner(), shop), actor=ACTOR, at=AT)
    assert free(shop) == 20


def test_mkt_12_dearer_than_the_limit_waits_for_a_second_person_who_finds_the_same_gates(shop: Shop):
    cost(shop, 15_000)
    partner = make_partner()
    sender = person("affiliates.write")
    with pytest.raises(affiliates.SeedingAboveLimit):
        affiliates.send_products(wish(partner, shop), actor=sender, at=AT)
    asked = affiliates.ask_to_send(wish(partner, shop), actor=sender, at=AT)
    assert "300.00" in asked.title and not Seeding.objects.exists()
    decider = person("affiliates.pay", number="2")
    inventory.set_low_threshold([shop.variants["A-1"]], 18, actor=ACTOR, at=AT)
    with pytest.raises(affiliates.SeedingStockLow):
        approvals.approve(approval_id=asked.id, actor=decider, at=AT)
    inventory.set_low_threshold([shop.variants["A-1"]], 1, actor=ACTOR, at=AT)
    approvals.approve(approval_id=asked.id, actor=decider, at=AT)
    row = Seeding.objects.get()
    assert row.agreed_by == "Person 2" and row.cost_center == "MARKETING-SEEDING"


def test_mkt_12_wrong_input_is_said_by_field(shop: Shop):
    partner = make_partner()
    bad = wish(partner, shop, units={"GONE": 1}, note=" ", address={**ADDRESS, "postal_code": "x"})
    with pytest.raises(affiliates.InvalidSeeding) as refused:
        affiliates.send_products(bad, actor=ACTOR, at=AT)
    assert {"units", "note", "postal_code"} <= set(refused.value.details)
    assert "GONE" in refused.value.details["units"]
    far = wish(
        partner, shop, address={**ADDRESS, "country": "BR", "postal_code": "01310-100", "region": "SP"}
    )
    with pytest.raises(affiliates.InvalidSeeding) as refused:
        affiliates.send_products(far, actor=ACTOR, at=AT)
    assert "country" in refused.value.details
    with pytest.raises(Denied):
        affiliates.send_products(wish(partner, shop), actor=person("affiliates.read"), at=AT)


def test_mkt_12_the_return_of_a_partner_has_the_products_as_a_term_with_rows(shop: Shop):
    cost(shop)
    partner = make_partner()
    commission = booked(shop)
    row = affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT)
    settle()
    found = insights.partner_return(partner.pk, currency="EUR")
    assert [one.order_number for one in found.seeding] == [orders.order(row.order_id).number]
    assert found.term("seeding") == 2 * COST and found.term("media") == commission.amount
    assert found.term("revenue") == orders.order(commission.order_id).lines[0].net.amount
    assert found.result == sum(one.left for one in found.orders) - commission.amount - 2 * COST
    assert not found.seeding[0].known, "its label has no cost yet"


def test_mkt_12_a_canceled_seeding_costs_nothing(shop: Shop):
    cost(shop)
    partner = make_partner()
    row = affiliates.send_products(wish(partner, shop), actor=ACTOR, at=AT)
    settle()
    orders.mark_canceled(row.order_id, kind="staff", reason="moved", actor=ACTOR, at=AT)
    found = affiliates.seedings(partner_id=partner.pk)[0]
    assert (found.state, found.units, found.known_cost) == ("canceled", 0, 0)


def test_abu_08_a_partner_is_known_by_the_door_to_which_products_went(shop: Shop):
    partner = make_partner()
    there = ADDRESS | {"street": "UNTER DEN LINDEN, 1"}
    affiliates.send_products(wish(partner, shop, address=there), actor=ACTOR, at=AT)
    row = booked(shop, email="another@name.example")
    assert (row.state, row.flag) == ("flagged", "door")
    other = make_partner("JOON", email="joon@partner.example")
    assert booked(shop, "JOON", email="third@name.example").partner_id == other.pk
    assert Commission.objects.get(partner=other).state == "pending", "nothing was ever sent there for them"
