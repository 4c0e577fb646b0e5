"""What becomes of a mail: opened, clicked, bounced, complained. Machines that open are told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.core import signing

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.errors import UnknownMailReports
from storecrew.contexts.marketing.models import Recipient
from storecrew.contexts.marketing.operations.composing import CLICK, OPEN
from storecrew.contexts.marketing.providers import mail_reports
from storecrew.contexts.marketing.rules import mailing as rules
from storecrew.kernel import mail


def follow_click(link: str, *, at: dt.datetime, agent: str = "") -> str:
    """Return the path of the shop that a counted link leads to, or "" for one that is not ours.

    The path is a part of what is signed, so no link leads anywhere else.
    """
    try:
        key, path = signing.loads(link, salt=CLICK)
    except signing.BadSignature:
        return ""
    if not path.startswith("/") or path.startswith("//"):
        return ""
    row = Recipient.objects.filter(key=key).only("pk", "sent_at").first()
    if row is not None and not rules.is_machine(agent, sent_at=row.sent_at, at=at):
        Recipient.objects.filter(pk=row.pk, clicked_at=None).update(clicked_at=at)
        Recipient.objects.filter(pk=row.pk, opened_at=None).update(opened_at=at)
    return str(path)


def note_open(link: str, *, at: dt.datetime, agent: str = "") -> None:
    """Count that a mail was opened; harmless for a link that is not ours."""
    try:
        key = signing.loads(link, salt=OPEN)
    except signing.BadSignature:
        return
    row = Recipient.objects.filter(key=key).only("pk", "sent_at").first()
    if row is None:
        return
    machine = rules.is_machine(agent, sent_at=row.sent_at, at=at)
    name = "opened_by_machine_at" if machine else "opened_at"
    Recipient.objects.filter(pk=row.pk, **{name: None}).update(**{name: at})


def links_of(mailing_id: int, *, path: str = "/") -> list[tuple[str, str]]:
    """Return what stands in the counted links of each mail that was sent: for opening it, and to a path."""
    rows = Recipient.objects.filter(mailing_id=mailing_id, state=Recipient.State.SENT).order_by("pk")
    return [
        (signing.dumps(key, salt=OPEN), signing.dumps([key, path], salt=CLICK, compress=True))
        for key in rows.values_list("key", flat=True)
    ]


def handle_mail_reports(provider: str, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> int:
    """Take what a mail provider reports; return how many reports were new.

    :raises UnknownMailReports: there is no such provider
    :raises UnsignedReport: the signature does not fit
    """
    reader = mail_reports.reader(provider)
    if reader is None:
        raise UnknownMailReports(provider=provider[:40])
    return take_mail_reports(reader.read(headers=headers, body=body, at=at), at=at)


def note_refused_mail(mail_id: int, *, recipient_id: int | None, at: dt.datetime) -> None:
    """Write no more to an address that the mail server knows not to exist."""
    address = mail.address_of(mail_id)
    row = Recipient.objects.filter(pk=recipient_id).first() if recipient_id else None
    if address:
        take_mail_reports([mail_reports.Report("bounce", address, row.key if row else "")], at=at)


def take_mail_reports(reports: Iterable[mail_reports.Report], *, at: dt.datetime) -> int:
    """Take what came back or was complained about; return how much of it was new."""
    new = 0
    for report in reports:
        column = {"bounce": "bounced_at", "complaint": "complained_at"}[report.kind]
        rows = Recipient.objects.filter(key=report.key) if report.key else Recipient.objects.none()
        noted = rows.filter(**{column: None}).update(**{column: at})
        suppressed = report.is_lasting and customers.suppress_contact(
            report.email, because=report.kind, at=at
        )
        new += bool(noted or suppressed)
    return new
