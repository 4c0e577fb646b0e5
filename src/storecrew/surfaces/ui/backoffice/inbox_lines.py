"""A line of an inbox in words: what it is, whose, about which record, in whose hands, and where it opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from storecrew.contexts.notices import public as notices
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice import registry
from storecrew.surfaces.ui.backoffice.access import may_open
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Look
from storecrew.surfaces.ui.backoffice.words import actor_words, record_words

STATES = (
    ("open", pgettext_lazy("inbox", "To do")),
    ("snoozed", gettext_lazy("Put off")),
    ("done", gettext_lazy("Done")),
)
KINDS = (
    ("task", gettext_lazy("Task")),
    ("mention", gettext_lazy("You were called")),
    ("alert", gettext_lazy("Alert")),
    ("approval", gettext_lazy("Approval")),
)


def subject(row: Any) -> str:
    """Return the title of a task or alert, the first words of a comment, or what waits for approval."""
    if row.task or row.finding:
        return str((row.task or row.finding).said("title"))
    if row.comment:
        return Truncator(" ".join(row.comment.body.split())).chars(110)
    place = getattr(row, "place", None)
    return str(place.title) if place else _("A request for approval")


def heading(row: Any) -> str:
    """Return the subject, with how many more lines it stands for."""
    more = getattr(row, "together", 1) - 1
    if not more:
        return subject(row)
    rest = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
    return f"{subject(row)} · {rest}"


def sender(row: Any) -> str:
    """Return who asked, or who called; what the shop found by itself is from nobody."""
    if row.task:
        return actor_words(row.task.opened_by)
    if row.comment:
        return str(row.comment.author_label)
    place = getattr(row, "place", None)
    return str(place.detail) if place and row.record else ""


def state_of(row: Any) -> Status:
    """Return where a line is: new, in a colleague's hands, late, put off or done."""
    if row.state != "open":
        return Status(dict(STATES)[row.state], "good" if row.state == "done" else "neutral")
    hands = (row.task or row).taken_by
    if hands:
        return Status(_("in the hands of %(who)s") % {"who": hands}, "info")
    if row.task and row.task.due_at and row.task.due_at <= clock.now():
        return Status(_("late"), "bad")
    if row.finding and row.finding.severity == "critical":
        return Status(_("critical"), "bad")
    return Status(_("new"), "warning") if row.read_at is None else Status(_("read"), "neutral")


def kind(row: Any) -> str:
    """Return what a line is, in a word."""
    found = {"task": row.task_id, "mention": row.comment_id, "alert": row.finding_id}
    code = next((name for name, key in found.items() if key), "approval")
    return str(dict(KINDS)[code])


def about(row: Any) -> str:
    """Return which record a line is about; of approvals the subject says it."""
    if row.record:
        return ""
    named, number = record_of(row)
    place = getattr(row, "place", None)
    if place is not None:
        return str(place.title)
    return f"{record_words(named)} {number}" if named else ""


def record_of(row: Any) -> tuple[str, str]:
    """Return the record a line is about, or ("", "")."""
    if row.task and row.task.asked_from_record:
        return row.task.asked_from_record, row.task.asked_from_id
    found = row.comment or row.task or row.finding or row
    return found.record, found.record_id


def placed(rows: list[Any], look: Look) -> list[Any]:
    """Give each line the place of its record, where the person may see it."""
    places = registry.record_links({record_of(row) for row in rows}, look)
    for row in rows:
        row.place = places.get(record_of(row))
    return rows


def address(row: Any, look: Look) -> str:
    """Return where a line opens: what an alert says, else the record; "" where there is no such page."""
    if row.finding and row.finding.url:
        return str(row.finding.url)
    place = registry.record_links([record_of(row)], look).get(record_of(row))
    return place.url if place else ""


def _seen(row: Any, actor: Actor) -> bool:
    """Say whether somebody may see what a line is about; what has a page of its own says so itself."""
    record, _record_id = record_of(row)
    if record in registry.REGISTRY.records:
        return row.place is not None
    found = row.task or row.finding or row
    path = urlsplit(found.url or row.url).path
    return may_open(path, actor) if path.startswith("/admin/") else True


def said(rows: Sequence[Any], actor: Actor) -> dict[int, notices.Said]:
    """Put lines into words for mails and chats, those that a person may see."""
    roles = tuple(role.code for role in people.roles_of(int(actor.id)))
    base = settings.STORECREW_BASE_URL.rstrip("/")
    found = {}
    for row in placed(list(rows), Look(actor, clock.now(), roles)):
        if _seen(row, actor):
            title, record = subject(row), about(row)
            more = "" if record in title else record
            found[row.pk] = notices.Said(title, more, base + reverse("inbox_open", args=[row.pk]))
    return found
