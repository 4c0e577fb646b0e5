"""The command palette finds orders by what people have in front of them, and acts (U063)."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order():
    shop = make_shop({"A-1": 10})
    placed = place(make_cart(shop, {"A-1": 2}))
    fulfillment.ship(
        placed.order_id, key="k", tracking_number="JD0123456789", carrier="DHL", actor=ACTOR, at=AT
    )
    Order.objects.filter(pk=placed.order_id).update(phone="+49301234567")
    return orders.order(placed.order_id)


def ask(client: Client, text: str) -> list[tuple[str, str]]:
    items = client.get("/admin/palette/", {"q": text}).json()["items"]
    return [(item["title"], item["url"]) for item in items]


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_staff(*roles))
    return client


def test_u063_an_order_is_found_by_number_mail_phone_and_parcel(order):
    client = signed_in("customer_service")
    page = (order.number, f"/admin/orders/{order.number}/")
    for text in (order.number, "ann@example.com", "030 1234567", "+49 30 1234567", "JD0123456"):
        assert page in ask(client, text), text
    assert page not in ask(client, "123")


def test_u063_an_action_is_understood_with_the_end_of_a_number_in_both_languages(order):
    client = signed_in("customer_service")
    for text in (f"refund {order.number}", f"Refund {order.number[-3:]}", f"환불 {order.number[-3:]}"):
        assert (f"Refund {order.number}", f"/admin/orders/{order.number}/refund/") in ask(client, text)[:1]
    assert ask(client, "refund") == [] or "/refund/" not in str(ask(client, "refund"))


def test_u063_nothing_beyond_ones_rights(order):
    assert ask(signed_in("logistics_manager"), f"refund {order.number}") == []
    assert ask(signed_in("marketing_manager"), order.number) == []


def test_u063_an_answer_costs_a_fixed_number_of_queries(order, django_assert_max_num_queries):
    # one for each kind of record that an owner may see, however many records there are
    client = signed_in("owner")
    for text in (order.number, f"refund {order.number}", "JD0123456", "mug"):
        with django_assert_max_num_queries(46):
            client.get("/admin/palette/", {"q": text})
