"""The lines of inboxes: whose they are, what is new, and which fold into one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from storecrew.contexts.work.models import Finding, InboxEntry, Task
from storecrew.contexts.work.queries import LIMITS, all_in, allowed, within
from storecrew.kernel.actor import Actor
from storecrew.kernel.reads import compiled_once

OVER = (
    Q(finished_at__isnull=False)
    | Q(task__state__in=(Task.State.DONE, Task.State.WITHDRAWN))
    | Q(finding__state=Finding.State.RESOLVED)
)
"""What is done for everybody."""


def inbox_entries(actor: Actor, *, names: Iterable[str], at: datetime) -> QuerySet[Any]:
    """Return the lines of a person's inbox, for lists; `names` are the roles and handles they answer to.

    Each line has `state` ("open", "snoozed", "done"), `read_at`, `when` (due, or since) and the person's own
    mark as `mine`. Nobody is told of their own words, and nobody twice of one comment.
    """
    return _inbox(list(names), actor.kind, actor.id, at, within(actor, "task__"))


def _inbox(called: list[str], kind: str, person: str, at: datetime, limits: Q) -> QuerySet[Any]:
    rows = InboxEntry.objects.filter(to__in=called).exclude(
        comment__author_kind=kind, comment__author_id=person
    )
    if limits:
        rows = rows.filter(Q(task=None) | limits)
    earlier = InboxEntry.objects.filter(comment=OuterRef("comment"), to__in=called, pk__lt=OuterRef("pk"))
    over = Q(mine__done_at__isnull=False) | OVER
    return (
        rows.filter(~Exists(earlier))
        .select_related("task", "comment", "finding")
        .annotate(mine=FilteredRelation("marks", condition=Q(marks__person=person)))
        .annotate(
            state=Case(
                When(over, then=Value("done")),
                When(mine__snoozed_until__gt=at, then=Value("snoozed")),
                default=Value("open"),
                output_field=CharField(),
            ),
            read_at=F("mine__read_at"),
            snoozed_until=F("mine__snoozed_until"),
            when=Coalesce("task__due_at", "at"),
        )
    )


def folded(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return one line for all of a topic in a state, the one due first; `together` says how many they are.

    What the list is narrowed by later narrows the lines before they fold.
    """
    same = (F("topic"), F("state"))
    first = Window(RowNumber(), partition_by=same, order_by=(F("when").asc(), F("pk").asc()))
    return rows.annotate(together=Window(Count("pk"), partition_by=same), place=first).filter(place=1)


def lines_of(entry_ids: Iterable[int]) -> list[InboxEntry]:
    """Return lines with what they are about, for whoever tells people of them."""
    rows = InboxEntry.objects.filter(pk__in=list(entry_ids)).select_related("task", "comment", "finding")
    return list(rows.order_by("at", "pk"))


def lines_about(*, task: int = 0, comment: int = 0, finding: int = 0) -> list[InboxEntry]:
    """Return the lines that one task, comment or alert put into inboxes."""
    wanted = Q(task=task) if task else Q(comment=comment) if comment else Q(finding=finding)
    return list(InboxEntry.objects.filter(wanted).select_related("task", "comment", "finding"))


def count_unread(actor: Actor, *, names: Iterable[str], at: datetime) -> int:
    """Return how much is new in a person's inbox, up to 100; what a colleague has in hand is not."""
    called = list(names)
    if not called:
        return 0
    limits = {field: allowed(actor, kind) for kind, field in LIMITS}
    return len(_unread(names=called, kind=actor.kind, person=actor.id, at=at, **limits))


@compiled_once
def _unread(
    *,
    names: list[str],
    kind: str,
    person: str,
    at: datetime,
    location_code: list[str] | None,
    team: list[str] | None,
) -> QuerySet[Any]:
    """Return what is new, up to a hundred; asked by every page of the back office."""
    limits = all_in({"task__location_code": location_code, "task__team": team})
    held = Q(task__state=Task.State.TAKEN) & ~Q(task__taken_by_id=person)
    fresh = _inbox(names, kind, person, at, limits).filter(state="open", read_at=None).exclude(held)
    fresh = fresh.filter(taken_by_id__in=("", person))
    return fresh.order_by().values_list("pk", flat=True)[:100]
