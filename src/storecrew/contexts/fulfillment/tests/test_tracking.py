"""What carriers tell stands on the order's timeline, in whatever order it comes."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentEvent, Shipment
from storecrew.contexts.fulfillment.operations import follow_label
from storecrew.contexts.fulfillment.rules import carriage
from storecrew.contexts.fulfillment.tests.factories import ANN, line_states, packed
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.contexts.work.models import Finding
from storecrew.kernel import outbox

pytestmark = pytest.mark.django_db
STREET = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def parcel():
    shop = make_shop()
    inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ANN, at=AT)
    make_simulator()
    return packed(shop)


def tell(parcel, *said) -> None:
    moments = [shipping.Moment(AT + hours * HOUR, status, reason) for hours, status, reason in said]
    shipping.record_tracking(parcel.label_id, moments, source="webhook", actor=ANN, at=AT + 99 * HOUR)
    while outbox.drain():
        pass


@pytest.mark.parametrize(
    ("status", "trouble", "stage"),
    [
        ("pending", False, ""),
        ("picked_up", False, "in_transit"),
        ("out_for_delivery", False, "out_for_delivery"),
        ("ready_for_pickup", False, "ready_for_pickup"),
        ("delivered", False, "delivered"),
        ("on_hold", True, "exception"),
        ("in_transit", True, "exception"),
        ("cancelled", False, ""),
    ],
)
def test_wh_1_a_carriers_word_is_a_stage_of_our_way(status, trouble, stage):
    assert carriage.stage(status, trouble=trouble) == stage


def test_wh_1_every_line_goes_from_the_shelf_to_the_door(parcel):
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    assert line_states(parcel.order_id) == {"A-1": "handed_over", "B-1": "handed_over"}
    for hours, status in ((1, "picked_up"), (2, "in_transit"), (20, "out_for_delivery"), (22, "delivered")):
        tell(parcel, (hours, status, ""))
        wanted = "in_transit" if status == "picked_up" else status
        assert set(line_states(parcel.order_id).values()) == {wanted}
    [line, _other] = fulfillment.timeline(parcel.order_id)
    steps = [step.state for step in line.steps]
    assert [step for step in steps if step in ("packed", "labeled", "handed_over")] == [
        "packed", "labeled", "handed_over",
    ]  # fmt: skip
    assert steps[-3:] == ["in_transit", "out_for_delivery", "delivered"]
    assert (line.actor, line.words) == ("SIM", "Delivered")
    assert Shipment.objects.get().delivered_at == AT + 22 * HOUR


def test_wh_1_trouble_is_told_in_plain_words_and_ends_with_the_delivery(parcel):
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    tell(parcel, (5, "delivery_failed", "consignee_not_home"))
    [line, _other] = fulfillment.timeline(parcel.order_id)
    assert (line.state, line.words) == ("exception", "Nobody was at home")
    assert line.steps[-1].words == "Nobody was at home"
    tell(parcel, (6, "return_to_sender", ""))
    assert fulfillment.timeline(parcel.order_id)[0].words == "The parcel comes back to us"
    tell(parcel, (7, "on_hold", "security_issue"))
    assert fulfillment.timeline(parcel.order_id)[0].words == "The carrier reports a problem"
    tell(parcel, (9, "delivered", ""))
    assert set(line_states(parcel.order_id).values()) == {"delivered"}


def test_late_and_repeated_messages_change_nothing(parcel):
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    tell(parcel, (22, "delivered", ""))
    count = FulfillmentEvent.objects.count()
    tell(parcel, (3, "in_transit", ""))
    assert follow_label(parcel.label_id, at=AT) == ""
    assert set(line_states(parcel.order_id).values()) == {"delivered"}
    assert FulfillmentEvent.objects.count() == count


def test_what_the_carrier_has_and_nobody_scanned_is_told_and_caught_up(parcel):
    tell(parcel, (1, "picked_up", ""))
    finding = Finding.objects.get(code="fulfillment.left_without_scan")
    assert parcel.code in finding.title
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT + 2 * HOUR)
    while outbox.drain():
        pass
    assert set(line_states(parcel.order_id).values()) == {"in_transit"}


def test_a_label_that_was_bought_by_hand_is_found_by_its_number(parcel):
    order_number = parcel.number
    fulfillment.hand_over(parcel.code, tracking_number="HAND1", carrier="Other", actor=ANN, at=AT)
    label = shipping.label(parcel.label_id)
    assert label.order_ref == order_number
    tell(parcel, (4, "in_transit", ""))
    assert set(line_states(parcel.order_id).values()) == {"in_transit"}
