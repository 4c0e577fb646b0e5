"""Reads of the work context."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Count, IntegerField, Q, Value, When

from storecrew.contexts.work import rules
from storecrew.contexts.work.facts import CommentFacts, FindingFacts, ViewFacts
from storecrew.contexts.work.models import Comment, Finding, SavedView


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
        title=row.title,
        detail=row.detail,
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
        resolution=row.resolution,
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


def _open(role: str | None, roles: Iterable[str] | None) -> Q:
    wanted = Q(state=Finding.State.OPEN)
    if role is not None:
        wanted &= Q(owner_role=role)
    if roles is not None:
        wanted &= Q(owner_role__in=list(roles))
    return wanted
