"""Routing: rules in order, the first that is no tie decides, and the decision is kept with its reasons."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import RoutingDecision
from storecrew.contexts.fulfillment.rules import geography
from storecrew.contexts.fulfillment.rules.routing import Candidate, Rule, decide
from storecrew.contexts.fulfillment.tests.factories import given, walk
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved, make_location, stock
from storecrew.kernel import outbox


def at_place(code, *, covers=True, near=False, queue=0, current=False, **more):
    return Candidate(code, covers, near, queue, current, **more)


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
    assert decide(places, (Rule("capacity", 200), Rule("near"))).chosen == "b"
    with pytest.raises(KeyError):
        decide(places, (Rule("weather"),))
    with pytest.raises(ValueError, match="nobody"):
        decide([])


def test_m8_a_trifle_of_distance_or_cost_does_not_decide():
    places = [at_place("a", distance=120, cost=480), at_place("b", distance=160, cost=390)]
    assert decide(places, (Rule("distance", 100), Rule("cost", 50))).chosen == "b"
    assert decide(places, (Rule("distance", 10), Rule("cost", 50))).rule == "distance"
    unknown = [at_place("a"), at_place("b", distance=900)]
    assert decide(unknown, (Rule("distance", 100),)).chosen == "b"


@pytest.mark.parametrize(
    ("here", "there", "least", "most"),
    [
        ({"country": "DE", "postal_code": "10115"}, {"country": "DE", "postal_code": "80331"}, 450, 620),
        (
            {"country": "DE", "postal_code": "10115"},
            {"country": "PT", "postal_code": "4000-008"},
            1_900,
            2_400,
        ),
        ({"country": "KR", "postal_code": "21999"}, {"country": "KR"}, 0, 200),
        ({"latitude": 52.5, "longitude": 13.4}, {"latitude": 48.1, "longitude": 11.6}, 500, 510),
        ({"latitude": 0, "longitude": 0}, {"latitude": 0, "longitude": 0}, 0, 0),
    ],
)
def test_distances_come_from_coordinates_or_from_a_small_table(here, there, least, most):
    found = geography.kilometers(geography.point_of(here), geography.point_of(there))
    assert least <= found <= most


def test_a_place_that_nobody_knows_has_no_distance():
    assert geography.kilometers(geography.point_of({"country": "XX"}), (0.0, 0.0)) is None


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

    def test_m8_the_shops_own_rules_decide_and_are_explained_with_what_was_known(self, shop):
        self.near("south")
        rules = [
            fulfillment.RuleFacts("cost", True, 50),
            fulfillment.RuleFacts("distance", True, 100),
            fulfillment.RuleFacts("near", False, 1),
        ]
        fulfillment.save_routing(rules, actor=ACTOR, at=AT)
        assert [rule.name for rule in fulfillment.routing_rules() if rule.active] == ["cost", "distance"]
        assert len(fulfillment.routing_rules()) == 6
        fulfillment.save_routing_place("main", cost=390, actor=ACTOR, at=AT)
        fulfillment.save_routing_place("south", cost=490, latitude=52.5, longitude=13.4, actor=ACTOR, at=AT)
        order_id = place(make_cart(shop, {"A-1": 2})).order_id
        seen = fulfillment.preview_route(order_id)
        assert (seen.chosen, seen.rule, seen.before, seen.at) == ("main", "cost", "main", None)
        assert {known.code: known.cost for known in seen.places} == {"main": 390, "south": 490}
        assert RoutingDecision.objects.count() == 0
        assert fulfillment.route(order_id, at=AT) == "main"
        kept = fulfillment.routing_of(order_id)
        assert (kept.ranks, kept.places) == (seen.ranks, seen.places)

    def test_a_preview_of_what_has_left_says_that_there_is_nothing_to_route(self, shop):
        work = given(shop, {"A-1": 1})
        fulfillment.ship(work.order_id, actor=ACTOR, at=AT)
        assert fulfillment.preview_route(work.order_id).chosen == ""

    @pytest.mark.parametrize(
        "rules",
        [[], [("weather", True, 1)], [("near", True, 1)] * 2, [("near", False, 1)], [("near", True, 0)]],
    )
    def test_rules_that_decide_nothing_are_not_saved(self, rules, shop):
        with pytest.raises(fulfillment.InvalidRouting):
            fulfillment.save_routing([fulfillment.RuleFacts(*rule) for rule in rules], actor=ACTOR, at=AT)

    @pytest.mark.parametrize("where", [(91.0, 0.0), (10.0, None), (0.0, 181.0)])
    def test_a_place_is_on_earth(self, where, shop):
        with pytest.raises(fulfillment.InvalidRouting):
            fulfillment.save_routing_place(
                "main", cost=1, latitude=where[0], longitude=where[1], actor=ACTOR, at=AT
            )
        with pytest.raises(fulfillment.InvalidRouting):
            fulfillment.save_routing_place("main", cost=-1, actor=ACTOR, at=AT)
