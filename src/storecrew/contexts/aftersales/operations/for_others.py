"""Money that other contexts decided to give back, and that this one knows how to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from storecrew.contexts.aftersales.errors import NothingToRefund, RefundTooLarge
from storecrew.contexts.aftersales.operations.cancel import cancel_order
from storecrew.contexts.aftersales.operations.refund import Wish, carry_out
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money


def give_back(
    order_id: int,
    *,
    amount: Money | None,
    lines: Mapping[int, int] | None,
    whole: bool,
    reason: str,
    key: str,
    at: dt.datetime,
) -> bool:
    """Refund once per key, or end the order; False while its money is only held. See `orders.Refunder`."""
    actor = system_actor("aftersales.give_back")
    if whole:
        cancel_order(order_id, reason=reason, actor=actor, at=at)
        return True
    order = orders.order(order_id)
    if order.status == "canceled" or order.payment_status in ("refunded", "voided"):
        return True
    if order.payment_status in ("pending", "authorized"):
        return False
    try:
        carry_out(order_id, Wish(amount, lines, False, reason, key), limit=None, actor=actor, at=at)
    except (NothingToRefund, RefundTooLarge):
        # Somebody gave it back by hand before: nothing, or not enough, is left.
        return True
    return True
