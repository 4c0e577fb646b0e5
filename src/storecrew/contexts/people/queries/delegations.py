"""Reads of rights that people lend each other."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from storecrew.contexts.people.facts import DelegationFacts
from storecrew.contexts.people.models import Delegation


def delegations_of(user_id: int, *, at: dt.datetime) -> tuple[DelegationFacts, ...]:
    """Return what a person was lent and lends, newest first."""
    rows = Delegation.objects.filter(Q(giver_id=user_id) | Q(delegate_id=user_id))
    return tuple(delegation_facts(row, at) for row in rows.select_related("giver", "delegate")[:50])


def delegation_facts(row: Delegation, at: dt.datetime) -> DelegationFacts:
    """Return a delegation as others see it."""
    state = "ended" if row.ended_at else "over" if row.ends_at <= at else "runs"
    return DelegationFacts(
        row.pk, row.giver_id, str(row.giver), row.delegate_id, str(row.delegate), tuple(row.permissions),
        row.reason, row.starts_at, row.ends_at, "coming" if state == "runs" and row.starts_at > at else state,
    )  # fmt: skip
