"""Orders whose customer confirms at the bank, and banks that do not answer."""

import datetime as dt

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT, GUEST, left, make_cart, place, state
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.kernel import outbox
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import OutboxEvent

MINUTE = dt.timedelta(minutes=1)


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
