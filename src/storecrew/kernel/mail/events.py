"""What happened to mails."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class TextsFailed(Event):
    """Words of editors broke a mail, which left with the product's own."""

    kind: str
    locale: str
    channel: str
    error: str


@dataclass(frozen=True)
class MailRefused(Event):
    """The mail server or service refuses a mail for good; the address most likely does not exist."""

    mail_id: int
    record: str
    record_id: str
