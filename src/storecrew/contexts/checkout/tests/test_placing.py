"""Placing an order, one shopper at a time."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import ACTOR, ADDRESS, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent

EUR = "EUR"
MINUTE = dt.timedelta(minutes=1)


def left(shop, sku="A-1"):
    variant = shop.variants[sku]
    return inventory.available_to_promise([variant], channel_id=shop.channel.id)[variant].available


def state(token):
    return Cart.objects.get(token=token).state


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


class TestConfirmationAtTheBank:
    """3-D Secure: the shopper goes to the bank's page and may or may not come back."""

    @pytest.fixture
    def token(self, shop):
        return make_cart(shop, {"A-1": 2})

    @pytest.fixture
    def placed(self, token):
        return place(token, "tok_3ds", return_url="https://shop.example/back")

    def bank_says(self, yes, at=AT):
        payment = Payment.objects.get()
        payments.simulate_confirmation(payment.gateway_reference, approve=yes, at=at)
        return payment.pk

    def test_the_shopper_is_sent_there_and_the_cart_waits(self, placed, token, shop):
        assert placed.status == "action_required"
        assert placed.redirect_url
        assert (state(token), left(shop)) == ("placing", 8)
        again = place(token)
        assert (again.order_token, again.status, again.redirect_url) == (
            placed.order_token,
            "action_required",
            placed.redirect_url,
        )
        with pytest.raises(checkout.CartInPayment):
            checkout.add_line(token, "A-1", 1, actor=GUEST, at=AT)

    def test_con_16_return_webhook_and_poll_confirm_once_in_any_number(self, placed, token, shop):
        payment = self.bank_says(yes=True)
        for _ in range(3):
            assert checkout.finish_payment(payment, at=AT + MINUTE).status == "confirmed"
        checkout.settle_pending(AT + 40 * MINUTE)
        for _ in range(3):
            outbox.drain()
        assert OutboxEvent.objects.filter(name="orders.OrderPlaced").count() == 1
        assert Mail.objects.count() == 1
        assert PaymentEvent.objects.filter(operation="authorize", kind="success").count() == 1
        assert (state(token), left(shop)) == ("placed", 8)
        assert_proved()

    def test_a_refusal_at_the_bank_opens_the_cart(self, placed, token, shop):
        payment = self.bank_says(yes=False)
        assert checkout.finish_payment(payment, at=AT + MINUTE).status == "canceled"
        assert (state(token), left(shop)) == ("open", 10)
        assert place(token).status == "confirmed"
        assert_proved()

    def test_the_shopper_may_come_back_without_paying(self, placed, token, shop):
        assert checkout.back_to_cart(token, actor=GUEST, at=AT + MINUTE)
        assert (state(token), left(shop)) == ("open", 10)
        assert Order.objects.get().status == "canceled"
        assert checkout.back_to_cart(token, actor=GUEST, at=AT + MINUTE)
        assert_proved()

    def test_coming_back_after_paying_confirms(self, placed, token):
        self.bank_says(yes=True)
        assert not checkout.back_to_cart(token, actor=GUEST, at=AT + MINUTE)
        assert state(token) == "placed"

    def test_con_11_a_shopper_who_never_returns_loses_the_order_and_keeps_the_cart(self, placed, token, shop):
        checkout.settle_pending(AT + 20 * MINUTE)
        assert state(token) == "placing"
        checkout.settle_pending(AT + 31 * MINUTE)
        assert Order.objects.get().status == "canceled"
        assert (state(token), left(shop)) == ("open", 10)
        assert_proved()

    def test_con_10_paying_after_the_end_gives_the_money_back(self, placed, token, shop):
        checkout.settle_pending(AT + 31 * MINUTE)
        place(make_cart(shop, {"A-1": 10}), at=AT + 31 * MINUTE)
        payment = Payment.objects.order_by("pk")[0]
        assert checkout.finish_payment(payment.pk, at=AT + 32 * MINUTE).status == "canceled"
        assert orders.order(placed.order_id).status == "canceled"
        assert left(shop) == 0
        assert_proved()


class TestNoAnswer:
    """FLT-07: a gateway that does not answer may or may not have charged."""

    def test_flt_07_the_shopper_reads_that_we_are_checking(self, shop):
        token = make_cart(shop, {"A-1": 2})
        placed = place(token, "tok_timeout_charged")
        assert placed.status == "checking"
        assert (state(token), left(shop)) == ("placing", 8)
        assert place(token).order_token == placed.order_token

    def test_flt_07_money_that_was_held_confirms_the_order(self, shop):
        token = make_cart(shop, {"A-1": 2})
        placed = place(token, "tok_timeout_charged")
        assert checkout.settle_pending(AT + 4 * MINUTE) == 1
        order = orders.order(placed.order_id)
        assert (order.status, order.payment_status) == ("confirmed", "authorized")
        assert (state(token), left(shop)) == ("placed", 8)
        assert_proved()

    def test_flt_07_money_that_never_arrived_undoes_the_order(self, shop):
        token = make_cart(shop, {"A-1": 2})
        placed = place(token, "tok_timeout")
        checkout.settle_pending(AT + 4 * MINUTE)
        assert orders.order(placed.order_id).status == "canceled"
        assert (state(token), left(shop)) == ("open", 10)
        assert_proved()

    def test_flt_05_a_crash_before_the_gateway_is_healed(self, shop, monkeypatch):
        token = make_cart(shop, {"A-1": 2})

        def crash(*args, **kwargs):
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(payments, "authorize", crash)
            with pytest.raises(KeyboardInterrupt):
                place(token)
        assert (state(token), left(shop)) == ("placing", 8)
        with pytest.raises(checkout.CartInPayment):
            checkout.add_line(token, "A-1", 1, actor=GUEST, at=AT + MINUTE)
        assert checkout.settle_pending(AT + MINUTE) == 0
        assert checkout.settle_pending(AT + 4 * MINUTE) == 1
        assert (state(token), left(shop)) == ("open", 10)
        assert place(token, at=AT + 5 * MINUTE).status == "confirmed"
        assert_proved()

    def test_flt_05_a_crash_after_the_gateway_is_healed_by_the_next_click(self, shop, monkeypatch):
        token = make_cart(shop, {"A-1": 2})

        def crash(*args, **kwargs):
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(payments, "settle", crash)
            with pytest.raises(KeyboardInterrupt):
                place(token, "tok_timeout_charged")
        assert Order.objects.get().status == "pending_payment"
        placed = place(token, at=AT + 4 * MINUTE)
        assert (placed.status, placed.again) == ("confirmed", True)
        assert Order.objects.count() == 1
        assert_proved()

    def test_flt_05_an_expired_claim_is_healed_when_the_cart_is_changed(self, shop, monkeypatch):
        token = make_cart(shop, {"A-1": 2})
        place(token, "tok_timeout")
        cart = checkout.add_line(token, "A-1", 1, actor=GUEST, at=AT + 4 * MINUTE)
        assert cart.item_count == 3
        assert left(shop) == 10

    def test_one_order_that_cannot_be_settled_does_not_stop_the_others(self, shop, monkeypatch):
        stuck, other = make_cart(shop, {"A-1": 1}), make_cart(shop, {"A-1": 1})
        first = place(stuck, "tok_timeout_charged")
        place(other, "tok_timeout_charged")
        real = payments.reconcile
        bad = Cart.objects.get(token=stuck).payment_id

        def sometimes(payment_id, **kwargs):
            if payment_id == bad:
                raise RuntimeError("no")
            return real(payment_id, **kwargs)

        with monkeypatch.context() as broken:
            broken.setattr(payments, "reconcile", sometimes)
            assert checkout.settle_pending(AT + 4 * MINUTE) == 1
        assert (state(stuck), state(other)) == ("placing", "placed")
        assert checkout.settle_pending(AT + 8 * MINUTE) == 1
        assert orders.order(first.order_id).status == "confirmed"


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


class TestConfirmationMail:
    """Once, after the order, in the order's language."""

    def mail(self):
        with clock.frozen(AT):
            for _ in range(3):
                outbox.drain()
        return Mail.objects.get()

    def test_it_names_what_was_bought_and_links_to_the_order(self, shop):
        placed = place(make_cart(shop, {"A-1": 2}))
        mail = self.mail()
        assert (mail.to, mail.locale) == ("ann@example.com", "en")
        assert placed.order_number in mail.subject
        for body in (mail.text, mail.html):
            assert "Tee" in body
            assert "€24.90" in body
            assert f"/en/order/{placed.order_token}/" in body
        assert "<" not in mail.text
        assert '<html lang="en">' in mail.html

    def test_bad_14_what_a_shopper_types_is_printed_literally(self, shop):
        token = make_cart(shop, {"A-1": 1})
        nasty = "{{ order.token }}<script>{% load %}"
        Cart.objects.update(shipping_address=ADDRESS | {"name": nasty})
        place(token)
        mail = self.mail()
        assert nasty in mail.text
        assert "{{ order.token }}&lt;script&gt;{% load %}" in mail.html

    def test_a_declined_order_sends_none(self, shop):
        with pytest.raises(checkout.PaymentDeclined):
            place(make_cart(shop, {"A-1": 1}), "tok_declined")
        outbox.drain()
        assert not Mail.objects.exists()


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
