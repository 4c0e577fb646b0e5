"""Sending queued mails: claimed by a conditional update, retried with growing delay, given up visibly."""

from __future__ import annotations

import datetime as dt

from django.core.mail import EmailMultiAlternatives

from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.mail import attachments, checks, composers
from storecrew.kernel.mail.models import Mail

MOST_ATTEMPTS = 10
CLAIM = dt.timedelta(minutes=5)


def deliver_due(limit: int = 100) -> int:
    """Send what is due; return how many left. Safe to run in several processes.

    A mail whose sender died is tried again after five minutes.
    """
    due = Mail.objects.filter(
        state__in=[Mail.State.WAITING, Mail.State.SENDING], next_at__lte=clock.now()
    ).order_by("next_at")
    # Mails about orders first: those of a mailing, written as they leave, take what room is left.
    first = sum(_deliver(mail) for mail in due.filter(compose="")[:limit])
    return first + sum(_deliver(mail) for mail in due.exclude(compose="")[: max(0, limit - first)])


def _deliver(mail: Mail) -> bool:
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
        _send(mail)
    except (OSError, ValueError, DomainError) as error:
        # SMTP errors are OSErrors, bad addresses ValueErrors; a mail that is written now may meet a refusal.
        _failed(mail, error)
        return False
    Mail.objects.filter(pk=mail.pk).update(
        state=Mail.State.SENT, sent_at=clock.now(), error="", subject=mail.subject
    )
    return True


def _write(mail: Mail) -> bool:
    """Write a mail as of now; False when it must not leave any more. Only its subject is kept."""
    found = composers.compose(mail.compose)
    if found is None:
        return False
    mail.subject = " ".join(found.subject.split())[:250]
    mail.text, mail.html, mail.headers = found.text, found.html, dict(found.headers)
    return True


def _send(mail: Mail) -> None:
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.text, to=[mail.to], headers=dict(mail.headers)
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.attach:
        message.attach(*attachments.make(mail.attach))
    message.send()


def _failed(mail: Mail, error: Exception) -> None:
    attempts = mail.attempts + 1
    given_up = attempts >= MOST_ATTEMPTS
    Mail.objects.filter(pk=mail.pk).update(
        state=Mail.State.GIVEN_UP if given_up else Mail.State.WAITING,
        next_at=clock.now() + dt.timedelta(seconds=min(2**attempts * 10, 3600)),
        error=str(error)[:1000],
    )
