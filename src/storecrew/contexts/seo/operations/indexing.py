"""Asking a search engine about our pages, within its quota, and keeping what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from storecrew.contexts.seo.errors import (
    EngineRefused,
    EngineSilent,
    NoInspector,
    QuestionsSpent,
    UnknownIndexStatus,
)
from storecrew.contexts.seo.models import IndexStatus, InspectionDay, Page
from storecrew.contexts.seo.operations.looking import settle
from storecrew.contexts.seo.providers.inspector import Inspected, NoQuota, NotAllowed, Silent, inspector
from storecrew.contexts.seo.queries.indexed import QUOTA_ZONE, asking, index_health, next_paths
from storecrew.contexts.seo.rules.indexing import (
    ENGINE_CHECKS,
    REASONS,
    Standing,
    contradictions,
    fell_out_at_once,
)
from storecrew.contexts.seo.rules.paths import is_ours
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

STEP = 10
"""Questions of one step: Google answers in about a second, and other timed work waits no longer."""
RESTS = {
    InspectionDay.Trouble.QUOTA: dt.timedelta(hours=1),
    InspectionDay.Trouble.SILENT: dt.timedelta(minutes=10),
    InspectionDay.Trouble.REFUSED: dt.timedelta(hours=6),
}
RECORD = "seo.index_status"
FALLEN = "seo.index_fallen"


def ask_next(*, actor: Actor, at: dt.datetime) -> int:
    """Ask about the addresses most worth it; return how many were answered.

    What somebody waits for comes first. Goes on where the last one ended.
    """
    if inspector() is None or asking(at)[2]:
        return 0
    answered = 0
    for path in next_paths(at, most=STEP):
        try:
            found = _ask(path, at)
        except (QuestionsSpent, EngineSilent, EngineRefused):
            break
        keep(path, found, source=IndexStatus.Source.ASKED, actor=actor, at=at)
        answered += 1
    return answered


def ask_again(status_id: int, *, actor: Actor, at: dt.datetime) -> IndexStatus:
    """Ask about one address now; return what is known then.

    :raises UnknownIndexStatus: there is no such address
    :raises NoInspector: nobody can be asked
    :raises QuestionsSpent: the day's questions are used up
    :raises EngineSilent: there was no answer
    :raises EngineRefused: the account or the property is refused
    """
    actor.require("marketing.write")
    row = IndexStatus.objects.filter(pk=status_id).first()
    if row is None:
        raise UnknownIndexStatus(status=status_id)
    return keep(row.path, _ask(row.path, at), source=IndexStatus.Source.ASKED, actor=actor, at=at)


def ask_first(status_ids: Collection[int], *, actor: Actor, at: dt.datetime) -> int:
    """Let addresses be asked about before all others, within the quota; return how many were added to them.

    :raises NoInspector: nobody can be asked
    """
    actor.require("marketing.write")
    if inspector() is None:
        raise NoInspector()
    with transaction.atomic():
        rows = IndexStatus.objects.filter(pk__in=list(status_ids), wanted_at=None)
        added = rows.update(wanted_at=at)
        if added:
            audit.record(
                actor=actor, action="seo.index_wanted", record=RECORD, record_id=0, at=at,
                after={"addresses": added},
            )  # fmt: skip
    return added


def _ask(path: str, at: dt.datetime) -> Inspected:
    engine = inspector()
    if engine is None:
        raise NoInspector()
    day, _new = InspectionDay.objects.get_or_create(day=clock.local_day(at, QUOTA_ZONE))
    free = InspectionDay.objects.filter(pk=day.pk, asked__lt=settings.STORECREW_SEARCH_CONSOLE_DAILY)
    # Counted before it is asked, so that two at once never ask more than there is.
    if not free.update(asked=F("asked") + 1):
        raise QuestionsSpent()
    try:
        return engine.inspect(f"{settings.STORECREW_BASE_URL}{quote(path)}", at=at)
    except NoQuota as error:
        _rest(day, InspectionDay.Trouble.QUOTA, at)
        raise QuestionsSpent() from error
    except NotAllowed as error:
        _rest(day, InspectionDay.Trouble.REFUSED, at)
        raise EngineRefused() from error
    except Silent as error:
        _rest(day, InspectionDay.Trouble.SILENT, at)
        raise EngineSilent() from error


def _rest(day: InspectionDay, trouble: InspectionDay.Trouble, at: dt.datetime) -> None:
    InspectionDay.objects.filter(pk=day.pk).update(trouble=trouble, rests_until=at + RESTS[trouble])


def keep(
    path: str, found: Inspected, *, source: IndexStatus.Source, actor: Actor, at: dt.datetime
) -> IndexStatus:
    """Keep an answer about an address, and judge its page by it; a state that changes is in the trail."""
    state = REASONS[found.reason]
    values: dict[str, Any] = {
        "reason": found.reason,
        "said": found.said,
        "canonical": own_path(found.canonical) or found.canonical[:700],
        "crawled_at": found.crawled_at,
        "asked_at": at,
        "source": source,
    }
    if source == IndexStatus.Source.ASKED:
        values["wanted_at"] = None
    with transaction.atomic():
        page = Page.objects.filter(path=path).first()
        row, new = IndexStatus.objects.get_or_create(
            path=path, defaults=values | {"state": state, "since": at, "page": page}
        )
        if not new:
            row = IndexStatus.objects.select_for_update().get(pk=row.pk)
            before = row.state
            if before != state:
                row.was, row.state, row.since = before, state, at
                audit.record(
                    actor=actor, action="seo.index_changed", record=RECORD, record_id=row.pk, at=at,
                    before={"index_status": before}, after={"index_status": state}, reason=found.said,
                )  # fmt: skip
            elif source == IndexStatus.Source.IMPORTED:
                # A report says less than an answer; what it leaves out stays.
                values = {name: value for name, value in values.items() if value}
            for name, value in values.items():
                setattr(row, name, value)
            row.page = page
            row.save()
        if page is not None:
            _judge(row, page.index, at)
    return row


def own_path(url: str) -> str:
    """Return the path of a whole address of this shop, "" for any other."""
    try:
        found, own = urlsplit(url.strip()), urlsplit(settings.STORECREW_BASE_URL)
    except ValueError:
        return ""
    same = found.scheme in ("http", "https") and found.netloc.casefold() == own.netloc.casefold()
    path = unquote(found.path) or "/"
    return path if same and len(path) <= 700 and is_ours(path) else ""


def rejudge(*, at: dt.datetime) -> None:
    """Judge every answer anew by what pages say now; answers find pages that came or came back."""
    pages = Page.objects.filter(path=OuterRef("path")).values("pk")
    known = Q(path__in=Page.objects.values("path"))
    IndexStatus.objects.filter(known, page=None).update(page=Subquery(pages[:1]))
    for row in IndexStatus.objects.exclude(page=None).select_related("page").defer("page__facts"):
        if row.page is not None:
            _judge(row, row.page.index, at)


def _judge(row: IndexStatus, index: str, at: dt.datetime) -> None:
    if row.page_id is None:
        return
    standing = Standing(row.path, index, row.state, row.since, row.said, row.canonical)
    wrong = {code: (ENGINE_CHECKS[code][0], values) for code, values in contradictions(standing, at).items()}
    settle(row.page_id, wrong, among=ENGINE_CHECKS, at=at)


def watch_index(*, actor: Actor, at: dt.datetime) -> None:
    """Alert the marketing manager when many pages fell out at once; all clear when they are back."""
    health = index_health(at=at)
    if not fell_out_at_once(health.fallen, health.indexed):
        work.resolve_finding(dedupe_key=FALLEN, actor=actor, at=at)
        return
    work.raise_finding(
        code=FALLEN,
        title=say("%(n)s pages fell out of the index within a week", n=health.fallen),
        detail=say("Look for what they have in common: a template, robots.txt, a move, a fault."),
        owner_role="marketing_manager",
        dedupe_key=FALLEN,
        url="/admin/seo/index/?f.was=indexed&f.state=indexed&f.state.op=not",
        actor=actor,
        at=at,
    )
