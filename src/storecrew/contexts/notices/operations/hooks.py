"""Chats of teams: set up and tried by those who arrange the teams; the address is kept as a secret."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.notices import queries
from storecrew.contexts.notices.errors import HookChanged, InvalidHook, UnknownHook
from storecrew.contexts.notices.facts import HookFacts
from storecrew.contexts.notices.models import ChatHook
from storecrew.contexts.notices.providers import chat
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, outgoing, secrets
from storecrew.kernel.actor import Actor

PERMISSION = "people.write"
PURPOSE = "chat-hook"
RECORD = "notices.chathook"


def save_hook(
    *,
    hook_id: int | None = None,
    team: str,
    name: str,
    address: str = "",
    locale: str = "",
    enabled: bool = True,
    expected_version: int = 0,
    actor: Actor,
    at: datetime,
) -> HookFacts:
    """Set up a chat of a team, or change the one with this id; an empty address stays as it was.

    Raises InvalidHook with `details["fields"]`, UnknownHook, HookChanged.
    """
    actor.require(PERMISSION)
    before = queries.hook(hook_id) if hook_id else None
    teams = {each.code: each.id for each in people.all_teams()}
    values = _checked(teams, team, name, address.strip(), locale, needs_address=before is None)
    values |= {"enabled": enabled, "updated_at": at}
    with transaction.atomic():
        if before is None:
            row_id = ChatHook.objects.create(**values).pk
        else:
            row_id = before.id
            fresh = {"failing_since": None, "error": ""}
            rows = ChatHook.objects.filter(pk=row_id, version=expected_version)
            if not rows.update(**values, **fresh, version=F("version") + 1):
                raise HookChanged(hook=row_id)
            calm(row_id, actor=actor, at=at)
        after = queries.hook(row_id)
        audit.record(
            actor=actor,
            action="notices.chat_hook_saved",
            record=RECORD,
            record_id=row_id,
            at=at,
            before=_plain(before) if before else None,
            after={**_plain(after), "address_changed": bool(address.strip())},
        )
    return after


def remove_hook(hook_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a chat away, with what was on its way there; who chose it has the inbox. Raises UnknownHook."""
    actor.require(PERMISSION)
    before = queries.hook(hook_id)
    with transaction.atomic():
        ChatHook.objects.filter(pk=hook_id).delete()
        calm(hook_id, actor=actor, at=at)
        audit.record(
            actor=actor,
            action="notices.chat_hook_removed",
            record=RECORD,
            record_id=hook_id,
            at=at,
            before=_plain(before),
        )


def try_hook(hook_id: int, *, actor: Actor, at: datetime) -> str:
    """Post a greeting now; return "" when the chat took it, else what went wrong. Raises UnknownHook."""
    actor.require(PERMISSION)
    row = ChatHook.objects.filter(pk=hook_id).first()
    if row is None:
        raise UnknownHook(hook=hook_id)
    with translation.override(row.locale):
        text = _("Notices of Storecrew will appear here.")
    wrong = chat.post(address_of(row), text)
    ChatHook.objects.filter(pk=hook_id).update(error=wrong[:200], failing_since=at if wrong else None)
    if not wrong:
        calm(hook_id, actor=actor, at=at)
    return wrong


def address_of(row: ChatHook) -> str:
    """Return the secret address of a chat. Raises SecretUnreadable."""
    return secrets.unseal(row.sealed_address, purpose=PURPOSE)["address"]


def alarm(hook_id: int) -> str:
    """Return the key of the alert that a chat takes nothing."""
    return f"notices.chat_failing:{hook_id}"


def calm(hook_id: int, *, actor: Actor, at: datetime) -> None:
    """Close the alert that a chat takes nothing, if there is one."""
    work.resolve_finding(dedupe_key=alarm(hook_id), actor=actor, at=at)


def _checked(
    teams: dict[str, int], team: str, name: str, address: str, locale: str, *, needs_address: bool
) -> dict[str, Any]:
    wrong = {}
    if team not in teams:
        wrong["team"] = "unknown_choice"
    if not 1 <= len(name.strip()) <= 60:
        wrong["name"] = "required"
    if needs_address and not address:
        wrong["address"] = "required"
    if address:
        try:
            outgoing.check_url(address)
        except outgoing.Refused:
            wrong["address"] = "not_public"
    known = [code for code, _name in settings.LANGUAGES]
    if wrong:
        raise InvalidHook(fields=wrong)
    values: dict[str, Any] = {
        "team_id": teams[team],
        "name": name.strip(),
        "locale": locale if locale in known else settings.LANGUAGE_CODE,
    }
    if address:
        values["sealed_address"] = secrets.seal({"address": address}, purpose=PURPOSE)
        values["host"] = (urlsplit(address).hostname or "")[:253]
    return values


def _plain(hook: HookFacts) -> dict[str, Any]:
    return {name: getattr(hook, name) for name in ("team", "name", "host", "locale", "enabled")}
