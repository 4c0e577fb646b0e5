"""A commission that a lost charge took comes again when the dispute is won."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Entry
from storecrew.contexts.affiliates.operations import booking
from storecrew.contexts.affiliates.tests.factories import ACTOR, brought_order, make_partner
from storecrew.contexts.affiliates.tests.test_commissions import give_back, pay, settle
from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.payments import public as payments

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def dispute(order, *, won: bool | None) -> None:
    payment = payments.payments_of_order(order.id)[0]
    made = payments.simulate_dispute(payment.id, reason="fraudulent", actor=ACTOR, at=AT)
    settle()
    if won is not None:
        payments.simulate_verdict(made.id, won=won, actor=ACTOR, at=AT + DAY)
        settle()


def booked_order():
    make_partner()
    order = brought_order(make_shop())
    affiliates.book(order.id, at=AT)
    pay(order)
    settle()
    return order


def ledger() -> int:
    return sum(Entry.objects.values_list("amount", flat=True))


def test_a_won_dispute_gives_the_commission_again_once():
    order = booked_order()
    whole = Commission.objects.get().amount
    dispute(order, won=None)
    row = Commission.objects.get()
    assert (row.state, row.clawed, ledger()) == ("void", whole, 0)
    made = payments.disputes_of_order(order.id)[0]
    payments.simulate_verdict(made.id, won=True, actor=ACTOR, at=AT + DAY)
    settle()
    for _ in range(2):
        assert booking.give_again(order.id, at=AT + DAY) == 0
    row = Commission.objects.get()
    assert (row.state, row.clawed, ledger()) == ("pending", 0, whole)
    assert Entry.objects.filter(kind="restored").count() == 1


def test_what_was_refunded_stays_taken():
    order = booked_order()
    give_back(order, 1, "part")
    before = Commission.objects.get().clawed
    dispute(order, won=True)
    row = Commission.objects.get()
    assert row.clawed == before
    assert ledger() == row.amount - before


def test_a_lost_dispute_gives_nothing():
    order = booked_order()
    dispute(order, won=False)
    assert (Commission.objects.get().state, ledger()) == ("void", 0)
    assert booking.give_again(order.id, at=AT) == 0
