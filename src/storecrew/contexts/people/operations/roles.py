"""Writes about roles: rows with permission keys, edited on screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from storecrew.contexts.people import queries, wagtail_access
from storecrew.contexts.people.errors import (
    BeyondYourRights,
    InvalidPerson,
    OwnerIsFixed,
    RoleInUse,
    StaleRole,
    UnknownRole,
)
from storecrew.contexts.people.events import RoleChanged
from storecrew.contexts.people.facts import RoleFacts
from storecrew.contexts.people.models import Membership, Role
from storecrew.contexts.people.operations.delegations import end_beyond
from storecrew.contexts.people.organization import ROLES
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.permissions import ALL_KEYS

PERMISSION = "roles.write"
CODE = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


def save_role(
    *,
    code: str,
    name: str,
    permissions: Iterable[str],
    description: str = "",
    workspace: str = "",
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> RoleFacts:
    """Create the role `code` or change its name, text, workspace and rights.

    New rights hold from the next request of everybody who has the role. An actor can neither add
    nor keep adding rights they lack. Raises InvalidPerson, OwnerIsFixed, BeyondYourRights, StaleRole.
    """
    actor.require(PERMISSION)
    keys = sorted(set(permissions))
    _check(code, name, keys)
    with transaction.atomic():
        row = Role.objects.filter(code=code).first()
        if code == queries.OWNER:
            raise OwnerIsFixed(role=code)
        added = set(keys) - set(row.permissions if row else ())
        if added - actor.permissions:
            raise BeyondYourRights(permissions=sorted(added - actor.permissions))
        values = {
            "name": name.strip(),
            "description": description.strip(),
            "workspace": workspace,
            "permissions": keys,
        }
        before = {key: getattr(row, key) for key in values} if row else None
        if before == values and row:
            return queries.role_facts(row)
        if row and row.offered is not None:  # what is taken away by hand stays away (decision 0123)
            Role.objects.filter(pk=row.pk).update(offered=sorted({*row.offered, *row.permissions, *keys}))
        role_id = _write(row, code, values, expected_version)
        audit.record(
            actor=actor,
            action="people.role_saved",
            record="people.role",
            record_id=role_id,
            at=at,
            before=before,
            after=values,
        )
        for user_id in Membership.objects.filter(role_id=role_id).values_list("user_id", flat=True):
            wagtail_access.sync_user(user_id)
            end_beyond(user_id, at=at)
        outbox.publish(RoleChanged(role_code=code))
    return queries.role(code)


def delete_role(*, code: str, actor: Actor, at: datetime) -> None:
    """Delete a role of one's own making that nobody holds. Raises RoleInUse, UnknownRole."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = Role.objects.filter(code=code).first()
        if row is None:
            raise UnknownRole(role=code)
        if code in {seed.code for seed in ROLES} or row.memberships.exists():
            raise RoleInUse(role=code)
        audit.record(
            actor=actor,
            action="people.role_deleted",
            record="people.role",
            record_id=row.pk,
            at=at,
            before={"code": code, "name": row.name, "permissions": row.permissions},
        )
        row.delete()


def _write(row: Role | None, code: str, values: Mapping[str, object], expected_version: int | None) -> int:
    if row is None:
        last = Role.objects.order_by("-position").values_list("position", flat=True).first() or 0
        return Role.objects.create(code=code, position=min(last + 1, 32_000), **values).pk
    rows = Role.objects.filter(pk=row.pk)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(**values, version=(expected_version or row.version) + 1):
        raise StaleRole(role=code)
    return row.pk


def _check(code: str, name: str, keys: list[str]) -> None:
    problems = {}
    if not CODE.match(code):
        problems["code"] = "invalid_code"
    if not name.strip():
        problems["name"] = "required"
    if set(keys) - ALL_KEYS:
        problems["permissions"] = "unknown_permission"
    if problems:
        raise InvalidPerson(fields=problems)
