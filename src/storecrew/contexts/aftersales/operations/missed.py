"""Benefits that customers missed, given afterwards by an agent: within the limit, from the goodwill budget.

What it is worth is the engine's own answer for the order, had the promotion run; so nobody types an amount.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, NamedTuple

from storecrew.contexts.aftersales.errors import NoAccount, NothingMissed
from storecrew.contexts.aftersales.rules.missed import why_missed
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

SECOND = dt.timedelta(seconds=1)
GRANTABLE = ("not_given", "ended", "ours")


class MissedBenefit(NamedTuple):
    """What a code would have taken off an order. ``why`` is one of GRANTABLE, else "used" or "" for none."""

    order_id: int
    code: str
    explanation: promotions.Explanation
    why: str
    amount: Money


def missed_benefit(order_id: int, code: str) -> MissedBenefit:
    """Return what an order missed by a code that did not apply, and why.

    :raises OrderNotFound: there is no such order
    """
    order = orders.order(order_id)
    text = promotions.normalize_code(code)
    asked = promotions.request_of_order(order_id)
    found = promotions.explain(asked, code=text)
    used = any(each.promotion_id == found.promotion_id for each in orders.discounts_of(order_id))
    # The end in the shop of this order: a window by wall clocks ends in each at its own moment.
    ends = [check.needed for check in found.checks if check.code == "not_ended" and not check.passed]
    ended_at = ends[0] if ends else None
    failed = [check.code for check in found.checks if not check.passed]
    why = why_missed(failed, applies=found.applies, used=used, ended_at=ended_at, placed_at=order.placed_at)
    amount = found.amount
    if why in ("ended", "ours") and found.promotion_id is not None:
        then = min(order.placed_at, ended_at - SECOND) if ended_at else order.placed_at
        held = asked.held | {found.promotion_id}
        ran = dataclasses.replace(asked, codes=tuple(dict.fromkeys((*asked.codes, text))), held=held)
        amount = promotions.preview(found.promotion_id, ran, at=then).amount
    if why in GRANTABLE and not amount:
        why = ""
    return MissedBenefit(order_id, text, found, why, Money(amount, order.currency))


def grant_missed(
    order_id: int,
    code: str,
    *,
    reason: str,
    budget_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Give what a code would have taken off, once per order; return the id.

    A customer gets store credit, a guest a voucher by mail. The conditions of then are kept with it. The cost
    is booked to the budget for goodwill that was chosen, else to the first that has enough left.

    :raises NothingMissed: the code applied, or failed by something the customer could know
    :raises NoAccount: the order has neither an account nor an address that a voucher could go to
    :raises Denied, ReasonNeeded, GoodwillAboveLimit, NoBudget, BudgetExhausted: as ``loyalty.give_goodwill``
    """
    return loyalty.give_goodwill(_gift(order_id, code, reason, budget_id), actor=actor, at=at)


def ask_to_grant(
    order_id: int,
    code: str,
    *,
    reason: str,
    budget_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> approvals.ApprovalFacts:
    """Let a missed benefit above the actor's limit wait for a second person. Raises as ``grant_missed``."""
    return loyalty.ask_goodwill(_gift(order_id, code, reason, budget_id), actor=actor, at=at)


def _gift(order_id: int, code: str, reason: str, budget_id: int | None) -> loyalty.Gift:
    found = missed_benefit(order_id, code)
    if found.why not in GRANTABLE:
        raise NothingMissed(why=found.why)
    order = orders.order(order_id)
    if order.customer_id is None and not order.email:
        raise NoAccount(order=order.number)
    return loyalty.Gift(
        order.customer_id,
        "credit" if order.customer_id is not None else "voucher",
        found.amount.amount,
        order.currency,
        reason,
        f"missed:{order.id}:{found.explanation.promotion_id}",
        order_id=order.id,
        promotion_id=found.explanation.promotion_id,
        code=found.code,
        explanation=_plain(found),
        budget_id=budget_id,
    )


def _plain(found: MissedBenefit) -> dict[str, Any]:
    told = found.explanation
    return {
        "why": found.why,
        "promotion": told.name,
        "revision": told.revision,
        "state": told.state,
        "checks": [
            {"code": each.code, "passed": each.passed, "needed": str(each.needed), "actual": str(each.actual)}
            for each in told.checks
        ],
    }
