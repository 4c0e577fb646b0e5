"""LOG-6: doubtful addresses wait, their customers are asked, and what came back is remembered."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.factories import ANN, packed, picked, states_of
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import AddressHold, AddressMemory
from storecrew.contexts.shipping.rules.addresses import clean
from storecrew.contexts.shipping.rules.doubts import doubts, place_of
from storecrew.contexts.shipping.tests.factories import ACTOR, buy, make_simulator
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

HOUR = dt.timedelta(hours=1)
GOOD = {"name": "Alice Ahn", "street": "Unter den Linden 5", "city": "Berlin", "postal_code": "10117"}
GOOD |= {"country": "DE"}
NO_NUMBER = ADDRESS | {"street": "Unter den Linden"}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, ()),
        ({"street": "Unter den Linden"}, ("street.no_number",)),
        ({"street": "The Old Mill", "country": "IE", "postal_code": ""}, ()),
        ({"postal_code": "1"}, ("postal_code.wrong_pattern",)),
        ({"postal_code": "", "city": ""}, ("city.required", "postal_code.required")),
        ({"name": "test", "street": "xxxx 1"}, ("name.placeholder",)),
        ({"name": "asdf", "street": "aaaa", "city": "???"},
         ("name.placeholder", "street.no_number", "street.placeholder", "city.placeholder")),
        ({"phone": "1"}, ()),
        ({"country": "KR", "postal_code": "06236", "region": "부산", "city": "해운대구"},
         ("postal_code.other_region",)),
        ({"country": "KR", "postal_code": "135-080", "city": "강남구"}, ("postal_code.old_korean_code",)),
    ],
)  # fmt: skip
def test_log_6_what_is_doubtful_about_an_address(changes, codes):
    assert doubts(clean(GOOD | changes)) == codes


def test_log_6_one_place_is_recognized_however_it_is_written():
    one = place_of({"country": "DE", "postal_code": "10117", "city": "Berlin", "street": "Große Straße 5"})
    same = {"country": "DE", "postal_code": "10117", "city": "BERLIN", "street": "Grosse Str. 5 "}
    assert place_of(same) == one
    assert place_of(same | {"street": "Grosse Str. 6"}) != one


pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def held(shop, address=NO_NUMBER) -> orders.OrderFacts:
    """An order whose address the checkout let pass and that the warehouse has heard of."""
    order_id = place(make_cart(shop, {"A-1": 1})).order_id
    Order.objects.filter(pk=order_id).update(shipping_address=address)
    fulfillment.give_to_warehouse(order_id, at=AT)
    return orders.order(order_id)


def test_what_goes_by_mail_waits_for_no_address(shop):
    order_id = place(make_cart(shop, {"A-1": 1})).order_id
    Order.objects.filter(pk=order_id).update(
        shipping_address=NO_NUMBER | {"street": ""}, shipping_method_code=shipping.BY_EMAIL
    )
    fulfillment.give_to_warehouse(order_id, at=AT)
    assert shipping.address_hold(order_id) is None


def readdress(order_id, address=ADDRESS, actor=ACTOR):
    return fulfillment.change_address(order_id, address=address, actor=actor, at=AT + HOUR)


def test_log_6_a_doubtful_order_waits_and_nobody_can_pick_it(shop):
    order = held(shop)
    assert states_of(order.id) == ["held"]
    hold = shipping.address_hold(order.id)
    assert (hold.number, hold.codes, hold.state) == (order.number, ("street.no_number",), "open")
    assert fulfillment.work_of_order(order.id)[0].held_because == "There is no house number."
    with pytest.raises(fulfillment.NothingToPick):
        fulfillment.start_run(location_code="main", actor=ANN, at=AT)
    with pytest.raises(shipping.AddressHeld):
        fulfillment.resume(order.id, actor=ACTOR, at=AT)
    make_simulator()
    with pytest.raises(shipping.AddressHeld):
        buy(order_ref=order.number)
    fulfillment.give_to_warehouse(order.id, at=AT)
    assert AddressHold.objects.count() == 1


def test_log_6_a_good_address_is_not_held(shop):
    order = held(shop, ADDRESS)
    assert (states_of(order.id), shipping.address_hold(order.id)) == (["waiting"], None)


def test_log_6_a_corrected_address_lets_the_order_go_on_in_the_same_moment(shop):
    order = held(shop)
    assert readdress(order.id)
    assert (states_of(order.id), shipping.address_hold(order.id)) == (["waiting"], None)
    assert AddressHold.objects.get().state == "corrected"
    actions = [entry.action for entry in audit.entries_for("orders.order", order.id)]
    assert {"shipping.address_held", "shipping.address_corrected"} <= set(actions)


def test_log_6_a_correction_that_is_doubtful_too_waits_with_its_own_reason(shop):
    order = held(shop)
    readdress(order.id, ADDRESS | {"name": "asdf"})
    hold = shipping.address_hold(order.id)
    assert hold.codes == ("name.placeholder",)
    assert fulfillment.work_of_order(order.id)[0].held_because == hold.because
    assert sorted(AddressHold.objects.values_list("state", flat=True)) == ["corrected", "open"]


def test_log_6_a_new_doubtful_address_stops_a_pick_that_has_begun(shop):
    work = picked(shop)
    readdress(work.order_id, NO_NUMBER)
    assert states_of(work.order_id) == ["held"]
    readdress(work.order_id, ADDRESS | {"street": "Am Kanal 4"})
    assert states_of(work.order_id) == ["picked"]


def test_log_6_a_hold_for_another_reason_stays_when_the_address_is_settled(shop):
    order = held(shop, ADDRESS)
    fulfillment.hold(order.id, reason="fraud check", actor=ACTOR, at=AT)
    readdress(order.id, NO_NUMBER)
    readdress(order.id, ADDRESS | {"street": "Am Kanal 4"})
    assert fulfillment.work_of_order(order.id)[0].held_because == "fraud check"


def test_log_6_the_customer_is_asked_once_a_day_and_settles_it_by_the_link(shop):
    order = held(shop)
    for _ in range(2):
        shipping.ask_about_address(order.id, actor=ACTOR, at=AT + HOUR)
    [mail] = Mail.objects.filter(subject__startswith="Where should order")
    assert f"/en/order/{order.token}/address/" in mail.text
    assert "There is no house number." in mail.text
    assert shipping.address_hold(order.id).state == "asked"
    assert fulfillment.release_address(order.id, actor=GUEST, at=AT + 2 * HOUR) == 1
    assert states_of(order.id) == ["waiting"]
    # The same place is known now: the next order goes through.
    assert shipping.address_hold(held(shop).id) is None
    with pytest.raises(shipping.NoAddressHold):
        shipping.ask_about_address(order.id, actor=ACTOR, at=AT)


def test_log_6_staff_say_why_an_address_is_right_and_a_mistake_is_not_confirmed_away(shop):
    order = held(shop, ADDRESS | {"postal_code": "1"})
    with pytest.raises(shipping.ReleaseNeedsReason):
        fulfillment.release_address(order.id, actor=ACTOR, at=AT)
    with pytest.raises(Denied):
        fulfillment.release_address(order.id, reason="x", actor=Actor("staff", "1", "Bob"), at=AT)
    with pytest.raises(shipping.InvalidAddress):
        fulfillment.release_address(order.id, actor=GUEST, at=AT)
    fulfillment.release_address(order.id, reason="the carrier knows it", actor=ACTOR, at=AT)
    assert states_of(order.id) == ["waiting"]


def test_log_6_a_canceled_order_waits_for_nothing(shop):
    order = held(shop)
    aftersales.cancel_order(order.id, reason="changed my mind", actor=ACTOR, at=AT)
    while outbox.drain():
        pass
    assert AddressHold.objects.get().state == "dropped"


def test_log_6_a_parcel_that_came_back_teaches_the_address_and_one_that_arrives_unteaches_it(shop):
    make_simulator()
    label = buy(order_ref="SC-9", to_address=AddressFacts(**(ADDRESS | {"phone": ""})))
    came_back = shipping.Moment(AT + HOUR, "return_to_sender", "carrier_address_not_found")
    shipping.record_tracking(label.id, [came_back], source="webhook", actor=ACTOR, at=AT + HOUR)
    while outbox.drain():
        pass
    assert AddressMemory.objects.get().verdict == "undeliverable"
    order = held(shop, ADDRESS)
    hold = shipping.address_hold(order.id)
    assert hold.codes == ("address.undeliverable",)
    assert "SC-9" in hold.because
    fulfillment.release_address(order.id, reason="bell is repaired", actor=ACTOR, at=AT)
    again = buy("parcel/2", order_ref=order.number, to_address=AddressFacts(**(ADDRESS | {"phone": ""})))
    arrived = shipping.Moment(AT + 2 * HOUR, "delivered")
    shipping.record_tracking(again.id, [arrived], source="webhook", actor=ACTOR, at=AT + 2 * HOUR)
    while outbox.drain():
        pass
    memory = AddressMemory.objects.get()
    assert (memory.verdict, memory.order_ref) == ("good", order.number)
    assert "Linden" not in str(AddressMemory.objects.values())


def test_log_6_other_trouble_teaches_nothing_about_an_address(shop):
    make_simulator()
    label = buy()
    home = shipping.Moment(AT + HOUR, "delivery_failed", "consignee_not_home")
    shipping.record_tracking(label.id, [home], source="webhook", actor=ACTOR, at=AT + HOUR)
    while outbox.drain():
        pass
    assert AddressMemory.objects.count() == 0


def test_5_6_another_address_is_too_late_once_a_parcel_is_closed_or_a_label_lives(shop):
    parcel = packed(shop)
    with pytest.raises(fulfillment.TooLate):
        readdress(parcel.order_id, ADDRESS | {"street": "Am Kanal 4"})
    order = held(shop, ADDRESS)
    make_simulator()
    label = buy(order_ref=order.number)
    with pytest.raises(shipping.LabelPrinted):
        readdress(order.id, ADDRESS | {"street": "Am Kanal 4"})
    shipping.void_label(label.id, actor=ACTOR, at=AT)
    assert readdress(order.id, ADDRESS | {"street": "Am Kanal 4"})


def test_prv_02_the_reason_of_a_hold_goes_with_the_person(shop):
    order = held(shop, ADDRESS | {"street": "xxxx"})
    assert "xxxx" in AddressHold.objects.get().because
    from storecrew.contexts.shipping.subject_data import ShippingData

    ShippingData().erase(customer_id=0, email=order.email, actor=ACTOR, at=AT)
    assert AddressHold.objects.get().because == ""
