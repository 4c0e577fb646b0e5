"""Grant credit, hold it, end it. A limit above what one person may grant waits for a second one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.customers import public as customers
from storecrew.contexts.people import public as people
from storecrew.contexts.receivables import queries, rules
from storecrew.contexts.receivables.errors import (
    AlreadyGranted,
    GrantChanged,
    InvalidGrant,
    ReasonMissing,
    SecondPersonNeeded,
    UnknownGrant,
)
from storecrew.contexts.receivables.facts import GrantFacts
from storecrew.contexts.receivables.models import Grant, GrantLimit, GrantMember
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money, UnknownCurrency, exponent

LIMIT = "receivables.limit"
RECORD = "receivables.grant"


class Terms(NamedTuple):
    """What is granted: limits in minor units by currency, and the customers who may order on account."""

    name: str
    terms_days: int
    limits: Mapping[str, int]
    customer_ids: Sequence[int]
    reason: str
    ends_on: dt.date | None = None


def save_grant(
    terms: Terms, *, grant_id: int | None = None, version: int = 0, actor: Actor, at: dt.datetime
) -> GrantFacts:
    """Grant credit, or change what was granted at a ``version``.

    :raises Denied: the actor may not grant
    :raises InvalidGrant: with the fields that are wrong
    :raises SecondPersonNeeded: a limit is raised above what the actor grants alone
    :raises AlreadyGranted: one of the customers is on another account
    :raises GrantChanged: somebody saved it in between
    """
    actor.require("receivables.grant")
    check(terms)
    _alone(terms, grant_id, actor)
    return write(terms, grant_id=grant_id, version=version, actor=actor, at=at)


def check(terms: Terms) -> None:
    """Refuse what cannot be granted. Raises InvalidGrant, UnknownCustomer."""
    problems = rules.grant_problems(
        name=terms.name,
        terms_days=terms.terms_days,
        reason=terms.reason,
        limits=terms.limits,
        members=len(terms.customer_ids),
    )
    try:
        for currency in terms.limits:
            exponent(currency)
    except UnknownCurrency:
        problems["limits"] = "unknown_currency"
    if problems:
        raise InvalidGrant(fields=problems)
    for customer_id in terms.customer_ids:
        customers.customer(customer_id)


def _alone(terms: Terms, grant_id: int | None, actor: Actor) -> None:
    """Refuse limits that are higher than before and above what the actor may grant alone."""
    rows = GrantLimit.objects.filter(grant_id=grant_id or 0)
    before = dict(rows.values_list("currency", "amount"))
    for currency, amount in terms.limits.items():
        most = most_alone(actor, currency)
        if most is not None and amount > max(most, before.get(currency, 0)):
            raise SecondPersonNeeded(limit=most, requested=amount, currency=currency)


def most_alone(actor: Actor, currency: str) -> int | None:
    """Return the highest limit that an actor grants alone, in minor units; None for no end."""
    if actor.kind in ("system", "job"):
        return None
    known = actor.kind == "staff" and actor.id.isdigit()
    roles = [role.code for role in people.roles_of(int(actor.id))] if known else []
    return approvals.widest_limit(LIMIT, roles=roles, currency=currency)


def write(terms: Terms, *, grant_id: int | None, version: int, actor: Actor, at: dt.datetime) -> GrantFacts:
    """Write a grant whose limits were agreed to, for this context's own operations."""
    values: dict[str, Any] = {
        "name": terms.name.strip()[:200],
        "terms_days": terms.terms_days,
        "reason": terms.reason.strip()[:400],
        "ends_on": terms.ends_on,
        "granted_by": actor.label[:200],
        "updated_at": at,
    }
    try:
        with transaction.atomic():
            if grant_id is None:
                row = Grant.objects.create(**values, created_at=at)
                before = None
            else:
                before = _words(queries.grant(grant_id))
                changed = Grant.objects.filter(pk=grant_id, version=version, ended_at=None).update(
                    **values, version=F("version") + 1
                )
                if not changed:
                    raise GrantChanged(credit=grant_id)
                row = Grant.objects.get(pk=grant_id)
            _limits(row, terms.limits)
            _members(row, terms.customer_ids)
            found = queries.grant(row.pk)
            audit.record(
                actor=actor, action="receivables.granted" if before is None else "receivables.grant_changed",
                record=RECORD, record_id=row.pk, at=at, before=before, after=_words(found), reason=row.reason,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyGranted() from None
    return found


def _limits(row: Grant, limits: Mapping[str, int]) -> None:
    for currency, amount in limits.items():
        GrantLimit.objects.update_or_create(grant=row, currency=currency, defaults={"amount": amount})
    # What is not granted any more stays as a limit of nothing while something of it is owed.
    rest = GrantLimit.objects.filter(grant=row).exclude(currency__in=list(limits))
    rest.filter(used=0).delete()
    rest.update(amount=0)


def _members(row: Grant, customer_ids: Sequence[int]) -> None:
    GrantMember.objects.filter(grant=row).exclude(customer_id__in=customer_ids).delete()
    known = set(GrantMember.objects.filter(grant=row).values_list("customer_id", flat=True))
    GrantMember.objects.bulk_create(
        GrantMember(grant=row, customer_id=each) for each in dict.fromkeys(customer_ids) if each not in known
    )


def _words(found: GrantFacts) -> dict[str, Any]:
    return {
        "terms_days": found.terms_days,
        "limits": ", ".join(Money(amount, code).format("en") for code, amount in found.limits.items()),
        "ends_on": found.ends_on.isoformat() if found.ends_on else None,
        "customers": list(found.customer_ids),
    }


def hold_grant(grant_id: int, *, because: str, actor: Actor, at: dt.datetime) -> GrantFacts:
    """Stop offering invoices to a customer; ``because`` is what the customer reads at the checkout.

    :raises Denied: the actor may not
    :raises ReasonMissing: no words
    :raises UnknownGrant: there is no such grant, or it has ended
    """
    actor.require("receivables.write")
    if not because.strip():
        raise ReasonMissing()
    return _set(
        grant_id, "receivables.held", actor, at, reason=because.strip()[:400],
        held_at=at, held_because=because.strip()[:400],
    )  # fmt: skip


def release_grant(grant_id: int, *, actor: Actor, at: dt.datetime) -> GrantFacts:
    """Offer invoices again. Raises Denied, UnknownGrant."""
    actor.require("receivables.write")
    return _set(grant_id, "receivables.released", actor, at, held_at=None, held_because="")


def end_grant(grant_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> GrantFacts:
    """End a grant: its customers pay in other ways from now on; what is owed stays owed.

    :raises Denied: the actor may not grant
    :raises ReasonMissing: no reason
    :raises UnknownGrant: there is no such grant, or it has ended
    """
    actor.require("receivables.grant")
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        found = _set(grant_id, "receivables.ended", actor, at, reason=reason.strip()[:400], ended_at=at)
        GrantMember.objects.filter(grant_id=grant_id).delete()
    return found


def _set(
    grant_id: int, action: str, actor: Actor, at: dt.datetime, *, reason: str = "", **values: Any
) -> GrantFacts:
    with transaction.atomic():
        rows = Grant.objects.filter(pk=grant_id, ended_at=None)
        if not rows.update(**values, updated_at=at, version=F("version") + 1):
            raise UnknownGrant(credit=grant_id)
        audit.record(actor=actor, action=action, record=RECORD, record_id=grant_id, at=at, reason=reason)
    return queries.grant(grant_id)
