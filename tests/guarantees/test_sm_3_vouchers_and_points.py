"""SM-3: vouchers and points. Earn, confirm, pay, give back, return, expire, adjust, in any order (MON-09,
MON-10).

After every step the sums are those of the ledger, no voucher is below zero, what came back of a payment is at
most what it took, and what orders earned is what was earned less what was taken back.
"""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.errors import InvalidUnits
from storecrew.contexts.loyalty.models import Account, Earning, Entry, Program
from storecrew.contexts.loyalty.operations import earning, paying
from storecrew.contexts.loyalty.tests.factories import ACTOR, AT, make_customer, make_program, make_voucher
from storecrew.contexts.orders.models import Order
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.payments import public as payments
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
keys = itertools.count()


class VouchersAndPoints(RuleBasedStateMachine):
    """One member, one voucher, orders that come and go, and a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        if not Program.objects.exists():
            make_program(return_days=1, expiry_days=40)
        self.me = make_customer()
        loyalty.join(self.me, actor=ACTOR, at=AT)
        self.voucher = loyalty.voucher(make_voucher(5000).id, at=AT).account_id
        self.points = Account.objects.get(customer_id=self.me).pk
        self.at = AT
        self.orders: list[int] = []

    @rule(points=st.integers(0, 30), share=st.integers(0, 2000))
    def buy(self, points: int, share: int) -> None:
        order = make_order(customer_id=self.me)
        total = order.total.amount
        wishes = [loyalty.Wish("points", None, points)] if points else []
        wishes += [loyalty.Wish("voucher", self.voucher)] if share else []
        found = loyalty.tenders(
            wishes, customer_id=self.me, total=Money(min(share or total, total), "EUR"), at=self.at
        )
        loyalty.pay(order.id, found, key=f"o{order.id}", actor=ACTOR, at=self.at)
        rest = total - sum(each.amount.amount for each in found)
        if rest:
            payments.record_tender(
                order_id=order.id, gateway="simulator", amount=Money(rest, "EUR"), key=f"o{order.id}-card",
                actor=ACTOR, at=self.at,
            )  # fmt: skip
        Order.objects.filter(pk=order.id).update(status="confirmed", fulfillment_status="fulfilled")
        earning.earn(order.id, at=self.at)
        self.orders.append(order.id)

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 9), amount=st.integers(1, 3000), again=st.booleans())
    def give_back(self, pick: int, amount: int, again: bool) -> None:
        order_id = self.orders[pick % len(self.orders)]
        left = amount
        for one in payments.payments_of_order(order_id):
            part = min(left, one.refundable.amount)
            if part and one.gateway != "simulator":
                key = f"r{next(keys)}"
                for _time in range(2 if again else 1):
                    payments.refund(
                        one.id, amount=Money(part, "EUR"), key=key, reason="x", actor=ACTOR, at=self.at
                    )
            left -= part
        earning.take_back(order_id, cause="refunded", at=self.at)

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 9))
    def cancel(self, pick: int) -> None:
        order_id = self.orders[pick % len(self.orders)]
        Order.objects.filter(pk=order_id).update(status="canceled")
        for _time in range(2):
            earning.take_back(order_id, cause="canceled", everything=True, at=self.at)

    @rule(days=st.integers(1, 30))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)
        earning.confirm_due(self.at)
        loyalty.expire_due(self.at)

    @rule(units=st.integers(-40, 60).filter(bool))
    def adjust(self, units: int) -> None:
        key = f"a{next(keys)}"
        try:
            for _time in range(2):
                loyalty.adjust_points(self.me, units, reason="x", key=key, actor=ACTOR, at=self.at)
        except InvalidUnits:
            assert units < 0

    @invariant()
    def sums_are_those_of_the_ledger(self) -> None:
        assert list(loyalty.differences()) == []
        assert list(payments.ledger_differences()) == []

    @invariant()
    def nothing_comes_back_that_was_not_given(self) -> None:
        taken = {
            row.source_id: -row.amount for row in Entry.objects.filter(kind="redeem", source=paying.SOURCE)
        }
        for key, units in taken.items():
            back = Entry.objects.filter(kind="refund", source_id__startswith=f"{key}/")
            assert 0 <= sum(row.amount for row in back) <= units

    @invariant()
    def what_was_earned_is_earned_less_what_was_taken_back(self) -> None:
        kinds = ("confirm", "earn", "reverse")
        rows = Entry.objects.filter(account_id=self.points, kind__in=kinds)
        booked = sum(row.amount + row.pending for row in rows)
        assert booked == sum(
            row.units - row.taken_back for row in Earning.objects.filter(account_id=self.points)
        )

    @invariant()
    def what_can_be_spent_is_never_more_than_the_balance(self) -> None:
        row = Account.objects.get(pk=self.points)
        assert loyalty.purse(self.me, currency="EUR", at=self.at).points <= max(row.balance, 0)


def test_sm_3_vouchers_and_points(db):
    run_state_machine_as_test(
        VouchersAndPoints,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None,
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip
