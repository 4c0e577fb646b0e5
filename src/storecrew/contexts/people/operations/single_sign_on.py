"""Staff who come from the provider of the house: who is let in, who is taken on, and the trail of both."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from storecrew.contexts.people import queries
from storecrew.contexts.people.errors import EmailTaken, NotInvited, UnknownRole
from storecrew.contexts.people.facts import UserFacts
from storecrew.contexts.people.models import Role, User, normalize_email
from storecrew.contexts.people.operations.memberships import assign_role
from storecrew.contexts.people.operations.users import add_person
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def let_in(
    *, email: str, name: str, domains: Collection[str] = (), role: str = "", actor: Actor, at: datetime
) -> UserFacts:
    """Return the member of staff with an address that the provider has verified.

    Somebody unknown from one of `domains` is taken on with `role`. Nobody else is made, and the account of a
    shopper stays one. Raises NotInvited with `details["reason"]`: "unknown", "shopper" or "disabled".
    """
    address = normalize_email(email)
    row = User.objects.filter(email=address).first()
    if row is None and role and address.rpartition("@")[2] in domains:
        return _take_on(address, name, role, actor, at)
    if row is not None and row.is_active and row.is_staff:
        return queries.user_facts(row)
    reason = "unknown" if row is None else "shopper" if not row.is_staff else "disabled"
    if row is not None:
        audit.record(
            actor=actor,
            action="people.sign_in_refused",
            record="people.user",
            record_id=row.pk,
            at=at,
            after={"reason": reason},
        )
    raise NotInvited(reason=reason)


def note_single_sign_on(
    *, user_id: int, service: str, second_factor: bool, actor: Actor, at: datetime
) -> None:
    """Write down that the provider opened an account, and whether it asked for a second factor."""
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="people.signed_in_by_service",
            record="people.user",
            record_id=user_id,
            at=at,
            after={"service": service, "second_factor": second_factor},
        )


def _take_on(address: str, name: str, role: str, actor: Actor, at: datetime) -> UserFacts:
    if not Role.objects.filter(code=role).exclude(code=queries.OWNER).exists():
        raise UnknownRole(role=role)
    try:
        with transaction.atomic():
            made = add_person(
                email=address, name=name.strip() or address.partition("@")[0], actor=actor, at=at
            )
            assign_role(user_id=made.id, role_code=role, actor=actor, at=at)
    except EmailTaken:
        # the same person pressed twice, and the other click was faster
        return queries.user_facts(User.objects.get(email=address, is_staff=True))
    return made
