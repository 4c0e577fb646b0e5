"""Mails about what waits: several notices are one digest, written as it leaves with the rights of then."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.notices import queries, rules
from storecrew.contexts.notices.models import Delivery
from storecrew.contexts.notices.providers.wording import said
from storecrew.contexts.people import public as people
from storecrew.kernel import clock, mail

DIGEST = "notices.digest"


def queue_due(*, at: dt.datetime) -> int:
    """Queue one mail to each person for whom something is due, with all else that waits; return how many."""
    waiting = Delivery.objects.filter(hook=None, state=Delivery.State.WAITING, user__is_active=True)
    late = waiting.filter(due_at__lte=at).order_by("user_id")
    due = list(late.values_list("user_id", flat=True).distinct())
    ways = queries.ways_of_all(due)
    made = 0
    for user_id in due:
        # in quiet hours only what passes leaves; at other times what gathers goes with it
        held = rules.quiet_until(at, ways[user_id].quiet)
        with transaction.atomic():
            mine = waiting.filter(user=user_id, due_at__lte=at if held else at + rules.GATHER)
            ids = list(mine.order_by("pk").values_list("pk", flat=True))
            claimed = Delivery.objects.filter(pk__in=ids, state=Delivery.State.WAITING)
            if not ids or claimed.update(state=Delivery.State.SENT, batch=ids[0], settled_at=at) != len(ids):
                transaction.set_rollback(True)
                continue
            person = people.person(user_id)
            letter = mail.Letter(
                to=person.email,
                locale=person.locale or settings.LANGUAGE_CODE,
                dedupe_key=f"{DIGEST}:{ids[0]}",
                compose=f"{DIGEST}:{ids[0]}",
            )
            made += mail.queue_letters([letter], at=at)
    return made


def compose(batch: str) -> mail.Composed | None:
    """Write a digest as of now; None when nothing in it is new any more. Raises mail.Later in quiet hours."""
    at = clock.now()
    rows = Delivery.objects.filter(batch=int(batch), hook=None).select_related("user")
    found = list(rows)
    user = found[0].user if found else None
    if user is None or not (user.is_active and user.is_staff):
        return None
    quiet = queries.ways_of(user.pk).quiet
    held = rules.quiet_until(at, quiet)
    passing = quiet.serious_passes and all(row.kind == rules.CRITICAL for row in found)
    if held is not None and not passing:
        raise mail.Later(held)
    with translation.override(user.locale or settings.LANGUAGE_CODE):
        written = _write(user, [row.entry_id for row in found], at)
    if written is None:
        rows.update(state=Delivery.State.SKIPPED)
    return written


def _write(user: Any, entry_ids: list[int], at: dt.datetime) -> mail.Composed | None:
    actor = people.actor_for(user)
    lines = list(queries.new_lines(actor, entry_ids, at=at))
    words = said(lines, actor)
    shown = [words[line.pk] for line in lines if line.pk in words]
    if not shown:
        return None
    count = len(shown)
    subject = shown[0].title
    if count > 1:
        subject = ngettext("%(n)s notice for you", "%(n)s notices for you", count) % {"n": count}
    base = settings.STORECREW_BASE_URL.rstrip("/")
    context = {
        "subject": subject,
        "lines": shown[: rules.MOST_LINES],
        "more": max(0, count - rules.MOST_LINES),
        "inbox": f"{base}/admin/inbox/",
        "ways": f"{base}/admin/notices/",
        "look": mail.looks.look_of(""),
        "shop": "Storecrew",
        "locale": translation.get_language(),
    }
    return mail.Composed(
        subject=f"{_('Inbox')}: {subject}" if count == 1 else subject,
        text=render_to_string("notices/mail/digest.txt", context),
        html=render_to_string("notices/mail/digest.html", context),
        headers={},
        sender="Storecrew",
    )
