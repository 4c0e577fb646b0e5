"""Placing an order, one shopper at a time."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import (
    ACTOR,
    ADDRESS,
    AT,
    GUEST,
    left,
    make_cart,
    make_shop,
    place,
    state,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent

EUR = "EUR"
MINUTE = dt.timedelta(minutes=1)


def test_an_order_copies_everything_and_is_confirmed(shop):
    token = make_cart(shop, {"A-1": 2, "B-1": 1})
    placed = place(token)
    assert (placed.status, placed.total, placed.again) == ("confirmed", Money(3490, EUR), False)
    order = orders.order_by_token(placed.order_token)
    assert (order.status, order.payment_status) == ("confirmed", "authorized")
    assert (order.number, order.email, order.locale) == (placed.order_number, "ann@example.com", "en")
    assert order.shipping_address["city"] == ADDRESS["city"]
    assert (order.shipping_method_code, order.shipping) == ("standard", Money(490, EUR))
    assert [(line.sku, line.quantity, line.total) for line in order.lines] == [
        ("A-1", 2, Money(2000, EUR)),
        ("B-1", 1, Money(1000, EUR)),
    ]
    assert order.lines[0].tax_rate_ppm == 190_000
    assert sum(line.tax.amount for line in order.tax_lines) == order.tax.amount > 0
    assert state(token) == "placed"
    assert left(shop) == 8
    moved = inventory.ledger(shop.variants["A-1"], inventory.location().id).entries[0]
    assert (moved.kind, moved.document) == ("allocated", placed.order_number)
    assert_proved()


def test_m16_an_order_says_why_it_is_taxed_in_the_language_of_its_reader(shop):
    placed = place(make_cart(shop, {"A-1": 2, "B-1": 1}))
    (line,) = orders.order(placed.order_id).tax_lines
    assert line.reason == "19% in Germany on 2 Mar 2026."
    with override("ko"):
        (line,) = orders.order(placed.order_id).tax_lines
        assert line.reason == "2026년 3월 2일 기준 독일 세율 19%입니다."


def test_mon_12_later_changes_do_not_change_the_order(shop):
    placed = place(make_cart(shop, {"A-1": 2}))
    before = orders.order(placed.order_id)
    make_prices(shop.channel, {shop.variants["A-1"]: 9999})
    assert orders.order(placed.order_id) == before


def test_a_second_click_returns_the_same_order(shop):
    token = make_cart(shop, {"A-1": 2})
    first, second = place(token), place(token)
    assert (second.order_token, second.status, second.again) == (first.order_token, "confirmed", True)
    assert Order.objects.count() == Payment.objects.count() == 1
    assert left(shop) == 8


def test_the_gate_lists_what_is_missing_and_leaves_nothing(shop):
    token = make_cart(shop, {"A-1": 2}, ready=False)
    with pytest.raises(checkout.RequirementsUnmet) as refusal:
        place(token)
    found = refusal.value.details["requirements"]
    assert [row["code"] for row in found] == ["email_missing", "address_missing"]
    assert all(row["message"] and row["resolution"] and row["field"] for row in found)
    assert not Order.objects.exists()
    assert state(token) == "open"


def test_mon_13_a_total_that_was_not_shown_is_not_charged(shop):
    token = make_cart(shop, {"A-1": 1})
    shown = checkout.cart(token, at=AT).total
    make_prices(shop.channel, {shop.variants["A-1"]: 1100})
    with pytest.raises(checkout.CartChanged) as refusal:
        place(token, expected_total=shown)
    details = refusal.value.details
    assert (details["expected"]["amount"], details["total"]["amount"]) == (1490, 1590)
    assert details["lines"][0]["unit_price"] == {"amount": 1100, "currency": EUR}
    assert not Order.objects.exists()
    assert not Payment.objects.exists()
    assert place(token, expected_total=Money(1590, EUR)).status == "confirmed"


def test_sold_out_before_placing_names_the_article_and_charges_nothing(shop):
    token = make_cart(shop, {"A-1": 8})
    place(make_cart(shop, {"A-1": 5}))
    with pytest.raises(checkout.InsufficientStock) as refusal:
        place(token)
    assert refusal.value.details["items"][0]["available"] == 5
    assert Order.objects.count() == 1
    assert state(token) == "open"
    assert_proved()


def test_an_unknown_cart_or_gateway_is_refused(shop):
    with pytest.raises(checkout.CartNotFound):
        place("nobody")
    token = make_cart(shop, {"A-1": 1})
    with pytest.raises(payments.GatewayNotAvailable):
        place(token, gateway="gold")
    assert not Order.objects.exists()
    assert state(token) == "open"
    assert left(shop) == 10


def test_con_10_a_declined_payment_gives_everything_back_and_can_be_repeated(shop):
    token = make_cart(shop, {"A-1": 2})
    with pytest.raises(checkout.PaymentDeclined) as refusal:
        place(token, "tok_declined")
    assert refusal.value.code == "payment_declined"
    assert refusal.value.details["reason"] == "card_declined"
    order = Order.objects.get()
    assert (order.status, order.payment_status) == ("canceled", "failed")
    assert (state(token), left(shop)) == ("open", 10)
    checkout.add_line(token, "A-1", 1, actor=GUEST, at=AT)
    placed = place(token)
    assert placed.status == "confirmed"
    assert orders.order(placed.order_id).item_count == 3
    assert Order.objects.count() == 2
    assert not OutboxEvent.objects.filter(name="orders.OrderPlaced").exclude(
        payload__order_id=placed.order_id
    )
    assert_proved()


def test_a_free_order_needs_no_payment(db):
    shop = make_shop(price=0, shipping=0)
    token = make_cart(shop, {"A-1": 1})
    placed = place(token, gateway="", payment_token="")
    assert (placed.status, placed.total) == ("confirmed", Money(0, EUR))
    assert not Payment.objects.exists()
    assert (state(token), left(shop)) == ("placed", 9)
    assert place(token).order_token == placed.order_token


def test_bank_transfer_waits_for_the_money_with_the_cart_closed(shop):
    token = make_cart(shop, {"A-1": 2})
    placed = place(token, "", gateway="bank_transfer")
    assert placed.status == "pending_payment"
    assert (state(token), left(shop)) == ("placed", 8)
    told = Mail.objects.get()
    assert told.dedupe_key == f"checkout.transfer:{placed.order_id}"
    assert placed.order_number in told.subject and "€24.90" in told.subject
    awaited = payments.awaited_transfer(placed.order_id)
    assert (awaited.amount, awaited.until) == (placed.total, AT + 7 * 24 * 60 * MINUTE)
    payments.confirm_receipt(
        Payment.objects.get().pk, amount=placed.total, key="statement-1", actor=ACTOR, at=AT + MINUTE
    )
    with clock.frozen(AT + MINUTE):
        outbox.drain()
    assert orders.order(placed.order_id).status == "confirmed"
    assert payments.awaited_transfer(placed.order_id) is None


def test_cash_on_delivery_confirms_at_once(shop):
    placed = place(make_cart(shop, {"A-1": 2}), "", gateway="cash_on_delivery")
    assert placed.status == "confirmed"
    assert orders.order(placed.order_id).payment_status == "pending"


def test_net_prices_have_the_tax_added(db):
    shop = make_shop(tax_display="net")
    placed = place(make_cart(shop, {"A-1": 1}))
    order = orders.order(placed.order_id)
    assert order.total == order.subtotal + order.shipping + order.tax
    assert placed.total == order.total


def test_prices_without_decimals(db):
    shop = make_shop(code="kr", currency="KRW", countries=["KR"], price=15_000)
    token = make_cart(shop, {"A-1": 2}, ready=False)
    checkout.set_details(
        token,
        email="min@example.com",
        shipping_address=ADDRESS
        | {"country": "KR", "region": "서울특별시", "city": "종로구", "postal_code": "03051"}
        | {"phone": "010-1234-5678"},
        shipping_method="standard",
        actor=GUEST,
        at=AT,
    )
    assert place(token).total == Money(30_490, "KRW")


def test_placing_runs_a_fixed_number_of_statements(db):
    shop = make_shop({f"S-{number}": 50 for number in range(12)})
    counts, inside = [], []
    place(make_cart(shop, {"S-0": 1}))
    for lines in ({"S-0": 1}, {f"S-{number}": 2 for number in range(12)}):
        token = make_cart(shop, lines)
        with CaptureQueriesContext(connection) as seen:
            place(token)
        statements = [query["sql"].split(None, 1)[0].upper() for query in seen.captured_queries]
        counts.append(len(statements))
        inside.append(statements.count("INSERT") + statements.count("UPDATE") + statements.count("WITH"))
    assert counts[0] == counts[1] <= 52
    assert inside[0] == inside[1] <= 21
