"""FLT-03: an exception after any statement of placing leaves nothing behind."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pytest
from django.db import connection

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.race
# Statements that only open or close a transaction change nothing that could be left over.
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET ")
LATER = AT + dt.timedelta(minutes=5)


class Injected(Exception):
    """The fault."""


@contextmanager
def fault_after(number: int):
    """Raise once, after the statement with this number (from 1) has run."""
    seen = 0
    fired: list[str] = []

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        result = execute(sql, params, many, context)
        if sql.startswith(CONTROL):
            return result
        seen += 1
        if seen == number:
            fired.append(sql)
            raise Injected(sql[:120])
        return result

    with connection.execute_wrapper(wrapper):
        yield fired


def heal():
    """What timed work does in the minutes after a crash."""
    with clock.frozen(LATER):
        checkout.settle_pending(LATER)
        payments.carry_out_returns(at=LATER)
        outbox.drain()
        checkout.settle_pending(LATER + dt.timedelta(minutes=5))


def ended_well(token: str, before: int) -> bool:
    """Say whether the cart became exactly one order; otherwise nothing may be left of it."""
    assert laws.broken() == []
    cart = Cart.objects.get(token=token)
    confirmed = Order.objects.filter(cart_token=token, status="confirmed").count()
    if cart.state == "placed":
        assert confirmed == 1
        return True
    assert (cart.state, cart.order_id, confirmed) == ("open", None, 0)
    # The payment that came to nothing stays named, since it says why.
    assert cart.payment_id is None or nothing_held(cart.payment_id)
    assert shop.left("A") == before
    return False


def nothing_held(payment_id: int) -> bool:
    """Say whether a payment ended without holding or taking money."""
    payment = payments.payment(payment_id)
    held = payment.authorized - payment.voided
    return payment.status in {"failed", "voided"} and held.amount == 0


def run_all(payment_token: str) -> tuple[int, int]:
    """Place one cart per statement with a fault after it; return (statements, orders).

    Each cart has a code and a promotion with caps, which are claimed in the same transaction.
    """
    shop.open_shop(A=1000, B=1000)
    make_promotion(uses_cap=1_000, budget_cap=1_000_000, currency="EUR")
    make_promotion("amount_off", benefit={"amounts": {"EUR": 50}}, code="FAULT", code_uses=1_000)
    number = placed = 0
    while True:
        number += 1
        token, before = shop.cart(A=2, B=1), shop.left("A")
        Cart.objects.filter(token=token).update(codes=["FAULT"])
        with suppress(Injected, checkout.PaymentDeclined), fault_after(number) as fired:
            shop.buy(token, payment_token)
        heal()
        placed += ended_well(token, before)
        if not fired:
            return number, placed


def test_flt_03_a_fault_after_each_statement_leaves_an_order_or_nothing(arena):
    def run():
        statements, placed = run_all(shop.REMEMBERED)
        # Before the gateway is asked nothing stays; after it, the money is found by our key.
        assert 1 < placed < statements
        held = SimulatorCharge.objects.count() - sum(
            row.voided_amount > 0 for row in SimulatorCharge.objects.all()
        )
        assert held == Order.objects.filter(status="confirmed").count() == placed
        assert Mail.objects.count() == placed
        return statements

    assert arena.run(run) < 110


def test_flt_03_a_fault_while_a_refusal_is_written_leaves_nothing(arena):
    def run():
        _, placed = run_all("tok_declined")
        assert placed == 0
        assert not Payment.objects.filter(authorized_amount__gt=0).exists()
        assert shop.left("A") == shop.left("B") == 1000

    arena.run(run)


@pytest.mark.parametrize("crash_at", ["authorize", "settle"])
def test_flt_05_a_worker_that_dies_in_payment_holds_nothing_for_long(arena, crash_at, monkeypatch):
    arena.run(partial(shop.open_shop, A=1))
    token = arena.run(partial(shop.cart, A=1))
    monkeypatch.setattr(payments, crash_at, lambda *args, **kwargs: os._exit(9))
    died = arena.start(partial(shop.buy, token)).wait()
    assert died.status == "error"
    monkeypatch.undo()
    assert arena.run(lambda: (Cart.objects.get().state, shop.left("A"))) == ("placing", 0)
    arena.run(heal)
    state, left = arena.run(lambda: (Cart.objects.get().state, shop.left("A")))
    assert (state, left) == (("open", 1) if crash_at == "authorize" else ("placed", 0))
    assert arena.run(laws.broken) == []
