"""IT-9: a refused payment is told in our words, by the gateway's code and in the shopper's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.providers.protocol import GatewayAnswer

pytestmark = pytest.mark.django_db
SIMULATOR = "storecrew.contexts.payments.providers.simulator.gateway.Simulator.authorize"


def refused(monkeypatch, code: str) -> checkout.PaymentDeclined:
    answer = GatewayAnswer("failure", "ref-1", code=code, message="Do not honor: ask the merchant.")
    monkeypatch.setattr(SIMULATOR, lambda *_args, **_more: answer)
    with pytest.raises(checkout.PaymentDeclined) as refusal:
        place(make_cart(make_shop(), {"A-1": 1}))
    return refusal.value


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "not enough money on the card"), ("ko", "잔액이 부족합니다")]
)
def test_it_9_a_refusal_has_our_sentence_in_the_shoppers_language(monkeypatch, locale, words):
    with translation.override(locale):
        told = refused(monkeypatch, "insufficient_funds")
        assert words in str(told.message) and "merchant" not in str(told)
    assert told.details["reason"] == "insufficient_funds" and told.code == "payment_declined"
    assert Payment.objects.get().message == "Do not honor: ask the merchant.", (
        "the back office has the raw one"
    )


def test_abu_04_whoever_tries_out_cards_does_not_learn_that_one_was_stolen(monkeypatch):
    told = refused(monkeypatch, "stolen_card")
    assert told.details["reason"] == "card_declined" and str(told.message) == str(
        checkout.PaymentDeclined.message
    )
    assert Payment.objects.get().code == "stolen_card"


def test_a_code_that_nobody_knows_has_the_general_words():
    assert payments.decline_for_shopper("so_new") == type(payments.decline_for_shopper(""))("so_new")
    assert checkout.declined("so_new").next_step == checkout.PaymentDeclined.next_step
