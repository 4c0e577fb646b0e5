"""Reads of the people context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, Value

from storecrew.contexts.people import rules
from storecrew.contexts.people.errors import (
    UnknownApiKey,
    UnknownPerson,
    UnknownRole,
)
from storecrew.contexts.people.facts import (
    ApiKeyFacts,
    MembershipFacts,
    RoleFacts,
    ShiftFacts,
    SkillFacts,
    TeamFacts,
    UserFacts,
)
from storecrew.contexts.people.models import (
    ApiKey,
    Delegation,
    Membership,
    Role,
    Shift,
    Skill,
    Team,
    User,
)
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.permissions import ALL_KEYS
from storecrew.kernel.reads import compiled_once

OWNER = "owner"


def actor_for(user: User | AnonymousUser, *, ip: str = "", request_id: str = "") -> Actor:
    """Return who acts in a request of this user, with the rights that hold now (one query).

    Staff get the union of their roles; a shopper has no staff rights, and a person who is not
    signed in or switched off acts as a guest.
    """
    if not isinstance(user, User) or not user.is_active:
        return guest_actor(ip=ip, request_id=request_id)
    if not user.is_staff:
        return Actor(kind="customer", id=f"user:{user.pk}", label=str(user), ip=ip, request_id=request_id)
    held, lent = _grants(user.pk, clock.now())
    everything = user.is_superuser
    return Actor(
        kind="staff",
        id=str(user.pk),
        label=str(user),
        permissions=ALL_KEYS
        if everything
        else rules.merge_permissions((*(p for p, _s in held), *lent), ALL_KEYS),
        scopes={} if everything else rules.merge_scopes(scopes for _p, scopes in held),
        ip=ip,
        request_id=request_id,
    )


def _grants(user_id: int, at: dt.datetime) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Return (rights and scopes of each membership, rights of each delegation that runs); one query."""
    found = _granted(user_id=user_id, at=at)
    own_rows = [(keys, scopes) for keys, scopes, lent in found if not lent]
    return own_rows, [keys for keys, _scopes, lent in found if lent]


@compiled_once
def _granted(user_id: int, at: dt.datetime) -> QuerySet[Any, Any]:
    own = Membership.objects.filter(user_id=user_id).order_by()
    running = Delegation.objects.filter(
        delegate_id=user_id, starts_at__lte=at, ends_at__gt=at, ended_at=None, giver__is_active=True
    ).order_by()
    return own.values_list("role__permissions", "scopes", Value(0)).union(
        running.values_list("permissions", "permissions", Value(1)), all=True
    )


def own_permissions(user_id: int) -> frozenset[str]:
    """Return what a person may do by roles of their own, without what was lent to them."""
    if User.objects.filter(pk=user_id, is_active=True, is_superuser=True).exists():
        return ALL_KEYS
    held = Membership.objects.filter(user_id=user_id, user__is_active=True)
    return rules.merge_permissions(held.values_list("role__permissions", flat=True), ALL_KEYS)


def owner_ids() -> tuple[int, ...]:
    """Return the ids of the active people who own the installation."""
    rows = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def with_password(user_ids: Iterable[int], password: str) -> tuple[int, ...]:
    """Return who of these active people signs in with this password; a tenth of a second for each.

    For passwords that were printed, so that nobody keeps one that everybody knows.
    """
    rows = User.objects.filter(pk__in=list(user_ids), is_active=True).order_by("pk")
    return tuple(row.pk for row in rows if check_password(password, row.password))


def person(user_id: int) -> UserFacts:
    """Return one person; UnknownPerson when there is none."""
    row = User.objects.filter(pk=user_id).first()
    if row is None:
        raise UnknownPerson(user=user_id)
    return user_facts(row)


def person_by_email(email: str) -> UserFacts | None:
    """Return the account with this address in any case, or None."""
    row = User.objects.filter(email=email.strip().lower()).first()
    return user_facts(row) if row else None


def memberships_of(user_id: int) -> list[MembershipFacts]:
    """Return the roles a person holds, with team and scopes, in the order of the roles."""
    rows = Membership.objects.filter(user_id=user_id).select_related("role", "team")
    return [membership_facts(row) for row in rows]


def roles_of(user: User | UserFacts | int) -> list[RoleFacts]:
    """Return the roles of a person, each once, in the order of the playbook; staff only."""
    user_id = user if isinstance(user, int) else user.id
    rows = Role.objects.filter(memberships__user_id=user_id).distinct()
    return [role_facts(row) for row in rows]


def teams_of(user_id: int) -> list[str]:
    """Return the codes of the teams a person belongs to."""
    rows = Team.objects.filter(memberships__user_id=user_id).distinct()
    return list(rows.values_list("code", flat=True))


def members_with(role_codes: Collection[str]) -> list[UserFacts]:
    """Return the active people who hold one of these roles, by name; one query."""
    held = User.objects.filter(memberships__role__code__in=role_codes, is_active=True, is_staff=True)
    return [user_facts(row) for row in held.order_by("name", "email").distinct()]


def staff_who_can(key: str) -> list[tuple[UserFacts, Actor]]:
    """Return (person, as whom they act) of each active member of staff with a right; one query for each."""
    rows = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    found = [(user_facts(row), actor_for(row)) for row in rows]
    return [(known, actor) for known, actor in found if actor.can(key)]


def members_of(team_codes: Collection[str]) -> tuple[int, ...]:
    """Return the ids of the active people of teams; one query."""
    rows = Membership.objects.filter(team__code__in=team_codes, user__is_active=True)
    return tuple(rows.values_list("user_id", flat=True).distinct())


def all_roles() -> list[RoleFacts]:
    """Return all roles in their order."""
    return [role_facts(row) for row in Role.objects.all()]


def role(code: str) -> RoleFacts:
    """Return one role; UnknownRole when there is none."""
    row = Role.objects.filter(code=code).first()
    if row is None:
        raise UnknownRole(role=code)
    return role_facts(row)


def all_teams() -> list[TeamFacts]:
    """Return all teams by name."""
    return [team_facts(row) for row in Team.objects.select_related("parent")]


def holders(role_codes: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return {role code: names of the active staff who hold it}; roles nobody holds are absent."""
    rows = Membership.objects.filter(user__is_active=True, user__is_staff=True)
    if role_codes is not None:
        rows = rows.filter(role__code__in=list(role_codes))
    found: dict[str, dict[str, None]] = {}
    for code, name, email in rows.values_list("role__code", "user__name", "user__email"):
        found.setdefault(code, {})[name or email] = None
    return {code: tuple(names) for code, names in found.items()}


def unheld_roles() -> list[str]:
    """Return the codes of the roles that no active person holds: their work falls to the owner (GEN-4)."""
    active = Membership.objects.filter(user__is_active=True, user__is_staff=True).values("role_id")
    return list(Role.objects.exclude(pk__in=active).values_list("code", flat=True))


def names_of(
    user_id: int, roles: Iterable[str] | None = None, *, known: UserFacts | None = None
) -> tuple[str, ...]:
    """Return what a person answers to: their roles (or only some of them), their handles, as an owner more.

    What is asked of a role that nobody holds yet must not lie in an inbox that nobody opens (GEN-4).
    """
    known = known or person(user_id)
    held = [role.code for role in roles_of(user_id)] if roles is None else list(roles)
    left = unheld_roles() if OWNER in held else []
    return tuple(dict.fromkeys([*held, *left, *rules.handles(known.email, known.name)]))


def colleagues(text: str, *, limit: int = 8) -> list[UserFacts]:
    """Return active staff whose name or address holds a text, by name."""
    rows = User.objects.filter(is_active=True, is_staff=True)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return [user_facts(row) for row in rows.order_by("name", "email")[:limit]]


def called(names: Iterable[str]) -> dict[str, list[UserFacts]]:
    """Return {handle: the active staff who answer to it} of those handles that anybody answers to."""
    wanted = set(names)
    found: dict[str, list[UserFacts]] = {}
    if not wanted:
        return found
    for row in User.objects.filter(is_active=True, is_staff=True).order_by("name"):
        for handle in wanted.intersection(rules.handles(row.email, row.name)):
            found.setdefault(handle, []).append(user_facts(row))
    return found


def active_owners(*, besides: int | None = None) -> int:
    """Return how many active people own the house, without counting one of them."""
    rows = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
    return rows.exclude(pk=besides).count() if besides else rows.count()


def user_facts(row: User) -> UserFacts:
    """Build the facts of a user."""
    return UserFacts(
        id=row.pk,
        email=row.email,
        name=row.name,
        locale=row.locale,
        is_active=row.is_active,
        is_staff=row.is_staff,
    )


def role_facts(row: Role) -> RoleFacts:
    """Build the facts of a role; the owner's role has every right, whatever the row says."""
    return RoleFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        description=row.description,
        workspace=row.workspace,
        permissions=ALL_KEYS if row.code == OWNER else frozenset(row.permissions) & ALL_KEYS,
        version=row.version,
    )


def team_facts(row: Team) -> TeamFacts:
    """Build the facts of a team whose parent is already loaded."""
    return TeamFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        parent=row.parent.code if row.parent else "",
    )


def membership_facts(row: Membership) -> MembershipFacts:
    """Build the facts of a membership whose role and team are already loaded."""
    return MembershipFacts(
        id=row.pk,
        user_id=row.user_id,
        role=role_facts(row.role),
        team=row.team.code if row.team else "",
        team_name=row.team.name if row.team else "",
        scopes={kind: tuple(codes) for kind, codes in row.scopes.items()},
    )


def rostered_minutes(location_code: str, day: dt.date, skill: str) -> int:
    """Return the minutes that people are there for a skill on a local day, breaks left out."""
    return minutes_by_day([location_code], day, day, skill).get(day, 0)


def minutes_by_day(
    location_codes: Collection[str], since: dt.date, until: dt.date, skill: str
) -> dict[dt.date, int]:
    """Return the minutes for a skill on each day from ``since`` to ``until``, both included; one query."""
    found: dict[dt.date, int] = {}
    rows = Shift.objects.filter(
        location_code__in=location_codes, day__gte=since, day__lte=until, skill=skill, user__is_active=True
    )
    for day, starts_at, ends_at, pause in rows.values_list("day", "starts_at", "ends_at", "break_minutes"):
        found[day] = found.get(day, 0) + rules.worked_minutes(starts_at, ends_at, pause)
    return found


def skill_minutes(skill: str, since: dt.date, until: dt.date) -> dict[dt.date, int]:
    """Return the minutes for a skill at all places, on each day that has some; both included, one query."""
    found: dict[dt.date, int] = {}
    rows = Shift.objects.filter(day__gte=since, day__lte=until, skill=skill, user__is_active=True)
    for day, starts_at, ends_at, pause in rows.values_list("day", "starts_at", "ends_at", "break_minutes"):
        found[day] = found.get(day, 0) + rules.worked_minutes(starts_at, ends_at, pause)
    return found


def minutes_left(location_codes: Collection[str], day: dt.date, skill: str, *, at: dt.datetime) -> int:
    """Return the minutes of a day's shifts for a skill that lie after an instant; one query."""
    rows = Shift.objects.filter(
        location_code__in=location_codes, day=day, skill=skill, ends_at__gt=at, user__is_active=True
    )
    return sum(
        rules.worked_minutes(max(starts_at, at), ends_at, pause if starts_at > at else 0)
        for starts_at, ends_at, pause in rows.values_list("starts_at", "ends_at", "break_minutes")
    )


def shifts(since: dt.date, until: dt.date, *, location_code: str = "") -> tuple[ShiftFacts, ...]:
    """Return the shifts of days, both included, in the order in which they start; one query."""
    rows = Shift.objects.select_related("user").filter(day__gte=since, day__lte=until)
    if location_code:
        rows = rows.filter(location_code=location_code)
    return tuple(
        ShiftFacts(
            id=row.pk,
            user_id=row.user_id,
            name=row.user.name,
            location_code=row.location_code,
            day=row.day,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            minutes=rules.worked_minutes(row.starts_at, row.ends_at, row.break_minutes),
            skill=row.skill,
        )
        for row in rows
    )


def skills() -> tuple[SkillFacts, ...]:
    """Return what everybody active may do; one query."""
    rows = Skill.objects.select_related("user").filter(user__is_active=True).order_by("user__name", "skill")
    return tuple(
        SkillFacts(row.user_id, row.user.name, row.skill, row.trained_on, row.valid_until, row.note)
        for row in rows
    )


def staff_with(any_of: Collection[str], also: str = "") -> tuple[UserFacts, ...]:
    """Return the active staff who hold one of these rights, if any, and another one too; two queries.

    By roles of their own: what was lent for a while is left out.
    """
    held: dict[int, list[Any]] = {}
    for user_id, keys in Membership.objects.values_list("user_id", "role__permissions"):
        held.setdefault(user_id, []).append(keys)
    found = []
    for row in User.objects.filter(is_active=True, is_staff=True).order_by("name", "email"):
        rights = ALL_KEYS if row.is_superuser else rules.merge_permissions(held.get(row.pk, ()), ALL_KEYS)
        if (not any_of or not rights.isdisjoint(any_of)) and (not also or also in rights):
            found.append(user_facts(row))
    return tuple(found)


def staff_choices() -> tuple[tuple[int, str], ...]:
    """Return the people who can be on a roster."""
    return tuple(User.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


def api_key_facts(row: ApiKey) -> ApiKeyFacts:
    """Return a key without its secret."""
    return ApiKeyFacts(
        id=row.pk,
        name=row.name,
        prefix=row.prefix,
        owner_id=row.owner_id,
        owner_name=str(row.owner),
        permissions=tuple(row.permissions),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_on=row.last_used_on,
    )


def api_key(key_id: int) -> ApiKeyFacts:
    """Return one key; UnknownApiKey when there is none."""
    row = ApiKey.objects.select_related("owner").filter(pk=key_id).first()
    if row is None:
        raise UnknownApiKey(key=key_id)
    return api_key_facts(row)
