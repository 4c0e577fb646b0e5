"""Timed work of payments; each function is safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments import operations
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import forgetting
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor

BATCH = 100


@schedule.every(seconds=30, name="payments.check_open")
def check_open(at: dt.datetime) -> None:
    """Ask gateways about payments without a final word, and give back what is due."""
    operations.carry_out_returns(at=at, limit=BATCH)
    due = Payment.objects.filter(check_at__lte=at, return_due_at=None).order_by("check_at")
    for payment_id in list(due.values_list("pk", flat=True)[:BATCH]):
        operations.reconcile(payment_id, at=at)


@schedule.every(seconds=60, name="payments.match_parked")
def match_parked(at: dt.datetime) -> None:
    """Apply messages that came before we knew their payment."""
    operations.match_parked(at=at, limit=BATCH)


@schedule.every(seconds=3600, name="payments.check_disputes")
def check_disputes(at: dt.datetime) -> None:
    """Ask about disputes of which no message came, and tell of those that are nearly due."""
    operations.check_disputes(at=at)


@schedule.every(seconds=86_400, name="payments.compare_payouts")
def compare_payouts(at: dt.datetime) -> None:
    """Fetch payouts, match them to the ledger, and tell of what stays open."""
    operations.fetch_payouts(actor=system_actor("payments"), at=at)
    operations.compare_again(at=at)


@schedule.every(seconds=86_400, name="payments.forget_messages")
def forget_messages(at: dt.datetime) -> int:
    """Delete messages of gateways whose time is over."""
    return forgetting.forget_messages(at=at)
