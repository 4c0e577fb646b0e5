"""Reactions of aftersales to the payment ledger; each is harmless when repeated."""

from __future__ import annotations

from storecrew.contexts.aftersales.operations.finishing import settle_part
from storecrew.contexts.payments.public import RefundFailed, RefundSettled
from storecrew.kernel import clock, outbox


@outbox.subscribe(RefundSettled)
def refund_settled(event: RefundSettled) -> None:
    """A gateway's late yes ends a refund that was under way."""
    settle_part(event.payment_id, event.key, done=True, at=clock.now())


@outbox.subscribe(RefundFailed)
def refund_failed(event: RefundFailed) -> None:
    """A gateway's late no frees the amount again."""
    settle_part(event.payment_id, event.key, done=False, at=clock.now())
