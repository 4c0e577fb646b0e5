"""Payouts of Stripe over real HTTP, matched to the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Difference, Payout, PayoutLine
from storecrew.contexts.payments.providers.stripe.tests.fake_stripe import FakeStripe
from storecrew.contexts.payments.tests.factories import ACTOR, AT, pay
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ARRIVAL = int((AT + DAY).timestamp())


@pytest.fixture
def stripe(settings):
    settings.STORECREW_GATEWAYS = ["stripe", "bank_transfer"]
    settings.STORECREW_STRIPE_SECRET_KEY = "sk_test_ours"
    settings.STORECREW_STRIPE_WEBHOOK_SECRET = "whsec_of_ours"
    settings.STORECREW_STRIPE_TIMEOUT = 0.6
    server = FakeStripe()
    settings.STORECREW_STRIPE_API_BASE = server.url
    yield server
    server.close()


def paid() -> payments.PaymentFacts:
    payment = pay("pm_card_visa", gateway="stripe")
    return payments.capture(payment.id, key="c", actor=ACTOR, at=AT)


def fetch(days: int = 2) -> payments.PayoutImport:
    return payments.fetch_payouts(actor=ACTOR, at=AT + days * DAY)


def test_a_payout_agrees_line_by_line_and_a_repetition_changes_nothing(stripe):
    one, two = paid(), paid()
    payments.refund(two.id, amount=Money(100, "EUR"), key="r", reason="x", actor=ACTOR, at=AT)
    (refund,) = stripe.refunds.values()
    stripe.aftermath.pay_out(
        stripe.aftermath.charged(one.reference), stripe.aftermath.charged(two.reference),
        stripe.aftermath.refunded(refund), arrival=ARRIVAL,
    )  # fmt: skip
    assert fetch() == payments.PayoutImport(1, 0, 3, 0)
    assert fetch() == payments.PayoutImport(0, 1, 0, 0)
    payout = Payout.objects.get()
    assert payout.arrived_on == (AT + DAY).date()
    lines = list(payout.lines.all())
    assert sum(line.amount - line.fee for line in lines) == payout.amount
    assert {line.event.payment_id for line in lines} == {one.id, two.id}
    assert not Difference.objects.exists()


def test_what_differs_is_unknown_or_does_not_add_up_waits_for_a_reason(stripe):
    one = paid()
    stranger = {"type": "adjustment", "amount": 77, "currency": "eur", "source": None}
    stripe.aftermath.pay_out(
        stripe.aftermath.charged(one.reference, wrong=1), stranger, arrival=ARRIVAL, less=5
    )  # fmt: skip
    assert fetch() == payments.PayoutImport(1, 0, 0, 3)
    found = {row.kind: row for row in Difference.objects.all()}
    assert (found["differs"].ours, found["differs"].theirs) == (one.amount.amount, one.amount.amount - 1)
    assert found["total"].ours - found["total"].theirs == 5
    assert found["unknown"].theirs == 77
    payments.resolve_difference(found["unknown"].id, reason="A reserve came back", actor=ACTOR, at=AT)
    found["unknown"].refresh_from_db()
    assert found["unknown"].resolved_by == ACTOR.label
    with pytest.raises(payments.DifferenceResolved):
        payments.resolve_difference(found["unknown"].id, reason="again", actor=ACTOR, at=AT)
    with pytest.raises(payments.DifferenceNotFound):
        payments.resolve_difference(0, reason="x", actor=ACTOR, at=AT)
    with pytest.raises(payments.ReasonMissing):
        payments.resolve_difference(found["total"].id, reason=" ", actor=ACTOR, at=AT)
    with pytest.raises(Denied):
        payments.resolve_difference(found["total"].id, reason="x", actor=Actor("staff", "1", "Eve"), at=AT)


def test_what_no_payout_brings_is_missing_until_one_does(stripe):
    one, two = paid(), paid()
    stripe.aftermath.pay_out(stripe.aftermath.charged(one.reference), arrival=ARRIVAL)
    fetch()
    payments.compare_again(at=AT + 5 * DAY)
    assert not Difference.objects.exists()
    payments.compare_again(at=AT + 11 * DAY)
    payments.compare_again(at=AT + 12 * DAY)
    missing = Difference.objects.get()
    assert (missing.kind, missing.event.payment_id, missing.theirs) == ("missing", two.id, 0)
    assert not work.open_keys(["payments.differences"])
    payments.compare_again(at=AT + 19 * DAY)
    assert work.open_keys(["payments.differences"])
    late = stripe.aftermath.pay_out(stripe.aftermath.charged(two.reference), arrival=ARRIVAL)
    assert fetch(20) == payments.PayoutImport(1, 1, 1, 0)
    missing.refresh_from_db()
    assert (missing.resolved_at, missing.reason) == (AT + 20 * DAY, late)
    payments.compare_again(at=AT + 21 * DAY)
    assert not work.open_keys(["payments.differences"])


def test_a_line_that_was_faster_than_our_ledger_agrees_later(stripe):
    payment = pay("pm_card_visa", gateway="stripe")
    intent = stripe.intents[payment.reference]
    line = payments.StatementLine("l", "capture", intent["amount"], 0, intent["amount"], "EUR", intent["id"])
    statement = payments.Statement("p", "EUR", intent["amount"], AT.date(), (line,))
    told = payments.import_payouts("stripe", [statement], source="api", actor=ACTOR, at=AT)
    assert told == payments.PayoutImport(1, 0, 0, 1)
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    payments.compare_again(at=AT + DAY)
    assert PayoutLine.objects.get().state == "matched"
    assert Difference.objects.get().resolved_at == AT + DAY


def test_disputes_of_a_payout_agree_by_their_name(stripe):
    one = paid()
    made = stripe.aftermath.dispute(one.reference, created=int(AT.timestamp()), due_by=ARRIVAL)
    stripe.aftermath.move_funds(made["id"])
    from storecrew.contexts.payments.operations._apply import apply_state
    from storecrew.contexts.payments.providers.protocol import ChargeState
    from storecrew.contexts.payments.providers.stripe.disputes import state_of

    news = state_of(stripe.aftermath.disputes[made["id"]], at=AT)
    apply_state(one.id, ChargeState("unchanged", disputes=(news,)), source="check", at=AT)
    stripe.aftermath.pay_out(
        stripe.aftermath.charged(one.reference), stripe.aftermath.disputed(made["id"]), arrival=ARRIVAL
    )
    assert fetch() == payments.PayoutImport(1, 0, 2, 0)
    assert PayoutLine.objects.get(kind="charge_back").event.operation == "charge_back"


def test_a_silent_stripe_changes_nothing_and_rights_are_asked_for(stripe):
    stripe.misbehave("/v1/payouts", "500", "500")
    assert fetch() == payments.PayoutImport(0, 0, 0, 0)
    with pytest.raises(Denied):
        payments.fetch_payouts(actor=Actor("staff", "1", "Eve"), at=AT)
    with pytest.raises(Denied):
        payments.import_payouts("stripe", [], source="file", actor=Actor("staff", "1", "Eve"), at=AT)
