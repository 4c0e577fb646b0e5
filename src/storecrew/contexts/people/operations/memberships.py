"""Writes about who holds which role. Each change of rights ends the person's sessions (AUT-09)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from storecrew.contexts.people import queries, rules, wagtail_access
from storecrew.contexts.people.errors import (
    BeyondYourRights,
    InvalidPerson,
    LastOwner,
    UnknownMembership,
    UnknownPerson,
    UnknownRole,
    UnknownTeam,
)
from storecrew.contexts.people.events import AccessChanged
from storecrew.contexts.people.facts import MembershipFacts
from storecrew.contexts.people.models import Membership, Role, Team, User
from storecrew.contexts.people.operations.delegations import end_beyond
from storecrew.kernel import audit, clock, outbox
from storecrew.kernel.actor import Actor

PERMISSION = "people.write"


def assign_role(
    *,
    user_id: int,
    role_code: str,
    team_code: str = "",
    scopes: Mapping[str, Iterable[str]] | None = None,
    actor: Actor,
    at: datetime,
) -> MembershipFacts:
    """Give a person a role in a team; holding it already changes only the scopes.

    A shopper who gets a role becomes staff. Raises UnknownPerson, UnknownRole, UnknownTeam,
    InvalidPerson (unknown scope), BeyondYourRights.
    """
    actor.require(PERMISSION)
    cleaned = _clean(scopes)
    with transaction.atomic():
        role = Role.objects.filter(code=role_code).first()
        if role is None:
            raise UnknownRole(role=role_code)
        if not User.objects.filter(pk=user_id).exists():
            raise UnknownPerson(user=user_id)
        _must_hold(actor, role)
        team = _team(team_code)
        row = Membership.objects.filter(user_id=user_id, role=role, team=team).first()
        if row and row.scopes == cleaned:
            return queries.membership_facts(row)
        before = {"scopes": row.scopes} if row else None
        if row:
            Membership.objects.filter(pk=row.pk).update(scopes=cleaned)
        else:
            row = Membership.objects.create(
                user_id=user_id, role=role, team=team, scopes=cleaned, created_at=at
            )
        audit.record(
            actor=actor,
            action="people.role_assigned",
            record="people.user",
            record_id=user_id,
            at=at,
            before=before,
            after={"role": role_code, "team": team_code, "scopes": cleaned},
        )
        _rights_changed(user_id)
    return _facts(row.pk)


def change_membership(
    *,
    membership_id: int,
    scopes: Mapping[str, Iterable[str]] | None,
    actor: Actor,
    at: datetime,
) -> MembershipFacts:
    """Limit a membership to other records. Raises UnknownMembership, InvalidPerson, BeyondYourRights."""
    row = Membership.objects.filter(pk=membership_id).select_related("role", "team").first()
    if row is None:
        raise UnknownMembership(membership=membership_id)
    return assign_role(
        user_id=row.user_id,
        role_code=row.role.code,
        team_code=row.team.code if row.team else "",
        scopes=scopes,
        actor=actor,
        at=at,
    )


def revoke_role(*, membership_id: int, actor: Actor, at: datetime) -> None:
    """Take a role from a person; their sessions end at once. Raises UnknownMembership, LastOwner."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = Membership.objects.filter(pk=membership_id).select_related("role", "team").first()
        if row is None:
            raise UnknownMembership(membership=membership_id)
        if row.role.code == queries.OWNER and not queries.active_owners(besides=row.user_id):
            raise LastOwner(user=row.user_id)
        _must_hold(actor, row.role)
        audit.record(
            actor=actor,
            action="people.role_revoked",
            record="people.user",
            record_id=row.user_id,
            at=at,
            before={"role": row.role.code, "team": row.team.code if row.team else ""},
        )
        user_id = row.user_id
        row.delete()
        _rights_changed(user_id)


def _rights_changed(user_id: int) -> None:
    owns = Membership.objects.filter(user_id=user_id, role__code=queries.OWNER).exists()
    works = Membership.objects.filter(user_id=user_id).exists()
    User.objects.filter(pk=user_id).update(
        is_superuser=owns, is_staff=works, session_stamp=F("session_stamp") + 1
    )
    wagtail_access.sync_user(user_id)
    end_beyond(user_id, at=clock.now())
    outbox.publish(AccessChanged(user_id=user_id))


def _must_hold(actor: Actor, role: Role) -> None:
    """Nobody lifts a colleague (or themselves) above their own rights."""
    missing = queries.role_facts(role).permissions - actor.permissions
    if missing:
        raise BeyondYourRights(permissions=sorted(missing))


def _team(code: str) -> Team | None:
    if not code:
        return None
    team = Team.objects.filter(code=code).first()
    if team is None:
        raise UnknownTeam(team=code)
    return team


def _clean(scopes: Mapping[str, Iterable[str]] | None) -> dict[str, list[str]]:
    try:
        return rules.clean_scopes(scopes)
    except KeyError as error:
        raise InvalidPerson(fields={"scopes": "unknown_choice"}) from error


def _facts(membership_id: int) -> MembershipFacts:
    row = Membership.objects.select_related("role", "team").get(pk=membership_id)
    return queries.membership_facts(row)
