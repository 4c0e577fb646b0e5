"""Consent: asked, confirmed, chosen, withdrawn, with proofs (PRV-04)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import ConsentProof, Contact
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
GUEST = guest_actor("", ip="203.0.113.9")


@pytest.fixture(autouse=True)
def channel():
    return make_channel("eu")


def ask(email: str = "Ann@Example.com", topics=("news", "offers"), at: dt.datetime = AT, **more) -> Contact:
    values = {"sentence": "Yes, write to me.", "source": "footer", "locale": "en", "channel_code": "eu"}
    customers.ask_consent(email, topics, **(values | more), actor=GUEST, at=at)
    return Contact.objects.get(email=email.lower())


def test_prv_04_a_typed_address_is_asked_by_one_mail_and_agrees_only_by_its_link():
    row = ask()
    ask()
    assert Mail.objects.filter(to="ann@example.com").count() == 1
    assert row.token in Mail.objects.get().text
    assert customers.agreed([row.pk], "news") == set()
    customers.confirm_consent(row.token, ip="198.51.100.1", at=AT + dt.timedelta(hours=1))
    assert customers.agreed([row.pk], "news") == {row.pk}
    proofs = list(ConsentProof.objects.filter(topic="news").values_list("state", "sentence", "ip"))
    assert proofs == [("asked", "Yes, write to me.", "203.0.113.9"), ("given", "", "198.51.100.1")]


def test_prv_04_an_address_that_is_proved_agrees_at_once_and_one_that_is_not_does_not():
    row = ask(proved="ann@example.com")
    assert customers.agreed([row.pk], "offers") == {row.pk}
    other = ask("bob@example.com", proved="ann@example.com")
    assert customers.agreed([other.pk], "offers") == set()
    assert Mail.objects.filter(to="ann@example.com").count() == 0


def test_prv_04_withdrawing_counts_at_once_and_the_proof_stays():
    row = ask(proved="ann@example.com")
    customers.withdraw_consent(row.token, ["offers"], source="one click", at=AT)
    customers.withdraw_consent(row.token, ["offers"], source="one click", at=AT)
    assert customers.agreed([row.pk], "offers") == set()
    assert customers.agreed([row.pk], "news") == {row.pk}
    assert ConsentProof.objects.filter(topic="offers", state="withdrawn").count() == 1
    customers.choose_topics(row.token, ["offers"], at=AT)
    assert customers.consents_of(row.token).topics == {"offers": "given", "news": "withdrawn"}
    customers.withdraw_consent(row.token, source="one click", at=AT)
    assert set(customers.consents_of(row.token).topics.values()) == {"withdrawn"}
    with pytest.raises(customers.UnknownContact):
        customers.withdraw_consent("nobody", source="one click", at=AT)


def test_prv_04_a_suppressed_address_gets_nothing_whatever_it_agreed_to():
    row = ask(proved="ann@example.com")
    assert customers.suppress_contact("ANN@example.com", because="complaint", at=AT)
    assert not customers.suppress_contact("ann@example.com", because="bounce", at=AT)
    assert customers.agreed([row.pk], "offers") == set()


def test_who_never_answers_is_forgotten_after_a_week():
    asked, kept = ask(), ask("bob@example.com", proved="bob@example.com")
    assert customers.forget_unconfirmed(AT + dt.timedelta(days=6)) == 0
    assert customers.forget_unconfirmed(AT + dt.timedelta(days=8)) == 1
    assert list(Contact.objects.values_list("pk", flat=True)) == [kept.pk]
    assert asked.pk != kept.pk


def test_prv_01_prv_02_consents_are_handed_out_and_go_with_the_person():
    person = customers.ensure_customer(email="ann@example.com", actor=system_actor("tests"), at=AT)
    ask(proved="ann@example.com", customer_id=person.id)
    found = customers.export_data(person.id, actor=system_actor("tests"), at=AT)
    assert [each["topic"] for each in found["consents"]] == ["news", "offers"]
    customers.erase(customer_id=person.id, actor=system_actor("tests"), at=AT, reason="asked for")
    assert not Contact.objects.exists()


def test_what_cannot_be_an_address_is_refused():
    with pytest.raises(customers.InvalidEmail):
        ask("nonsense")
