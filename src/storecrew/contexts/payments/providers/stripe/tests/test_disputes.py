"""Disputes at Stripe over real HTTP, and by signed messages in any order, twice and late."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Dispute, Payment, PaymentEvent
from storecrew.contexts.payments.operations import check_disputes, match_parked
from storecrew.contexts.payments.providers.stripe.tests.fake_aftermath import FEE, message
from storecrew.contexts.payments.providers.stripe.tests.fake_stripe import FakeStripe
from storecrew.contexts.payments.tests.factories import ACTOR, AT, assert_books_balance, pay
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Task
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
SECRET = "whsec_of_ours"
DAY = dt.timedelta(days=1)
EVIDENCE = payments.Evidence(
    customer_name="Mina", tracking_number="JD0042", delivery="Handed over on 3 March", remarks="Worn since"
)


@pytest.fixture
def stripe(settings):
    settings.STORECREW_GATEWAYS = ["stripe"]
    settings.STORECREW_STRIPE_SECRET_KEY = "sk_test_ours"
    settings.STORECREW_STRIPE_WEBHOOK_SECRET = SECRET
    settings.STORECREW_STRIPE_TIMEOUT = 0.6
    server = FakeStripe()
    settings.STORECREW_STRIPE_API_BASE = server.url
    yield server
    server.close()


@pytest.fixture
def paid(stripe) -> payments.PaymentFacts:
    payment = pay("pm_card_visa", gateway="stripe")
    return payments.capture(payment.id, key="c", actor=ACTOR, at=AT)


def tell(kind: str, thing: dict, number: int, at: dt.datetime = AT) -> str:
    body, headers = message(
        kind, thing, event_id=f"evt_{number}", created=int(at.timestamp()), secret=SECRET, at=at
    )
    return payments.handle_webhook("stripe", headers=headers, body=body, at=at).state


def disputed(stripe: FakeStripe, paid: payments.PaymentFacts, **more) -> dict:
    times = {"created": int(AT.timestamp()), "due_by": int((AT + 7 * DAY).timestamp())}
    return stripe.aftermath.dispute(paid.reference, **(times | more))


def opened(stripe: FakeStripe, paid: payments.PaymentFacts) -> Dispute:
    thing = disputed(stripe, paid)
    tell("charge.dispute.created", thing, 1)
    tell("charge.dispute.funds_withdrawn", stripe.aftermath.move_funds(thing["id"]), 2)
    return Dispute.objects.get()


def ledger(paid: payments.PaymentFacts) -> list[tuple[str, int]]:
    kinds = ("charge_back", "reinstate", "fee", "fee_returned")
    rows = PaymentEvent.objects.filter(payment_id=paid.id, operation__in=kinds)
    return sorted(rows.values_list("operation", "amount"))


def test_a_dispute_is_a_record_with_reason_amount_day_and_a_task(stripe, paid):
    row = opened(stripe, paid)
    found = payments.dispute(row.pk)
    assert (found.reason, found.amount, found.state) == ("not_received", paid.amount, "needs_answer")
    assert (found.due_at, found.fee.amount) == (AT + 7 * DAY, FEE)
    assert payments.payment(paid.id).status == "charged_back"
    assert ledger(paid) == [("charge_back", paid.amount.amount), ("fee", FEE)]
    task = Task.objects.get(code="payments.dispute")
    assert (task.owner_role, task.due_at, task.state) == ("customer_service", AT + 7 * DAY, "open")
    assert work.open_keys([f"payments.dispute:{row.pk}"])
    assert_books_balance()


def test_money_of_a_dispute_is_not_refunded_as_well(stripe, paid):
    opened(stripe, paid)
    assert not payments.payment(paid.id).refundable
    with pytest.raises(payments.RefundExceedsPayment):
        payments.refund(paid.id, amount=paid.amount, key="r", reason="kind", actor=ACTOR, at=AT)


def test_an_answer_reaches_stripe_and_ends_the_task(stripe, paid):
    row = opened(stripe, paid)
    after = payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY)
    sent = stripe.aftermath.disputes[row.reference]
    assert sent["status"] == "under_review"
    assert sent["evidence"]["shipping_tracking_number"] == "JD0042"
    assert (
        sent["evidence"]["uncategorized_text"] == "Delivery:\nHanded over on 3 March\n\nRemarks:\nWorn since"
    )
    assert (after.state, after.answered_by, after.evidence) == ("answered", ACTOR.label, EVIDENCE)
    assert Task.objects.get(code="payments.dispute").state == "withdrawn"
    assert not work.open_keys([f"payments.dispute:{row.pk}"])
    with pytest.raises(payments.DisputeNotOpen):
        payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY)


def test_a_won_dispute_brings_money_and_fee_back_once(stripe, paid):
    row = opened(stripe, paid)
    payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY)
    stripe.aftermath.decide(row.reference, won=True)
    thing = stripe.aftermath.move_funds(row.reference, back=True)
    for number, kind in enumerate(("funds_reinstated", "closed", "funds_reinstated"), start=10):
        tell(f"charge.dispute.{kind}", thing, number, AT + 3 * DAY)
    whole = paid.amount.amount
    assert ledger(paid) == [
        ("charge_back", whole), ("fee", FEE), ("fee_returned", FEE), ("reinstate", whole)
    ]  # fmt: skip
    after = payments.payment(paid.id)
    assert (after.status, after.charged_back.amount) == ("captured", 0)
    found = payments.dispute(row.pk)
    assert (found.state, found.fee.amount, found.closed_at) == ("won", 0, AT + 3 * DAY)
    assert_books_balance()


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_flt_06_messages_in_any_order_and_twice_end_the_same(stripe, paid, order):
    made = disputed(stripe, paid)
    withdrawn = stripe.aftermath.move_funds(made["id"])
    stripe.aftermath.decide(made["id"], won=True)
    won = stripe.aftermath.move_funds(made["id"], back=True)
    news = [
        ("charge.dispute.created", made, AT),
        ("charge.dispute.funds_withdrawn", withdrawn, AT),
        ("charge.dispute.funds_reinstated", won, AT + DAY),
        ("charge.dispute.closed", won, AT + DAY),
    ]
    for number, place in enumerate([*order, *order]):
        kind, thing, at = news[place]
        body, headers = message(
            kind, thing, event_id=f"evt_{number}", created=int(at.timestamp()), secret=SECRET, at=AT + 2 * DAY
        )
        payments.handle_webhook("stripe", headers=headers, body=body, at=AT + 2 * DAY)
    row = Dispute.objects.get()
    assert (row.state, row.fee_amount) == ("won", 0)
    assert payments.payment(paid.id).charged_back.amount == 0
    assert [name for name, _amount in ledger(paid)] == ["charge_back", "fee", "fee_returned", "reinstate"]
    assert Task.objects.filter(code="payments.dispute", state="open").count() == 0
    assert_books_balance()


def test_a_message_without_balance_transactions_tells_by_its_kind(stripe, paid):
    thing = disputed(stripe, paid)
    thing.pop("balance_transactions")
    assert tell("charge.dispute.funds_reinstated", thing | {"status": "won"}, 1) == "applied"
    assert [name for name, _amount in ledger(paid)] == ["charge_back", "reinstate"]
    assert_books_balance()


def test_a_message_before_its_payment_is_known_waits(stripe, paid):
    thing = disputed(stripe, paid)
    Payment.objects.filter(pk=paid.id).update(gateway_reference="pi_other")
    assert tell("charge.dispute.created", thing, 1) == "parked"
    Payment.objects.filter(pk=paid.id).update(gateway_reference=paid.reference)
    assert match_parked(at=AT + DAY) == 1
    assert Dispute.objects.get().state == "needs_answer"


def test_two_disputes_of_a_part_each_are_two(stripe, paid):
    part = paid.amount.amount // 4
    for number in (1, 2):
        thing = disputed(stripe, paid, amount=part, reason="duplicate")
        tell("charge.dispute.funds_withdrawn", stripe.aftermath.move_funds(thing["id"]), number)
    assert payments.payment(paid.id).charged_back.amount == 2 * part
    assert len(payments.disputes_of_order(paid.order_id)) == 2
    assert_books_balance()


def test_an_inquiry_moves_no_money(stripe, paid):
    thing = disputed(stripe, paid) | {"status": "warning_needs_response"}
    tell("charge.dispute.created", thing, 1)
    found = payments.disputes_of_order(paid.order_id)[0]
    assert (found.inquiry, found.state, found.fee) == (True, "needs_answer", None)
    assert ledger(paid) == []


def test_accepting_tells_stripe_and_stays_accepted(stripe, paid):
    row = opened(stripe, paid)
    after = payments.accept_dispute(row.pk, reason="The parcel is lost", actor=ACTOR, at=AT + DAY)
    assert (after.state, stripe.aftermath.disputes[row.reference]["status"]) == ("accepted", "lost")
    tell("charge.dispute.closed", stripe.aftermath.disputes[row.reference], 9, AT + DAY)
    assert payments.dispute(row.pk).state == "accepted"


def test_an_answer_that_was_lost_is_sent_again_and_arrives_once(stripe, paid):
    row = opened(stripe, paid)
    stripe.misbehave(row.reference, "timeout", "timeout")
    with pytest.raises(payments.GatewayUnreachable):
        payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY)
    assert payments.dispute(row.pk).state == "needs_answer"
    assert payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY).state == "answered"


def test_a_refusal_of_stripe_is_told_in_its_words(stripe, paid):
    row = opened(stripe, paid)
    stripe.aftermath.disputes[row.reference]["status"] = "under_review"
    with pytest.raises(payments.GatewayRefused, match="submitted already"):
        payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY)


def test_what_cannot_be_answered(stripe, paid):
    row = opened(stripe, paid)
    with pytest.raises(Denied):
        payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=Actor("staff", "1", "Eve"), at=AT)
    with pytest.raises(Denied):
        payments.accept_dispute(row.pk, reason="", actor=Actor("staff", "1", "Eve"), at=AT)
    with pytest.raises(payments.EvidenceMissing):
        payments.answer_dispute(row.pk, evidence=payments.Evidence(remarks=" "), actor=ACTOR, at=AT)
    with pytest.raises(payments.DisputeTooLate):
        payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + 8 * DAY)
    with pytest.raises(payments.DisputeNotFound):
        payments.answer_dispute(row.pk + 1, evidence=EVIDENCE, actor=ACTOR, at=AT)
    Dispute.objects.update(answering_at=AT)
    with pytest.raises(payments.DisputeBeingAnswered):
        payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + dt.timedelta(minutes=1))
    Dispute.objects.update(gateway="bank_transfer")
    with pytest.raises(payments.GatewayTakesNoAnswers):
        payments.accept_dispute(row.pk, reason="", actor=ACTOR, at=AT)
    assert check_disputes(at=AT) == 1


def test_timed_work_asks_stripe_and_calls_when_the_day_is_near(stripe, paid):
    row = opened(stripe, paid)
    check_disputes(at=AT + 6 * DAY)
    assert work.open_keys([f"payments.dispute:{row.pk}/due"])
    stripe.aftermath.decide(row.reference, won=False)
    check_disputes(at=AT + 8 * DAY)
    assert payments.dispute(row.pk).state == "lost"
    assert not work.open_keys([f"payments.dispute:{row.pk}/due", f"payments.dispute:{row.pk}"])
    stripe.close()
    assert check_disputes(at=AT + 9 * DAY) == 0


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


def test_it_9_files_are_uploaded_once_and_named_in_the_answer(stripe, paid):
    row = opened(stripe, paid)
    payments.attach_evidence(row.pk, kind="delivery", content=PDF, actor=ACTOR, at=AT)
    payments.attach_evidence(row.pk, kind="receipt", content=PDF + b"%%EOF", actor=ACTOR, at=AT)
    stripe.misbehave(f"/disputes/{row.reference}", "timeout", "timeout")
    with pytest.raises(payments.GatewayUnreachable):
        payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY)
    payments.answer_dispute(row.pk, evidence=EVIDENCE, actor=ACTOR, at=AT + DAY)
    sent = stripe.aftermath.disputes[row.reference]["evidence"]
    assert len(stripe.files) == 2
    assert [sent["shipping_documentation"], sent["receipt"]] == [each["id"] for each in stripe.files]
    with pytest.raises(payments.DisputeNotOpen):
        payments.attach_evidence(row.pk, kind="other", content=PDF, actor=ACTOR, at=AT + DAY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7 no end",
        PDF.replace(b"/Type", b"/JavaScript"),
        b"<svg></svg>",
        PDF + b"x" * 4_600_000,
    ],
)
def test_what_is_no_plain_paper_or_picture_is_refused(stripe, paid, content):
    row = opened(stripe, paid)
    with pytest.raises(payments.InvalidEvidenceFile):
        payments.attach_evidence(row.pk, kind="other", content=content, actor=ACTOR, at=AT)
    assert payments.evidence_files(row.pk) == ()


def test_all_files_together_stay_below_what_banks_take(stripe, paid):
    row = opened(stripe, paid)
    big = b"%PDF-1.7\n" + b"x" * 3_000_000 + b"%%EOF"
    payments.attach_evidence(row.pk, kind="other", content=big, actor=ACTOR, at=AT)
    payments.attach_evidence(row.pk, kind="other", content=big, actor=ACTOR, at=AT)
    with pytest.raises(payments.InvalidEvidenceFile):
        payments.attach_evidence(row.pk, kind="receipt", content=big, actor=ACTOR, at=AT)
    assert [each.kind for each in payments.evidence_files(row.pk)] == ["other"]
    payments.remove_evidence(row.pk, kind="other", actor=ACTOR, at=AT)
    assert payments.evidence_files(row.pk) == ()
