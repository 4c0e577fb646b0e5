"""Reads of the notices context."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.notices import rules
from storecrew.contexts.notices.errors import UnknownHook
from storecrew.contexts.notices.facts import HookFacts, Quiet, Ways
from storecrew.contexts.notices.models import ChatHook, Preference
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor


def ways_of(user_id: int) -> Ways:
    """Return how notices reach a person."""
    return ways_of_all([user_id])[user_id]


def ways_of_all(user_ids: Iterable[int]) -> dict[int, Ways]:
    """Return {person: how notices reach them}; who never chose has the defaults, in the time of the shop."""
    rows = {row.user_id: _ways(row) for row in Preference.objects.filter(user__in=list(user_ids))}
    usual = Ways(mail=rules.BY_MAIL, quiet=Quiet(timezone=channels.house_zone()))
    return {user_id: rows.get(user_id, usual) for user_id in user_ids}


def hooks_for(user_id: int) -> list[HookFacts]:
    """Return the chats a person may choose: those of their teams that are switched on."""
    rows = ChatHook.objects.filter(team__code__in=people.teams_of(user_id), enabled=True)
    return [hook_facts(row) for row in rows.select_related("team")]


def hook(hook_id: int) -> HookFacts:
    """Return one chat; UnknownHook when there is none."""
    row = ChatHook.objects.filter(pk=hook_id).select_related("team").first()
    if row is None:
        raise UnknownHook(hook=hook_id)
    return hook_facts(row)


def new_lines(actor: Actor, entry_ids: Iterable[int], *, at: datetime) -> QuerySet[Any]:
    """Return those of these lines that are still new in a person's inbox, with the rights of now."""
    names = people.names_of(int(actor.id)) if actor.can("work.read") else ()
    rows = work.inbox_entries(actor, names=names, at=at).filter(pk__in=list(entry_ids))
    return rows.filter(state="open", read_at=None, taken_by_id__in=("", actor.id)).order_by("at", "pk")


def hook_facts(row: ChatHook) -> HookFacts:
    """Build the facts of a chat whose team is already loaded."""
    return HookFacts(
        id=row.pk,
        team=row.team.code,
        team_name=row.team.name,
        name=row.name,
        host=row.host,
        locale=row.locale,
        enabled=row.enabled,
        failing_since=row.failing_since,
        error=row.error,
        version=row.version,
    )


def _ways(row: Preference) -> Ways:
    return Ways(
        mail=frozenset(row.mail) & set(rules.KINDS),
        chat={kind: hook_id for kind, hook_id in row.chat.items() if kind in rules.KINDS},
        quiet=Quiet(row.quiet_from, row.quiet_until, row.timezone, row.serious_passes),
        version=row.version,
    )
