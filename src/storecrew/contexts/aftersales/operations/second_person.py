"""A refund above the limit of a role waits for a second person (AUT-10)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.aftersales.operations.refund import REFUND_LIMIT, Wish, carry_out, check, worth_of
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

KIND = "aftersales.refund"


def register() -> None:
    """Tell the approvals what such a refund is, who decides about it and where its limit is."""
    approvals.register(
        approvals.Kind(
            KIND,
            gettext_lazy("Refund"),
            "orders.refund_approve",
            title=title,
            apply=apply,
            # The gateway is asked outside any transaction; the key makes it happen once.
            atomic=False,
            lifetime=dt.timedelta(days=3),
        )
    )
    approvals.register_limit(
        approvals.LimitKind(
            REFUND_LIMIT,
            gettext_lazy("How much of an order one person may refund"),
            gettext_lazy("Counts all refunds of one person on one order."),
            "money",
            None,
        )
    )


def ask_refund(
    order_id: int,
    *,
    reason: str,
    key: str,
    actor: Actor,
    at: dt.datetime,
    amount: Money | None = None,
    lines: Mapping[int, int] | None = None,
    shipping: bool = False,
    fees: bool = False,
    return_id: int | None = None,
    credit: bool = False,
) -> approvals.ApprovalFacts:
    """Let a refund that is above the actor's limit wait for a second person.

    Takes what ``refund`` takes and checks it now; once per ``key``. Raises what ``refund`` raises, except
    for the limit.
    """
    actor.require("orders.refund")
    wish = Wish(amount, lines, shipping, reason.strip(), key, fees, return_id, credit)
    check(wish)
    order = orders.order(order_id)
    worth = worth_of(order, wish)
    return approvals.ask(
        kind=KIND,
        key=f"{order_id}/{key}"[:120],
        payload={
            "order": order_id,
            "amount": amount.amount if amount is not None else None,
            "lines": {str(line): units for line, units in lines.items()} if lines is not None else None,
            "shipping": shipping,
            "fees": fees,
            "return": return_id,
            "credit": credit,
            "key": key,
        },
        facts={
            "number": order.number,
            "currency": order.currency,
            "amount": worth.amount,
            "left": worth.left,
            "total": order.total.amount,
        },
        reason=wish.reason,
        record="orders.order",
        record_id=order_id,
        channel=channels.facts_by_id(order.channel_id).code,
        actor=actor,
        at=at,
    )


def title(facts: Mapping[str, Any]) -> str:
    """Say in a line what would be refunded."""
    money = Money(facts["amount"], facts["currency"]).format((get_language() or "en").split("-")[0])
    return _("Refund of %(amount)s on %(number)s") % {"amount": money, "number": facts["number"]}


def apply(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Refund what was asked for; the limit of one person does not count for two."""
    payload = approval.payload
    amount, lines = payload["amount"], payload["lines"]
    wish = Wish(
        Money(amount, approval.facts["currency"]) if amount is not None else None,
        {int(line): units for line, units in lines.items()} if lines is not None else None,
        payload["shipping"],
        approval.reason,
        payload["key"],
        payload.get("fees", False),
        payload.get("return"),
        payload.get("credit", False),
    )
    # The person who asked had the right to refund; the one who approves lends it the second signature.
    both = dataclasses.replace(
        actor, permissions=actor.permissions | {"orders.refund"}, on_behalf_of=approval.requester
    )
    done = carry_out(payload["order"], wish, limit=None, actor=both, at=at)
    return {"refund": done.id, "status": done.status}
