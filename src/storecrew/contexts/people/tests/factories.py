"""Ready-made people for tests of any context or surface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Role, User
from storecrew.kernel.actor import system_actor

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def make_staff(
    *roles: str,
    email: str = "",
    name: str = "",
    password: str | None = None,
    team: str = "",
    scopes: Mapping[str, Iterable[str]] | None = None,
) -> User:
    """Return a member of staff who holds these roles (codes); the organization is seeded on demand."""
    root = system_actor("tests")
    if not Role.objects.exists():
        people.seed_organization(actor=root, at=AT)
    label = name or " ".join(roles) or "staff"
    made = people.add_person(
        email=email or f"{'-'.join(roles).replace('_', '-') or 'staff'}@storecrew.example",
        name=label,
        password=password,
        actor=root,
        at=AT,
    )
    for code in roles:
        people.assign_role(user_id=made.id, role_code=code, team_code=team, scopes=scopes, actor=root, at=AT)
    return User.objects.get(pk=made.id)


def make_shopper(email: str = "shopper@example.org", password: str | None = None) -> User:
    """Return a shopper's account."""
    made = people.add_person(
        email=email, name="Shopper", password=password, is_staff=False, actor=system_actor("tests"), at=AT
    )
    return User.objects.get(pk=made.id)
