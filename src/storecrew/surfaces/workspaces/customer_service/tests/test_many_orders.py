"""Many orders of the list at once: canceled with a preview, commented in each timeline (U066, U068)."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting_and_sent():
    shop = make_shop({"A-1": 10})
    waiting, sent = (place(make_cart(shop, {"A-1": 1})).order_id for _ in range(2))
    fulfillment.ship(sent, key="k", tracking_number="JD0123456789", carrier="DHL", actor=ACTOR, at=AT)
    return Order.objects.get(pk=waiting), Order.objects.get(pk=sent)


@pytest.fixture
def agent():
    client = Client()
    client.force_login(make_staff("customer_service", email="mina@x.example"))
    return client


def test_u066_orders_are_canceled_at_once_after_a_look_at_what_happens(waiting_and_sent, agent):
    waiting, sent = waiting_and_sent
    ask = {"bulk": "cancel", "ids": [waiting.pk, sent.pk], "reason": "The dye was recalled"}
    page = agent.post("/admin/orders/", {**ask, "preview": "1"})
    refused = {each.title: str(each.refused) for each in page.context["effects"]}
    assert refused == {waiting.number: "", sent.number: "a part is on its way"}
    waiting.refresh_from_db()
    assert waiting.status == "confirmed"
    page = agent.post("/admin/orders/", {**ask, "confirm": "1", "expected": "2"}, follow=True)
    assert "1 order canceled." in page.content.decode() and "1 × " in page.content.decode()
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.status, sent.status) == ("canceled", "confirmed")
    again = agent.post("/admin/orders/", {**ask, "preview": "1"}).context["effects"]
    assert "is canceled already" in {str(each.refused) for each in again}


def test_u066_who_may_not_cancel_is_not_offered_it(waiting_and_sent):
    client = Client()
    client.force_login(make_staff("logistics_manager", email="lo@x.example"))
    offered = [action.key for action in client.get("/admin/orders/").context["bulk_actions"]]
    assert "cancel" not in offered


def test_u068_one_comment_stands_in_each_timeline_and_calls_a_colleague(waiting_and_sent, agent):
    ids = [order.pk for order in waiting_and_sent]
    colleague = Client()
    colleague.force_login(make_staff("customer_service", email="joon@x.example", name="Joon"))
    ask = {"bulk": "comment", "ids": ids, "body": "Dye recalled, see @joon"}
    agent.post("/admin/orders/", {**ask, "confirm": "1", "expected": "2"})
    for order in waiting_and_sent:
        comment = work.comments_for("orders.order", order.pk)[0]
        assert comment.body == "Dye recalled, see @joon"
    assert colleague.get("/admin/inbox/?f.kind=mention&f.state=open").context["total"] == 2
