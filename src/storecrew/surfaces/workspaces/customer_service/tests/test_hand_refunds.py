"""Refunds by hand through the screens, and what the customer is told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from storecrew.surfaces.workspaces.customer_service.tests.test_orders import signed_in
from storecrew.surfaces.workspaces.customer_service.tests.test_returns import text

pytestmark = pytest.mark.django_db(transaction=True)


def drain() -> None:
    while outbox.drain():
        pass


@pytest.fixture
def refund() -> payments.HandRefundFacts:
    """5.00 of an order that was paid by transfer, to be sent back."""
    placed = place(make_cart(make_shop({"A-1": 10}), {"A-1": 1}), "", gateway="bank_transfer")
    (payment,) = payments.payments_of_order(placed.order_id)
    payments.confirm_receipt(
        payment.id, amount=payment.amount, key="s", actor=ACTOR, at=clock.now(), note="Ann, DE02 1203"
    )
    checkout.finish_payment(payment.id, at=clock.now())
    aftersales.refund(
        placed.order_id, amount=Money(500, "EUR"), reason="Chipped", key="r", actor=ACTOR, at=clock.now()
    )
    drain()
    return payments.hand_refunds_of_order(placed.order_id)[0]


def at(name: str, refund: payments.HandRefundFacts) -> str:
    return reverse(f"refunds_{name}", args=[refund.id])


def mails(order_id: int) -> list[str]:
    found = Mail.objects.filter(record_id=str(order_id), dedupe_key__startswith="aftersales.refund")
    return [mail.text for mail in found.order_by("pk")]


def shown_to_the_shopper(refund: payments.HandRefundFacts) -> str:
    order = orders.order(refund.order_id)
    return text(Client().get(f"/{order.locale}/order/{order.token}/"))


def test_it_9_an_agent_sees_what_to_pay_back_and_says_that_it_was_sent(refund):
    desk = signed_in("customer_service")
    order = orders.order(refund.order_id)
    home = desk.get("/admin/", follow=True)
    # what somebody has to send is not shown once more as what is on its way
    named = [str(queue.title) for queue in home.context["queues"]]
    assert "Refunds to send by hand" in named and "Refunds on their way" not in named
    listed = text(desk.get(reverse("refunds_list"), follow=True))
    assert order.number in listed and "To be sent" in listed and "€5.00" in listed
    assert signed_in("owner").get(reverse("refunds_list") + "?export=csv").status_code == 200
    assert "Send back €5.00" in text(desk.get(reverse("orders_record", args=[order.number])))
    shown = text(desk.get(at("record", refund)))
    assert "Ann, DE02 1203" in shown and "Chipped" in shown and "ann@example.com" in shown
    assert "by hand" in mails(order.id)[0] and "by hand" in shown_to_the_shopper(refund)
    assert desk.get(at("sent", refund)).status_code == 200
    assert desk.post(at("sent", refund), {"sent_on": ""}).status_code == 422
    typed = {"sent_on": clock.now().date().isoformat(), "reference": "RF18", "note": ""}
    assert desk.post(at("sent", refund), {**typed, "sent_on": "2020-01-01"}).status_code == 422
    assert desk.post(at("sent", refund), typed)["Location"] == at("record", refund)
    drain()
    shown = text(desk.get(at("record", refund)))
    assert "RF18" in shown and "I sent it" not in shown and "refund sent" in shown
    assert "We sent €5.00" in mails(order.id)[1] and "We sent you €5.00" in shown_to_the_shopper(refund)
    assert aftersales.refunds_of_order(order.id)[0].status == "done"
    late = signed_in("head_of_digital").post(at("sent", refund), {**typed, "reference": "RF19"})
    assert late.status_code == 422 and "dealt with this refund already" in text(late)


def test_it_9_an_agent_says_why_it_could_not_be_sent(refund):
    desk = signed_in("customer_service")
    assert desk.get(at("not_sent", refund)).status_code == 200
    assert desk.post(at("not_sent", refund), {"reason": "", "then": "ask"}).status_code == 422
    desk.post(at("not_sent", refund), {"reason": "Closed account", "then": "ask"})
    drain()
    shown = text(desk.get(at("record", refund)))
    assert "Closed account" in shown and "Customer is asked" in shown
    assert "IBAN" in mails(refund.order_id)[1] and "your bank account" in shown_to_the_shopper(refund)
    desk.post(at("not_sent", refund), {"reason": "No answer", "then": "end"})
    drain()
    assert "by another way" in text(desk.get(at("record", refund)))
    assert aftersales.refunds_of_order(refund.order_id)[0].status == "refused"
    assert "another way" in mails(refund.order_id)[2]
    refused = desk.post(at("not_sent", refund), {"reason": "x", "then": "again"})
    assert refused.status_code == 422


def test_who_may_only_read_sees_no_way_to_settle(refund):
    reader = signed_in("business_analyst")
    assert "I sent it" not in text(reader.get(at("record", refund)))
    assert reader.get(at("sent", refund)).status_code == 403
    assert signed_in("customer_service").get(reverse("refunds_record", args=[77])).status_code == 404
