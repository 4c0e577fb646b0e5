"""The order desk says what really happened, also when others acted in the same second."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Refund
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import SimulatorCharge
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Any:
    return make_shop({"A-1": 10, "B-1": 10})


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make_staff("owner"))
    return client


def sold(shop: Any, token: str = "tok_ok", *, taken: bool = False) -> orders.OrderFacts:
    placed = place(make_cart(shop, {"A-1": 2}), token)
    if taken:
        payments.capture_order(placed.order_id, key="test", actor=ACTOR, at=AT)
    return orders.order(placed.order_id)


def told(client: Client, order: orders.OrderFacts, name: str, body: dict[str, Any]) -> list[tuple[str, str]]:
    """Post a form of the order and return what the next page says, with its level."""
    answer = client.post(reverse(name, args=[order.number]), body, follow=True)
    assert answer.status_code == 200, answer.content[:300]
    return [(message.level_tag, str(message)) for message in get_messages(answer.wsgi_request)] or [
        (message.level_tag, str(message)) for message in answer.context["messages"]
    ]


def only(said: list[tuple[str, str]]) -> tuple[str, str]:
    assert len(said) == 1, said
    return said[0]


def refund(client: Client, order: orders.OrderFacts, amount: str, key: str = "k") -> tuple[str, str]:
    return only(told(client, order, "orders_refund", {"key": key, "amount": amount, "reason": "scratched"}))


def test_con_15_a_refund_that_was_made_says_so_and_its_repetition_too(shop: Any, desk: Client) -> None:
    order = sold(shop, taken=True)
    level, words = refund(desk, order, "5.00")
    assert level == "success" and "Refunded €5.00" in words
    level, words = refund(desk, order, "5.00")
    assert "made before; nothing was done twice" in words
    assert orders.order(order.id).refunded.amount == 500


def test_con_15_a_refund_that_came_too_late_is_not_called_refunded(
    shop: Any, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between our decision and the ledger somebody refunds everything: the ledger refuses ours."""
    order = sold(shop, taken=True)
    real = payments.refund
    (payment,) = payments.payments_of_order(order.id)

    def late(payment_id: int, **words: Any) -> Any:
        real(payment_id, amount=payment.captured, key="elsewhere", reason="x", actor=ACTOR, at=AT)
        return real(payment_id, **words)

    monkeypatch.setattr(payments, "refund", late)
    level, words = refund(desk, order, "5.00")
    assert Refund.objects.get(key="k").status == "refused"
    assert level == "error" and words.startswith("Not refunded: €5.00 was refused and nothing went back.")


@pytest.mark.parametrize(
    ("token", "level", "start"),
    [
        ("tok_refund_declined", "error", "Not refunded: €5.00"),
        ("tok_refund_timeout", "warning", "The refund of €5.00 is asked for and not confirmed yet."),
    ],
)
def test_con_15_what_the_gateway_refused_or_did_not_answer_is_said(
    shop: Any, desk: Client, token: str, level: str, start: str
) -> None:
    order = sold(shop, token, taken=True)
    said = refund(desk, order, "5.00")
    assert said[0] == level and said[1].startswith(start)


def test_con_10_a_cancellation_says_where_the_money_is(shop: Any, desk: Client) -> None:
    order = sold(shop)
    level, words = only(told(desk, order, "orders_cancel", {"reason": "called"}))
    assert level == "success" and f"{order.total.format('en')} went back" in words
    assert only(told(desk, order, "orders_cancel", {"reason": "called"}))[1].startswith(
        "This order was canceled before"
    )


def test_con_10_a_cancellation_whose_money_is_not_back_says_so(shop: Any, desk: Client) -> None:
    order = sold(shop, "tok_refund_timeout", taken=True)
    level, words = only(told(desk, order, "orders_cancel", {"reason": "called"}))
    assert level == "warning" and f"{order.total.format('en')} is not back yet" in words
    assert orders.order(order.id).status == "canceled"


def test_con_10_a_cancellation_of_what_nobody_paid_says_so(shop: Any, desk: Client) -> None:
    order = orders.order(place(make_cart(shop, {"A-1": 1}), "", gateway="bank_transfer").order_id)
    _level, words = only(told(desk, order, "orders_cancel", {"reason": "called"}))
    assert words == "Canceled. The stock is back; nothing had been paid."


@pytest.mark.parametrize(("token", "warned"), [("tok_ok", 0), ("tok_capture_timeout", 1)])
def test_con_14_shipping_says_whether_it_was_this_click_and_whether_the_money_came(
    shop: Any, desk: Client, token: str, warned: int
) -> None:
    order = sold(shop, token)
    body = {"key": "k", **{f"line_{line.id}": line.quantity for line in order.lines}}
    said = told(desk, order, "orders_ship", {**body, **{name: 1 for name in body if name != "key"}})
    assert said[0] == ("success", "Shipped. The customer gets a mail.")
    assert [level for level, _words in said[1:]] == ["warning"] * warned
    again = told(desk, order, "orders_ship", {**body, **{name: 1 for name in body if name != "key"}})
    assert again[0] == ("info", "This was shipped before; nothing was done twice.")


def test_a_receipt_says_what_is_booked_what_is_due_and_what_goes_back(shop: Any, desk: Client) -> None:
    order = orders.order(place(make_cart(shop, {"A-1": 1}), "", gateway="bank_transfer").order_id)
    part = Money(100, "EUR")
    first = only(told(desk, order, "orders_payment_arrived", {"key": "a", "amount": "1.00"}))
    due = (order.total - part).format("en")
    assert first == ("warning", f"€1.00 is booked. {due} is still due, so the order waits.")
    again = only(told(desk, order, "orders_payment_arrived", {"key": "a", "amount": "1.00"}))
    assert again == ("info", "This receipt was booked before; nothing was done twice.")
    aftersales.cancel_order(order.id, reason="x", actor=ACTOR, at=AT)
    late = only(told(desk, order, "orders_payment_arrived", {"key": "b", "amount": "2.00"}))
    assert late == ("warning", "€2.00 is booked, but the order had been canceled: the money goes back.")


def test_a_receipt_of_everything_says_so(shop: Any, desk: Client) -> None:
    order = orders.order(place(make_cart(shop, {"A-1": 1}), "", gateway="bank_transfer").order_id)
    body = {"key": "a", "amount": str(order.total.decimal)}
    level, words = only(told(desk, order, "orders_payment_arrived", body))
    assert (level, words) == ("success", f"{order.total.format('en')} is booked. All of it has arrived.")
    assert not SimulatorCharge.objects.exists()
