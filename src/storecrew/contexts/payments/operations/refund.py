"""Return money that was taken."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.payments import queries
from storecrew.contexts.payments.errors import InvalidPaymentAmount, RefundExceedsPayment
from storecrew.contexts.payments.facts import RefundResult
from storecrew.contexts.payments.operations import _follow_up, _ledger, _on_account, hand_refunds
from storecrew.contexts.payments.providers import is_on_account
from storecrew.contexts.payments.providers.protocol import GatewayAnswer
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

WORDS = {"success": "refunded", "failure": "refused", "pending": "pending"}


def refund(
    payment_id: int, *, amount: Money, key: str, reason: str, actor: Actor, at: dt.datetime
) -> RefundResult:
    """Return a part or all of what was taken, and say what came of it.

    This function will claim the amount by one conditional update (refunded and being refunded never
    exceed what was taken), ask the gateway once per ``key`` outside any transaction, and write the
    answer. Of an invoice on account it lowers what is still owed first, and only the rest has to be sent.
    A second call with the key returns the first one's result and asks nobody (CON-15). A refusal or
    silence of the gateway is a result, not an exception.

    :raises Denied: the actor may not refund
    :raises InvalidPaymentAmount: not more than zero, or another currency
    :raises RefundExceedsPayment: more than was taken and is left
    :raises OperationKeyReused: the key was used for another amount
    """
    actor.require("orders.refund")
    _ledger.outside_transaction()
    payment = _ledger.load(payment_id)
    on_account = is_on_account(payment.gateway)
    if amount.currency != payment.currency or amount.amount <= 0:
        raise InvalidPaymentAmount(amount=amount.amount, currency=amount.currency)
    step = _follow_up.Step("refund", amount.amount, key, reason)
    try:
        with transaction.atomic():
            credited = _on_account.lower(payment, step, actor=actor, at=at) if on_account else 0
            repeated = _follow_up.claim(payment, step, actor=actor, at=at)
            if repeated is None:
                hand_refunds.wait(payment, step, step.amount - credited, actor=actor, at=at)
    except LookupError:
        left = queries.payment(payment_id).refundable
        raise RefundExceedsPayment(requested=amount.amount, left=left.amount) from None
    if repeated is not None:
        return queries.refund_result(payment_id, key, replayed=True)
    if credited == step.amount:
        # Nothing has to be sent: the customer owes that much less.
        answer = GatewayAnswer("success", code="credited")
    else:
        answer = _follow_up.call(payment, step)
    _follow_up.write_outcome(payment, step, answer, at=at, actor=actor)
    return _result(payment_id, key, amount, answer)


def _result(payment_id: int, key: str, amount: Money, answer: GatewayAnswer) -> RefundResult:
    status = WORDS.get(answer.result, "unknown")
    return RefundResult(payment_id, key, amount, status, answer.code, answer.message)  # type: ignore[arg-type]
