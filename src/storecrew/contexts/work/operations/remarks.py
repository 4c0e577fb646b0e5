"""Comments, findings and saved views."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.work import queries, rules
from storecrew.contexts.work.errors import (
    EmptyComment,
    InvalidFinding,
    InvalidView,
    NotYourTeam,
    UnknownFinding,
    UnknownView,
)
from storecrew.contexts.work.events import CommentAdded, FindingRaised
from storecrew.contexts.work.facts import CommentFacts, FindingFacts, ViewFacts
from storecrew.contexts.work.models import Comment, Finding, InboxEntry, SavedView
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say, stored

PERMISSION = "work.write"


def comment(
    *, record: str, record_id: str | int, body: str, url: str = "", actor: Actor, at: datetime
) -> CommentFacts:
    """Add a comment to any business row; the text is plain, never HTML. Raises EmptyComment.

    Who is called by @name finds it in their inbox, with `url`, the path of the record's page. Comments are
    append-only and are themselves the trail, so they write no audit line.
    """
    actor.require(PERMISSION)
    text = body.strip()
    if not 1 <= len(text) <= rules.LONGEST_COMMENT:
        raise EmptyComment()
    with transaction.atomic():
        row = Comment.objects.create(
            record=record,
            record_id=str(record_id),
            body=text,
            author_kind=actor.kind,
            author_id=actor.id,
            author_label=actor.label[:200],
            mentions=rules.mentions(text),
            at=at,
        )
        topic = rules.topic(kind="mention", record=record, record_id=row.record_id)
        InboxEntry.objects.bulk_create(
            InboxEntry(to=name[:200], comment=row, topic=topic, url=url[:400], at=at) for name in row.mentions
        )
        outbox.publish(
            CommentAdded(comment_id=row.pk, record=record, record_id=str(record_id), mentions=row.mentions)
        )
    return queries.comment_facts(row)


def note_copy(*, record: str, record_id: str | int, of: str, actor: Actor, at: datetime) -> None:
    """Say in the timeline of a new record of what it is a copy; in the transaction that makes it."""
    actor.require("work.read")
    reason = say("Copy of “%(name)s”.", name=of)
    audit.record(actor=actor, action="work.copied", record=record, record_id=record_id, at=at, reason=reason)


def raise_finding(
    *,
    code: str,
    title: str,
    owner_role: str,
    dedupe_key: str,
    detail: str = "",
    severity: str = "warning",
    record: str = "",
    record_id: str | int = "",
    url: str = "",
    actor: Actor,
    at: datetime,
) -> FindingFacts:
    """Open an alert for a role, or count one more sighting of the open alert with the same key.

    `title` and `detail` are sentences (`kernel.sentence.say`), read in the reader's language; a plain
    string is shown as it is. Safe to call from a handler that runs twice. Raises InvalidFinding.
    """
    actor.require(PERMISSION)
    if not (title.strip() and owner_role and dedupe_key) or severity not in rules.SEVERITIES:
        raise InvalidFinding(code=code)
    values = {
        "code": code,
        "title": title.strip()[:200],
        "detail": detail,
        "owner_role": owner_role,
        "severity": severity,
        "record": record,
        "record_id": str(record_id),
        "url": url,
        "seen_at": at,
        "words": stored(title=title, detail=detail),
    }
    with transaction.atomic():
        if not _seen_again(dedupe_key, values):
            _open(dedupe_key, values, actor)
        row = Finding.objects.get(dedupe_key=dedupe_key, state=Finding.State.OPEN)
    return queries.finding_facts(row)


def resolve_finding(
    *,
    finding_id: int | None = None,
    dedupe_key: str | None = None,
    resolution: str = "",
    actor: Actor,
    at: datetime,
) -> bool:
    """Close an open finding by id or by key; True when this call closed it.

    Closing by key is for the software ("stock is back") and is harmless when nothing is open; an
    unknown id raises UnknownFinding.
    """
    actor.require(PERMISSION)
    rows = (
        Finding.objects.filter(pk=finding_id)
        if finding_id is not None
        else Finding.objects.filter(dedupe_key=dedupe_key or "")
    )
    with transaction.atomic():
        if finding_id is not None and not rows.exists():
            raise UnknownFinding(finding=finding_id)
        ids = list(rows.filter(state=Finding.State.OPEN).values_list("id", flat=True))
        closed = Finding.objects.filter(pk__in=ids, state=Finding.State.OPEN).update(
            state=Finding.State.RESOLVED, resolved_at=at, resolution=resolution[:400]
        )
        if closed and (why := stored(resolution=resolution)):
            for row in Finding.objects.filter(pk__in=ids):
                Finding.objects.filter(pk=row.pk).update(words={**row.words, "resolution": why["resolution"]})
        if closed:
            audit.record(
                actor=actor,
                action="work.finding_resolved",
                record="work.finding",
                record_id=ids[0],
                at=at,
                reason=resolution,
            )
    return bool(closed)


def reopen_findings(*, finding_ids: Iterable[int], actor: Actor, at: datetime) -> int:
    """Open alerts again that were closed by mistake; return how many.

    One that was raised anew meanwhile is open already and stays as it is.
    """
    actor.require(PERMISSION)
    opened = 0
    for row in Finding.objects.filter(pk__in=list(finding_ids), state=Finding.State.RESOLVED):
        with transaction.atomic():
            if Finding.objects.filter(dedupe_key=row.dedupe_key, state=Finding.State.OPEN).exists():
                continue
            opened += Finding.objects.filter(pk=row.pk, state=Finding.State.RESOLVED).update(
                state=Finding.State.OPEN, resolved_at=None, resolution=""
            )
            audit.record(
                actor=actor, action="work.finding_reopened", record="work.finding", record_id=row.pk, at=at
            )
    return opened


def save_view(
    *,
    list_code: str,
    name: str,
    query: str,
    team: str = "",
    shared: bool = False,
    own_teams: Iterable[str] = (),
    actor: Actor,
    at: datetime,
) -> ViewFacts:
    """Save the state of a list under a name; the same name of the same person is replaced.

    `team` must be one of `own_teams`, the codes of the teams the actor belongs to.
    Raises InvalidView, NotYourTeam.
    """
    actor.require("work.read")
    title = name.strip()
    if not 1 <= len(title) <= 60 or len(query) > 2000:
        raise InvalidView()
    if team and team not in set(own_teams):
        raise NotYourTeam(team=team)
    with transaction.atomic():
        row, _created = SavedView.objects.update_or_create(
            list_code=list_code,
            owner=actor.id,
            name=title,
            defaults={"query": query, "team": "" if shared else team, "shared": shared},
            create_defaults={
                "query": query,
                "team": "" if shared else team,
                "shared": shared,
                "created_at": at,
            },
        )
    return queries.view_facts(row)


def delete_view(*, view_id: int, actor: Actor) -> None:
    """Delete one of the actor's own views; UnknownView for anybody else's."""
    actor.require("work.read")
    deleted, _rows = SavedView.objects.filter(pk=view_id, owner=actor.id).delete()
    if not deleted:
        raise UnknownView(view=view_id)


def _seen_again(dedupe_key: str, values: dict[str, object]) -> bool:
    rows = Finding.objects.filter(dedupe_key=dedupe_key, state=Finding.State.OPEN)
    return bool(rows.update(**values, times=F("times") + 1))


def _open(dedupe_key: str, values: dict[str, Any], actor: Actor) -> None:
    try:
        with transaction.atomic():
            row = Finding.objects.create(dedupe_key=dedupe_key, raised_at=values["seen_at"], **values)
            topic = rules.topic(kind="alert", code=row.code)
            InboxEntry.objects.create(to=row.owner_role, finding=row, topic=topic, at=row.raised_at)
    except IntegrityError:
        # another worker opened it between our update and our insert; the unique key holds
        _seen_again(dedupe_key, values)
        return
    outbox.publish(
        FindingRaised(finding_id=row.pk, code=row.code, owner_role=row.owner_role, severity=row.severity)
    )
