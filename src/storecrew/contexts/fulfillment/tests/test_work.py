"""Fulfillment orders follow from promises; a hold, an address or a cancellation stops them or is too late."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import ACTOR, ADDRESS, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment import tasks
from storecrew.contexts.fulfillment.models import FulfillmentEvent, FulfillmentOrder
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    given,
    line_states,
    packed,
    picked,
    states_of,
    walk,
    worker,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved, make_location, stock
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.contexts.work import public as work_objects
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
ELSEWHERE = ADDRESS | {"street": "Am Kanal 4", "city": "Potsdam", "postal_code": "14467"}


@pytest.fixture
def shop():
    return make_shop()


def cancel(order_id):
    return aftersales.cancel_order(order_id, reason="changed my mind", actor=ACTOR, at=AT)


def readdress(order_id, address=ELSEWHERE, actor=ACTOR):
    return fulfillment.change_address(order_id, address=address, actor=actor, at=AT)


def hold(order_id, reason="fraud check"):
    return fulfillment.hold(order_id, reason=reason, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    ("placed", "leaves"),
    [
        # Monday before and after two o'clock in Berlin, Friday evening
        (dt.datetime(2026, 3, 2, 9, 0), dt.datetime(2026, 3, 2, 17, 0)),
        (dt.datetime(2026, 3, 2, 13, 30), dt.datetime(2026, 3, 3, 17, 0)),
        (dt.datetime(2026, 3, 6, 20, 0), dt.datetime(2026, 3, 9, 17, 0)),
    ],
)
def test_an_order_leaves_on_the_day_of_its_cut_off(shop, placed, leaves):
    assert due_of(shop, placed) == leaves.replace(tzinfo=dt.UTC)


def due_of(shop, placed: dt.datetime) -> dt.datetime:
    at = placed.replace(tzinfo=dt.UTC)
    order_id = place(make_cart(shop, {"A-1": 1}), at=at).order_id
    fulfillment.give_to_warehouse(order_id, at=at)
    return fulfillment.work_of_order(order_id)[0].due_at


def test_log_7_the_queue_waits_as_its_customer_was_told_for_cut_off_handling_and_days_of_rest(shop):
    monday = dt.datetime(2026, 3, 2, 9, 0)
    shipping.add_rest_day(day=monday.date(), name="Stocktaking", location="main", actor=ACTOR, at=AT)
    assert due_of(shop, monday) == dt.datetime(2026, 3, 3, 17, 0, tzinfo=dt.UTC)
    ShippingMethod.objects.update(cutoff=dt.time(9, 30), handling_days=1)
    tuesday = monday + dt.timedelta(days=1)
    # Half past nine in Berlin is half an hour ago.
    assert due_of(shop, tuesday) == dt.datetime(2026, 3, 5, 17, 0, tzinfo=dt.UTC)
    shipping.add_rest_day(day=dt.date(2026, 3, 5), name="Holiday", country="DE", actor=ACTOR, at=AT)
    assert due_of(shop, tuesday) == dt.datetime(2026, 3, 5, 17, 0, tzinfo=dt.UTC), "main has no country"
    shipping.add_rest_day(day=dt.date(2026, 3, 5), name="Move", location="main", actor=ACTOR, at=AT)
    assert due_of(shop, tuesday) == dt.datetime(2026, 3, 6, 17, 0, tzinfo=dt.UTC)
    latest = FulfillmentOrder.objects.latest("pk")
    shipping.record_promise(latest.order_id)
    assert Promise.objects.get(order_ref=latest.number).leaves_by >= dt.date(2026, 3, 6)


@pytest.mark.parametrize("cutoff", [None, dt.time(9), dt.time(23, 59)])
@pytest.mark.parametrize("hour", [7, 12, 13, 22])
@pytest.mark.parametrize("queue_days", [0, 2])
def test_log_7_what_is_promised_and_when_it_is_due_are_one_day(shop, cutoff, hour, queue_days):
    """Of a method that is there on the day on which it leaves, the promise is the day of the hand-over."""
    ShippingMethod.objects.update(cutoff=cutoff, queue_days=queue_days, min_days=0, max_days=0)
    placed = dt.datetime(2026, 3, 5, hour, 0)
    due = due_of(shop, placed)
    row = FulfillmentOrder.objects.latest("pk")
    shipping.record_promise(row.order_id)
    promise = Promise.objects.get(order_ref=row.number)
    assert due.date() == promise.earliest == promise.latest == promise.leaves_by
    [told] = [each for each in shipping.options(channels.facts(), "DE", at=placed.replace(tzinfo=dt.UTC))
              if each.code == row.method_code]  # fmt: skip
    assert told.earliest == due.date()


def test_log_7_money_that_comes_two_minutes_behind_the_cut_off_moves_neither_day(shop):
    """A card is charged in the minutes after an order; a bank transfer takes days, and the order waits."""
    for number, (wait, day) in enumerate([(dt.timedelta(minutes=2), 2), (dt.timedelta(days=3), 5)]):
        placed = dt.datetime(2026, 3, 2, 12, 59, tzinfo=dt.UTC)
        order_id = place(make_cart(shop, {"A-1": 1}), at=placed).order_id
        Order.objects.filter(pk=order_id).update(confirmed_at=placed + wait)
        fulfillment.give_to_warehouse(order_id, at=placed + wait)
        shipping.record_promise(order_id)
        [work] = fulfillment.work_of_order(order_id)
        promise = Promise.objects.get(order_ref=work.number)
        assert (work.due_at.day, promise.leaves_by.day) == (day, day), number


def test_cs_8_a_note_on_many_orders_is_kept_as_it_was_typed(shop):
    order_id = place(make_cart(shop, {"A-1": 1})).order_id
    assert fulfillment.broadcast_incident([order_id], note='\x02{"say": "Paused"}', actor=ACTOR, at=AT) == 1
    assert FulfillmentEvent.objects.get(kind="incident").note == '{"say": "Paused"}'


def test_the_table_of_states_has_a_way_out_of_every_open_state():
    assert all(states.NEXT[state] for state in states.OPEN)
    assert {after for row in states.NEXT.values() for after in row} <= set(states.NEXT)
    assert not states.allowed(states.PACKED, states.CANCELED)
    assert states.sources(states.HANDED_OVER) == ("waiting", "picking", "picked", "packed", "short")


def test_a_placed_order_waits_at_its_location_by_the_event_and_once(shop):
    order_id = place(make_cart(shop, {"A-1": 2, "B-1": 1})).order_id
    while outbox.drain():
        pass
    for _ in range(2):
        assert fulfillment.give_to_warehouse(order_id, at=AT) == 1
    [work] = fulfillment.work_of_order(order_id)
    assert (work.state, work.units, work.location_code, work.country) == ("waiting", 3, "main", "DE")
    assert {line.sku: line.quantity for line in work.lines} == {"A-1": 2, "B-1": 1}
    assert line_states(order_id) == {"A-1": "waiting", "B-1": "waiting"}


def test_an_order_from_before_picking_is_given_by_timed_work(shop):
    order_id = place(make_cart(shop, {"A-1": 1})).order_id
    for _ in range(2):
        tasks.give_forgotten_orders(AT)
    assert states_of(order_id) == ["waiting"]


def test_an_order_that_ended_before_its_turn_makes_no_work(shop):
    canceled, shipped = (place(make_cart(shop, {"A-1": 1})).order_id for _ in range(2))
    cancel(canceled)
    fulfillment.ship(shipped, actor=ACTOR, at=AT)
    for order_id in (canceled, shipped):
        assert fulfillment.give_to_warehouse(order_id, at=AT) == 0
        assert states_of(order_id) == []


def test_a_shop_without_picking_ships_as_before_and_the_work_ends(shop):
    work = given(shop)
    a, _b = orders.order(work.order_id).lines
    fulfillment.ship(work.order_id, lines={a.id: 2}, actor=ACTOR, at=AT)
    assert states_of(work.order_id) == ["waiting"]
    assert line_states(work.order_id) == {"A-1": "handed_over", "B-1": "waiting"}
    fulfillment.ship(work.order_id, actor=ACTOR, at=AT)
    assert states_of(work.order_id) == ["handed_over"]
    assert_proved()


def test_a_hold_stops_the_pick_at_once_and_goes_on_where_it_was(shop):
    work = given(shop)
    run = walk(work)
    stop = next(stop for stop in run.stops if stop.sku == "A-1")
    fulfillment.confirm_pick(stop.id, place="", item="A-1", actor=ANN, at=AT)
    assert hold(work.order_id) == 1
    with pytest.raises(fulfillment.OnHold) as caught:
        fulfillment.confirm_pick(stop.id, place="", item="A-1", actor=ANN, at=AT)
    assert caught.value.details["because"] == "fraud check"
    with pytest.raises(fulfillment.OnHold):
        fulfillment.ship(work.order_id, actor=ACTOR, at=AT)
    assert line_states(work.order_id)["A-1"] == "held"
    assert hold(work.order_id) == 0
    assert fulfillment.resume(work.order_id, actor=ACTOR, at=AT) == 1
    assert fulfillment.resume(work.order_id, actor=ACTOR, at=AT) == 0
    again = walk(fulfillment.work_of_order(work.order_id)[0])
    assert sorted((stop.sku, stop.left) for stop in again.stops if stop.state == "open") == [
        ("A-1", 1),
        ("B-1", 1),
    ]


def test_an_order_can_be_held_before_the_warehouse_has_heard_of_it(shop):
    order_id = place(make_cart(shop, {"A-1": 1})).order_id
    assert hold(order_id) == 1
    assert states_of(order_id) == ["held"]
    with pytest.raises(fulfillment.ReasonMissing):
        hold(order_id, " ")
    with pytest.raises(fulfillment.NothingToPick):
        fulfillment.start_run(location_code="main", actor=ANN, at=AT)


def test_5_6_after_packing_a_hold_an_address_and_a_cancellation_are_told_that_it_is_too_late(shop):
    parcel = packed(shop)
    before = orders.order(parcel.order_id)
    for late in (hold, readdress, cancel):
        with pytest.raises(fulfillment.TooLate):
            late(parcel.order_id)
    after = orders.order(parcel.order_id)
    assert (after.status, after.shipping_address) == ("confirmed", before.shipping_address)
    assert states_of(parcel.order_id) == ["packed"]
    assert not Mail.objects.filter(dedupe_key__contains="canceled").exists()
    assert_proved()


def test_a_cancellation_stops_the_pick_frees_the_stock_and_asks_to_put_back(shop):
    work = given(shop)
    run = walk(work)
    stop = run.stops[0]
    fulfillment.confirm_pick(stop.id, place="", item=stop.sku, actor=ANN, at=AT)
    assert cancel(work.order_id) is True
    with pytest.raises(fulfillment.StateChanged):
        fulfillment.confirm_pick(stop.id, place="", item=stop.sku, actor=ANN, at=AT)
    assert states_of(work.order_id) == ["canceled"]
    assert line_states(work.order_id) == {"A-1": "canceled", "B-1": "canceled"}
    [task] = work_objects.inbox(ACTOR, roles=["logistics_manager"])
    assert work.number in task.title
    assert task.location_code == "main"
    assert inventory.level(shop.variants["A-1"], "main").available == 10
    assert_proved()


def test_a_new_address_is_taken_until_packing_and_stays_in_its_country(shop):
    work = given(shop)
    assert readdress(work.order_id) is True
    assert readdress(work.order_id) is False
    assert orders.order(work.order_id).shipping_address["city"] == "Potsdam"
    assert "readdressed" in [step.state for step in fulfillment.timeline(work.order_id)[0].steps]
    assert readdress(work.order_id, ADDRESS, GUEST) is True
    with pytest.raises(orders.CountryIsFixed):
        readdress(work.order_id, {**ADDRESS, "country": "AT", "postal_code": "1010", "city": "Wien"})
    fulfillment.ship(work.order_id, actor=ACTOR, at=AT)
    with pytest.raises(orders.OrderAlreadyShipped):
        readdress(work.order_id)


def test_goods_of_two_places_are_two_parts_and_can_be_sent_from_one_with_a_reason(shop):
    make_location("south", channels=[shop.channel.id], priority=200)
    stock(shop.variants["A-1"], 5, location="south")
    work = given(shop, {"A-1": 2})
    with pytest.raises(fulfillment.ReasonMissing):
        fulfillment.reroute(work.id, to_location_code="south", reason="", actor=ANN, at=AT)
    fulfillment.reroute(work.id, to_location_code="south", reason="nearer", actor=ANN, at=AT)
    parts = {work.location_code: work.state for work in fulfillment.work_of_order(work.order_id)}
    assert parts == {"south": "waiting"}
    assert line_states(work.order_id) == {"A-1": "waiting"}
    moved = next(w for w in fulfillment.work_of_order(work.order_id) if w.location_code == "south")
    with pytest.raises(fulfillment.StateChanged):
        fulfillment.reroute(moved.id, to_location_code="south", reason="x", actor=ANN, at=AT)
    with pytest.raises(inventory.NotEnoughThere):
        stock(shop.variants["B-1"], 1, location="south")
        other = given(shop, {"B-1": 3})
        fulfillment.reroute(other.id, to_location_code="south", reason="x", actor=ANN, at=AT)
    assert_proved()


def test_the_timeline_says_who_did_what_when_and_costs_the_same_for_many_lines(
    shop, django_assert_num_queries
):
    parcel = packed(shop)
    line = fulfillment.timeline(parcel.order_id)[0]
    assert [step.state for step in line.steps] == [
        "allocated", "made", "picking", "picked", "picked", "packing", "packed",
    ]  # fmt: skip
    assert (line.state, line.words, line.actor) == ("packed", "Packed", "Ann")
    few = given(shop, {"C-1": 1})
    with django_assert_num_queries(7) as counted:
        fulfillment.timeline(few.order_id)
    with django_assert_num_queries(len(counted)):
        fulfillment.timeline(parcel.order_id)


def test_the_timeline_of_an_unpaid_order_waits_for_the_payment(shop):
    order_id = place(make_cart(shop, {"A-1": 1}), gateway="bank_transfer").order_id
    [line] = fulfillment.timeline(order_id)
    assert (line.state, line.words) == ("payment", "Waiting for the payment")


def test_work_is_seen_within_locations_and_rights(shop):
    work = given(shop)
    here, there = worker(location=["main"]), worker(location=["south"])
    assert fulfillment.visible_work(here).count() == 1
    assert fulfillment.visible_work(there).count() == 0
    with pytest.raises(fulfillment.UnknownWork):
        fulfillment.work_of(work.id, there)
    nobody = Actor("staff", "1", "Eve")
    with pytest.raises(Denied):
        fulfillment.hold(work.order_id, reason="x", actor=nobody, at=AT)
    with pytest.raises(Denied):
        readdress(work.order_id, actor=nobody)
    with pytest.raises(Denied):
        walk(work, nobody)


def test_the_queue_is_counted_by_state_and_age(shop):
    given(shop)
    picked(shop)
    counts = fulfillment.queue_counts(FulfillmentOrder.objects.all(), at=AT + 24 * HOUR)
    assert counts["waiting"] == {"orders": 1, "units": 3, "late": 1}
    assert counts["picked"]["orders"] == 1
    assert counts["held"]["orders"] == 0
