"""The organization a new installation starts with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from storecrew.contexts.people import wagtail_access
from storecrew.contexts.people.models import Role, Team
from storecrew.contexts.people.organization import HANDS, OUTSIDERS, ROLES, TEAMS
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def seed_organization(*, actor: Actor, at: datetime) -> None:
    """Create the teams and roles of the playbook that are missing; what was edited stays as it is."""
    actor.require("roles.write")
    with transaction.atomic():
        wagtail_access.ensure_groups()
        changes = [*_teams(), *create_missing_roles()]
        audit.record_many(changes, actor=actor, at=at)


def _teams() -> list[audit.Change]:
    changes = []
    known = {row.code: row for row in Team.objects.all()}
    for seed in TEAMS:
        if seed.code in known:
            continue
        row = Team.objects.create(
            code=seed.code, name=seed.name, kind=seed.kind, parent=known.get(seed.parent)
        )
        known[seed.code] = row
        changes.append(audit.Change("people.team_saved", "people.team", row.pk, after={"name": seed.name}))
    return changes


def create_missing_roles(leave_out: Iterable[str] = ()) -> list[audit.Change]:
    """Create the roles of the playbook that are missing, and return what the audit trail has to hear of."""
    changes = []
    known = {*Role.objects.values_list("code", flat=True), *leave_out}
    for position, seed in enumerate((*ROLES, *HANDS, *OUTSIDERS), start=1):
        if seed.code in known:
            continue
        row = Role.objects.create(
            code=seed.code,
            name=seed.name,
            description=seed.description,
            permissions=sorted(seed.permissions),
            offered=sorted(seed.permissions),
            workspace=seed.workspace,
            position=position,
        )
        after = {"name": seed.name, "permissions": row.permissions}
        changes.append(audit.Change("people.role_saved", "people.role", row.pk, after=after))
    return changes
