"""Cancel an order before it is shipped: stock and money go back exactly once (CON-10)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.aftersales import mails
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.actor import Actor


def cancel_order(order_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> bool:
    """Cancel an order; say whether this call did it. False means it was canceled before.

    This function will, in one transaction, end the order, release its stock, mark its payments to go back
    and queue the mail to the customer; after it, the held money is released and the taken money refunded.
    What a crash or a silent gateway leaves is carried out by timed work. Staff need the right; a shopper
    is authorized by the caller, who knows the order's token. Call it outside any transaction.

    :raises Denied: staff without the right
    :raises OrderNotFound: there is no such order
    :raises OrderAlreadyShipped: a part is on its way
    """
    by_shopper = actor.kind in ("customer", "guest")
    if not by_shopper:
        actor.require("orders.cancel")
    try:
        with transaction.atomic():
            # Payment before order, as `payments.settle` takes them, so that the two cannot deadlock.
            payments.return_money(order_id, reason="canceled", at=at)
            _end(order_id, kind="customer" if by_shopper else "staff", reason=reason, actor=actor, at=at)
        canceled = True
    except _CanceledBefore:
        canceled = False
    payments.carry_out_returns(order_id=order_id, at=at)
    return canceled


class _CanceledBefore(Exception):
    """The order had ended already."""


def _end(order_id: int, *, kind: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    if not orders.mark_canceled(order_id, kind=kind, reason=reason, actor=actor, at=at):
        raise _CanceledBefore
    inventory.release_allocation(order_id, actor=actor, at=at, reason="canceled")
    mails.queue_canceled(orders.order(order_id), at=at)
