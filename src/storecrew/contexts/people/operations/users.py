"""Writes about the people who sign in."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from storecrew.contexts.people import queries
from storecrew.contexts.people.errors import (
    EmailTaken,
    InvalidPerson,
    LastOwner,
    NotYourself,
    UnknownPerson,
)
from storecrew.contexts.people.events import AccessChanged
from storecrew.contexts.people.facts import UserFacts
from storecrew.contexts.people.models import Device, User, normalize_email
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

PERMISSION = "people.write"


def add_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    locale: str = "",
    is_staff: bool = True,
    actor: Actor,
    at: datetime,
) -> UserFacts:
    """Create an account; without a password the person sets one by the "forgot password" mail.

    The address counts as confirmed, since a colleague typed it. Raises InvalidPerson, EmailTaken.
    """
    actor.require(PERMISSION)
    address = normalize_email(email)
    _check(address, name)
    try:
        with transaction.atomic():
            row = User.objects.create_user(
                address, password, name=name.strip(), locale=locale, is_staff=is_staff, date_joined=at
            )
            _confirm_address(row.pk, address)
            audit.record(
                actor=actor,
                action="people.person_added",
                record="people.user",
                record_id=row.pk,
                at=at,
                after={"email": address, "name": row.name, "is_staff": is_staff},
            )
    except IntegrityError as error:
        # the unique key decides, also when two people add the same address at once
        raise EmailTaken(email=address) from error
    return queries.user_facts(row)


def edit_person(
    *, user_id: int, name: str, email: str, locale: str = "", actor: Actor, at: datetime
) -> UserFacts:
    """Change name, address and language; a new address ends the person's sessions."""
    actor.require(PERMISSION)
    address = normalize_email(email)
    _check(address, name)
    before = queries.person(user_id)
    after = {"name": name.strip(), "email": address, "locale": locale}
    if after == {"name": before.name, "email": before.email, "locale": before.locale}:
        return before
    try:
        with transaction.atomic():
            User.objects.filter(pk=user_id).update(**after)
            if address != before.email:
                _confirm_address(user_id, address)
                _raise_stamp(user_id)
            audit.record(
                actor=actor,
                action="people.person_edited",
                record="people.user",
                record_id=user_id,
                at=at,
                before={"name": before.name, "email": before.email, "locale": before.locale},
                after=after,
            )
    except IntegrityError as error:
        raise EmailTaken(email=address) from error
    return queries.person(user_id)


def rename_oneself(*, name: str, actor: Actor, at: datetime) -> UserFacts:
    """Change one's own name; whoever works here may. Raises UnknownPerson and what a bad name raises."""
    if actor.kind != "staff":
        raise UnknownPerson(user=actor.id)
    before = queries.person(int(actor.id))
    wanted = name.strip()
    _check(before.email, wanted)
    if wanted == before.name:
        return before
    with transaction.atomic():
        User.objects.filter(pk=before.id).update(name=wanted)
        audit.record(
            actor=actor,
            action="people.person_edited",
            record="people.user",
            record_id=before.id,
            at=at,
            before={"name": before.name},
            after={"name": wanted},
        )
    return queries.person(before.id)


def disable_user(*, user_id: int, reason: str = "", actor: Actor, at: datetime) -> UserFacts:
    """Switch an account off; all its sessions end at once (AUT-09). Raises LastOwner, NotYourself."""
    actor.require(PERMISSION)
    if actor.kind == "staff" and actor.id == str(user_id):
        raise NotYourself(user=user_id)
    return _set_active(user_id, active=False, reason=reason, actor=actor, at=at)


def enable_user(*, user_id: int, reason: str = "", actor: Actor, at: datetime) -> UserFacts:
    """Switch an account on again; its old sessions stay dead."""
    actor.require(PERMISSION)
    return _set_active(user_id, active=True, reason=reason, actor=actor, at=at)


def set_password(*, user_id: int, password: str, actor: Actor, at: datetime) -> None:
    """Give an account a new password, which ends all its sessions; for commands and the demo."""
    actor.require(PERMISSION)
    with transaction.atomic():
        if not User.objects.filter(pk=user_id).update(password=make_password(password)):
            raise UnknownPerson(user=user_id)
        _raise_stamp(user_id)
        audit.record(
            actor=actor,
            action="people.password_set",
            record="people.user",
            record_id=user_id,
            at=at,
        )


def end_sessions(*, user_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """End every session of a person at once; anybody may end their own."""
    if actor.id not in (str(user_id), f"user:{user_id}"):
        actor.require(PERMISSION)
    with transaction.atomic():
        if not _raise_stamp(user_id):
            raise UnknownPerson(user=user_id)
        audit.record(
            actor=actor,
            action="people.sessions_ended",
            record="people.user",
            record_id=user_id,
            at=at,
            reason=reason,
        )
        outbox.publish(AccessChanged(user_id=user_id))


def erase_account(*, user_id: int, actor: Actor, at: datetime) -> None:
    """Make the sign-in of a shopper anonymous and unusable; what they bought stays with its order.

    A shopper may erase their own account; staff accounts are disabled instead, since the audit trail
    names them.
    """
    if actor.id != f"user:{user_id}":
        actor.require("customers.write")
    _erase(User.objects.filter(pk=user_id, is_staff=False), user_id, actor, at)


def erase_outsider(*, user_id: int, role_code: str, actor: Actor, at: datetime) -> None:
    """Make the account of somebody who worked from outside anonymous and unusable.

    Only where they never had another role than this one: people of the house stay, since what they decided
    bears their name. Raises UnknownPerson.
    """
    actor.require(PERMISSION)
    if {role.code for role in queries.roles_of(user_id)} - {role_code}:
        raise UnknownPerson(user=user_id)
    _erase(User.objects.filter(pk=user_id, is_superuser=False), user_id, actor, at)


def _erase(rows: QuerySet[User], user_id: int, actor: Actor, at: datetime) -> None:
    with transaction.atomic():
        changed = rows.update(
            email=f"erased-{user_id}@invalid.example",
            name="",
            locale="",
            is_active=False,
            password=make_password(None),
            session_stamp=F("session_stamp") + 1,
        )
        if not changed:
            raise UnknownPerson(user=user_id)
        EmailAddress.objects.filter(user_id=user_id).delete()
        SocialAccount.objects.filter(user_id=user_id).delete()
        Device.objects.filter(user_id=user_id).delete()
        audit.record(
            actor=actor,
            action="people.account_erased",
            record="people.user",
            record_id=user_id,
            at=at,
        )
        outbox.publish(AccessChanged(user_id=user_id))


def _set_active(user_id: int, *, active: bool, reason: str, actor: Actor, at: datetime) -> UserFacts:
    with transaction.atomic():
        before = queries.person(user_id)
        if before.is_active == active:
            return before
        if not active and _is_owner(user_id) and not queries.active_owners(besides=user_id):
            raise LastOwner(user=user_id)
        User.objects.filter(pk=user_id).update(is_active=active, session_stamp=F("session_stamp") + 1)
        audit.record(
            actor=actor,
            action="people.person_enabled" if active else "people.person_disabled",
            record="people.user",
            record_id=user_id,
            at=at,
            before={"is_active": before.is_active},
            after={"is_active": active},
            reason=reason,
        )
        outbox.publish(AccessChanged(user_id=user_id))
    return queries.person(user_id)


def _is_owner(user_id: int) -> bool:
    return User.objects.filter(pk=user_id, is_superuser=True).exists()


def _raise_stamp(user_id: int) -> int:
    return User.objects.filter(pk=user_id).update(session_stamp=F("session_stamp") + 1)


def _confirm_address(user_id: int, address: str) -> None:
    """Replace what the sign-in knows about a person's addresses by this one, confirmed."""
    EmailAddress.objects.filter(user_id=user_id).delete()
    EmailAddress.objects.create(user_id=user_id, email=address, verified=True, primary=True)


def _check(address: str, name: str) -> None:
    problems = {}
    try:
        validate_email(address)
    except ValidationError:
        problems["email"] = "invalid_email"
    if not name.strip():
        problems["name"] = "required"
    if problems:
        raise InvalidPerson(fields=problems)
