"""Keys of the interface: issued once, shown once, taken away at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from storecrew.contexts.people import queries, rules
from storecrew.contexts.people.errors import ApiKeyRefused, InvalidApiKey, UnknownApiKey
from storecrew.contexts.people.facts import ApiKeyFacts
from storecrew.contexts.people.models import ApiKey, User
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

PERMISSION = "keys.write"
RECORD = "people.apikey"
MARK = "sck"
"""Begins every token, so that a scanner of leaked secrets knows what it found."""


def issue_api_key(
    *, name: str, permissions: Collection[str], expires_at: dt.datetime, actor: Actor, at: dt.datetime
) -> tuple[ApiKeyFacts, str]:
    """Issue a key for the person who acts; return it and its token, which nobody can read again.

    :raises ApiKeyRefused: with ``fields``: no name, no rights or ones the person lacks, an end that has
        passed or is more than a year away
    """
    actor.require(PERMISSION)
    wanted = frozenset(permissions)
    # A key that could issue keys would outlive its own end.
    held = actor.permissions - {PERMISSION}
    if wrong := rules.key_problems(name, wanted, held, expires_at, at):
        raise ApiKeyRefused(fields={field: _words(code) for field, code in wrong.items()})
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiKey.objects.create(
            owner=User.objects.get(pk=int(actor.id)),
            name=name.strip()[:100],
            prefix=prefix,
            secret_hash=_hashed(secret),
            permissions=sorted(wanted),
            created_at=at,
            expires_at=expires_at,
        )
        audit.record(
            actor=actor,
            action="people.api_key_issued",
            record=RECORD,
            record_id=row.pk,
            at=at,
            after={
                "name": row.name,
                "key": prefix,
                "permissions": row.permissions,
                "expires_at": expires_at.date().isoformat(),
            },
        )
    return queries.api_key_facts(row), f"{MARK}_{prefix}_{secret}"


def revoke_api_key(key_id: int, *, actor: Actor, at: dt.datetime) -> ApiKeyFacts:
    """Take a key away for good; the next request with it is refused. Revoking twice changes nothing.

    :raises UnknownApiKey: there is none
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        taken = ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=at)
        row = ApiKey.objects.select_related("owner").filter(pk=key_id).first()
        if row is None:
            raise UnknownApiKey(key=key_id)
        if taken:
            audit.record(
                actor=actor,
                action="people.api_key_revoked",
                record=RECORD,
                record_id=row.pk,
                at=at,
                before={"name": row.name, "key": row.prefix},
            )
    return queries.api_key_facts(row)


def open_with_key(token: str, *, at: dt.datetime, ip: str = "", request_id: str = "") -> Actor:
    """Return who acts with a token: the key, with those of its rights that its person still holds.

    :raises InvalidApiKey: it is none, is revoked or over, or its person no longer works here
    """
    prefix, secret = _parts(token)
    row = ApiKey.objects.select_related("owner").filter(prefix=prefix).first()
    known = row is not None and hmac.compare_digest(row.secret_hash, _hashed(secret))
    if row is None or not known or row.revoked_at is not None or row.expires_at <= at:
        raise InvalidApiKey()
    person = queries.actor_for(row.owner, ip=ip, request_id=request_id)
    if person.kind != "staff":
        raise InvalidApiKey()
    _note_use(row, at)
    return Actor(
        kind="key",
        id=row.prefix,
        label=f"{row.name} ({person.label})"[:200],
        permissions=frozenset(row.permissions) & person.permissions,
        scopes=person.scopes,
        on_behalf_of=person.label,
        ip=ip,
        request_id=request_id,
    )


def _note_use(row: ApiKey, at: dt.datetime) -> None:
    """Write the day of the last use, once a day: a key is used many times a second."""
    today = at.date()
    if row.last_used_on != today:
        stale = Q(last_used_on=None) | Q(last_used_on__lt=today)
        ApiKey.objects.filter(stale, pk=row.pk).update(last_used_on=today)


def _parts(token: str) -> tuple[str, str]:
    mark, _first, rest = token.partition("_")
    prefix, _second, secret = rest.partition("_")
    if mark != MARK or not prefix or not secret:
        raise InvalidApiKey()
    return prefix, secret


def _hashed(secret: str) -> str:
    """Return what is kept of a secret of 256 random bits; nobody guesses those, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _words(code: str) -> str:
    return {
        "missing": _("This is needed."),
        "beyond": _("A key cannot do more than you can, and cannot issue keys."),
        "past": _("This lies in the past."),
        "long": _("A key is valid for a year at most."),
    }[code]
