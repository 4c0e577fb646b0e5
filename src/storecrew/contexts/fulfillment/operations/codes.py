"""Goods that are codes: given at once when an order is paid, and mailed again when it is asked for."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.errors import NoCodesYet
from storecrew.contexts.fulfillment.operations import shipping
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor

ACTOR = "fulfillment.deliver_codes"


def deliver_codes(order_id: int, *, at: dt.datetime) -> int:
    """Give the codes of an order whose money is ours, once; return how many units left.

    A code cannot be called back, so nothing leaves while money is only held. Harmless when repeated, and in
    any order, by what tells of the order, what tells of its money, and timed work.
    """
    wanted = queries.promised_codes(order_id)
    if not wanted or not _is_ours(orders.order(order_id)):
        return 0
    place = next(one.id for one in inventory.locations() if one.kind == "digital")
    try:
        shipping.leave(
            order_id,
            wanted,
            key=f"codes/{'.'.join(f'{line}x{units}' for line, units in sorted(wanted.items()))}",
            location_id=place,
            actor=system_actor(ACTOR),
            at=at,
        )
    except (orders.OrderIsCanceled, orders.ShipsTooMany, inventory.NotAllocated):
        # Canceled in between, or somebody else was faster.
        return 0
    return sum(wanted.values())


def take_money_for_codes(order_id: int, *, at: dt.datetime) -> int:
    """Take the held money of an order with codes, then give them; return how many units left.

    Call it outside transactions: the gateway is asked.
    """
    if not queries.promised_codes(order_id):
        return 0
    order = orders.order(order_id)
    if order.status == "confirmed" and not _is_ours(order):
        shipping.take_money(order_id, at=at)
    return deliver_codes(order_id, at=at)


def deliver_forgotten(*, at: dt.datetime) -> int:
    """Give the codes that a crash or a silent gateway left behind; return how many units left."""
    found = after = 0
    while ids := orders.waiting_to_leave(after=after):
        waiting = inventory.orders_waiting_for_codes(ids)
        found += sum(take_money_for_codes(order_id, at=at) for order_id in waiting)
        after = ids[-1]
    return found


def _is_ours(order: orders.OrderFacts) -> bool:
    return order.status == "confirmed" and (order.payment_status == "paid" or not order.total.amount)


def resend_codes(order_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Mail an order's codes to its customer once more.

    :raises NoCodesYet: it has none
    """
    actor.require("orders.write")
    order = orders.order(order_id)
    if not any(code.state == "given" for code in inventory.codes_of(order_id)):
        raise NoCodesYet(number=order.number)
    mails.queue_codes(order, f"{order_id}:{at:%Y%m%d%H%M%S}", at=at)
    audit.record(
        actor=actor, action="fulfillment.codes_resent", record="orders.order", record_id=order_id, at=at
    )
