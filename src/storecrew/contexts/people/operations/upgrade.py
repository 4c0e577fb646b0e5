"""What a new version brings to the roles of an installation that is already at work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from storecrew.contexts.people import queries, rules, wagtail_access
from storecrew.contexts.people.events import RoleChanged
from storecrew.contexts.people.models import Membership, Role
from storecrew.contexts.people.operations.seed import create_missing_roles
from storecrew.contexts.people.organization import HANDS, OUTSIDERS, ROLES
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say


def offer_new_rights(*, actor: Actor, at: datetime) -> dict[str, list[str]]:
    """Give the roles of the playbook the rights that this version added; return {role: keys added}.

    Each key is offered to a role once: what the owner took away stays away. Roles that are new come
    too, unless one of that code was deleted. Does nothing in an installation that has no roles yet, and
    nothing when repeated.
    """
    actor.require("roles.write")
    added = {}
    with transaction.atomic():
        rows = {row.code: row for row in Role.objects.select_for_update().order_by("pk")}
        if not rows:
            return {}
        for seed in (*ROLES, *HANDS, *OUTSIDERS):
            row = rows.get(seed.code)
            offered = _offered(row) if row else None
            if row is None or offered is None:
                continue
            new = rules.newly_offered(seed.permissions, offered)
            if not new and row.offered is not None:
                continue
            fresh = sorted(new - set(row.permissions)) if row.code != queries.OWNER else []
            values = {"offered": sorted(offered | new), "permissions": sorted({*row.permissions, *fresh})}
            Role.objects.filter(pk=row.pk).update(**values, version=F("version") + (1 if fresh else 0))
            if fresh:
                added[row.code] = fresh
                _tell(row, values["permissions"], actor=actor, at=at)
        audit.record_many(create_missing_roles(leave_out=_deleted()), actor=actor, at=at)
    return added


def _tell(row: Role, permissions: list[str], *, actor: Actor, at: datetime) -> None:
    """Write the audit line and let what hangs on the rights of the holders follow."""
    audit.record(
        actor=actor,
        action="people.role_extended",
        record="people.role",
        record_id=row.pk,
        at=at,
        before={"permissions": row.permissions},
        after={"permissions": permissions},
        reason=say("New in this version"),
    )
    for user_id in Membership.objects.filter(role_id=row.pk).values_list("user_id", flat=True):
        wagtail_access.sync_user(user_id)
    outbox.publish(RoleChanged(role_code=row.code))


def _offered(row: Role) -> set[str] | None:
    """Return the keys a role was ever given; None for one that people made themselves.

    Roles that are older than this memory are known by their audit trail: its first line was written by the
    installation itself, and its lines name every right the role has had.
    """
    if row.offered is not None:
        return set(row.offered)
    trail = audit.entries_for("people.role", row.pk, limit=10_000)
    if not trail or trail[-1].actor_kind != "system":
        return None
    lists = [part.get("permissions", ()) for entry in trail for part in (entry.before, entry.after) if part]
    return {*row.permissions, *(key for keys in lists for key in keys)}


def _deleted() -> Iterable[str]:
    entries = audit.entries_of_kind("people.role", "people.role_deleted")
    return [entry.before["code"] for entry in entries if entry.before]
