"""Reads of the work context."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from storecrew.contexts.work import rules
from storecrew.contexts.work.facts import (
    Answered,
    CalendarDate,
    CommentFacts,
    FindingFacts,
    TaskFacts,
    ViewFacts,
)
from storecrew.contexts.work.models import (
    CalendarEntry,
    CalendarFeed,
    Comment,
    Finding,
    SavedView,
    Task,
)
from storecrew.contexts.work.sources import calendar_sources
from storecrew.kernel.actor import Actor

# What limits an actor, and the field of tasks that it limits.
LIMITS = (("location", "location_code"), ("team", "team"))


def comments_for(record: str, record_id: str | int, *, limit: int = 200) -> list[CommentFacts]:
    """Return the newest comments on a record, oldest of them first."""
    rows = Comment.objects.filter(record=record, record_id=str(record_id)).order_by("-at", "-id")
    return [comment_facts(row) for row in reversed(rows[:limit])]


def open_findings(
    *, role: str | None = None, roles: Iterable[str] | None = None, limit: int = 100
) -> list[FindingFacts]:
    """Return open findings, the most severe and newest first; of one role, some roles, or all."""
    rank = Case(
        *(When(severity=name, then=Value(i)) for i, name in enumerate(rules.SEVERITIES)),
        output_field=IntegerField(),
    )
    rows = Finding.objects.filter(_open(role, roles)).order_by(rank, "-raised_at", "-id")
    return [finding_facts(row) for row in rows[:limit]]


def open_keys(dedupe_keys: Iterable[str]) -> list[str]:
    """Return those of these keys under which a finding is open."""
    rows = Finding.objects.filter(dedupe_key__in=list(dedupe_keys), state=Finding.State.OPEN)
    return list(rows.order_by("dedupe_key").values_list("dedupe_key", flat=True))


def count_open_findings(
    *, role: str | None = None, roles: Iterable[str] | None = None, code_prefix: str = ""
) -> dict[str, int]:
    """Return {severity: number} of open findings; a severity without any is 0."""
    rows = Finding.objects.filter(_open(role, roles))
    if code_prefix:
        rows = rows.filter(code__startswith=code_prefix)
    found = dict(rows.order_by().values_list("severity").annotate(Count("id")))
    return {name: found.get(name, 0) for name in rules.SEVERITIES}


def views_for(list_code: str, *, user_id: str, teams: Iterable[str] = ()) -> list[ViewFacts]:
    """Return the views of a list that a person sees: own, of the teams, and shared with everybody."""
    mine = Q(owner=str(user_id)) | Q(shared=True) | (Q(team__in=list(teams)) & ~Q(team=""))
    return [view_facts(row) for row in SavedView.objects.filter(mine, list_code=list_code)]


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """Return the tasks of the actor's locations and teams, and those of none, for lists."""
    return Task.objects.filter(within(actor))


def inbox(actor: Actor, *, roles: Iterable[str] | None = None, limit: int = 50) -> list[TaskFacts]:
    """Return what is to do for some roles (None: for all), the earliest due first."""
    rows = visible_tasks(actor).filter(state__in=("open", "taken"))
    if roles is not None:
        rows = rows.filter(owner_role__in=list(roles))
    return [task_facts(row) for row in rows[:limit]]


def task(task_id: int, *, actor: Actor | None = None) -> TaskFacts | None:
    """Return one task, or None; also none where it is outside the limits of the actor who asks."""
    rows = visible_tasks(actor) if actor else Task.objects.all()
    row = rows.filter(pk=task_id).first()
    return task_facts(row) if row else None


def contacts_about(record: str, record_ids: Iterable[int]) -> dict[int, int]:
    """Return how many tasks were opened about each of these rows; rows without any are absent; one query."""
    wanted = [str(one) for one in record_ids]
    rows = Task.objects.filter(record=record, record_id__in=wanted).order_by()
    return {int(key): n for key, n in rows.values_list("record_id").annotate(n=Count("pk"))}


def tasks_about(record: str, record_id: str | int, *, limit: int = 50) -> list[TaskFacts]:
    """Return the tasks that were asked from a row or are about it, newest first."""
    asked = Q(asked_from_record=record, asked_from_id=str(record_id))
    about = Q(record=record, record_id=str(record_id))
    return [
        task_facts(row) for row in Task.objects.filter(asked | about).order_by("-opened_at", "-id")[:limit]
    ]


def asked_of_teams(code: str, record: str, record_id: int) -> list[TaskFacts]:
    """Return the newest question of a kind to each team about a record."""
    newest: dict[str, TaskFacts] = {}
    for task in sorted(tasks_about(record, record_id), key=lambda task: task.id):
        if task.code == code:
            newest[task.owner_role] = task
    return list(newest.values())


def who_answered(tasks: Sequence[TaskFacts], *, at: datetime) -> Answered | None:
    """Return who answered a question to teams; None while somebody still may."""
    waiting = [task for task in tasks if task.is_open]
    if any(task.due_at is None or task.due_at > at for task in waiting):
        return None
    names = [task.closed_by for task in tasks if not task.is_open and task.closed_by]
    return Answered(", ".join(names) or "–", everybody=not waiting)


def tasks_saying(text: str, *, code: str) -> list[TaskFacts]:
    """Return the tasks of one kind whose words contain a text, such as somebody's address, oldest first."""
    return [task_facts(row) for row in Task.objects.filter(code=code, detail__icontains=text).order_by("pk")]


def count_asked(record: str, *, since: datetime, until: datetime) -> int:
    """Return how many questions were asked from rows of a kind in [since, until)."""
    rows = Task.objects.filter(asked_from_record=record, opened_at__gte=since, opened_at__lt=until)
    return rows.order_by().count()


def count_comments(record: str, *, since: datetime, until: datetime) -> int:
    """Return how many comments people wrote on rows of a kind in [since, until)."""
    rows = Comment.objects.filter(record=record, at__gte=since, at__lt=until, author_kind="staff")
    return rows.order_by().count()


def calendar(
    *, since: datetime, until: datetime, kinds: Iterable[str] = (), limit: int = 1000
) -> list[CalendarDate]:
    """Return the dates that touch a span of time, in order; of some kinds, or of all."""
    rows = CalendarEntry.objects.filter(starts_at__lt=until, ends_at__gte=since)
    wanted = list(kinds)
    if wanted:
        rows = rows.filter(kind__in=wanted)
    found = [date_facts(row) for row in rows[:limit]]
    asked = [each for each in calendar_sources() if not wanted or each.kind in wanted]
    if not asked:
        return found
    found += [date for source in asked for date in source(since, until)]
    return sorted(found, key=lambda date: (date.starts_at, date.id))[:limit]


def calendar_kinds() -> list[str]:
    """Return the kinds of dates there are."""
    kept = CalendarEntry.objects.order_by().values_list("kind", flat=True).distinct()
    return sorted({*kept, *(source.kind for source in calendar_sources())})


def feed_owner(token: str) -> str:
    """Return whose calendar a secret opens, or ""."""
    found = CalendarFeed.objects.filter(token_hash=hash_of(token))
    return found.values_list("owner", flat=True).first() or ""


def hash_of(token: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_feed(owner: str) -> bool:
    """Say whether a person has a calendar link."""
    return CalendarFeed.objects.filter(owner=owner).exists()


def comment_facts(row: Comment) -> CommentFacts:
    """Build the facts of a comment."""
    return CommentFacts(
        id=row.pk,
        body=row.body,
        author_kind=row.author_kind,
        author_id=row.author_id,
        author_label=row.author_label,
        mentions=tuple(row.mentions),
        at=row.at,
    )


def finding_facts(row: Finding) -> FindingFacts:
    """Build the facts of a finding."""
    return FindingFacts(
        id=row.pk,
        code=row.code,
        title=row.said("title"),
        detail=row.said("detail"),
        record=row.record,
        record_id=row.record_id,
        owner_role=row.owner_role,
        severity=row.severity,
        state=row.state,
        url=row.url,
        times=row.times,
        raised_at=row.raised_at,
        seen_at=row.seen_at,
        resolved_at=row.resolved_at,
        resolution=row.said("resolution"),
    )


def view_facts(row: SavedView) -> ViewFacts:
    """Build the facts of a saved view."""
    return ViewFacts(
        id=row.pk,
        list_code=row.list_code,
        name=row.name,
        query=row.query,
        owner=row.owner,
        team=row.team,
        sharing=rules.sharing(team=row.team, shared=row.shared),
    )


def task_facts(row: Task) -> TaskFacts:
    """Build the facts of a task: its columns, with the words in the reader's language."""
    values = {name: getattr(row, name) for name in TaskFacts.__slots__ if name != "id"}
    worded = {name: row.said(name) for name in ("title", "detail", "answer")}
    return TaskFacts(id=row.pk, **{**values, **worded})


def date_facts(row: CalendarEntry) -> CalendarDate:
    """Build the facts of a date: they have the names of its columns."""
    names = (name for name in CalendarDate.__slots__ if name not in ("id", "touches"))
    return CalendarDate(id=row.pk, touches=tuple(row.touches), **{name: getattr(row, name) for name in names})


def _open(role: str | None, roles: Iterable[str] | None) -> Q:
    wanted = Q(state=Finding.State.OPEN)
    if role is not None:
        wanted &= Q(owner_role=role)
    if roles is not None:
        wanted &= Q(owner_role__in=list(roles))
    return wanted


def within(actor: Actor, path: str = "") -> Q:
    """Return what limits tasks to the locations and teams that an actor is limited to."""
    return all_in({f"{path}{field}": allowed(actor, kind) for kind, field in LIMITS})


def allowed(actor: Actor, kind: str) -> list[str] | None:
    """Return what an actor may see of a kind, what belongs to none included; None without a limit."""
    allowed = actor.scopes.get(kind)
    return None if allowed is None else ["", *allowed]


def all_in(wanted: Mapping[str, list[str] | None]) -> Q:
    found = Q()
    for field, values in wanted.items():
        if values is not None:
            found &= Q(**{f"{field}__in": values})
    return found
