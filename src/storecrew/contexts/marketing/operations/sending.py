"""Sending a mailing: whom it goes to is written down once, then handed over in batches that anybody may do.

Each step is one transaction and leaves the rest for whoever comes next: a crash costs one batch at most and
nobody gets a mailing twice: a recipient is claimed by one conditional update together with the mail that is
queued, and the mail's key is unique.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.models import Campaign, FlowMail, Mailing, Recipient
from storecrew.contexts.marketing.operations import subject_tests
from storecrew.contexts.marketing.operations.pacing import follow_pace
from storecrew.contexts.marketing.queries.early import opens_later
from storecrew.contexts.marketing.queries.mailings import days_of
from storecrew.contexts.marketing.queries.segments import audience_ids, conditions_of
from storecrew.contexts.marketing.rules import mailing as rules
from storecrew.kernel import mail, rows

SNAPSHOT, BATCH = 2_000, 500
HOUR, GIVES_UP = dt.timedelta(hours=1), dt.timedelta(days=2)
COMPOSER = "marketing.mailing"
State = Mailing.State


def send_due(at: dt.datetime, *, batch: int = BATCH) -> int:
    """Bring every mailing forward that is due by one step; return how many mails were handed over."""
    due = Mailing.objects.filter(state__in=(State.SCHEDULED, State.SENDING), send_at__lte=at)
    return sum(
        advance(key, at=at, batch=batch) for key in due.order_by("send_at").values_list("pk", flat=True)
    )


def advance(mailing_id: int, *, at: dt.datetime, batch: int = BATCH) -> int:
    """Write down whom a mailing goes to, or hand over its next batch; return how many were handed over."""
    row = Mailing.objects.get(pk=mailing_id)
    while not row.is_counted:
        _snapshot(row, at)
        row.refresh_from_db()
    if row.campaign is not None and row.campaign.state != Campaign.State.LIVE:
        return 0
    follow_pace(row, at=at)
    if row.test_percent and not row.winner:
        subject_tests.decide(row, at=at)
    if row.state == State.SCHEDULED:
        Mailing.objects.filter(pk=row.pk, state=State.SCHEDULED).update(state=State.SENDING, updated_at=at)
    handed = _hand_over(row, at, batch)
    if not _on_their_way(row, at).exists():
        Mailing.objects.filter(pk=row.pk, state=State.SENDING).update(
            state=State.SENT, finished_at=at, updated_at=at
        )
    return handed


def _on_their_way(row: Mailing, at: dt.datetime) -> QuerySet[Recipient]:
    """Return who may still get it; whose mail has not left after days is waited for no longer."""
    waits = Q(state=Recipient.State.WAITING)
    lately = Q(handed_at__gt=at - GIVES_UP) | Q(not_before__gt=at - GIVES_UP)
    leaves = Q(state=Recipient.State.HANDED) & lately
    return Recipient.objects.filter(waits | leaves, mailing=row)


def _snapshot(row: Mailing, at: dt.datetime) -> None:
    """Write down the next part of the audience; the cursor moves only if nobody else moved it."""
    wanted = conditions_of(row.segment_id)
    keys = audience_ids(wanted, topic=row.topic, at=at, after=row.cursor, limit=SNAPSHOT)
    start, days = row.send_at or at, row.paced_days or days_of(row, at=at)
    with transaction.atomic():
        after = {"paced_days": days} | ({"cursor": keys[-1]} if keys else {"is_counted": True})
        if not Mailing.objects.filter(pk=row.pk, cursor=row.cursor, is_counted=False).update(**after):
            return
        rows.insert(
            [
                Recipient(mailing_id=row.pk, contact_id=key, **subject_tests.place_of(row, key, start, days))
                for key in keys
            ],
            once_per=("mailing_id", "contact_id"),
        )


def _hand_over(row: Mailing, at: dt.datetime, batch: int) -> int:
    """Hand the next recipients over, within what an hour may have.

    Those out of their hours wait, and those who do not have yet what others have early.
    """
    mine = Recipient.objects.filter(mailing=row)
    lately = mine.filter(handed_at__gt=at - HOUR).count()
    most = rules.room(row.per_hour, lately, batch)
    due = mine.filter(state=Recipient.State.WAITING, not_before__lte=at).order_by("not_before", "pk")
    found = list(due.values_list("pk", "contact_id")[:most])
    if not found:
        return 0
    contacts = customers.contacts([contact_id for _key, contact_id in found])
    agreed = customers.agreed(list(contacts), row.topic)
    pressed = _pressed(list(contacts), at)
    opens = opens_later(row.blocks, contacts.values(), at)
    later: dict[dt.datetime, list[int]] = {}
    skipped: dict[str, list[int]] = {}
    ready = []
    for key, contact_id in found:
        contact = contacts.get(contact_id)
        if contact is None or contact_id not in agreed:
            skipped.setdefault("consent", []).append(key)
        elif contact_id in pressed:
            skipped.setdefault("frequency", []).append(key)
        elif (moment := max(_morning(contact, at), opens.get(contact_id, at))) > at:
            later.setdefault(moment, []).append(key)
        else:
            ready.append(key)
    for reason, keys in skipped.items():
        _waiting(keys).update(state=Recipient.State.SKIPPED, reason=reason)
    for moment, keys in later.items():
        _waiting(keys).update(not_before=moment)
    return _queue(ready, contacts, at)


def _queue(keys: list[int], contacts: dict[int, customers.ContactFacts], at: dt.datetime) -> int:
    """Claim recipients and queue their mails in one transaction; another worker's claim leaves fewer."""
    if not keys:
        return 0
    claim = secrets.token_hex(12)
    with transaction.atomic():
        due = _waiting(keys).filter(not_before__lte=at)
        due.update(state=Recipient.State.HANDED, claim=claim, handed_at=at)
        mine = Recipient.objects.filter(claim=claim).order_by("pk").values_list("pk", "contact_id")
        letters = [
            mail.Letter(
                to=contacts[contact_id].email,
                locale=contacts[contact_id].locale,
                dedupe_key=f"{COMPOSER}:{key}",
                compose=f"{COMPOSER}:{key}",
                record=COMPOSER,
                record_id=str(key),
            )
            for key, contact_id in mine
        ]
        mail.queue_letters(letters, at=at)
        Recipient.objects.filter(claim=claim).update(claim="")
    return len(letters)


def _waiting(keys: list[int]) -> QuerySet[Recipient]:
    return Recipient.objects.filter(pk__in=keys, state=Recipient.State.WAITING)


def _pressed(contact_ids: list[int], at: dt.datetime) -> set[int]:
    """Return who had as many mails lately as anybody should get, those of flows counted too (MKT-13)."""
    since = at - dt.timedelta(days=rules.PRESSURE_DAYS)
    recent = Recipient.objects.filter(contact_id__in=contact_ids, handed_at__gt=since)
    told = recent.exclude(state=Recipient.State.SKIPPED).order_by().values_list("contact_id")
    flows = FlowMail.objects.filter(run__contact_id__in=contact_ids, sent_at__gt=since)
    counted = Counter(dict(told.annotate(count=Count("pk"))))
    counted.update(dict(flows.order_by().values_list("run__contact_id").annotate(count=Count("pk"))))
    return {key for key, count in counted.items() if count >= rules.PRESSURE_CAP}


def _morning(contact: customers.ContactFacts, at: dt.datetime) -> dt.datetime:
    """Return the first moment from now on at which somebody may be written to."""
    zones = {each.code: each.timezone for each in channels.all_channels()}
    return rules.allowed_from(at, zones.get(contact.channel_code, "UTC"))
