"""Write what a gateway tells of a dispute: its record, its money once, and who has to know."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import states
from storecrew.contexts.payments.events import ChargeBackReturned, ChargedBack
from storecrew.contexts.payments.models import Dispute, Payment
from storecrew.contexts.payments.operations import _ledger
from storecrew.contexts.payments.providers.disputing import DisputeState
from storecrew.contexts.payments.rules import disputes as rules
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say

ACTOR = system_actor("payments")
OWNER = "customer_service"
RECORD = "payments.dispute"
REASONS = dict(states.DISPUTE_REASONS)


def apply_dispute(
    payment: Payment, news: DisputeState, *, source: str, at: dt.datetime, event_id: str
) -> None:
    """Bring a dispute to what the gateway says; call with the payment's row locked."""
    row, is_new = Dispute.objects.get_or_create(
        gateway=payment.gateway,
        reference=news.reference,
        defaults={
            "payment": payment,
            "reason": news.reason,
            "amount": news.amount,
            "currency": news.currency,
            "state": news.state,
            "state_at": news.at,
            "inquiry": news.inquiry,
            "due_at": news.due_at,
            "opened_at": news.opened_at,
            "closed_at": news.at if news.state in states.DISPUTE_ENDS else None,
        },
    )
    before = "" if is_new else row.state
    if not is_new:
        _take_over(row, news)
    _write_money(payment, row, news, source=source, at=at, event_id=event_id)
    if before != row.state:
        note_step(row, before, at=at)


def _take_over(row: Dispute, news: DisputeState) -> None:
    state = rules.state_after(row.state, row.state_at, news.state, news.at)
    if news.at >= row.state_at:
        row.reason, row.amount, row.inquiry = news.reason, news.amount, news.inquiry
        row.due_at = news.due_at or row.due_at
    if state != row.state:
        row.state = state
        ended = state in states.DISPUTE_ENDS
        row.closed_at = news.at if ended else None
    row.state_at = max(row.state_at, news.at)
    row.save(
        update_fields=["reason", "amount", "inquiry", "due_at", "state", "closed_at", "state_at"],
    )


def _write_money(
    payment: Payment, row: Dispute, news: DisputeState, *, source: str, at: dt.datetime, event_id: str
) -> None:
    """Write each movement once per dispute, under its reference."""

    def once(operation: str, amount: int, currency: str = "") -> bool:
        return amount > 0 and _ledger.add_outcome_once(
            payment, operation=operation, kind="success", key=f"dispute/{row.reference}", amount=amount,
            source=source, at=at, event_id=event_id, code=row.reason, currency=currency,
        )  # fmt: skip

    rows = Payment.objects.filter(pk=payment.pk)
    facts = (payment.pk, payment.order_id, row.amount, payment.currency)
    # Money that came back had left, also when the message of its leaving is still on its way.
    if (news.withdrawn or news.returned) and once("charge_back", row.amount):
        rows.update(charged_back_amount=F("charged_back_amount") + row.amount)
        outbox.publish(ChargedBack(*facts))
    if news.returned and once("reinstate", row.amount):
        rows.update(charged_back_amount=F("charged_back_amount") - row.amount)
        outbox.publish(ChargeBackReturned(*facts))
    if once("fee", news.fee, news.fee_currency):
        Dispute.objects.filter(pk=row.pk).update(fee_amount=news.fee, fee_currency=news.fee_currency)
    if once("fee_returned", news.fee_returned, news.fee_currency):
        Dispute.objects.filter(pk=row.pk).update(fee_amount=F("fee_amount") - news.fee_returned)


def note_step(row: Dispute, before: str, *, at: dt.datetime) -> None:
    """Write the step into the trail, and ask or stop asking for an answer."""
    audit.record(
        actor=ACTOR,
        action=f"payments.dispute_{'moved' if before else 'opened'}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        before={"state": before} if before else None,
        after={"state": row.state},
    )
    if row.state == "needs_answer":
        ask_for_an_answer(row, at=at)
    else:
        no_answer_needed(row, at=at)


def ask_for_an_answer(row: Dispute, *, at: dt.datetime) -> None:
    """Give customer service a task until the last day, and an alert."""
    order = orders.order(row.payment.order_id)
    amount = Money(row.amount, row.currency)
    url = f"/admin/disputes/{row.pk}/"
    detail = say("%(amount)s are disputed. Send what proves the payment, or accept.", amount=amount)
    work.open_task(
        code="payments.dispute",
        title=say("Answer the dispute of %(number)s", number=order.number),
        detail=detail,
        owner_role=OWNER,
        record=RECORD,
        record_id=row.pk,
        url=url,
        due_at=row.due_at,
        dedupe_key=key_of(row),
        actor=ACTOR,
        at=at,
    )
    work.raise_finding(
        code="payments.dispute",
        title=say("Order %(number)s is disputed", number=order.number),
        detail=detail,
        owner_role=OWNER,
        dedupe_key=key_of(row),
        record=RECORD,
        record_id=row.pk,
        url=url,
        actor=ACTOR,
        at=at,
    )


def last_call(row: Dispute, *, at: dt.datetime) -> None:
    """Tell those who lead that the last day is near and nobody has answered."""
    order = orders.order(row.payment.order_id)
    work.raise_finding(
        code="payments.dispute_due",
        title=say("The dispute of %(number)s has no answer yet", number=order.number),
        detail=say("After the last day the money is lost."),
        owner_role="head_of_digital",
        severity="critical",
        dedupe_key=f"{key_of(row)}/due",
        record=RECORD,
        record_id=row.pk,
        url=f"/admin/disputes/{row.pk}/",
        actor=ACTOR,
        at=at,
    )


def no_answer_needed(row: Dispute, *, at: dt.datetime) -> None:
    """End the task and the alerts; harmless when nothing is open."""
    work.withdraw_task(
        dedupe_key=key_of(row), reason=say("No answer is needed any more."), actor=ACTOR, at=at
    )
    for key in (key_of(row), f"{key_of(row)}/due"):
        work.resolve_finding(dedupe_key=key, actor=ACTOR, at=at)


def key_of(row: Dispute) -> str:
    """Return the name of what is open about a dispute."""
    return f"payments.dispute:{row.pk}"
