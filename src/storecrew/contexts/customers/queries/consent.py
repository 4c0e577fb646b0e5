"""Reads of contacts and of what they agreed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.customers.errors import UnknownContact
from storecrew.contexts.customers.facts import ConsentsFacts, ContactFacts
from storecrew.contexts.customers.models import Consent, Contact
from storecrew.contexts.customers.rules import normalize_email
from storecrew.kernel.reads import compiled_once


def contacts(contact_ids: Collection[int]) -> dict[int, ContactFacts]:
    """Return contacts by id; unknown ids are absent."""
    rows = Contact.objects.filter(pk__in=list(contact_ids)).order_by("pk")
    return {row.pk: _facts(row) for row in rows}


def contacts_of(emails: Collection[str]) -> dict[str, ContactFacts]:
    """Return contacts by address; those without one are absent."""
    wanted = {address for each in emails if (address := normalize_email(each))}
    return {row.email: _facts(row) for row in _by_address(emails=sorted(wanted))}


@compiled_once
def _by_address(emails: list[str]) -> QuerySet[Contact]:
    return Contact.objects.filter(email__in=emails).order_by("pk")


def contact_of(email: str) -> ContactFacts | None:
    """Return the contact with an address, or None."""
    return contacts_of([email]).get(normalize_email(email))


def contact_ids(*, after: int = 0, limit: int) -> list[int]:
    """Return ids of contacts beyond ``after``, in order."""
    return list(Contact.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def reachable(topic: str = "") -> QuerySet[Any]:
    """Return the ids of contacts that may be written to on a topic (on any for ""), to narrow reads by."""
    given = Consent.objects.filter(state=Consent.State.GIVEN, contact__suppressed_at=None)
    rows = given.filter(topic=topic) if topic else given
    return rows.order_by().values("contact_id")


def agreed(contact_ids: Collection[int], topic: str) -> set[int]:
    """Return which contacts may be written to on a topic now: agreed, and not suppressed."""
    found = reachable(topic).filter(contact_id__in=list(contact_ids))
    return set(found.values_list("contact_id", flat=True))


def agreed_since(topic: str, since: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    """Yield who agreed to a topic since a moment and may be written to, with when, oldest first."""
    rows = Consent.objects.filter(
        topic=topic, state=Consent.State.GIVEN, contact__suppressed_at=None, changed_at__gte=since
    )
    found = rows.order_by("changed_at", "pk").values_list("contact_id", "changed_at")
    yield from found.iterator(chunk_size=500)


def consents_of(token: str) -> ConsentsFacts:
    """Return what the holder of a link agreed to. Raises UnknownContact."""
    row = Contact.objects.filter(token=token).first() if token else None
    if row is None:
        raise UnknownContact
    return ConsentsFacts(
        dict(row.consents.order_by("pk").values_list("topic", "state")), row.suppressed_at is not None
    )


def _facts(row: Contact) -> ContactFacts:
    return ContactFacts(
        row.pk, row.email, row.token, row.locale, row.channel_code, row.country, row.customer_id
    )
