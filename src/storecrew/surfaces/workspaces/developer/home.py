"""The home of developers and testers: background work that was given up or fails."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from storecrew.kernel.outbox.models import OutboxEvent
from storecrew.kernel.schedule import dead_letters
from storecrew.kernel.schedule.models import ScheduledRun
from storecrew.kernel.schedule.workers import alive
from storecrew.surfaces.ui.backoffice.parts import count_tone, counted, link, many, ready_queue
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)

BUILDERS = ("developer", "tester")
LETTERS = 100
DAY = dt.timedelta(days=1)


def _letters(look: Look) -> list[dead_letters.DeadLetter]:
    return look.once("dead letters", lambda: dead_letters.given_up(LETTERS))


def _dead(look: Look) -> Queue:
    def item(letter: dead_letters.DeadLetter) -> QueueItem:
        detail = " · ".join(part for part in (letter.about, letter.reason) if part)
        return QueueItem(letter.name, link("background"), detail, letter.since, "bad")

    return ready_queue(
        _("Background work that was given up"),
        _letters(look),
        item,
        url=link("background"),
        empty=_("Nothing was given up. Work that fails again and again ends here."),
    )


def _failed_jobs(look: Look) -> Queue:
    def item(row: Any) -> QueueItem:
        times = _("failed %(n)s times in a day") % {"n": row["times"]}
        return QueueItem(row["name"], link("background"), times, row["last"], "warning")

    state = ScheduledRun.State
    rows = ScheduledRun.objects.filter(state__in=[state.FAILED, state.LOST], started_at__gte=look.at - DAY)
    found = rows.order_by().values("name").annotate(times=Count("pk"), last=Max("started_at"))
    return ready_queue(
        _("Jobs that failed"),
        found.order_by("-last"),
        item,
        url=link("background"),
        empty=_("Every job of the last day ended well."),
    )


def _numbers(look: Look) -> list[Tile]:
    waiting = counted(OutboxEvent.objects.filter(done_at=None))
    workers = len(alive(look.at))
    dead = len(_letters(look))
    url = link("background")
    return [
        Tile(
            _("Given up"),
            f"{dead}+" if dead == LETTERS else str(dead),
            _("handlers, mails and tasks"),
            url,
            count_tone(dead, "bad"),
        ),
        Tile(
            _("Events waiting"),
            many(waiting),
            url=url,
            tone="warning" if waiting >= 100 else "neutral",
            definition=_("Events whose handlers have not all run. A few at any moment are normal."),
        ),
        Tile(
            _("Workers"), str(workers), _("alive"), url, "good" if workers else "bad", _("Worker processes.")
        ),
    ]


register_tile(BUILDERS, _numbers, permission="settings.read", order=20)
register_queue(BUILDERS, _dead, permission="settings.read", order=10)
register_queue(BUILDERS, _failed_jobs, permission="settings.read", order=20)
