"""Where parcels are: by message and by question, once, in any order, also when we do not know them yet."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping import tasks
from storecrew.contexts.shipping.models import CarrierMessage, Label, SimulatedParcel, TrackingEvent
from storecrew.contexts.shipping.providers import messages
from storecrew.contexts.shipping.tests.factories import (
    ACTOR,
    AT,
    buy,
    hear,
    make_rate_sheet,
    make_simulator,
    message,
    simulate,
)
from storecrew.contexts.work import public as work
from storecrew.kernel import signatures
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def moment(hours: float, status: str, reason: str = "") -> shipping.Moment:
    return shipping.Moment(AT + hours * HOUR, status, reason)


def published(name: str) -> list[dict]:
    return [row.payload for row in OutboxEvent.objects.filter(name=f"shipping.{name}").order_by("pk")]


def follow(hours: float) -> None:
    """Let the timed question run every hour up to a time."""
    for hour in range(1, int(hours) + 1):
        tasks.poll_carriers(AT + hour * HOUR)


def test_the_scripted_life_is_told_by_the_store_clock_and_ends_with_one_delivery():
    make_simulator()
    label = buy()
    follow(20)
    assert shipping.label(label.id).status == "in_transit"
    follow(60)
    after = shipping.label(label.id)
    assert (after.status, after.delivered_at) == ("delivered", AT + 33 * HOUR)
    assert after.picked_up_at == AT + 5 * HOUR
    assert Label.objects.get().poll_at is None
    assert [event["status"] for event in published("TrackingUpdated")] == [
        "picked_up", "in_transit", "out_for_delivery", "delivered",
    ]  # fmt: skip
    [delivered] = published("ParcelDelivered")
    assert delivered["at"] == (AT + 33 * HOUR).isoformat()
    assert [each.status for each in shipping.tracking(label.id)] == [
        "pending", "picked_up", "in_transit", "in_transit", "out_for_delivery", "delivered",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("script", "status", "reason"),
    [
        ("damaged", "on_hold", "carrier_damaged_parcel"),
        ("lost", "on_hold", "carrier_parcel_lost"),
        ("wrong_address", "return_to_sender", "consignee_incorrect_address"),
        ("pick_up_point", "ready_for_pickup", ""),
        ("second_try", "delivered", ""),
        ("customs", "delivered", ""),
    ],
)
def test_lives_that_do_not_go_well(script, status, reason):
    make_simulator(script=script)
    label = buy()
    follow(110)
    after = shipping.label(label.id)
    assert (after.status, after.reason) == (status, reason)


def test_a_carrier_that_is_down_leaves_parcels_as_they_are_and_is_asked_again():
    make_simulator()
    label = buy()
    simulate(failure="down")
    follow(10)
    assert shipping.label(label.id).status == "pending"
    simulate()
    follow(11)
    assert shipping.label(label.id).status == "in_transit"


def test_a_signed_message_is_written_once_however_often_it_comes():
    make_rate_sheet()
    number = buy(service="sheet-parcel").tracking_number
    body = message("m1", number, moment(1, "picked_up"), moment(9, "delivered"))
    assert hear(body, "sheet") == shipping.MessageReceipt(applied=1)
    assert hear(body, "sheet") == shipping.MessageReceipt(repeated=1)
    same = message("m2", number, moment(9, "delivered"))
    assert hear(same, "sheet") == shipping.MessageReceipt(applied=1)
    assert TrackingEvent.objects.count() == 2
    assert len(published("ParcelDelivered")) == 1


def test_messages_in_any_order_lead_to_the_same_state():
    make_rate_sheet()
    label = buy(service="sheet-parcel")
    steps = [
        moment(33, "delivered"), moment(30, "out_for_delivery"), moment(34, "unknown"),
        moment(2, "picked_up"), moment(35, "in_transit"),
    ]  # fmt: skip
    for place, each in enumerate(steps):
        hear(message(f"m{place}", label.tracking_number, each), "sheet")
    after = shipping.label(label.id)
    assert (after.status, after.delivered_at, after.picked_up_at) == (
        "delivered", AT + 33 * HOUR, AT + 2 * HOUR,
    )  # fmt: skip
    assert [event["status"] for event in published("TrackingUpdated")] == ["delivered"]


def test_a_parcel_that_comes_back_after_its_delivery_says_so():
    make_rate_sheet()
    label = buy(service="sheet-parcel")
    hear(message("m1", label.tracking_number, moment(33, "delivered")), "sheet")
    hear(message("m2", label.tracking_number, moment(50, "return_to_sender", "consignee_refused")), "sheet")
    assert shipping.label(label.id).status == "return_to_sender"
    assert len(published("ParcelDelivered")) == 1


def test_flt_06_a_message_that_comes_before_its_label_waits_and_is_matched():
    make_simulator(failure="timeout_bought")
    with pytest.raises(shipping.CarrierSilent):
        buy()
    number = SimulatedParcel.objects.get().tracking_number
    assert hear(message("m1", number, moment(1, "picked_up"))) == shipping.MessageReceipt(parked=1)
    assert CarrierMessage.objects.get().state == "parked"
    simulate()
    tasks.check_open_labels(AT + HOUR)
    assert shipping.label_by_key("parcel/1").status == "picked_up"
    assert CarrierMessage.objects.get().state == "applied"
    tasks.check_open_labels(AT + 2 * HOUR)
    assert TrackingEvent.objects.count() == 1


def test_flt_06_a_message_for_a_parcel_that_never_was_ours_waits_a_month_and_rests():
    make_simulator()
    hear(message("m1", "SIM999", moment(1, "picked_up")))
    assert shipping.match_parked(at=AT + dt.timedelta(days=40)) == 0
    assert CarrierMessage.objects.get().state == "parked"


def test_bad_07_a_message_is_believed_only_when_signed_now_over_these_bytes():
    make_simulator()
    number = buy().tracking_number
    body = message("m1", number, moment(1, "delivered"))
    with pytest.raises(shipping.BadSignature):
        hear(body, secret="guess")
    with pytest.raises(shipping.BadSignature):
        shipping.handle_carrier_message("sim", headers={}, body=body, at=AT)
    old = {messages.HEADER: signatures.sign(body, secret="whisper", at=AT - HOUR)}
    with pytest.raises(shipping.BadSignature):
        shipping.handle_carrier_message("sim", headers=old, body=body, at=AT)
    with pytest.raises(shipping.UnknownAccount):
        hear(body, "nobody")
    assert not TrackingEvent.objects.exists()


def test_r18_without_a_secret_no_message_is_believed():
    shipping.save_account(
        code="open", name="Open", kind="rate_sheet", currency="EUR", actor=ACTOR, at=AT
    )  # fmt: skip
    with pytest.raises(shipping.BadSignature):
        hear(message("m1", "1", moment(1, "delivered")), "open", secret="")


@pytest.mark.parametrize(
    "payload",
    [
        [], {}, {"id": 1}, {"id": "a", "parcels": 5}, {"id": "a", "parcels": [{}]},
        {"id": "a", "parcels": [{"tracking_number": "1", "events": [{"status": "delivered"}]}]},
        {"id": "a", "parcels": [{"tracking_number": "1", "events": [
            {"status": "delivered", "occurred_at": "2026-03-02T10:00:00"}]}]},
    ],
)  # fmt: skip
def test_a_signed_message_that_cannot_be_read_is_refused_whole(payload):
    make_simulator()
    with pytest.raises(shipping.BadMessage):
        hear(json.dumps(payload).encode())
    assert not CarrierMessage.objects.exists()


def test_words_outside_the_vocabulary_are_unknown_and_change_no_known_state():
    make_rate_sheet()
    label = buy(service="sheet-parcel")
    hear(message("m1", label.tracking_number, moment(1, "in_transit")), "sheet")
    hear(message("m2", label.tracking_number, moment(2, "teleported", "aliens")), "sheet")
    assert shipping.label(label.id).status == "in_transit"
    assert [each.reason for each in shipping.tracking(label.id)] == ["", "unknown"]


def test_a_voided_label_that_travels_is_an_alert():
    make_rate_sheet()
    label = buy(service="sheet-parcel")
    shipping.void_label(label.id, actor=ACTOR, at=AT)
    hear(message("m1", label.tracking_number, moment(1, "in_transit")), "sheet")
    assert sum(work.count_open_findings(role="logistics_manager").values()) == 1
    assert shipping.label(label.id).state == "voided"


def test_nobody_is_asked_about_parcels_that_arrived(django_assert_num_queries):
    make_simulator()
    buy()
    follow(60)
    with django_assert_num_queries(1):
        tasks.poll_carriers(AT + 61 * HOUR)
