"""Routing: rules in order, the first that is no tie decides, and the decision is kept with its reasons."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import RoutingDecision
from storecrew.contexts.fulfillment.rules.routing import Candidate, decide
from storecrew.contexts.fulfillment.tests.factories import given, walk
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved, make_location, stock
from storecrew.kernel import outbox


def at_place(code, *, covers=True, near=False, queue=0, current=False):
    return Candidate(code, covers, near, queue, current)


@pytest.mark.parametrize(
    ("places", "chosen", "rule"),
    [
        ([at_place("a", covers=False, current=True), at_place("b")], "b", "one_parcel"),
        ([at_place("a", current=True), at_place("b", near=True)], "b", "near"),
        ([at_place("a", queue=900, current=True), at_place("b", queue=10)], "b", "capacity"),
        ([at_place("a", queue=30, current=True), at_place("b", queue=10)], "a", "stay"),
        ([at_place("b"), at_place("a")], "a", ""),
        ([at_place("only")], "only", ""),
    ],
)
def test_the_first_rule_without_a_tie_decides(places, chosen, rule):
    found = decide(places)
    assert (found.chosen, found.rule) == (chosen, rule)
    assert found.ranks[0][0] == "one_parcel"


def test_the_order_of_the_rules_is_the_business_of_the_shop():
    places = [at_place("a", near=True, current=True, queue=900), at_place("b")]
    assert decide(places).chosen == "a"
    assert decide(places, ("capacity", "near")).chosen == "b"
    with pytest.raises(KeyError):
        decide(places, ("weather",))
    with pytest.raises(ValueError, match="nobody"):
        decide([])


@pytest.mark.django_db
class TestRoutes:
    @pytest.fixture
    def shop(self):
        shop = make_shop({"A-1": 10, "B-1": 10})
        make_location("south", channels=[shop.channel.id], priority=200)
        for sku in ("A-1", "B-1"):
            stock(shop.variants[sku], 20, location="south")
        return shop

    def near(self, code):
        inventory.save_location(code, name=code.title(), address={"country": "DE"}, actor=ACTOR, at=AT)

    def test_an_order_moves_to_the_place_in_its_country_and_says_why(self, shop):
        self.near("south")
        order_id = place(make_cart(shop, {"A-1": 2, "B-1": 1})).order_id
        assert [part.location_code for part in inventory.allocations_of(order_id)] == ["main", "main"]
        while outbox.drain():
            pass
        [work] = [w for w in fulfillment.work_of_order(order_id) if w.state == "waiting"]
        assert (work.location_code, work.units) == ("south", 3)
        why = fulfillment.routing_of(order_id)
        assert (why.rule, why.before, why.chosen) == ("near", "main", "south")
        assert dict(why.ranks)["near"] == (("main", 1), ("south", 0))
        assert fulfillment.route(order_id, at=AT) == ""
        assert RoutingDecision.objects.count() == 1
        assert_proved()

    def test_what_somebody_picks_already_stays(self, shop):
        self.near("south")
        work = given(shop, {"A-1": 1})
        walk(work)
        assert fulfillment.route(work.order_id, at=AT) == ""
        assert fulfillment.routing_of(work.order_id) is None

    def test_an_order_without_a_choice_is_not_ranked(self, shop):
        work = given(make_shop({"X-1": 5}, code="other"), {"X-1": 1})
        assert fulfillment.route(work.order_id, at=AT) == ""
        assert fulfillment.routing_of(work.order_id) is None

    def test_two_parcels_become_one_where_one_place_has_everything(self, shop):
        inventory.set_split(shop.channel.id, "units", actor=ACTOR, at=AT)
        order_id = place(make_cart(shop, {"A-1": 12})).order_id
        while outbox.drain():
            pass
        open_parts = [w for w in fulfillment.work_of_order(order_id) if w.state == "waiting"]
        assert [(w.location_code, w.units) for w in open_parts] == [("south", 12)]
        assert_proved()
