"""Refund an amount, lines or everything that is left: decide, then let `finishing` ask the gateways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from storecrew.contexts.aftersales import queries, rules
from storecrew.contexts.aftersales.errors import (
    InvalidRefund,
    NothingToRefund,
    RefundAboveLimit,
    RefundKeyReused,
    RefundLineTooLarge,
    RefundReasonNeeded,
    RefundTooLarge,
)
from storecrew.contexts.aftersales.facts import RefundFacts
from storecrew.contexts.aftersales.models import Refund, RefundLine, RefundPart, Return
from storecrew.contexts.aftersales.operations.codes import end_codes
from storecrew.contexts.aftersales.operations.crediting import give_voucher
from storecrew.contexts.aftersales.operations.finishing import finish_refund
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.settling import claim
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.people import public as people
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import short

Status = Refund.Status
REFUND_LIMIT = "aftersales.refund"


class Wish(NamedTuple):
    """What is to be refunded: an amount, or lines (line id to units), shipping and fees, or all of it."""

    amount: Money | None
    lines: Mapping[int, int] | None
    shipping: bool
    reason: str
    key: str
    fees: bool = False
    return_id: int | None = None
    credit: bool = False

    @property
    def is_named(self) -> bool:
        """Whether it says for what."""
        return self.lines is not None or self.shipping or self.fees


def refund(
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
) -> RefundFacts:
    """Refund an ``amount``, or ``lines`` (line id to units), ``shipping`` and ``fees``, or all that is left.

    This function will decide under the order's lock what the refund is worth and how much tax it
    contains, write it down once per ``key``, then ask the gateways outside any transaction and queue
    a mail to the customer when the money is on its way. With ``credit`` the customer gets a voucher
    instead, with what the channel adds. Goods are not touched: that is another decision;
    codes that were sold end, since nobody can send them back.

    :raises Denied: the actor may not refund
    :raises RefundAboveLimit: together with the actor's earlier refunds of the order, above the role's limit
    :raises RefundReasonNeeded: no reason
    :raises InvalidRefund: both an amount and lines, nothing, or another currency
    :raises NothingToRefund: nothing was taken or is left
    :raises RefundTooLarge: more than is left
    :raises RefundLineTooLarge: more units than are left
    :raises LineNotFound: a line is not part of the order
    :raises RefundKeyReused: the key was used for another refund
    :raises ReturnSettled: the return that it is for led to something before, or is not received
    """
    actor.require("orders.refund")
    wish = Wish(amount, lines, shipping, reason.strip(), key, fees, return_id, credit)
    return carry_out(order_id, wish, limit=_limit(actor, order_currency(order_id)), actor=actor, at=at)


def carry_out(order_id: int, wish: Wish, *, limit: int | None, actor: Actor, at: dt.datetime) -> RefundFacts:
    """Refund what is wished up to a limit (None: none), for this context's own operations."""
    check(wish)
    with transaction.atomic():
        queue_up(order_id)
        row = Refund.objects.filter(order_id=order_id, key=wish.key).first()
        if row is not None:
            _same(row, wish.amount, wish.lines)
            return queries.facts_of(row, replayed=True)
        row = _decide(order_id, wish, limit, actor, at)
    return finish_refund(row.pk, at=at, actor=actor)


def _same(row: Refund, amount: Money | None, lines: Mapping[int, int] | None) -> None:
    known = {line.order_line_id: line.quantity for line in row.lines.all()}
    differs = (amount is not None and amount != Money(row.amount, row.currency)) or (
        lines is not None and dict(lines) != known
    )
    if differs:
        raise RefundKeyReused(key=row.key)


class Worth(NamedTuple):
    """What a wish comes to, in minor units of the order."""

    amount: int
    left: int
    for_shipping: int
    for_fees: int
    shares: list[rules.LineShare]


def check(wish: Wish) -> None:
    """Refuse a wish that makes no sense: RefundReasonNeeded, InvalidRefund."""
    if not wish.reason:
        raise RefundReasonNeeded()
    if wish.amount is not None and (wish.is_named or wish.amount.amount <= 0):
        raise InvalidRefund()


def worth_of(order: orders.OrderFacts, wish: Wish) -> Worth:
    """Return what a wish comes to now.

    Raises NothingToRefund, InvalidRefund, RefundTooLarge, RefundLineTooLarge, LineNotFound.
    """
    left = queries.refundable(order.id)
    if not left.amount:
        raise NothingToRefund(number=order.number)
    if wish.amount is not None and wish.amount.currency != order.currency:
        raise InvalidRefund(currency=wish.amount.currency)
    shares = _shares(order, wish.lines or {}, left.lines)
    for_shipping = left.shipping.amount if wish.shipping else 0
    for_fees = left.fees.amount if wish.fees else 0
    if wish.amount is not None:
        worth = wish.amount.amount
    elif wish.is_named:
        worth = sum(item.amount for item in shares) + for_shipping + for_fees
    else:
        worth = left.amount.amount
    if worth > left.amount.amount:
        raise RefundTooLarge(requested=worth, left=left.amount.amount)
    if worth < 1:
        raise InvalidRefund()
    return Worth(worth, left.amount.amount, for_shipping, for_fees, shares)


def _decide(order_id: int, wish: Wish, limit: int | None, actor: Actor, at: dt.datetime) -> Refund:
    """Write the refund, its lines and its parts."""
    order = orders.order(order_id)
    found = worth_of(order, wish)
    worth, shares = found.amount, found.shares
    check_limit(order, worth, limit, actor)
    _end_vouchers(order, worth, wish.key, actor, at)
    if wish.lines is not None or worth == found.left:
        end_codes(order.id, wish.lines, reason=wish.reason, actor=actor, at=at)
    row = Refund.objects.create(
        order_id=order_id,
        key=wish.key[:100],
        currency=order.currency,
        amount=worth,
        tax_amount=_tax(order, found),
        shipping_amount=found.for_shipping,
        fee_amount=found.for_fees,
        reason=short(wish.reason, 500),
        actor_kind=actor.kind,
        actor_id=actor.id[:64],
        actor_label=actor.label[:200],
        asked_at=at,
        kind="credit" if wish.credit else "money",
    )
    if wish.return_id is not None:
        claim(wish.return_id, order_id, Return.Outcome.REFUNDED, at=at, refund_id=row.pk)
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=row,
            order_line_id=item.line_id,
            quantity=item.quantity,
            amount=item.amount,
            tax_amount=item.tax,
        )
        for item in shares
    )
    RefundPart.objects.bulk_create(
        RefundPart(refund=row, payment_id=payment_id, key=f"refund/{row.pk}", amount=part)
        for payment_id, part in _parts(order_id, worth)
    )
    audit.record(
        actor=actor,
        action="aftersales.refund_asked",
        record="orders.order",
        record_id=order_id,
        at=at,
        after={
            "refund": row.pk,
            "amount": worth,
            "currency": order.currency,
            "lines": dict(wish.lines or {}),
        },
        reason=wish.reason,
    )
    if wish.credit:
        percent = queries.return_rules(order.channel_id).credit_bonus
        give_voucher(row, order, percent=percent, actor=actor, at=at)
    return row


def _parts(order_id: int, worth: int) -> list[tuple[int, int]]:
    """Return what each payment gives back.

    An earlier refund may have come through the payments' ledger since we looked at what is left: gateways are
    asked outside the order's lock. Raises RefundTooLarge when the payments cannot give as much any more.
    """
    available = [(item.id, item.refundable.amount) for item in payments.payments_of_order(order_id)]
    try:
        return rules.split(worth, available)
    except ValueError:
        left = sum(refundable for _payment, refundable in available)
        raise RefundTooLarge(requested=worth, left=left) from None


def _end_vouchers(order: orders.OrderFacts, worth: int, key: str, actor: Actor, at: dt.datetime) -> None:
    """End gift vouchers that the order bought, as far as what is not refunded does not cover them (MON-09).

    Raises VoucherSpent where one was used already.
    """
    living = loyalty.sold_worth(order.id)
    if living is None:
        return
    rows = Refund.objects.filter(order_id=order.id).exclude(status=Status.REFUSED)
    before = rows.aggregate(sum=Sum("amount"))["sum"] or 0
    kept = max(order.total.amount - before - worth, 0)
    if living.amount > kept:
        loyalty.take_back_sold(order.id, worth=kept, key=f"{order.id}/{key}", actor=actor, at=at)


def _shares(
    order: orders.OrderFacts, lines: Mapping[int, int], left: Mapping[int, int]
) -> list[rules.LineShare]:
    rows = [(line.id, line.quantity, line.paid.amount, line.tax.amount) for line in order.lines]
    paid = {line.id: line for line in rules.paid_lines(rows, order.discount.amount)}
    shares = []
    for line_id, quantity in sorted(lines.items()):
        if line_id not in paid:
            raise orders.LineNotFound(line=line_id)
        if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 1:
            raise InvalidRefund(line=line_id)
        try:
            already = paid[line_id].quantity - left[line_id]
            shares.append(rules.share(paid[line_id], already=already, quantity=quantity))
        except ValueError:
            raise RefundLineTooLarge(line=line_id, requested=quantity, left=left[line_id]) from None
    return shares


def _tax(order: orders.OrderFacts, found: Worth) -> int:
    """Return the tax within a refund: of its lines where they are named, else in proportion."""
    rows = Refund.objects.filter(order_id=order.id).exclude(status=Status.REFUSED)
    tax_left = order.tax.amount - (rows.aggregate(tax=Sum("tax_amount"))["tax"] or 0)
    if not found.shares and not found.for_shipping and not found.for_fees:
        return rules.tax_of_amount(amount=found.amount, left=found.left, tax_left=tax_left)
    tax = sum(item.tax for item in found.shares)
    for part, paid, of_it in (
        (found.for_shipping, queries.shipping_paid(order), order.shipping_tax.amount),
        (found.for_fees, queries.fees_paid(order), order.fee_tax.amount),
    ):
        if part:
            tax += rules.tax_of_amount(amount=part, left=paid, tax_left=of_it)
    return tax_left if found.amount >= found.left else min(tax, tax_left, found.amount)


def check_limit(order: orders.OrderFacts, worth: int, limit: int | None, actor: Actor) -> None:
    """Refuse above a limit, counting what the actor refunded of this order before."""
    if limit is None:
        return
    earlier = Refund.objects.filter(order_id=order.id, actor_kind=actor.kind, actor_id=actor.id)
    before = earlier.exclude(status=Status.REFUSED).aggregate(sum=Sum("amount"))["sum"] or 0
    if before + worth > limit:
        raise RefundAboveLimit(limit=limit, already=before, requested=worth, currency=order.currency)


def order_currency(order_id: int) -> str:
    """Return the currency an order is in."""
    return orders.order(order_id).currency


def _limit(actor: Actor, currency: str) -> int | None:
    """Return what an actor may refund alone of one order, in minor units; None for no limit.

    A limit that was set on screen holds; else that of the settings.
    """
    if actor.kind in ("system", "job"):
        return None
    known = actor.kind == "staff" and actor.id.isdigit()
    roles = [role.code for role in people.roles_of(int(actor.id))] if known else []
    settled = getattr(settings, "STORECREW_REFUND_LIMITS", {"*": None})
    largest = 0
    for role, value, is_set in approvals.limits(REFUND_LIMIT, roles=roles, currency=currency):
        limit = value if is_set else people.limit_for([role] if role else [], settled, currency)
        if limit is None:
            return None
        largest = max(largest, limit)
    return largest
