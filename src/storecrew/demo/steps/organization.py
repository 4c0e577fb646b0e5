"""One person for each role, and an owner."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.people import public as people
from storecrew.kernel.actor import Actor

PASSWORD = "storecrew-demo"  # noqa: S105 - printed at start; production refuses the demo
DOMAIN = "storecrew.example"


def email_of(role_code: str) -> str:
    """Return the address with which the demo's holder of a role signs in."""
    return f"{role_code.replace('_', '-')}@{DOMAIN}"


def build(*, actor: Actor, at: dt.datetime) -> None:
    """Seed teams and roles and give each role to one person named after it."""
    people.seed_organization(actor=actor, at=at)
    people.save_sign_in_service(
        code="simulator", name="Simulator", client_id="", enabled=True, actor=actor, at=at,
        expected_version=people.sign_in_service("simulator").version,
    )  # fmt: skip
    for role in (*people.ROLES, *people.HANDS):
        if people.person_by_email(email_of(role.code)) is not None:
            continue
        person = people.add_person(
            email=email_of(role.code), name=role.name, password=PASSWORD, locale="en", actor=actor, at=at
        )
        people.assign_role(user_id=person.id, role_code=role.code, team_code=role.team, actor=actor, at=at)
