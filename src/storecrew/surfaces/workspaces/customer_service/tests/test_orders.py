"""The order desk: lists, the record, and what is done to an order from its page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import outbox
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 10})


@pytest.fixture
def order(shop):
    placed = place(make_cart(shop, {"A-1": 2, "B-1": 1}))
    while outbox.drain():
        pass
    return orders.order(placed.order_id)


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_staff(*roles), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(order, name="orders_record") -> str:
    return reverse(name, args=[order.number])


def test_m16_the_record_says_why_the_tax_is_charged(order):
    text = signed_in("customer_service").get(page(order)).content.decode()
    assert "Why this tax" in text
    assert order.tax_lines[0].reason in text


def key_in(response) -> str:
    return re.search(r'name="key" value="([0-9a-f]+)"', response.content.decode()).group(1)


def test_the_list_finds_by_number_address_and_state(order):
    client = signed_in("customer_service")
    for query in (
        "",
        f"?q={order.number}",
        "?q=ann@example.com",
        "?f.status=confirmed&f.shipping=unfulfilled",
    ):
        assert order.number in client.get(reverse("orders_list") + query).content.decode(), query
    assert order.number not in client.get(reverse("orders_list") + "?f.status=canceled").content.decode()


def test_the_list_asks_the_same_questions_for_one_order_and_for_many(shop, django_assert_max_num_queries):
    client = signed_in("customer_service")
    place(make_cart(shop, {"A-1": 1}))
    client.get(reverse("orders_list"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("orders_list"))
    for number in range(5):
        place(make_cart(shop, {"B-1": 1}, email=f"ann{number}@example.com"))
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("orders_list"))


def test_the_record_reads_each_fact_once_however_many_lines_and_parcels(
    shop, order, django_assert_max_num_queries
):
    client = signed_in("customer_service", "head_of_digital")
    client.get(page(order))
    # Two of them say whose prices count: the names of the lists, and the groups of the buyer for exchange.
    # Two look for the invoice, on account or paid at once.
    with django_assert_max_num_queries(45) as several:
        client.get(page(order))
    one = orders.order(place(make_cart(shop, {"A-1": 1}, email="bob@example.com")).order_id)
    with django_assert_max_num_queries(len(several)):
        client.get(page(one))


def test_the_record_shows_lines_money_stock_payment_and_messages(order):
    text = signed_in("customer_service", "head_of_digital").get(page(order)).content.decode()
    for words in (
        order.number,
        "A-1",
        "Customer and delivery",
        "Unter den Linden 1",
        "Germany",
        "€34.90",
        "set aside",
        "Test payment",
        "Your order",
    ):
        assert words in text, words


def test_an_unknown_number_is_not_found(order):
    assert signed_in("customer_service").get(reverse("orders_record", args=["SC-0"])).status_code == 404


def test_shipping_counts_units_sends_a_mail_and_happens_once(order):
    client = signed_in("logistics_manager")
    form = client.get(page(order, "orders_ship"))
    lines = {f"line_{line.id}": line.quantity for line in order.lines}
    body = {"key": key_in(form), "carrier": "Rheinpost", "tracking_number": "HL1", **lines}
    for _ in range(2):
        assert client.post(page(order, "orders_ship"), body).status_code in (302, 422)
    shipped = orders.order(order.id)
    assert shipped.fulfillment_status == "fulfilled"
    assert Mail.objects.filter(subject__contains="on its way").count() == 1
    assert "HL1" in client.get(page(order)).content.decode()


def test_more_than_is_open_cannot_be_shipped(order):
    line = order.lines[0]
    body = {"key": "k", f"line_{line.id}": line.quantity + 1}
    answer = signed_in("logistics_manager").post(page(order, "orders_ship"), body)
    assert answer.status_code == 422
    assert orders.order(order.id).fulfillment_status == "unfulfilled"


def test_canceling_gives_stock_and_money_back(shop, order):
    ids = list(shop.variants.values())
    before = inventory.available_to_promise(ids, channel_id=shop.channel.id)
    client = signed_in("head_of_digital")
    answer = client.post(page(order, "orders_cancel"), {"reason": "the customer called"})
    assert answer.status_code == 302
    assert orders.order(order.id).status == "canceled"
    after = inventory.available_to_promise(ids, channel_id=shop.channel.id)
    assert [after[key].available - before[key].available for key in ids] == [2, 1]
    assert "the customer called" in client.get(page(order)).content.decode()


def test_canceling_needs_a_reason(order):
    answer = signed_in("head_of_digital").post(page(order, "orders_cancel"), {"reason": " "})
    assert answer.status_code == 422
    assert orders.order(order.id).status == "confirmed"


def test_a_refund_is_given_once_and_never_above_what_was_paid(order):
    client = signed_in("head_of_digital")
    lines = {f"line_{line.id}": line.quantity for line in order.lines}
    client.post(page(order, "orders_ship"), {"key": "s", **lines})
    body = {"key": key_in(client.get(page(order, "orders_refund"))), "amount": "5.00", "reason": "scratched"}
    for _ in range(2):
        assert client.post(page(order, "orders_refund"), body).status_code == 302
    assert orders.order(order.id).refunded.amount == 500
    too_much = client.post(page(order, "orders_refund"), {"key": "other", "amount": "999", "reason": "all"})
    assert too_much.status_code == 422
    words = client.post(page(order, "orders_refund"), {"key": "third", "amount": "5,0x", "reason": "all"})
    assert "is not an amount" in words.content.decode()
    assert orders.order(order.id).refunded.amount == 500


def test_a_transfer_that_arrived_confirms_the_order(shop):
    placed = place(make_cart(shop, {"A-1": 1}), "", gateway="bank_transfer")
    order = orders.order(placed.order_id)
    assert order.status == "pending_payment"
    client = signed_in("head_of_digital")
    form = client.get(page(order, "orders_payment_arrived"))
    assert str(order.total.decimal) in form.content.decode()
    body = {"key": key_in(form), "amount": str(order.total.decimal), "note": "statement 7"}
    assert client.post(page(order, "orders_payment_arrived"), body).status_code == 302
    paid = orders.order(order.id)
    assert (paid.status, paid.payment_status) == ("confirmed", "paid")
    assert client.get(page(order, "orders_payment_arrived")).status_code == 302, "nothing is waited for"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("content_team", "orders_record"),
        ("customer_service", "orders_ship"),
        ("marketing_manager", "orders_refund"),
        ("inventory_manager", "orders_refund"),
        ("logistics_manager", "orders_refund"),
    ],
)
def test_aut_01_a_role_without_the_right_is_refused(order, role, name):
    assert signed_in(role).get(page(order, name)).status_code == 403


def test_mails_can_be_read_as_the_customer_got_them(order):
    client = signed_in("customer_service")
    assert order.number in client.get(reverse("mails_list")).content.decode()
    mail = Mail.objects.get(dedupe_key=f"checkout.confirmation:{order.id}")
    text = client.get(reverse("mails_record", args=[mail.pk])).content.decode()
    assert "sandbox" in text
    assert mail.to in text


def test_aut_10_a_refund_above_the_limit_is_asked_for_on_the_same_page(order, settings):
    settings.STORECREW_REFUND_LIMITS = {"*": {"EUR": 100}}
    payments.capture_order(order.id, key="test", actor=ACTOR, at=AT)
    client, chief = signed_in("customer_service"), signed_in("head_of_digital")
    address = page(order, "orders_refund")
    body = {"key": key_in(client.get(address)), "amount": "5.00", "reason": "scratched"}
    refused = client.post(address, body).content.decode()
    assert "above the limit" in refused and "Ask a second person" in refused
    assert client.post(address, body | {"second": "1"}).status_code == 302
    request = Approval.objects.get()
    assert order.number in chief.get(f"/admin/approvals/{request.pk}/").content.decode()
    chief.post(f"/admin/approvals/{request.pk}/decide/", {"decision": "approve"})
    assert orders.order(order.id).refunded.amount == 500


def test_an_agent_who_reads_korean_reads_in_korean_why_the_customer_canceled(order):
    """The shopper cancels on the English page; what was stored is read in the language of the agent."""
    shopper = Client()
    shown = shopper.get(reverse("storefront:order", args=[order.token])).content.decode()
    nonce = re.search(r'name="nonce" value="([^"]+)"', shown).group(1)
    address = reverse("storefront:order_cancel", args=[order.token])
    assert shopper.post(address, {"nonce": nonce}).status_code == 302
    client = signed_in("customer_service")
    client.cookies["django_language"] = "ko"
    text = client.get(page(order), headers={"accept-language": "ko"}).content.decode()
    assert "고객이 취소함" in text
    assert "Canceled by the customer" not in text
    assert "reason" not in re.sub(r"<[^>]+>", " ", text).split()
