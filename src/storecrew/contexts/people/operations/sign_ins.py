"""Outside services to sign in with: set up by an owner; links of shoppers proved, made and taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.people import rules
from storecrew.contexts.people.errors import (
    InvalidSignInService,
    LastSignIn,
    NotLinked,
    SignInServiceChanged,
    UnknownPerson,
    UnknownSignInService,
)
from storecrew.contexts.people.facts import SignInServiceFacts
from storecrew.contexts.people.models import SignInService, User
from storecrew.contexts.people.queries import sign_ins as queries
from storecrew.kernel import audit, outgoing, secrets
from storecrew.kernel.actor import Actor

RECORD = "people.signinservice"


def save_sign_in_service(
    *,
    code: str,
    name: str,
    client_id: str,
    enabled: bool,
    actor: Actor,
    at: dt.datetime,
    settings: Mapping[str, str] | None = None,
    secret_values: Mapping[str, str] | None = None,
    expected_version: int = 0,
) -> SignInServiceFacts:
    """Set up a service and switch it on or off. A secret that is empty stays as it was.

    The audit line says which secrets changed and never what they are.

    :raises UnknownSignInService: there is no such kind
    :raises InvalidSignInService: something that the service needs is missing or wrong
    :raises SignInServiceChanged: somebody else saved since ``expected_version``
    """
    actor.require("settings.write")
    before = queries.sign_in_service(code)
    kind = rules.sign_in_kind(code)
    if kind is None:
        raise UnknownSignInService(service=code[:20])
    given = {key: value.strip() for key, value in (secret_values or {}).items() if value.strip()}
    kept = {**queries.sign_in_secrets(code), **given}
    values: dict[str, Any] = {
        "name": name.strip() or rules.usual_name(kind, code),
        "client_id": client_id.strip(),
        "settings": {key: (settings or {}).get(key, "").strip() for key in kind.settings},
        "enabled": enabled,
    }
    _check(kind, values, kept)
    sealed = secrets.seal(kept, purpose=queries.SIGN_IN_PURPOSE)
    with transaction.atomic():
        row, made = SignInService.objects.get_or_create(
            code=code, defaults={**values, "sealed_secrets": sealed, "updated_at": at}
        )
        if not made:
            changed = SignInService.objects.filter(pk=row.pk, version=expected_version).update(
                **values, sealed_secrets=sealed, updated_at=at, version=F("version") + 1
            )
            if not changed:
                raise SignInServiceChanged(version=row.version)
        shown = {key: values[key] for key in ("name", "client_id", "settings", "enabled")}
        audit.record(
            actor=actor,
            action="people.sign_in_service_saved",
            record=RECORD,
            record_id=code,
            at=at,
            before={key: getattr(before, key) for key in shown} if before.version else None,
            after={**shown, "secrets_changed": sorted(given)},
        )
    return queries.sign_in_service(code)


def prove_email(*, user_id: int, actor: Actor, at: dt.datetime) -> None:
    """Note that whoever acts reads the mails of an account's address.

    An account whose address nobody had proved may have been opened by somebody else: its password and its
    sessions end, so that only who reads the mails goes on. Staff are NotLinked. Raises UnknownPerson.
    """
    with transaction.atomic():
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if user is None:
            raise UnknownPerson(user=user_id)
        if user.is_staff:
            raise NotLinked()
        if EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
            return
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.filter(email__iexact=user.email).exclude(user=user).delete()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        SocialAccount.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(
            password=make_password(None), session_stamp=F("session_stamp") + 1
        )
        audit.record(
            actor=actor, action="people.email_proved", record="people.user", record_id=user.pk, at=at
        )


def note_link(*, user_id: int, service: str, actor: Actor, at: dt.datetime) -> None:
    """Write down that an account agreed to be opened by a service from now on; NotLinked for staff."""
    with transaction.atomic():
        if User.objects.filter(pk=user_id, is_staff=True).exists():
            raise NotLinked()
        audit.record(
            actor=actor,
            action="people.sign_in_linked",
            record="people.user",
            record_id=user_id,
            at=at,
            after={"service": rules.kind_of_sign_in(service)},
        )


def link_sign_in(*, user_id: int, provider: str, uid: str, email: str, actor: Actor, at: dt.datetime) -> bool:
    """Link an account with a service; False when the service's account opens another one already.

    The caller has made sure that whoever acts owns both. NotLinked for staff.
    """
    with transaction.atomic():
        kept, made = SocialAccount.objects.get_or_create(
            provider=provider, uid=uid, defaults={"user_id": user_id, "extra_data": {"email": email[:254]}}
        )
        if made:
            note_link(user_id=user_id, service=provider, actor=actor, at=at)
        return made or kept.user_id == user_id


def unlink_sign_in(*, user_id: int, link_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take a link with an outside service away from one's own account.

    :raises UnknownSignInService: the account has no such link
    :raises LastSignIn: there is no password and no other service that is switched on
    """
    if actor.id != f"user:{user_id}":
        actor.require("customers.write")
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        link = SocialAccount.objects.filter(pk=link_id, user_id=user_id).first()
        if user is None or link is None:
            raise UnknownSignInService(link=link_id)
        on = {code for code, _name in queries.offered_sign_ins()}
        others = SocialAccount.objects.filter(user_id=user_id).exclude(pk=link_id)
        left = any(rules.kind_of_sign_in(each.provider) in on for each in others)
        if not left and not user.has_usable_password():
            raise LastSignIn()
        service = rules.kind_of_sign_in(link.provider)
        link.delete()
        audit.record(
            actor=actor,
            action="people.sign_in_unlinked",
            record="people.user",
            record_id=user_id,
            at=at,
            before={"service": service},
        )


def _check(kind: rules.SignInKind, values: Mapping[str, Any], kept: Mapping[str, str]) -> None:
    problems: dict[str, str] = {}
    if len(values["name"]) > 40:
        problems["name"] = _("At most 40 characters.")
    if len(values["client_id"]) > 191:
        problems["client_id"] = _("At most 191 characters.")
    missing = _("The service needs this before it can be switched on.")
    if values["enabled"] and not kind.test_only:
        wanted = {"client_id": values["client_id"], **values["settings"]}
        wanted |= {name: kept.get(name, "") for name in kind.secrets}
        problems |= {name: missing for name, value in wanted.items() if not value}
    server = values["settings"].get("server_url", "")
    if server:
        try:
            outgoing.check_url(server)
        except outgoing.Refused:
            problems["server_url"] = _("A public address that starts with https://, as the service names it.")
    if problems:
        raise InvalidSignInService(fields=problems)


def replace_password(user_id: int, before: str, after: str) -> bool:
    """Put one stored password in the place of another; False when somebody else was faster (CON-23)."""
    return bool(User.objects.filter(pk=user_id, password=before).update(password=after))
