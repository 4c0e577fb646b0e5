"""LOG-6: a shopper corrects or confirms where an order goes, behind its secret link."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import ADDRESS, make_shop
from storecrew.contexts.fulfillment.tests.factories import packed, states_of
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.test_address_holds import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def address_of(order) -> str:
    return f"/en/order/{order.token}/address/"


def test_log_6_a_doubtful_address_is_corrected_by_the_customer(client, shop):
    order = held(shop)
    page = client.get(f"/en/order/{order.token}/").content.decode()
    assert address_of(order) in page
    assert "not sure that its address is right" in page
    assert "There is no house number." in client.get(address_of(order)).content.decode()
    wrong = client.post(address_of(order), ADDRESS | {"postal_code": "1"})
    assert wrong.status_code == 422
    assert "Write it like" in wrong.content.decode()
    answer = client.post(address_of(order), ADDRESS | {"street": "Unter den Linden 77", "country": "FR"})
    assert answer.url == f"/en/order/{order.token}/?address=1"
    found = orders.order(order.id).shipping_address
    assert (found["street"], found["country"]) == ("Unter den Linden 77", "DE")
    assert states_of(order.id) == ["waiting"]
    assert "We send it to this address" in client.get(answer.url).content.decode()


def test_log_6_a_doubtful_address_is_confirmed_by_the_customer(client, shop):
    order = held(shop)
    assert client.post(address_of(order), {"action": "confirm"}).status_code == 302
    assert shipping.address_hold(order.id) is None
    again = client.post(address_of(order), {"action": "confirm"})
    assert again.status_code == 409


def test_5_6_a_customer_who_comes_too_late_is_told_so(client, shop):
    order = orders.order(packed(shop).order_id)
    assert "Change the address" not in client.get(f"/en/order/{order.token}/").content.decode()
    answer = client.post(address_of(order), ADDRESS | {"street": "Am Kanal 4"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "too late" in page
    assert "sometimes a parcel can still be stopped" in page
    assert "Ask the warehouse" not in page
    assert orders.order(order.id).shipping_address["street"] != "Am Kanal 4"


def test_aut_03_an_order_number_is_no_key_to_an_address(client, shop):
    order = held(shop)
    assert client.get(f"/en/order/{order.number}/address/").status_code == 404
