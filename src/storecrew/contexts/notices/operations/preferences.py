"""A person says what reaches them, and how."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from storecrew.contexts.notices import queries, rules
from storecrew.contexts.notices.errors import InvalidWays
from storecrew.contexts.notices.facts import Quiet, Ways
from storecrew.contexts.notices.models import Delivery, Preference
from storecrew.kernel.actor import Actor


def save_ways(
    *, mail: frozenset[str], chat: Mapping[str, int], quiet: Quiet, actor: Actor, at: datetime
) -> Ways:
    """Keep how notices reach the actor; what waits already leaves by the new hours.

    Only chats of the actor's own teams can be chosen. Raises InvalidWays with `details["fields"]`.
    """
    actor.require("work.read")
    user_id = int(actor.id)
    wrong = rules.problems(mail, chat, quiet)
    if set(chat.values()) - {hook.id for hook in queries.hooks_for(user_id)}:
        wrong["chat"] = "unknown_chat"
    if wrong:
        raise InvalidWays(fields=wrong)
    values = {
        "mail": sorted(mail),
        "chat": dict(chat),
        "quiet_from": quiet.starts,
        "quiet_until": quiet.ends,
        "timezone": quiet.timezone,
        "serious_passes": quiet.serious_passes,
        "updated_at": at,
    }
    with transaction.atomic():
        Preference.objects.update_or_create(user_id=user_id, defaults=values)
        waiting = Delivery.objects.filter(user=user_id, state=Delivery.State.WAITING, attempts=0)
        for kind in rules.KINDS:
            waiting.filter(kind=kind).update(due_at=rules.leaves_at(kind, at, quiet))
    return queries.ways_of(user_id)
