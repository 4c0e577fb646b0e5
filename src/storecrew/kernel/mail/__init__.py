"""Mail: ``queue`` in the transaction of the fact, ``deliver_due`` by the worker after commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from storecrew.kernel import rows
from storecrew.kernel.mail import kinds, looks, senders
from storecrew.kernel.mail.attachments import Attachment, attachment
from storecrew.kernel.mail.checks import check_before_sending
from storecrew.kernel.mail.composers import KEY, Composed, Later, Letter, composer
from storecrew.kernel.mail.events import MailRefused, TextsFailed
from storecrew.kernel.mail.kinds import Kind, NoSample, Part, Written, drafted, write

if TYPE_CHECKING:
    from storecrew.kernel.mail.models import Mail

__all__ = [
    "KEY",
    "Attachment",
    "Composed",
    "Kind",
    "Later",
    "Letter",
    "MailRefused",
    "NoSample",
    "Part",
    "TextsFailed",
    "Written",
    "about",
    "address_of",
    "attachment",
    "check_before_sending",
    "composer",
    "deliver_due",
    "drafted",
    "forget",
    "forget_old",
    "kinds",
    "looks",
    "queue",
    "queue_letters",
    "senders",
    "sent_to",
    "write",
]


def queue(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    locale: str,
    dedupe_key: str,
    at: dt.datetime,
    headers: dict[str, str] | None = None,
    record: str = "",
    record_id: str | int = "",
    attach: str = "",
    check: str = "",
    sender: str = "",
) -> None:
    """Queue a mail; a second call with the same ``dedupe_key`` changes nothing.

    ``record`` and ``record_id`` name what the mail is about, such as ``orders.order`` 7.
    ``attach`` names a file that is made when the mail leaves, see `attachment`; ``check`` a question that is
    asked then about the ``record_id``, see `check_before_sending`. ``sender`` is the name it comes under.
    The subject becomes one line, so that no input can add headers. Within `drafted` nothing is queued.
    """
    if kinds.caught(Written(subject, text, html, sender)):
        return
    from storecrew.kernel.mail.models import Mail

    mail = Mail(
        to=to,
        subject=" ".join(subject.split())[:250],
        text=text,
        html=html,
        locale=locale,
        headers=headers or {},
        dedupe_key=dedupe_key,
        record=record,
        record_id=str(record_id),
        attach=attach,
        check_name=check,
        sender=" ".join(sender.split())[: senders.LONGEST],
        queued_at=at,
        next_at=at,
    )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)


def queue_letters(letters: Sequence[Letter], *, at: dt.datetime) -> int:
    """Queue mails that are written when they leave, with one statement; return how many were new.

    They leave after the mails that are written already, so that a mailing holds no confirmation up.
    """
    from storecrew.kernel.mail.models import Mail

    found = [
        Mail(
            to=each.to,
            subject="",
            text="",
            html="",
            locale=each.locale,
            headers={},
            dedupe_key=each.dedupe_key,
            compose=each.compose,
            record=each.record,
            record_id=each.record_id,
            queued_at=at,
            next_at=at,
        )
        for each in letters
    ]
    return rows.insert(found, once_per="dedupe_key")


def deliver_due(limit: int = 100) -> int:
    """Send what is due; return how many left. Safe to run in several processes."""
    from storecrew.kernel.mail import delivery

    return delivery.deliver_due(limit)


def about(record: str, record_id: str | int) -> list[Mail]:
    """Return the mails about one record, newest first."""
    from storecrew.kernel.mail.models import Mail

    return list(Mail.objects.filter(record=record, record_id=str(record_id)).order_by("-queued_at")[:100])


def sent_to(address: str) -> list[Mail]:
    """Return every mail to an address, oldest first."""
    from storecrew.kernel.mail.models import Mail

    return list(Mail.objects.filter(to__iexact=address).order_by("queued_at", "pk"))


def address_of(mail_id: int) -> str:
    """Return whom a mail is for; "" when it is gone."""
    from storecrew.kernel.mail.models import Mail

    return Mail.objects.filter(pk=mail_id).values_list("to", flat=True).first() or ""


def forget(address: str) -> None:
    """Drop what has not left for an address, and empty what has; that a mail left stays known."""
    from storecrew.kernel.mail import forgetting

    forgetting.forget(address)


def forget_old(*, before: dt.datetime) -> int:
    """Empty mails that were queued before a moment and wait for nothing; return how many."""
    from storecrew.kernel.mail import forgetting

    return forgetting.forget_old(before=before)
