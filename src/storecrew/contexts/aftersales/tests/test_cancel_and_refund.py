"""After the sale: stock and money go back exactly once, and never more than was paid."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales import tasks
from storecrew.contexts.aftersales.models import Refund
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments import tasks as payment_tasks
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.payments.providers.simulator.gateway import Simulator
from storecrew.contexts.payments.tests.factories import assert_books_balance, cents
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(minutes=20)


@pytest.fixture
def shop():
    return make_shop(price=999)


def ordered(shop, token: str = "tok_ok", *, paid: bool = False, **lines: int) -> orders.OrderFacts:
    wanted = {name.replace("_", "-"): units for name, units in (lines or {"A_1": 3, "B_1": 1}).items()}
    order_id = place(make_cart(shop, wanted), token).order_id
    if paid:
        payments.capture_order(order_id, key="test", actor=ACTOR, at=AT)
    return orders.order(order_id)


def cancel(order, actor=ACTOR) -> bool:
    return aftersales.cancel_order(order.id, reason="changed mind", actor=actor, at=AT)


def refund(order, key: str = "k", **more) -> aftersales.RefundFacts:
    values = {"reason": "broken", "key": key, "actor": ACTOR, "at": AT}
    return aftersales.refund(order.id, **(values | more))


def mails(kind: str) -> list[Mail]:
    return list(Mail.objects.filter(dedupe_key__startswith=f"aftersales.{kind}"))


@pytest.mark.parametrize(
    ("paid", "status", "words"), [(False, "voided", "released"), (True, "refunded", "back")]
)
def test_con_10_canceling_returns_stock_and_money_once(shop, paid, status, words):
    order = ordered(shop, paid=paid)
    assert [cancel(order), cancel(order), cancel(order)] == [True, False, False]
    after = orders.order(order.id)
    assert (after.status, after.payment_status) == ("canceled", status)
    assert inventory.level(shop.variants["A-1"], "main").allocated == 0
    assert inventory.level(shop.variants["A-1"], "main").on_hand == 10
    [mail] = mails("canceled")
    assert words in mail.text
    assert words in mail.html
    assert_proved()
    assert_books_balance()


def test_con_10_a_crash_after_the_cancellation_is_healed_by_timed_work(shop, monkeypatch):
    order = ordered(shop, paid=True)
    monkeypatch.setattr("storecrew.contexts.payments.public.carry_out_returns", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cancel(order)
    assert orders.order(order.id).refunded.amount == 0
    payment_tasks.check_open(LATER)
    payment_tasks.check_open(LATER)
    assert orders.order(order.id).refunded == order.total
    assert_books_balance()


def test_con_10_an_order_that_is_being_paid_for_is_canceled_with_its_payment(shop):
    order = ordered(shop, "tok_3ds")
    assert cancel(order)
    [payment] = payments.payments_of_order(order.id)
    assert payment.status == "failed"
    payments.simulate_confirmation(payment.reference, approve=True, at=AT)
    assert payments.payment(payment.id).authorized.amount == 0


def test_a_shopper_cancels_by_token_and_staff_by_right(shop):
    first, second = ordered(shop, A_1=1), ordered(shop, A_1=1)
    assert cancel(first, guest_actor("token"))
    assert orders.order(first.id).cancellation.kind == "customer"
    with pytest.raises(Denied):
        cancel(second, Actor("staff", "1", "Eve"))
    assert orders.order(second.id).status == "confirmed"


def test_an_amount_is_refunded_and_told(shop):
    order = ordered(shop, paid=True)
    done = refund(order, amount=cents(500))
    assert (done.status, done.amount, done.replayed) == ("done", cents(500), False)
    assert orders.order(order.id).payment_status == "partially_refunded"
    assert "€5.00" in mails("refunded")[0].text
    assert aftersales.refunds_of_order(order.id)[0].amount == cents(500)
    assert aftersales.refundable(order.id).amount == order.total - cents(500)
    assert "aftersales.refund_asked" in [item.action for item in audit.entries_for("orders.order", order.id)]
    assert_books_balance()


def test_con_15_refund_pressed_twice_is_one_refund(shop):
    order = ordered(shop, paid=True)
    first, second = refund(order, amount=cents(500)), refund(order, amount=cents(500))
    assert (first.id, second.replayed) == (second.id, True)
    assert orders.order(order.id).refunded == cents(500)
    for other in ({"amount": cents(501)}, {"lines": {order.lines[0].id: 1}}):
        with pytest.raises(aftersales.RefundKeyReused):
            refund(order, **other)


def test_con_15_two_refunds_whose_sum_exceeds_the_payment(shop):
    order = ordered(shop, paid=True)
    refund(order, "one", amount=cents(3000))
    with pytest.raises(aftersales.RefundTooLarge) as refusal:
        refund(order, "two", amount=cents(3000))
    assert refusal.value.details["left"] == order.total.amount - 3000


def test_lines_and_shipping_are_refunded_at_what_was_paid(shop):
    order = ordered(shop, paid=True)
    a, b = order.lines
    done = refund(order, lines={a.id: 2, b.id: 1}, shipping=True)
    assert done.amount == cents(3 * 999 + 490)
    assert done.shipping == cents(490)
    left = aftersales.refundable(order.id)
    assert (left.lines, left.shipping.amount, left.amount) == ({a.id: 1, b.id: 0}, 0, cents(999))
    with pytest.raises(aftersales.RefundLineTooLarge):
        refund(order, "two", lines={b.id: 1})
    with pytest.raises(orders.LineNotFound):
        refund(order, "two", lines={0: 1})
    assert refund(order, "rest").amount == cents(999)
    assert sum(item.tax.amount for item in aftersales.refunds_of_order(order.id)) == order.tax.amount
    assert orders.order(order.id).payment_status == "refunded"


def test_mon_04_a_full_refund_after_any_history_equals_what_was_paid(shop):
    order = ordered(shop, paid=True)
    refund(order, "1", lines={order.lines[0].id: 1})
    refund(order, "2", amount=cents(333))
    refund(order, "3")
    assert orders.order(order.id).refunded == order.total
    rows = aftersales.refunds_of_order(order.id)
    assert sum(item.amount.amount for item in rows) == order.total.amount
    assert sum(item.tax.amount for item in rows) == order.tax.amount
    with pytest.raises(aftersales.NothingToRefund):
        refund(order, "4")


def test_held_money_is_not_refunded_but_released(shop):
    with pytest.raises(aftersales.NothingToRefund):
        refund(ordered(shop))


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Money(0, "EUR")},
        {"amount": Money(-1, "EUR")},
        {"amount": Money(5, "KRW")},
        {"amount": Money(5, "EUR"), "shipping": True},
        {"lines": {}},
    ],
)
def test_bad_03_an_impossible_refund_is_refused(shop, wrong):
    order = ordered(shop, paid=True)
    with pytest.raises(aftersales.InvalidRefund):
        refund(order, **wrong)
    for quantity in (0, -1, True, 1.5):
        with pytest.raises(aftersales.InvalidRefund):
            refund(order, lines={order.lines[0].id: quantity})
    with pytest.raises(aftersales.RefundReasonNeeded):
        refund(order, reason=" ")
    assert Refund.objects.count() == 0


def test_a_refund_needs_the_right_and_keeps_to_the_roles_limit(shop, settings):
    settings.STORECREW_REFUND_LIMITS = {"*": {"EUR": 1000}, "owner": None}
    order = ordered(shop, paid=True)
    agent = Actor("staff", "", "Ann", frozenset({"orders.refund"}))
    refund(order, "1", amount=cents(600), actor=agent)
    with pytest.raises(aftersales.RefundAboveLimit) as refusal:
        refund(order, "2", amount=cents(600), actor=agent)
    assert refusal.value.details == {"limit": 1000, "already": 600, "requested": 600, "currency": "EUR"}
    refund(order, "2", amount=cents(400), actor=agent)
    with pytest.raises(Denied):
        refund(order, "3", actor=Actor("staff", "1", "Eve"))


def test_a_person_may_refund_what_the_best_of_their_roles_may(shop, settings):
    from storecrew.contexts.people import public as people
    from storecrew.contexts.people.models import User

    settings.STORECREW_REFUND_LIMITS = {"*": {"EUR": 100}, "customer_service": {"EUR": 700}, "owner": None}
    people.seed_organization(actor=ACTOR, at=AT)
    order = ordered(shop, paid=True)
    user = User.objects.create(email="ann@storecrew.example", name="Ann", is_staff=True)
    actor = Actor("staff", str(user.pk), "Ann", frozenset({"orders.refund"}))
    with pytest.raises(aftersales.RefundAboveLimit):
        refund(order, amount=cents(700), actor=actor)
    people.assign_role(user_id=user.pk, role_code="customer_service", actor=ACTOR, at=AT)
    assert refund(order, amount=cents(700), actor=actor).status == "done"


def test_a_refused_refund_frees_its_lines(shop):
    order = ordered(shop, "tok_refund_declined", paid=True)
    refused = refund(order, lines={order.lines[0].id: 3})
    assert refused.status == "refused"
    assert mails("refunded") == []
    SimulatorCharge.objects.update(token="tok_3ds")
    assert refund(order, "again", lines={order.lines[0].id: 3}).status == "done"


def test_flt_07_a_silent_gateways_refund_is_settled_by_its_event(shop):
    order = ordered(shop, "tok_refund_timeout", paid=True)
    assert refund(order, amount=cents(100)).status == "pending"
    assert len(mails("refunded")) == 1
    payment_tasks.check_open(LATER)
    while outbox.drain():
        pass
    assert Refund.objects.get().status == "done"
    assert len(mails("refunded")) == 1


def test_flt_07_a_refund_that_never_arrived_ends_refused(shop, monkeypatch):
    order = ordered(shop, "tok_timeout_charged")
    [payment] = payments.payments_of_order(order.id)
    payments.reconcile(payment.id, at=AT)
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    with monkeypatch.context() as broken:
        broken.setattr(Simulator, "refund", lambda *_: 1 / 0)
        assert refund(order, amount=cents(100)).status == "pending"
    payment_tasks.check_open(LATER)
    while outbox.drain():
        pass
    assert Refund.objects.get().status == "refused"


def test_a_crash_before_the_gateway_was_asked_is_healed(shop, monkeypatch):
    order = ordered(shop, paid=True)
    with monkeypatch.context() as broken:
        broken.setattr("storecrew.contexts.payments.public.refund", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            refund(order, amount=cents(100))
    tasks.finish_refunds(AT)
    assert Refund.objects.get().status == "asked"
    tasks.finish_refunds(LATER)
    assert Refund.objects.get().status == "done"
    assert orders.order(order.id).refunded == cents(100)


def test_money_refunded_at_the_gateway_meanwhile_refuses_the_part(shop, monkeypatch):
    order = ordered(shop, paid=True)
    real = payments.refund

    def meanwhile(payment_id, **values):
        Payment.objects.filter(pk=payment_id).update(refunded_amount=order.total.amount)
        return real(payment_id, **values)

    monkeypatch.setattr("storecrew.contexts.payments.public.refund", meanwhile)
    assert refund(order, amount=cents(100)).status == "refused"
