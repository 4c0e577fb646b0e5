"""What the tests of moving money share."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.providers.simulator.gateway import Simulator
from storecrew.contexts.payments.tests.factories import (
    ACTOR,
    AT,
    cents,
)
from storecrew.kernel.actor import Actor

LATER = AT + dt.timedelta(minutes=20)
NOBODY = Actor("staff", "1", "Eve")


def refund(payment, units: int, key: str = "r", **more) -> payments.RefundResult:
    values = {"amount": cents(units), "key": key, "reason": "broken", "actor": ACTOR, "at": AT}
    return payments.refund(payment.id, **(values | more))


def counted(monkeypatch, operation: str) -> list:
    calls = []
    real = getattr(Simulator, operation)

    def spy(self, call):
        calls.append(call.key.removeprefix(call.payment_key + "/"))
        return real(self, call)

    monkeypatch.setattr(Simulator, operation, spy)
    return calls
