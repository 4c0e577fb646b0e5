"""What mail services report, each in its own words, ends writing to an address (BAD-07)."""

import base64
import hashlib
import hmac
import json

import pytest
from django.test import Client

from storecrew.config.mailing import mailing
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Contact
from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
SECRET = "a-long-password"
EMAIL = "ann@example.com"


@pytest.fixture
def use(settings, tmp_path):
    """Send by a service."""

    def choose(url, secret=SECRET):
        settings.STORECREW_MAIL_REPORTS_SECRET = secret
        for name, value in mailing(url, tmp_path, reports_secret=secret).items():
            setattr(settings, name, value)

    return choose


@pytest.fixture
def recipient():
    """Return the mail of a mailing to somebody who agreed."""
    at = clock.now()
    customers.ask_consent(
        EMAIL, ["news"], sentence="Yes", source="test", locale="en", channel_code="eu", proved=EMAIL,
        actor=guest_actor("", ip="198.51.100.1"), at=at,
    )  # fmt: skip
    sent = Mailing.objects.create(name="News", kind="discount", topic="news", created_at=at, updated_at=at)
    return Recipient.objects.create(mailing=sent, contact=Contact.objects.get(), key="k7", not_before=at)


def post(service, body, *, secret=SECRET):
    word = base64.b64encode(f"mail:{secret}".encode()).decode()
    return Client().post(
        f"/webhooks/mail/{service}/",
        body if isinstance(body, bytes) else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Basic {word}"} if secret else {},
    )


def returned(kind="HardBounce", key=""):
    """Return what Postmark says of a mail that came back."""
    return {
        "RecordType": "Bounce", "Type": kind, "TypeCode": 1, "ID": 42, "MessageID": "m-1", "Email": EMAIL,
        "BouncedAt": "2026-05-04T12:00:00Z", "Metadata": {"key": key}, "Inactive": True,
        "Description": "The server was unable to deliver your message.",
    }  # fmt: skip


def test_bad_07_what_comes_back_is_believed_with_the_password_alone(use, recipient):
    use("postmark://token@api")
    for secret in ("", "wrong"):
        assert post("postmark", returned(), secret=secret).status_code == 403
    assert Contact.objects.get().suppressed_because == ""
    assert post("postmark", returned(key="k7")).json() == {"new": 1}
    assert post("postmark", returned(key="k7")).json() == {"new": 0}
    assert Contact.objects.get().suppressed_because == "bounce"
    recipient.refresh_from_db()
    assert recipient.bounced_at is not None


def test_bad_07_without_a_password_of_ours_nothing_is_taken(use, recipient):
    use("postmark://token@api", secret="")
    assert post("postmark", returned(), secret="").status_code == 403
    assert post("mailgun", returned()).status_code == 404, "another service than the one that sends"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"not json", b'{"RecordType": 7}'])
def test_bad_07_what_cannot_be_read_changes_nothing(use, recipient, body):
    use("postmark://token@api")
    assert post("postmark", body).status_code in {200, 403}
    assert Contact.objects.get().suppressed_because == ""


@pytest.mark.parametrize("kind", ["Transient", "SoftBounce", "AutoResponder"])
def test_what_is_full_or_away_for_now_is_written_to_again(use, recipient, kind):
    use("postmark://token@api")
    assert post("postmark", returned(kind)).status_code == 200
    assert Contact.objects.get().suppressed_because == ""


def test_mkt_10_a_complaint_over_mailgun_needs_its_signature_too(use, recipient):
    use("mailgun://key@mg.example.com?webhook_signing_key=sign")

    def complaint(secret):
        signed = hmac.new(secret.encode(), b"1767000000token", hashlib.sha256).hexdigest()
        return {
            "signature": {"timestamp": "1767000000", "token": "token", "signature": signed},
            "event-data": {
                "event": "complained", "id": "e-1", "timestamp": 1767000000.5, "recipient": EMAIL,
                "message": {"headers": {"message-id": "m-1"}}, "user-variables": {"key": "k7"},
            },
        }  # fmt: skip

    assert post("mailgun", complaint("another")).status_code == 403
    assert post("mailgun", complaint("sign")).json() == {"new": 1}
    assert Contact.objects.get().suppressed_because == "complaint"


def test_an_address_that_the_mail_server_refuses_is_not_written_to_again(recipient):
    mail.queue(
        to=EMAIL, subject="News", text="News", html="", locale="en", dedupe_key="n", at=clock.now(),
        record="marketing.mailing", record_id=recipient.pk,
    )  # fmt: skip
    kept = Mail.objects.get(dedupe_key="n")
    outbox.publish(mail.MailRefused(mail_id=kept.pk, record=kept.record, record_id=kept.record_id))
    while outbox.drain():
        pass
    assert Contact.objects.get().suppressed_because == "bounce"
    recipient.refresh_from_db()
    assert recipient.bounced_at is not None
