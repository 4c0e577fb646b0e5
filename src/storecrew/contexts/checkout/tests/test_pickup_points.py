"""Carts that are collected: which points there are, choosing one, and the gate that asks for it."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import ACTOR, ADDRESS, AT, GUEST, make_cart, place
from storecrew.contexts.fulfillment.tests.collecting import (
    collect_cart,
    collecting_shop,
    point_method,
    store,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Location, Reservation
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Promise
from storecrew.contexts.shipping.tests.factories import ACTOR as STAFF
from storecrew.contexts.shipping.tests.factories import simulate

DAY = dt.timedelta(days=1)


def codes(view: checkout.CartView) -> list[str]:
    return [one.code for one in view.requirements]


def ready_of(token: str, at: dt.datetime) -> str:
    found = checkout.pickup_points(token, shipping_method="collect", actor=GUEST, at=at)
    return next(one.ready for one in found)


def points(token: str, method: str = "collect", **more: str) -> dict[str, shipping.PickupPoint]:
    found = checkout.pickup_points(token, shipping_method=method, actor=GUEST, at=AT, **more)
    return {one.code: one for one in found}


def test_a_way_with_pick_up_asks_where_and_placing_refuses_without(db):
    shop = collecting_shop()
    token = make_cart(shop, {"A-1": 1}, way="collect")
    assert codes(checkout.cart(token, at=AT)) == ["pickup_point_missing"]
    with pytest.raises(checkout.RequirementsUnmet) as refused:
        place(token)
    assert [one["code"] for one in refused.value.details["requirements"]] == ["pickup_point_missing"]
    view = checkout.choose_point(token, "store", actor=GUEST, at=AT)
    assert codes(view) == []
    assert view.pickup_point.name == "Our store"


def test_an_order_copies_its_point_and_goes_there_in_the_name_of_who_bought(db):
    shop = collecting_shop()
    order = orders.order(place(collect_cart(shop)).order_id)
    assert order.is_collected
    assert order.pickup_point["code"] == "store"
    assert order.pickup_point["keep_days"] == 5
    assert order.pickup_point["hours"][0] == [1, "10:00", "18:00"]
    assert order.shipping_address["street"] == "Example Street 12"
    assert order.shipping_address["name"] == "Ann Example"
    assert order.billing_address["street"] == ADDRESS["street"]
    assert {each.location_code for each in inventory.allocations_of(order.id)} == {"store"}
    Location.objects.filter(code="store").update(name="Renamed", opening_hours=[])
    assert orders.order(order.id).pickup_point["name"] == "Our store"


def test_each_place_says_what_is_not_there_and_when_it_would_be_ready(db):
    shop = collecting_shop(units={"A-1": 1})
    store(shop, "annex")
    found = points(make_cart(shop, {"A-1": 2}))
    assert found["store"].reason == "Not enough is there now of: Tee."
    assert found["annex"].available
    # Monday before the cut-off; nothing has to be carried.
    assert found["annex"].ready == "2026-03-02 18:00"
    token = make_cart(shop, {"A-1": 2})
    with pytest.raises(checkout.PickupPointUnavailable, match="Not enough is there now"):
        checkout.choose_point(token, "store", shipping_method="collect", actor=GUEST, at=AT)
    with pytest.raises(checkout.PickupPointUnavailable):
        checkout.choose_point(token, "nowhere", shipping_method="collect", actor=GUEST, at=AT)


def test_log_7_each_place_is_ready_by_its_own_days_of_rest_and_hours(db):
    shop = collecting_shop()
    store(shop, "annex")
    token = collect_cart(shop)
    order = orders.order(place(collect_cart(shop)).order_id)
    monday = AT.date()
    for day, who in (
        (monday, "store"),
        (monday, "main"),
        (monday + DAY, "store"),
        (monday + 2 * DAY, "main"),
    ):
        shipping.add_rest_day(day=day, name="Stocktaking", location=who, actor=STAFF, at=AT)
    found = points(token)
    assert found["annex"].ready == "2026-03-02 18:00", "the others do not hold it up"
    assert found["store"].ready == "2026-03-04 18:00"
    assert checkout.cart(token, at=AT).pickup_point.ready == "2026-03-04 18:00"
    later = orders.order(place(token).order_id)
    for each in (order, later):
        shipping.record_promise(each.id)
    # Both were placed now; what counts is what was so when the promise was written down.
    assert Promise.objects.get(order_ref=later.number).latest == monday + 2 * DAY
    assert not shipping.at_risk(at=AT).exists()
    wednesday = AT + 2 * DAY
    assert shipping.outlook(Promise.objects.all(), at=wednesday)[0].expected == monday + 2 * DAY
    thursday = AT + 3 * DAY
    assert set(shipping.at_risk(at=thursday).values_list("order_ref", flat=True)) == {
        order.number, later.number
    }  # fmt: skip


def test_log_7_a_holiday_behind_a_closed_weekday_is_counted(db):
    shop = collecting_shop()
    token = collect_cart(shop)
    saturday = dt.datetime(2026, 3, 7, 15, tzinfo=dt.UTC)
    assert ready_of(token, saturday) == "2026-03-09 18:00"
    holiday = shipping.add_rest_day(
        day=dt.date(2026, 3, 9), name="Day of women", country="DE", actor=STAFF, at=AT
    )
    assert ready_of(token, saturday) == "2026-03-10 18:00"
    shipping.remove_rest_day(holiday, actor=STAFF, at=AT)
    assert ready_of(token, saturday) == "2026-03-09 18:00"


def test_a_way_that_no_place_can_serve_is_not_offered_with_the_reason(db):
    shop = collecting_shop(units={"A-1": 1}, countries=("DE", "AT"))
    view = checkout.cart(make_cart(shop, {"A-1": 2}), at=AT)
    assert view.not_offered == (("Collect", "Not enough is there now of: Tee."),)
    options = checkout.shipping_options(view.token, at=AT)
    assert [option.code for option in options] == ["standard", "express"]
    with pytest.raises(checkout.ShippingMethodUnavailable):
        checkout.set_details(view.token, shipping_method="collect", actor=GUEST, at=AT)
    abroad = make_cart(shop, {"A-1": 1})
    checkout.set_details(
        abroad,
        shipping_address=ADDRESS | {"country": "AT", "postal_code": "1010", "city": "Wien"},
        actor=GUEST,
        at=AT,
    )
    [(_name, why)] = checkout.cart(abroad, at=AT).not_offered
    assert why == "There is no place of ours in your country where you could collect it."


def test_goods_are_held_where_they_are_collected_and_held_goods_count_as_there(db):
    shop = collecting_shop(units={"A-1": 2})
    token = collect_cart(shop, {"A-1": 2})
    checkout.hold_stock(token, actor=GUEST, at=AT)
    assert {row.location.code for row in Reservation.objects.select_related("location")} == {"store"}
    assert codes(checkout.cart(token, at=AT)) == []
    assert points(token)["store"].available
    checkout.set_details(token, shipping_method="standard", actor=GUEST, at=AT)
    assert not Reservation.objects.exists()
    assert_proved()


def test_what_is_sold_meanwhile_is_refused_by_the_gate_and_by_the_claim(db):
    shop = collecting_shop(units={"A-1": 2})
    late, quick = collect_cart(shop, {"A-1": 2}), collect_cart(shop, {"A-1": 2})
    place(quick)
    assert codes(checkout.cart(late, at=AT)) == ["shipping_method_unavailable"]
    with pytest.raises(checkout.InsufficientStock):
        place(late)
    # Elsewhere there is enough.
    checkout.set_details(late, shipping_method="standard", actor=GUEST, at=AT)
    assert place(late).status == "confirmed"
    assert_proved()


def test_a_place_that_closes_before_the_order_is_placed_has_to_be_replaced(db):
    shop = collecting_shop()
    store(shop, "annex")
    token = collect_cart(shop)
    inventory.save_location(
        "store",
        name="Our store",
        kind="store",
        address=Location.objects.get(code="store").address,
        pick_up=False,
        actor=ACTOR,
        at=AT,
    )
    assert codes(checkout.cart(token, at=AT)) == ["pickup_point_unavailable"]
    with pytest.raises(checkout.RequirementsUnmet):
        place(token)


def test_points_of_a_carrier_are_found_by_post_code_and_kept_by_id(db):
    shop = collecting_shop()
    point_method(shop)
    token = make_cart(shop, {"A-1": 1})
    near = points(token, "point")
    assert {one.address.postal_code for one in near.values()} == {"10117"}
    assert {one.sort for one in near.values()} == {"shop", "locker"}
    other = points(token, "point", postal_code="20457")
    chosen = next(iter(other))
    view = checkout.choose_point(token, chosen, shipping_method="point", actor=GUEST, at=AT)
    assert (view.pickup_point.code, view.shipping_method) == (chosen, "point")
    order = orders.order(place(token).order_id)
    assert order.pickup_point["carrier"] == "SIM"
    assert not order.is_collected
    assert order.shipping_address["street"] == other[chosen].address.street


def test_a_silent_carrier_says_so_and_changes_nothing(db):
    shop = collecting_shop()
    point_method(shop)
    token = make_cart(shop, {"A-1": 1})
    simulate(failure="down")
    with pytest.raises(shipping.PointsSilent):
        points(token, "point")
    with pytest.raises(shipping.PointsSilent):
        checkout.choose_point(token, "SIM-DE-10117-1", shipping_method="point", actor=GUEST, at=AT)
    assert Cart.objects.get(token=token).pickup_point == {}


def test_a_point_is_chosen_only_for_a_way_that_needs_one(db):
    shop = collecting_shop()
    token = make_cart(shop, {"A-1": 1})
    with pytest.raises(checkout.PickupPointNotNeeded):
        checkout.choose_point(token, "store", actor=GUEST, at=AT)
    with pytest.raises(checkout.ShippingMethodUnavailable):
        checkout.choose_point(token, "store", shipping_method="nope", actor=GUEST, at=AT)


def test_another_country_asks_for_another_point(db):
    shop = collecting_shop(countries=("DE", "AT"))
    point_method(shop)
    token = make_cart(shop, {"A-1": 1})
    checkout.choose_point(token, "SIM-DE-10117-1", shipping_method="point", actor=GUEST, at=AT)
    vienna = ADDRESS | {"country": "AT", "postal_code": "1010", "city": "Wien"}
    view = checkout.set_details(token, shipping_address=vienna, actor=GUEST, at=AT)
    assert codes(view) == ["pickup_point_unavailable"]


def test_an_estimate_is_of_home_delivery_even_where_collecting_is_free(db):
    shop = collecting_shop()
    token = make_cart(shop, {"A-1": 1}, ready=False)
    view = checkout.cart(token, at=AT)
    assert (view.shipping.amount, view.shipping_is_estimate) == (490, True)
