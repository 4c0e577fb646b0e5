"""Sending queued mails: claimed by a conditional update, retried with growing delay, given up visibly."""

from __future__ import annotations

import datetime as dt
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from storecrew.kernel import clock, outbox
from storecrew.kernel.errors import DomainError
from storecrew.kernel.mail import attachments, checks, composers, senders
from storecrew.kernel.mail.events import MailRefused
from storecrew.kernel.mail.line import TROUBLE, Line, for_good
from storecrew.kernel.mail.models import Mail

MOST_ATTEMPTS = 10
CLAIM = dt.timedelta(minutes=5)
SHORTEST_WAIT = dt.timedelta(seconds=1)


def deliver_due(limit: int = 100) -> int:
    """Send what is due; return how many left. Safe to run in several processes.

    A mail whose sender died is tried again after five minutes.
    """
    due = Mail.objects.filter(
        state__in=[Mail.State.WAITING, Mail.State.SENDING], next_at__lte=clock.now()
    ).order_by("next_at", "pk")
    # Mails about orders first: those of a mailing, written as they leave, take what room is left.
    with Line() as line:
        first = sum(_deliver(mail, line) for mail in due.filter(compose="")[:limit])
        return first + sum(_deliver(mail, line) for mail in due.exclude(compose="")[: max(0, limit - first)])


def _deliver(mail: Mail, line: Line) -> bool:
    claimed = Mail.objects.filter(pk=mail.pk, next_at=mail.next_at, attempts=mail.attempts).update(
        state=Mail.State.SENDING, next_at=clock.now() + CLAIM, attempts=mail.attempts + 1
    )
    if not claimed:
        return False
    try:
        if mail.check_name and not checks.may_leave(mail.check_name, mail.record_id):
            Mail.objects.filter(pk=mail.pk).update(state=Mail.State.WITHDRAWN, error="")
            return False
        if mail.compose and not _write(mail):
            Mail.objects.filter(pk=mail.pk).update(state=Mail.State.WITHDRAWN, error="")
            return False
        line.send(_message(mail))
    except composers.Later as later:
        # Not an attempt: nobody was asked to take it.
        Mail.objects.filter(pk=mail.pk).update(
            state=Mail.State.WAITING,
            next_at=max(later.at, clock.now() + SHORTEST_WAIT),
            attempts=mail.attempts,
        )
        return False
    except (*TROUBLE, ValueError, DomainError) as error:
        # Bad addresses are ValueErrors; a mail that is written now may meet a refusal.
        _failed(mail, error)
        return False
    Mail.objects.filter(pk=mail.pk).update(
        state=Mail.State.SENT, sent_at=clock.now(), error="", subject=mail.subject, sender=mail.sender
    )
    return True


def _write(mail: Mail) -> bool:
    """Write a mail as of now; False when it must not leave any more. Only its subject is kept."""
    found = composers.compose(mail.compose)
    if found is None:
        return False
    mail.subject = " ".join(found.subject.split())[:250]
    mail.text, mail.html, mail.headers = found.text, found.html, dict(found.headers)
    mail.key, mail.sender = found.key, found.sender
    return True


def _message(mail: Mail) -> EmailMultiAlternatives:
    # The same name at each attempt, so that a mailbox that got it twice shows it once.
    name = f"<{sha256(mail.dedupe_key.encode()).hexdigest()[:32]}.{mail.pk}@{_domain()}>"
    headers = {"Message-ID": name, "Auto-Submitted": "auto-generated", **mail.headers}
    message = EmailMultiAlternatives(
        mail.subject, mail.text, senders.line(mail.sender), to=[mail.to], headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.attach:
        message.attach(*attachments.make(mail.attach))
    if mail.key:
        # A service gives it back with what it reports; mail servers know no such thing.
        message.metadata = {composers.KEY: mail.key}  # type: ignore[attr-defined]
    return message


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _failed(mail: Mail, error: Exception) -> None:
    attempts = mail.attempts + 1
    refused = for_good(error)
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(
            state=Mail.State.GIVEN_UP if refused or attempts >= MOST_ATTEMPTS else Mail.State.WAITING,
            next_at=clock.now() + dt.timedelta(seconds=min(2**attempts * 10, 3600)),
            error=str(error)[:1000],
        )
        if refused:
            outbox.publish(MailRefused(mail_id=mail.pk, record=mail.record, record_id=mail.record_id))
