"""Customers withdraw from their contract; the declaration counts from its moment, whatever follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from storecrew.contexts.aftersales import mails, queries
from storecrew.contexts.aftersales.errors import InvalidWithdrawal, WithdrawalNotOffered
from storecrew.contexts.aftersales.facts import WithdrawalFacts
from storecrew.contexts.aftersales.models import Return, Withdrawal, WithdrawalLine
from storecrew.contexts.aftersales.operations.cancel import cancel_order
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.returns import expect
from storecrew.contexts.aftersales.rules import withdrawing as rules
from storecrew.contexts.aftersales.rules.returns import Wanted
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, ratelimit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say
from storecrew.kernel.sequence import next_number

LIMIT = "aftersales.withdraw"
LINK_LIMIT = "aftersales.withdrawal_link"
SYSTEM = system_actor("aftersales.withdrawals")
ratelimit.define(LIMIT, ip="20/1h", order="10/1d")
ratelimit.define(LINK_LIMIT, ip="20/1h", email="5/1d")
LeadsTo = Withdrawal.LeadsTo


def withdraw(
    order_id: int, *, lines: Mapping[int, int], name: str, actor: Actor, at: dt.datetime
) -> WithdrawalFacts:
    """Keep that a customer withdraws from ``lines`` (order line id to units), and confirm it by mail.

    All of an order that has not left is canceled and its money goes back; what has left becomes an announced
    return; what is withdrawn from beside goods that still leave is a task of customer service. Who calls it
    has proved that the customer holds the order's link. Call it outside any transaction.

    :raises TooManyAttempts: too often from one address or for one order
    :raises InvalidWithdrawal: no name or no units
    :raises WithdrawalNotOffered: the period is over, or fewer units are left than are named
    """
    ratelimit.hit(LIMIT, f"order:{order_id}", *([f"ip:{actor.ip}"] if actor.ip else []))
    wanted = {line_id: units for line_id, units in lines.items() if units}
    if not name.strip() or not wanted:
        raise InvalidWithdrawal()
    with transaction.atomic():
        queue_up(order_id)
        offer = queries.withdrawal_offer(order_id, at=at)
        parts = rules.parted(wanted, sent=offer.sent, unsent=offer.unsent)
        if parts is None:
            raise WithdrawalNotOffered(why=offer.why or "nothing_left")
        order = orders.order(order_id)
        row = _declare(order, parts, offer.unsent, name, actor, at)
    if row.leads_to == LeadsTo.CANCELED:
        settle_withdrawal(row.pk, actor=actor, at=at)
    return next(each for each in queries.withdrawals_of_order(order_id) if each.id == row.pk)


def _declare(
    order: orders.OrderFacts,
    parts: Mapping[int, rules.Part],
    unsent: Mapping[int, int],
    name: str,
    actor: Actor,
    at: dt.datetime,
) -> Withdrawal:
    anything_sent = any(line.fulfilled_quantity for line in order.lines)
    way = rules.way(parts, unsent=unsent, anything_sent=anything_sent)
    row = Withdrawal.objects.create(
        number=f"WD-{next_number('withdrawal', first=1001)}",
        order_id=order.id,
        name=name.strip()[:200],
        declared_at=at,
        leads_to=way,
        back=_expected_back(order.id, parts, actor, at),
        settled_at=None if way == LeadsTo.CANCELED else at,
    )
    WithdrawalLine.objects.bulk_create(
        WithdrawalLine(parent=row, order_line_id=line_id, sent=part.sent, unsent=part.unsent)
        for line_id, part in sorted(parts.items())
    )
    skus = {line.id: line.sku for line in order.lines}
    audit.record(
        actor=actor,
        action="aftersales.withdrawn",
        record="orders.order",
        record_id=order.id,
        at=at,
        after={
            "withdrawal": row.number,
            "lines": {skus[key]: part.sent + part.unsent for key, part in sorted(parts.items())},
        },
    )
    if way == LeadsTo.TASK:
        _ask_service(row, order, at)
    [made] = [each for each in queries.withdrawals_of_order(order.id) if each.id == row.pk]
    mails.queue_withdrawn(order, made, at=at)
    return row


def _expected_back(
    order_id: int, parts: Mapping[int, rules.Part], actor: Actor, at: dt.datetime
) -> Return | None:
    back = [Wanted(line_id, part.sent, "untold") for line_id, part in sorted(parts.items()) if part.sent]
    if not back:
        return None
    return Return.objects.get(pk=expect(order_id, back, by_customer=True, actor=actor, at=at).id)


def _ask_service(row: Withdrawal, order: orders.OrderFacts, at: dt.datetime) -> None:
    work.open_task(
        code="aftersales.withdrawal",
        title=say("Withdrawal %(number)s: take the units out of order %(order)s", number=row.number,
                  order=order.number),
        detail=say("The customer withdrew from units that have not left while others have or still do. Stop "
                   "them in the warehouse and pay them back within 14 days."),
        owner_role="customer_service",
        record="orders.order",
        record_id=order.id,
        url=f"/admin/orders/{order.number}/",
        due_at=at + dt.timedelta(days=1),
        dedupe_key=f"aftersales.withdrawal:{row.pk}",
        actor=SYSTEM,
        at=at,
    )  # fmt: skip


def settle_withdrawal(withdrawal_id: int, *, actor: Actor = SYSTEM, at: dt.datetime) -> None:
    """Cancel the order of a withdrawal; once something left after all, it is a task. Safe to repeat."""
    row = Withdrawal.objects.filter(pk=withdrawal_id, settled_at=None).first()
    if row is None:
        return
    try:
        cancel_order(row.order_id, reason=say("Withdrawn by the customer"), actor=actor, at=at)
        way = LeadsTo.CANCELED
    except orders.OrderAlreadyShipped:
        way = LeadsTo.TASK
    with transaction.atomic():
        rows = Withdrawal.objects.filter(pk=row.pk, settled_at=None)
        if rows.update(settled_at=at, leads_to=way) and way == LeadsTo.TASK:
            _ask_service(row, orders.order(row.order_id), at)


def send_withdrawal_link(number: str, email: str, *, actor: Actor, at: dt.datetime) -> None:
    """Mail the way to the withdrawal to whoever ordered under this number with this address.

    The answer is the same for every number and address, so that nobody learns who ordered (ABU-03).

    :raises TooManyAttempts: too often from one place or for one address
    """
    address = customers.normalize_email(email)
    ratelimit.hit(LINK_LIMIT, f"email:{address}", *([f"ip:{actor.ip}"] if actor.ip else []))
    try:
        order = orders.order_by_number(number.strip()[:40])
    except orders.OrderNotFound:
        return
    if address and customers.normalize_email(order.email) == address:
        with transaction.atomic():
            mails.queue_withdrawal_link(order, at=at)
