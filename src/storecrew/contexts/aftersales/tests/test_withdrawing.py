"""HOD-12: customers withdraw from their contract, and have it confirmed with date and time."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales import tasks
from storecrew.contexts.aftersales.models import ReturnRules, Withdrawal
from storecrew.contexts.aftersales.operations import withdrawing as operations
from storecrew.contexts.aftersales.rules import withdrawing
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.work import public as work
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
GUEST = guest_actor(ip="203.0.113.7")


@pytest.fixture
def order():
    return orders.order(place(make_cart(make_shop(), {"A-1": 3, "B-1": 1})).order_id)


@pytest.fixture
def sent(order):
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    return orders.order(order.id)


def withdraw(order, lines=None, *, at=AT, name=" Ann Example "):
    lines = {line.id: line.quantity for line in order.lines} if lines is None else lines
    return aftersales.withdraw(order.id, lines=lines, name=name, actor=GUEST, at=at)


def test_hod_12_an_order_that_has_not_left_ends_and_the_mail_says_when(order):
    made = withdraw(order)
    assert (made.number, made.leads_to, made.name) == ("WD-1001", "canceled", "Ann Example")
    assert orders.order(order.id).status == "canceled"
    mail = Mail.objects.get(dedupe_key=f"aftersales.withdrawn:{made.id}")
    assert mail.to == order.email
    assert "WD-1001" in mail.subject
    for text in (mail.text, mail.html):
        assert "Ann Example" in text
        assert "3 × " in text
        assert str(AT.year) in text
    assert AuditEntry.objects.get(action="aftersales.withdrawn").after["lines"] == {"A-1": 3, "B-1": 1}
    assert aftersales.withdrawal_offer(order.id, at=AT).why == "canceled"


def test_hod_12_what_has_left_becomes_a_return_even_where_the_channel_takes_none_by_itself(sent):
    ReturnRules.objects.create(channel_id=sent.channel_id, is_open=False)
    made = withdraw(sent, {sent.lines[0].id: 2})
    [back] = aftersales.returns_of_order(sent.id)
    assert (made.leads_to, made.return_number) == ("return", back.number)
    assert [(line.quantity, line.reason) for line in back.lines] == [(2, "untold")]
    assert dict(aftersales.withdrawal_offer(sent.id, at=AT).lines) == {
        sent.lines[0].id: 1,
        sent.lines[1].id: 1,
    }


def test_hod_12_a_part_that_has_not_left_is_the_work_of_customer_service_and_is_not_offered_again(order):
    made = withdraw(order, {order.lines[0].id: 2})
    assert made.leads_to == "task"
    [task] = work.tasks_about("orders.order", order.id)
    assert (task.code, task.owner_role) == ("aftersales.withdrawal", "customer_service")
    assert aftersales.withdrawal_offer(order.id, at=AT).unsent == {order.lines[0].id: 1, order.lines[1].id: 1}


def test_hod_12_the_period_counts_from_the_arrival_and_has_no_end_before_the_goods_left(order, sent):
    offer = aftersales.withdrawal_offer(sent.id, at=AT)
    assert offer.until == (AT + 21 * DAY).date()
    assert aftersales.withdrawal_offer(sent.id, at=AT + 22 * DAY).why == "too_late"
    with pytest.raises(aftersales.WithdrawalNotOffered) as refusal:
        withdraw(sent, at=AT + 22 * DAY)
    assert refusal.value.details["why"] == "too_late"


def test_hod_12_an_order_that_waits_can_be_withdrawn_from_long_after(order):
    assert aftersales.withdrawal_offer(order.id, at=AT + 90 * DAY).until is None
    assert withdraw(order, at=AT + 90 * DAY).leads_to == "canceled"


@pytest.mark.parametrize(("lines", "name"), [({}, "Ann"), (None, "  ")])
def test_without_a_name_or_units_nothing_is_declared(order, lines, name):
    with pytest.raises(aftersales.InvalidWithdrawal):
        withdraw(order, lines, name=name)
    assert not Withdrawal.objects.exists()


def test_abu_08_one_order_is_tried_so_often_and_no_more(order):
    for _ in range(10):
        with pytest.raises(aftersales.WithdrawalNotOffered):
            withdraw(order, {order.lines[0].id: 9})
    with pytest.raises(ratelimit.Refused):
        withdraw(order, {order.lines[0].id: 9})


def test_flt_01_after_a_crash_the_order_is_canceled_by_timed_work(order, monkeypatch):
    monkeypatch.setattr(operations, "settle_withdrawal", lambda *_, **__: None)
    withdraw(order)
    assert orders.order(order.id).status == "confirmed"
    monkeypatch.undo()
    tasks.settle_withdrawals(AT + dt.timedelta(minutes=5))
    tasks.settle_withdrawals(AT + dt.timedelta(minutes=6))
    assert orders.order(order.id).status == "canceled"
    assert Withdrawal.objects.get().settled_at


def test_what_left_in_between_is_a_task(order, monkeypatch):
    monkeypatch.setattr(operations, "settle_withdrawal", lambda *_, **__: None)
    withdraw(order)
    monkeypatch.undo()
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    tasks.settle_withdrawals(AT + dt.timedelta(minutes=5))
    assert Withdrawal.objects.get().leads_to == "task"
    assert [task.code for task in work.tasks_about("orders.order", order.id)] == ["aftersales.withdrawal"]


def test_abu_03_the_link_goes_to_the_address_of_the_order_only(order):
    def ask(number, email):
        aftersales.send_withdrawal_link(number, email, actor=GUEST, at=AT)

    ask(order.number, "somebody@example.com")
    ask("SC-NOTHING", order.email)
    assert not Mail.objects.filter(dedupe_key__startswith="aftersales.withdrawal_link").exists()
    ask(f" {order.number} ", order.email.upper())
    ask(order.number, order.email)
    mail = Mail.objects.get(dedupe_key__startswith="aftersales.withdrawal_link")
    assert (mail.to, f"/order/{order.token}/withdraw/" in mail.text) == (order.email, True)


def test_prv_01_prv_02_the_name_is_handed_out_and_erased(sent):
    withdraw(sent)
    person = customers.ensure_customer(email=sent.email, name="Ann Example", actor=ACTOR, at=AT)
    found = customers.export_data(person.id, actor=ACTOR, at=AT)
    assert [row["name"] for row in found["withdrawals"]] == ["Ann Example"]
    customers.erase(customer_id=person.id, actor=ACTOR, at=AT, reason="asked for")
    assert Withdrawal.objects.get().name == ""


def test_units_that_were_canceled_after_a_withdrawal_count_once():
    assert withdrawing.unsent_left(ordered=3, sent=0, canceled=0, withdrawn=2) == 1
    assert withdrawing.unsent_left(ordered=3, sent=0, canceled=2, withdrawn=2) == 1
    assert withdrawing.unsent_left(ordered=3, sent=2, canceled=0, withdrawn=2) == 0
