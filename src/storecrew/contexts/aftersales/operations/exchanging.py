"""Another article instead of money: agreed to with its stock, sent once, or canceled once.

The order of an exchange costs nothing: what was paid stays with the lines that were bought, which is what a
later refund gives back. Everybody who decides about it waits at the gate of the order that comes back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F, Q

from storecrew.contexts.aftersales import mails, queries, states
from storecrew.contexts.aftersales.errors import ExchangeEnded, ExchangeNotOffered, ExchangeSoldOut
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Exchange, ExchangeLine, Return
from storecrew.contexts.aftersales.operations.exchange_orders import draft_order
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.trail import record_for_both
from storecrew.contexts.aftersales.rules import exchanging as rules
from storecrew.contexts.aftersales.rules.returns import Found, Wanted, came
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

SYSTEM = "aftersales.exchanges"
State = Exchange.State
OPEN = (State.ASKED, State.WAITING)


def ask_exchange(row: Return, wanted: Sequence[Wanted], *, at: dt.datetime, actor: Actor) -> None:
    """Write what is wanted instead of a return's units, and agree to it where the rules say so.

    For this context's own operations, behind the order's gate.

    :raises ExchangeNotOffered: a variant is not one that may be had instead, or not for all of the return
    :raises ExchangeSoldOut: too few are free
    """
    order = orders.order(row.order_id)
    known = queries.return_rules(order.channel_id)
    if known.exchange == "off" and row.by_customer:
        raise ExchangeNotOffered(why="off")
    offered = queries.exchange_choices(row.order_id, at=at)
    choices = {(line_id, choice.variant_id): choice for line_id, found in offered.items() for choice in found}
    made = Exchange.objects.create(
        parent=row, ships=known.exchange_ships, currency=order.currency, asked_at=at
    )
    lines = {line.order_line_id: line for line in row.lines.all()}
    titles = {line.id: line.title for line in order.lines}
    for each in wanted:
        choice = choices.get((each.line_id, each.instead))
        if choice is None:
            raise ExchangeNotOffered(line=each.line_id, why="variant")
        ExchangeLine.objects.create(
            exchange=made,
            return_line=lines[each.line_id],
            variant_id=choice.variant_id,
            sku=choice.sku[:100],
            title=(choice.title if choice.other_product else f"{titles[each.line_id]} · {choice.title}")[
                :500
            ],
            quantity=each.units,
            back_amount=choice.back.amount,
            extra_amount=choice.extra.amount if choice.extra else 0,
        )
    if known.exchange == "at_once" or not row.by_customer:
        _agree(made, row, order, actor=actor, at=at)


def agree_to_exchange(return_id: int, *, actor: Actor, at: dt.datetime) -> ReturnFacts:
    """Agree to an exchange that a customer asked for: its stock is set aside from now on.

    :raises Denied: the actor may not edit orders
    :raises UnknownReturn: there is no such return
    :raises ExchangeEnded: it is not asked for any more
    :raises ExchangeSoldOut: too few are free
    """
    actor.require("orders.write")
    known = queries.a_return(return_id)
    with transaction.atomic():
        queue_up(known.order_id)
        row = Exchange.objects.filter(parent_id=return_id, state=State.ASKED).select_related("parent").first()
        if row is None or row.parent.state == Return.State.CANCELED or row.parent.outcome:
            raise ExchangeEnded(number=known.number)
        _agree(row, row.parent, orders.order(known.order_id), actor=actor, at=at)
    return queries.a_return(return_id)


def on_received(known: ReturnFacts, found: Sequence[Found], *, actor: Actor, at: dt.datetime) -> None:
    """Send what was set aside as far as its return is here; the rest of it is free again."""
    row = Exchange.objects.filter(parent_id=known.id, state__in=(State.WAITING, State.RELEASED)).first()
    if row is None:
        return
    here = {line.order_line_id: came(found, line.id) for line in known.lines}
    if not any(here.values()):
        drop_exchange(known.id, reason=say("Nothing came back."), actor=actor, at=at)
        return
    lines = list(row.lines.select_related("return_line"))
    fewer = any(line.quantity > here[line.return_line.order_line_id] for line in lines)
    if fewer and row.state == State.WAITING and row.extra_amount and row.paid_at is None:
        # What is to be paid was written down for all units; nobody has paid it yet.
        drop_exchange(known.id, reason=say("Not all of it came back."), actor=actor, at=at)
        return
    over = sum(_over(row, line, here[line.return_line.order_line_id]) for line in lines)
    for line in lines:
        if row.state == State.WAITING:
            _keep(row, line, min(line.quantity, here[line.return_line.order_line_id]), actor, at)
    back = sum(line.back_amount * min(line.quantity, here[line.return_line.order_line_id]) for line in lines)
    Exchange.objects.filter(pk=row.pk).update(back_amount=back, over_amount=over)
    reasons = {line.id: line.reason for line in known.lines}
    if rules.leaves_by_itself(found, reasons):
        let_go(row, actor=actor, at=at)


def let_go(row: Exchange, *, actor: Actor, at: dt.datetime) -> bool:
    """Let an exchange leave whose goods are here and as they should be, and owe what is owed because of it.

    One that has to be paid first leaves as soon as it is; return whether it leaves now.
    """
    if row.state == State.WAITING and not release(row, actor=actor, at=at):
        return False
    Return.objects.filter(pk=row.parent_id, state=Return.State.RECEIVED, outcome="").update(
        outcome=Return.Outcome.EXCHANGED
    )
    here = Exchange.objects.filter(pk=row.pk, parent__state=Return.State.RECEIVED)
    here.filter(back_amount__gt=0).update(back_due=True)
    here.filter(over_amount__gt=0).update(over_due=True)
    return True


def drop_exchange(return_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Cancel what was wanted instead, once: its order ends and its stock is free.

    Where it has left before its return, customer service is told: it has to be paid or to come back.
    """
    row = Exchange.objects.filter(parent_id=return_id).select_related("parent").first()
    if row is None:
        return
    if Exchange.objects.filter(pk=row.pk, state__in=OPEN).update(state=State.CANCELED, ended_at=at):
        if row.order_id is not None:
            end_order(row.order_id, reason, actor, at)
    elif row.state == State.RELEASED and row.order_id is not None:
        try:
            with transaction.atomic():
                end_order(row.order_id, reason, actor, at)
        except orders.OrderAlreadyShipped:
            _tell(row, at)
        else:
            Exchange.objects.filter(pk=row.pk).update(state=State.CANCELED, ended_at=at)


def order_canceled(order_id: int, *, at: dt.datetime) -> None:
    """Follow an order of an exchange that somebody canceled: its return is open for money again."""
    row = Exchange.objects.filter(order_id=order_id, state__in=(State.WAITING, State.RELEASED)).first()
    if row is None:
        return
    with transaction.atomic():
        queue_up(Return.objects.values_list("order_id", flat=True).get(pk=row.parent_id))
        ended = Exchange.objects.filter(pk=row.pk, state=row.state)
        if ended.update(state=State.CANCELED, ended_at=at, back_due=False):
            exchanged = Return.objects.filter(pk=row.parent_id, outcome=Return.Outcome.EXCHANGED)
            exchanged.update(outcome="")


def _agree(row: Exchange, parent: Return, order: orders.OrderFacts, *, actor: Actor, at: dt.datetime) -> None:
    """Draft the order with its stock, and send it where it does not wait for the return."""
    lines = list(row.lines.order_by("pk"))
    made = draft_order(order, lines, actor=actor, at=at)
    for line, written in zip(lines, made.lines, strict=True):
        ExchangeLine.objects.filter(pk=line.pk).update(order_line_id=written.id)
    days = queries.return_rules(order.channel_id).exchange_days
    expires_at = at + dt.timedelta(days=days)
    extra = made.total.amount
    Exchange.objects.filter(pk=row.pk, state=State.ASKED).update(
        state=State.WAITING,
        order_id=made.id,
        back_amount=sum(line.back_amount * line.quantity for line in lines),
        decided_by=actor.label[:200],
        decided_at=at,
        expires_at=expires_at,
        extra_amount=extra,
        pay_by=min(expires_at, at + dt.timedelta(days=states.PAY_DAYS)) if extra else None,
    )
    try:
        inventory.allocate(
            made.id,
            [(line.id, line.variant_id, line.quantity) for line in made.lines],
            channel_id=order.channel_id,
            document=made.number,
            location_id=_collected_at(made),
            actor=system_actor(SYSTEM),
            at=at,
        )
    except inventory.InsufficientStock:
        raise ExchangeSoldOut(skus=[line.sku for line in lines]) from None
    note("agreed", row, actor, at, {"order": made.number, "instead": [line.sku for line in lines]})
    if row.ships == "at_once" or parent.state == Return.State.RECEIVED:
        row.refresh_from_db()
        release(row, actor=actor, at=at)
    if extra:
        row.refresh_from_db()
        mails.queue_exchange_to_pay(made, row.pk, made.total, by=row.pay_by or expires_at, at=at)


def _collected_at(order: orders.OrderFacts) -> int | None:
    """Return the location where an order is collected, which alone may send it; None for all others."""
    if not order.is_collected:
        return None
    return inventory.location(str(order.pickup_point.get("code", ""))).id


def release(row: Exchange, *, actor: Actor, at: dt.datetime) -> bool:
    """Hand the order over to the warehouse, once; False while it is not paid, or when it ended."""
    waiting = Exchange.objects.filter(pk=row.pk, state=State.WAITING)
    paid = Q(extra_amount=0) | Q(paid_at__isnull=False)
    if not waiting.filter(paid).update(state=State.RELEASED, ended_at=at):
        waiting.update(cleared=True)
        return False
    orders.confirm(row.order_id or 0, actor=system_actor(SYSTEM), at=at)
    note("released", row, actor, at, {})
    return True


def _over(row: Exchange, line: ExchangeLine, came: int) -> int:
    """Return what was paid for units of a line that are not sent, since theirs did not come back."""
    missing = line.quantity - min(line.quantity, came)
    if not missing or row.paid_at is None or row.order_id is None or row.state != State.WAITING:
        return 0
    sold = next(each for each in orders.order(row.order_id).lines if each.id == line.order_line_id)
    return sold.paid.amount * missing // sold.quantity


def _keep(row: Exchange, line: ExchangeLine, units: int, actor: Actor, at: dt.datetime) -> None:
    """Send no more units of a line than came back."""
    less = line.quantity - units
    if not less or line.order_line_id is None or row.order_id is None:
        return
    orders.drop_units(
        row.order_id, line.order_line_id, less, reason=say("It did not come back."),
        actor=system_actor(SYSTEM), at=at,
    )  # fmt: skip
    inventory.release_allocation(
        row.order_id, {line.order_line_id: less}, actor=system_actor(SYSTEM), at=at, reason="canceled"
    )
    ExchangeLine.objects.filter(pk=line.pk).update(quantity=F("quantity") - less)


def end_order(order_id: int, reason: str, actor: Actor, at: dt.datetime) -> None:
    """End the order of an exchange in the caller's transaction: stock and money of it are free again."""
    kind = "customer" if actor.kind in ("customer", "guest") else "staff"
    # Payment before order, as `payments.settle` takes them; what was paid for it goes back by itself.
    payments.return_money(order_id, reason="canceled", at=at)
    if orders.mark_canceled(order_id, kind=kind, reason=reason, actor=actor, at=at):
        inventory.release_allocation(order_id, actor=system_actor(SYSTEM), at=at, reason="canceled")


def _tell(row: Exchange, at: dt.datetime) -> None:
    work.open_task(
        code="aftersales.exchange_without_return",
        title=say("%(number)s: the exchange was sent, the return did not come", number=row.parent.number),
        detail=say("Ask the customer for the goods, or for what the exchange costs."),
        owner_role="customer_service",
        record="aftersales.return",
        record_id=row.parent_id,
        dedupe_key=f"exchange-unreturned:{row.pk}",
        actor=system_actor(SYSTEM),
        at=at,
    )


def note(what: str, row: Exchange, actor: Actor, at: dt.datetime, after: Mapping[str, object]) -> None:
    """Write what became of an exchange to the trail of its return and of the order that comes back."""
    number, order_id = Return.objects.values_list("number", "order_id").get(pk=row.parent_id)
    action = f"aftersales.exchange_{what}"
    record_for_both(
        row.parent_id, order_id, action=action, actor=actor, at=at, after={"return": number, **after}
    )
