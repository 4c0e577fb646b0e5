"""Collected orders: ready when packed, handed over once for their code, and back on the shelf when not."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import (
    Collection,
    FulfillmentEvent,
    FulfillmentOrder,
    Shipment,
)
from storecrew.contexts.fulfillment.operations import follow_label
from storecrew.contexts.fulfillment.rules import collecting as rules
from storecrew.contexts.fulfillment.tests.collecting import (
    collect_order,
    collecting_shop,
    pack_all,
    point_method,
    ready,
)
from storecrew.contexts.fulfillment.tests.factories import ANN, STREET, packed, states_of, worker
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label, Promise
from storecrew.contexts.work.models import Task
from storecrew.kernel.mail.models import Mail

BERLIN = dt.timezone(dt.timedelta(hours=1))


def mails(kind: str) -> list[Mail]:
    return list(Mail.objects.filter(dedupe_key__startswith=f"fulfillment.{kind}:"))


# --- rules -----------------------------------------------------------------------------------------


def test_goods_wait_until_the_end_of_the_last_day():
    until = rules.keep_until(AT, 5, "Europe/Berlin")
    assert until.astimezone(BERLIN).strftime("%d %H:%M") == "07 23:59"
    assert rules.keep_until(AT, 0, "Europe/Berlin") == rules.keep_until(AT, 1, "Europe/Berlin")
    assert rules.remind_at(AT, until) == until - rules.REMIND_BEFORE
    short = AT + dt.timedelta(days=1)
    assert rules.remind_at(AT, short) == AT + dt.timedelta(hours=12)


@pytest.mark.parametrize(
    ("typed", "same"),
    [("ab2-cd3", True), (" AB2 CD3 ", True), ("AB2CD", False), ("", False), ("AB2CD4", False), ("é", False)],
)
def test_a_code_is_read_as_people_type_it(typed, same):
    assert rules.same_code(typed, "AB2CD3") is same


def test_a_code_has_no_signs_that_look_alike():
    codes = {rules.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("IOL01")


# --- ready -----------------------------------------------------------------------------------------


def test_a_packed_order_waits_without_a_label_and_its_customer_gets_the_code(db):
    shop = collecting_shop()
    waits = ready(shop)
    order = orders.order(waits.order_id)
    assert (waits.state, waits.location_code, len(waits.code)) == ("ready", "store", 6)
    assert states_of(order.id) == ["packed"]
    assert {line.state for line in fulfillment.timeline(order.id)} == {"ready_for_pickup"}
    assert not Label.objects.exists()
    [mail] = mails("to_collect")
    assert waits.code in mail.text
    assert waits.code in mail.html
    assert "Our store" in mail.text
    assert "Mon–Fri: 10:00–18:00" in mail.text
    assert "March 7, 2026" in mail.text
    assert not mails("shipped")


def test_log_7_who_comes_late_makes_no_order_late(db):
    """Nobody has heard of the placing yet when the order is packed: its promise is written down and kept."""
    waits = ready(collecting_shop())
    shipping.record_promise(waits.order_id)
    promise = Promise.objects.get(order_ref=waits.number)
    assert (promise.closed, promise.kept, promise.left_at) == (True, True, AT)
    work, week = FulfillmentOrder.objects.all(), AT + dt.timedelta(days=4)
    assert fulfillment.queue_counts(work, at=week)["packed"] == {"orders": 1, "units": 3, "late": 0}
    fulfillment.hand_to_customer(waits.id, code=waits.code, actor=ANN, at=week)
    assert fulfillment.on_time(work, since=AT) == (1, 1)
    Collection.objects.update(ready_at=week)
    assert fulfillment.on_time(work, since=AT) == (0, 1)


def test_the_goods_of_a_collected_order_are_promised_at_its_store_and_stay_there(db):
    work = collect_order(collecting_shop())
    assert work.location_code == "store"
    assert fulfillment.route(work.order_id, at=AT) == ""
    with pytest.raises(fulfillment.CollectedHere):
        fulfillment.reroute(work.id, to_location_code="main", reason="fuller", actor=ANN, at=AT)
    with pytest.raises(fulfillment.CollectedHere):
        fulfillment.ship(work.order_id, actor=ANN, at=AT)
    with pytest.raises(orders.GoesToPoint):
        orders.change_shipping_address(
            work.order_id, address={**STREET, "name": "Ann Example"}, actor=ANN, at=AT
        )
    assert_proved()


# --- handed over -----------------------------------------------------------------------------------


def test_log_5_an_order_is_handed_over_once_for_its_code_and_the_proof_is_kept(db):
    shop = collecting_shop()
    waits = ready(shop)
    with pytest.raises(fulfillment.WrongCollectionCode):
        fulfillment.hand_to_customer(waits.id, code="AAAAAA", actor=ANN, at=AT)
    with pytest.raises(fulfillment.ProofMissing):
        fulfillment.hand_to_customer(waits.id, actor=ANN, at=AT)
    later = AT + dt.timedelta(hours=3)
    for _press in range(2):
        done = fulfillment.hand_to_customer(
            waits.id, code=waits.code.lower(), received_by="Ann", key="device-1", actor=ANN, at=later
        )
    assert (done.state, done.by_code, done.received_by, done.closed_by) == ("collected", True, "Ann", "Ann")
    with pytest.raises(fulfillment.NotReadyToCollect):
        fulfillment.hand_to_customer(waits.id, code=waits.code, key="device-2", actor=ANN, at=later)
    [shipment] = Shipment.objects.filter(order_id=waits.order_id)
    assert (shipment.tracking_status, shipment.delivered_at) == ("delivered", later)
    order = orders.order(waits.order_id)
    assert order.fulfillment_status == "fulfilled"
    assert order.captured == order.total
    assert {line.words for line in fulfillment.timeline(order.id)} == {"Collected"}
    assert FulfillmentEvent.objects.filter(order_id=order.id, kind="collected").count() == 1
    assert len(mails("collected")) == 1
    assert not mails("shipped")
    assert inventory.level(shop.variants["A-1"], "store").on_hand == 3
    assert_proved()


def test_without_the_code_it_is_written_down_what_was_looked_at(db):
    waits = ready(collecting_shop())
    done = fulfillment.hand_to_customer(waits.id, seen="ID card", received_by="Ann", actor=ANN, at=AT)
    assert (done.by_code, done.seen) == (False, "ID card")


def test_a_code_is_found_at_ones_own_place_alone(db):
    waits = ready(collecting_shop())
    assert fulfillment.collection_by_code(waits.code.lower(), ANN).id == waits.id
    assert fulfillment.collection_by_code(waits.number, ANN).id == waits.id
    elsewhere = worker("Eve", location=["main"])
    with pytest.raises(fulfillment.WrongCollectionCode):
        fulfillment.collection_by_code(waits.code, elsewhere)
    with pytest.raises(fulfillment.UnknownWork):
        fulfillment.hand_to_customer(waits.id, code=waits.code, actor=elsewhere, at=AT)


# --- taken back ------------------------------------------------------------------------------------


def test_a_canceled_order_is_not_handed_over_and_its_goods_are_put_back(db):
    shop = collecting_shop()
    waits = ready(shop)
    assert aftersales.cancel_order(waits.order_id, reason="customer", actor=GUEST, at=AT)
    assert fulfillment.collection_of(waits.id, ANN).state == "withdrawn"
    with pytest.raises((fulfillment.NotReadyToCollect, orders.OrderIsCanceled)):
        fulfillment.hand_to_customer(waits.id, code=waits.code, actor=ANN, at=AT)
    assert states_of(waits.order_id) == ["canceled"]
    assert Task.objects.filter(code="fulfillment.put_back").count() == 1
    assert inventory.level(shop.variants["A-1"], "store").allocated == 0
    assert_proved()


def test_a_collected_order_cannot_be_canceled(db):
    waits = ready(collecting_shop())
    fulfillment.hand_to_customer(waits.id, code=waits.code, actor=ANN, at=AT)
    with pytest.raises(orders.OrderAlreadyShipped):
        aftersales.cancel_order(waits.order_id, reason="customer", actor=GUEST, at=AT)


def test_opened_and_packed_again_it_waits_again_under_the_same_code(db):
    waits = ready(collecting_shop())
    parcel = fulfillment.parcels_of_work([waits.work_id])[0]
    fulfillment.reopen_parcel(parcel.id, reason="forgot the card", actor=ANN, at=AT)
    assert fulfillment.collection_of(waits.id, ANN).state == "withdrawn"
    later = AT + dt.timedelta(hours=1)
    fulfillment.close_parcel(parcel.id, actor=ANN, at=later)
    again = fulfillment.collection_of(waits.id, ANN)
    assert (again.state, again.code, again.ready_at) == ("ready", waits.code, later)


def test_log_5_who_does_not_come_is_reminded_once_then_goods_and_money_go_back(db):
    shop = collecting_shop()
    waits = ready(shop)
    assert fulfillment.remind_to_collect(at=AT + dt.timedelta(days=1)) == 0
    soon = waits.keep_until - dt.timedelta(hours=40)
    assert [fulfillment.remind_to_collect(at=soon) for _ in range(2)] == [1, 0]
    [mail] = mails("collect_reminder")
    assert waits.code in mail.text
    assert fulfillment.give_up(at=soon) == 0
    over = waits.keep_until + dt.timedelta(minutes=5)
    assert [fulfillment.give_up(at=over) for _ in range(2)] == [1, 0]
    order = orders.order(waits.order_id)
    assert order.status == "canceled"
    assert "Nobody came for it in time." in order.cancellation.reason
    assert fulfillment.collection_of(waits.id, ANN).state == "given_up"
    assert {each.status for each in payments.payments_of_order(order.id)} == {"voided"}
    assert inventory.level(shop.variants["A-1"], "store").available == 5
    assert Task.objects.filter(code="fulfillment.put_back").count() == 1
    assert_proved()


def test_a_crash_between_giving_up_and_canceling_is_healed(db, monkeypatch):
    waits = ready(collecting_shop())
    over = waits.keep_until + dt.timedelta(minutes=5)
    Collection.objects.filter(pk=waits.id).update(state="given_up", closed_at=over)
    assert fulfillment.give_up(at=over + dt.timedelta(hours=1)) == 1
    assert orders.order(waits.order_id).status == "canceled"


# --- points of carriers ----------------------------------------------------------------------------


def test_log_5_the_label_of_a_parcel_for_a_point_has_its_address_and_its_id(db):
    shop = collecting_shop()
    point_method(shop)
    inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ANN, at=AT)
    token = make_cart(shop, {"A-1": 1})
    point = checkout.pickup_points(token, shipping_method="point", actor=GUEST, at=AT)[1]
    checkout.choose_point(token, point.code, shipping_method="point", actor=GUEST, at=AT)
    order_id = place(token).order_id
    fulfillment.give_to_warehouse(order_id, at=AT)
    work = fulfillment.work_of_order(order_id)[0]
    parcel = pack_all(work)
    assert parcel.label_state == "bought"
    label = Label.objects.get(order_ref=work.number)
    assert label.options["pickup_point"] == point.code
    assert (label.to_address["street"], label.to_address["name"]) == (point.address.street, "Ann Example")
    assert point.code in shipping.label(label.pk, documents=True).label_zpl
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    assert orders.order(order_id).fulfillment_status == "fulfilled"
    assert fulfillment.collections_of_order(order_id) == ()
    there = shipping.Moment(AT + dt.timedelta(days=1), "ready_for_pickup")
    shipping.record_tracking(label.pk, [there], source="webhook", actor=ANN, at=AT)
    follow_label(label.pk, at=AT)
    [mail] = mails("at_point")
    assert point.name in mail.text


def test_home_delivery_is_as_ever(db):
    packed(collecting_shop())
    assert not Collection.objects.exists()
    assert not mails("to_collect")


def test_what_is_sent_instead_of_a_collected_article_is_collected_at_the_same_place(db):
    shop = collecting_shop()
    waits = ready(shop, {"A-1": 1})
    fulfillment.hand_to_customer(waits.id, code=waits.code, actor=ANN, at=AT)
    line = orders.order(waits.order_id).lines[0]
    wanted = [aftersales.Wanted(line.id, 1, "does_not_fit", "opened", shop.variants["B-1"])]
    made = aftersales.ask_return(waits.order_id, lines=wanted, actor=GUEST, at=AT)
    instead = orders.order(made.exchange.order_id)
    assert instead.is_collected
    assert {each.location_code for each in inventory.allocations_of(instead.id)} == {"store"}
