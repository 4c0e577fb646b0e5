"""Timed work of aftersales; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.aftersales.models import Refund, Withdrawal
from storecrew.contexts.aftersales.operations import (
    count_causes,
    end_unreturned,
    finish_refund,
    give_differences,
    lapse_unpaid,
    settle_withdrawal,
)
from storecrew.kernel import schedule

A_MINUTE = dt.timedelta(minutes=1)


@schedule.every(seconds=60, name="aftersales.finish_refunds")
def finish_refunds(at: dt.datetime) -> None:
    """Ask the gateways for refunds that were decided and, after a crash, never asked for."""
    left = Refund.objects.filter(status=Refund.Status.ASKED, asked_at__lt=at - A_MINUTE)
    for refund_id in list(left.order_by("asked_at").values_list("pk", flat=True)[:100]):
        finish_refund(refund_id, at=at)


@schedule.every(seconds=60, name="aftersales.settle_withdrawals")
def settle_withdrawals(at: dt.datetime) -> None:
    """Cancel orders that were withdrawn from whole and, after a crash, never canceled."""
    left = Withdrawal.objects.filter(settled_at=None, declared_at__lt=at - A_MINUTE)
    for withdrawal_id in list(left.order_by("declared_at").values_list("pk", flat=True)[:100]):
        settle_withdrawal(withdrawal_id, at=at)


@schedule.every(seconds=900, name="aftersales.end_unreturned")
def end_exchanges(at: dt.datetime) -> None:
    """Free what was set aside for returns that did not come, and give differences that were still held."""
    end_unreturned(at=at)
    lapse_unpaid(at=at)
    give_differences(at=at)


@schedule.every(seconds=3600, name="aftersales.why_goods_come_back")
def why_goods_come_back(at: dt.datetime) -> None:
    """Count anew why goods come back, and give what stands out to whoever can change it."""
    count_causes(at=at)
