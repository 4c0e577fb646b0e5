"""Rights lent to a colleague until a day: given by who holds them, taken back, ended with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from storecrew.contexts.people import queries, rules
from storecrew.contexts.people.errors import DelegationRefused, UnknownDelegation
from storecrew.contexts.people.events import AccessChanged
from storecrew.contexts.people.facts import DelegationFacts
from storecrew.contexts.people.models import Delegation, User
from storecrew.contexts.people.queries.delegations import delegation_facts
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor, system_actor

CLOCKWORK = system_actor("people.delegations")


def delegate_rights(
    *,
    delegate_id: int,
    permissions: Collection[str],
    ends_at: dt.datetime,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    starts_at: dt.datetime | None = None,
) -> DelegationFacts:
    """Lend rights of one's own to a colleague until a day; return the delegation.

    Only what one holds by roles is lent, so nothing is passed on a second time, and nothing that opens
    other rights.

    :raises DelegationRefused: with ``fields``: no rights or others than one's own, no colleague, no reason,
        an end that has passed or is more than ninety days away
    """
    if actor.kind != "staff" or not actor.id.isdigit():
        raise DelegationRefused(fields={"delegate": _("Only people who work here lend rights.")})
    giver_id, wanted, begins = int(actor.id), frozenset(permissions), starts_at or at
    wrong = {}
    colleague = User.objects.filter(pk=delegate_id, is_active=True, is_staff=True).first()
    if colleague is None or colleague.pk == giver_id:
        wrong["delegate"] = _("Choose a colleague who works here.")
    if not wanted or not wanted <= queries.own_permissions(giver_id) - rules.KEPT:
        wrong["permissions"] = _("Choose rights that you hold yourself and that may be lent.")
    if not begins < ends_at or not at < ends_at <= at + rules.LONGEST_DELEGATION:
        wrong["ends_at"] = _("It ends after it begins and within 90 days.")
    if not reason.strip():
        wrong["reason"] = _("Say why.")
    if wrong:
        raise DelegationRefused(fields=wrong)
    with transaction.atomic():
        row = Delegation.objects.create(
            giver_id=giver_id,
            delegate_id=delegate_id,
            permissions=sorted(wanted),
            reason=reason.strip()[:300],
            starts_at=begins,
            ends_at=ends_at,
        )
        _note("rights_lent", row, actor, at)
    return delegation_facts(row, at)


def end_delegation(delegation_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take lent rights back, or hand them back; who may change people may end any. UnknownDelegation."""
    rows = Delegation.objects.filter(pk=delegation_id, ended_at=None, ends_at__gt=at)
    if not actor.can("people.write"):
        key = int(actor.id) if actor.id.isdigit() else 0
        rows = rows.filter(Q(giver_id=key) | Q(delegate_id=key))
    with transaction.atomic():
        row = rows.select_related("giver", "delegate").first()
        if row is None or not rows.update(ended_at=at):
            raise UnknownDelegation(delegation=delegation_id)
        _note("rights_taken_back", row, actor, at)


def end_beyond(giver_id: int, *, at: dt.datetime) -> None:
    """End what a person lends and may no longer do: nobody gives more than they have."""
    rows = Delegation.objects.filter(giver_id=giver_id, ended_at=None, ends_at__gt=at)
    held = queries.own_permissions(giver_id) if rows.exists() else frozenset()
    for row in rows:
        if not frozenset(row.permissions) <= held:
            Delegation.objects.filter(pk=row.pk).update(ended_at=at)
            _note("rights_taken_back", row, CLOCKWORK, at)


def _note(action: str, row: Delegation, actor: Actor, at: dt.datetime) -> None:
    """Write it down with both people, and let what was derived from rights be forgotten."""
    for user_id in (row.delegate_id, row.giver_id):
        audit.record(
            actor=actor,
            action=f"people.{action}",
            record="people.user",
            record_id=user_id,
            at=at,
            reason=row.reason,
            after={
                "permissions": row.permissions,
                "ends_at": row.ends_at.isoformat(),
                "to": str(row.delegate),
            },
        )
    outbox.publish(AccessChanged(user_id=row.delegate_id))
