"""How fast a mailing is handed over to many, with a worker that dies on the way.

Ours: the audience written down, then handed over in batches as the worker does it: consent, frequency, quiet hours
and hourly limit asked for each batch, recipients claimed, letters queued. One batch breaks before its commit. The bound:
the same rows of recipients and letters by bare inserts, nothing asked.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from bench.measures import Goal, Measure
from bench.processes import apart
from bench.stored import have_shop
from storecrew.contexts.customers.models import Consent, Contact
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing, Profile, Recipient
from storecrew.kernel import mail, rows
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail

AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
ACTOR = system_actor("bench")
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Scale:
    """How many people agreed."""

    people: int


SCALES = {"tiny": Scale(50), "small": Scale(5_000), "full": Scale(100_000)}


def run(scale: Scale) -> Iterator[Measure]:
    """One mailing to everybody who agreed."""
    have_shop(products=20)
    apart(lambda: people(scale.people))
    bound = scale.people / apart(lambda: bare(scale.people))
    seconds, letters, people_told = apart(lambda: ours(scale.people))
    if (letters, people_told) != (scale.people, scale.people):
        raise AssertionError(f"{letters} letters for {people_told} of {scale.people} people")
    yield Measure(
        f"{scale.people:,} recipients, one batch broken on the way",
        "recipients/s",
        scale.people / seconds,
        bound,
        goal=Goal("ratio", ">=", 0.2),
        note="each exactly once",
    )


def people(count: int) -> None:
    """Make contacts who agreed to news, with profiles."""
    for start in range(0, count, CHUNK):
        numbers = range(start, min(count, start + CHUNK))
        with transaction.atomic():
            contacts = [
                Contact(email=f"p{number}@bench.example", locale="en", channel_code="eu", created_at=AT)
                for number in numbers
            ]
            rows.insert(contacts)
            rows.insert(
                [Consent(contact_id=each.pk, topic="news", state="given", changed_at=AT) for each in contacts]
            )
            rows.insert([Profile(contact_id=each.pk) for each in contacts])


def bare(count: int) -> float:
    """Write as many recipients and letters with nothing asked; return the seconds, and take them back."""
    mailing = _mailing("bare")
    keys = list(Contact.objects.order_by("pk").values_list("pk", "email"))
    started = time.perf_counter()
    for start in range(0, count, CHUNK):
        part = keys[start : start + CHUNK]
        with transaction.atomic():
            rows.insert(
                [
                    Recipient(mailing_id=mailing, contact_id=key, state="handed", not_before=AT, handed_at=AT)
                    for key, _email in part
                ]
            )
            rows.insert(
                [
                    Mail(
                        to=email, subject="", text="", html="", locale="en", headers={}, dedupe_key=f"bare:{key}",
                        compose="bare:1", queued_at=AT, next_at=AT,
                    )
                    for key, email in part
                ]
            )  # fmt: skip
    seconds = time.perf_counter() - started
    Recipient.objects.all().delete()
    Mail.objects.all().delete()
    return seconds


def ours(count: int) -> tuple[float, int, int]:
    """Send as the worker does, with one broken batch; return seconds, letters and different people."""
    key = _mailing("ours")
    marketing.schedule_mailing(key, send_at=AT, actor=ACTOR, at=AT)
    started = time.perf_counter()
    handed = marketing.advance(key, at=AT)
    handed += _broken(key)
    while now := marketing.advance(key, at=AT):
        handed += now
    seconds = time.perf_counter() - started
    letters = Mail.objects.filter(compose__startswith="marketing.mailing")
    return seconds, letters.count(), letters.order_by().values("to").distinct().count()


def _broken(key: int) -> int:
    """Hand a batch over and break before its commit, as a worker that is killed; nothing of it stays."""
    real = mail.queue_letters

    def broken(letters: object, *, at: dt.datetime) -> int:
        real(letters, at=at)  # type: ignore[arg-type]
        raise ConnectionAbortedError

    mail.queue_letters = broken  # type: ignore[assignment]
    try:
        return marketing.advance(key, at=AT)
    except ConnectionAbortedError:
        return 0
    finally:
        mail.queue_letters = real
        connection.close_if_unusable_or_obsolete()


def _mailing(name: str) -> int:
    content = marketing.MailingContent(
        name,
        "curated",
        "news",
        {"en": "News"},
        ({"kind": "text", "text": {"en": "Hello"}},),
        per_hour=10_000_000,
    )
    key = marketing.save_mailing(content, actor=ACTOR, at=AT)
    Mailing.objects.filter(pk=key).update(updated_at=AT)
    return key
