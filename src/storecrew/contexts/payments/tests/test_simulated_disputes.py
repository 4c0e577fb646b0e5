"""Disputes of the pretended bank, for the demo and for trying."""

from __future__ import annotations

import pytest

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.tests.factories import ACTOR, AT, assert_books_balance, begun, captured

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_is_opened_answered_and_decided(won):
    payment = captured()
    made = payments.simulate_dispute(payment.id, reason="fraudulent", actor=ACTOR, at=AT)
    assert (made.state, made.amount) == ("needs_answer", payment.amount)
    payments.answer_dispute(made.id, evidence=payments.Evidence(remarks="x"), actor=ACTOR, at=AT)
    after = payments.simulate_verdict(made.id, won=won, actor=ACTOR, at=AT)
    assert after.state == ("won" if won else "lost")
    assert payments.payment(payment.id).status == ("captured" if won else "charged_back")
    with pytest.raises(payments.DisputeNotOpen):
        payments.simulate_verdict(made.id, won=won, actor=ACTOR, at=AT)
    assert_books_balance()


def test_accepting_at_the_pretended_bank():
    made = payments.simulate_dispute(captured().id, reason="duplicate", actor=ACTOR, at=AT)
    assert payments.accept_dispute(made.id, reason="true", actor=ACTOR, at=AT).state == "accepted"


def test_only_money_that_is_with_us_is_disputed_and_only_there():
    with pytest.raises(payments.InvalidPaymentAmount):
        payments.simulate_dispute(begun().id, reason="other", actor=ACTOR, at=AT)
    with pytest.raises(payments.GatewayNotAvailable):
        payments.simulate_dispute(begun(gateway="bank_transfer").id, reason="other", actor=ACTOR, at=AT)
