"""Posting into chats: claimed by one statement, posted outside any transaction, tried again, and told.

A process that dies in between leaves a claim that runs out, and the lines are posted again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext_noop, ngettext

from storecrew.contexts.notices import queries, rules
from storecrew.contexts.notices.facts import Said
from storecrew.contexts.notices.models import ChatHook, Delivery
from storecrew.contexts.notices.operations import hooks
from storecrew.contexts.notices.providers import chat
from storecrew.contexts.notices.providers.wording import said
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.secrets import SecretUnreadable
from storecrew.kernel.sentence import say

LEASE = dt.timedelta(minutes=5)
A_ROUND = 100
FAILING = gettext_noop("The chat “%(name)s” takes no notices")
FAILING_DETAIL = gettext_noop(
    "It answers: %(error)s. Notices stay in the inbox; try the chat, or change its address."
)


def post_due(*, at: dt.datetime) -> int:
    """Post what is due, each chat's lines as one message; return how many messages were taken."""
    waiting = Delivery.objects.filter(
        state=Delivery.State.WAITING, due_at__lte=at, hook__enabled=True, user__is_active=True
    )
    by_hook: dict[int, list[Delivery]] = defaultdict(list)
    for row in waiting.select_related("user").order_by("due_at", "pk")[: 10 * A_ROUND]:
        mine = Delivery.objects.filter(pk=row.pk, state=Delivery.State.WAITING, due_at=row.due_at)
        if len(by_hook[row.hook_id or 0]) < A_ROUND and mine.update(
            due_at=at + LEASE, attempts=F("attempts") + 1
        ):
            row.attempts += 1
            by_hook[row.hook_id or 0].append(row)
    return sum(_post(hook_id, rows, at) for hook_id, rows in by_hook.items() if rows)


def _post(hook_id: int, rows: list[Delivery], at: dt.datetime) -> bool:
    row = ChatHook.objects.get(pk=hook_id)
    with translation.override(row.locale):
        lines = _lines(hook_id, rows, at)
        left = len(lines) - rules.MOST_LINES
        more = ngettext("and %(n)s more", "and %(n)s more", left) % {"n": left} if left > 0 else ""
        text = rules.chat_text(list(lines.values())[: rules.MOST_LINES], more)
    if lines:
        try:
            wrong = chat.post(hooks.address_of(row), text)
        except SecretUnreadable as error:
            wrong = error.code
        if wrong:
            _failed(row, rows, wrong, at)
            return False
    with transaction.atomic():
        for each in rows:
            state = Delivery.State.SENT if each.entry_id in lines else Delivery.State.SKIPPED
            Delivery.objects.filter(pk=each.pk).update(state=state, settled_at=at)
        if lines and row.failing_since:
            ChatHook.objects.filter(pk=hook_id).update(failing_since=None, error="")
            hooks.calm(hook_id, actor=system_actor("notices.post"), at=at)
    return bool(lines)


def _lines(hook_id: int, rows: list[Delivery], at: dt.datetime) -> dict[int, tuple[str, Said]]:
    """Return {line: whom it is for and what is said} that somebody who chose this chat may still see."""
    posted = set(
        Delivery.objects.filter(
            hook=hook_id, entry__in=[row.entry_id for row in rows], state=Delivery.State.SENT
        ).values_list("entry", flat=True)
    )
    found: dict[int, tuple[str, Said]] = {}
    for user in {row.user_id: row.user for row in rows}.values():
        if hook_id not in {hook.id for hook in queries.hooks_for(user.pk)}:
            continue
        actor = people.actor_for(user)
        asked = {row.entry_id for row in rows if row.user_id == user.pk} - posted - set(found)
        lines = list(queries.new_lines(actor, asked, at=at))
        words = said(lines, actor)
        roles = {role.code for role in people.all_roles()}
        for line in lines:
            if line.pk in words:
                found[line.pk] = ("" if line.to in roles else str(user), words[line.pk])
    return found


def _failed(row: ChatHook, rows: list[Delivery], wrong: str, at: dt.datetime) -> None:
    """Note what went wrong; try again later, and tell who arranges the teams when it lasts."""
    actor = system_actor("notices.post")
    with transaction.atomic():
        ChatHook.objects.filter(pk=row.pk).update(error=wrong[:200], failing_since=row.failing_since or at)
        for each in rows:
            pause = rules.wait(each.attempts)
            mine = Delivery.objects.filter(pk=each.pk)
            if pause is None:
                mine.update(state=Delivery.State.GIVEN_UP, settled_at=at)
            else:
                mine.update(due_at=at + pause)
        if max(each.attempts for each in rows) >= rules.TOLD_AFTER:
            work.raise_finding(
                code="notices.chat_failing",
                title=say(FAILING, name=row.name),
                detail=say(FAILING_DETAIL, error=wrong),
                owner_role="head_of_digital",
                dedupe_key=hooks.alarm(row.pk),
                record=hooks.RECORD,
                record_id=row.pk,
                url=f"/admin/chat-hooks/{row.pk}/",
                actor=actor,
                at=at,
            )
