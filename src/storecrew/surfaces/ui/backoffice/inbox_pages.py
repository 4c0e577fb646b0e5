"""The inbox: what one's roles have to do and where one was called, in one list, to finish or to put off."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice import registry
from storecrew.surfaces.ui.backoffice.access import request_actor, request_look, workspace_page
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.mentions import names, names_of
from storecrew.surfaces.ui.backoffice.registry import Look
from storecrew.surfaces.ui.backoffice.task_pages import role_name
from storecrew.surfaces.ui.backoffice.undo import Done, Undo, register_undo
from storecrew.surfaces.ui.backoffice.words import actor_words, record_words

STATES = (
    ("open", pgettext_lazy("inbox", "To do")),
    ("snoozed", gettext_lazy("Put off")),
    ("done", gettext_lazy("Done")),
)
KINDS = (("task", gettext_lazy("Task")), ("mention", gettext_lazy("You were called")))


def unread(look: Look) -> int:
    """Return how much is new in the inbox of the person who looks, at most 100; read once a page."""
    if not look.actor.can("work.read"):
        return 0
    return look.once(
        f"unread of {look.roles}", lambda: work.count_unread(look.actor, names=names(look), at=look.at)
    )


def know_unread(look: Look, everything: list[Any]) -> None:
    """Spare the count of what is new when all that is to do was read already."""
    fresh = [row for row in everything if row.read_at is None]
    held = [row for row in fresh if row.task and row.task.taken_by_id not in ("", look.actor.id)]
    look.once(f"unread of {look.roles}", lambda: len(fresh) - len(held))


def subject(row: Any) -> str:
    """Return the task's title, or the first words of the comment."""
    return row.task.said("title") if row.task else Truncator(" ".join(row.comment.body.split())).chars(110)


def sender(row: Any) -> str:
    """Return who asked, or who called."""
    return actor_words(row.task.opened_by) if row.task else row.comment.author_label


def state_of(row: Any) -> Status:
    """Return where a line is: new, in a colleague's hands, late, put off or done."""
    if row.state != "open":
        return Status(dict(STATES)[row.state], "good" if row.state == "done" else "neutral")
    if row.task and row.task.taken_by:
        return Status(_("in the hands of %(who)s") % {"who": row.task.taken_by}, "info")
    if row.task and row.task.due_at and row.task.due_at <= clock.now():
        return Status(_("late"), "bad")
    return Status(_("new"), "warning") if row.read_at is None else Status(_("read"), "neutral")


def _about(row: Any) -> str:
    named, number = _record_of(row)
    place = getattr(row, "place", None)
    if place is not None:
        return str(place.title)
    return f"{record_words(named)} {number}" if named else ""


def _record_of(row: Any) -> tuple[str, str]:
    if row.comment:
        return row.comment.record, row.comment.record_id
    if row.task.asked_from_record:
        return row.task.asked_from_record, row.task.asked_from_id
    return row.task.record, row.task.record_id


def _kind(row: Any) -> str:
    return str(KINDS[0][1] if row.task else KINDS[1][1])


def _to(row: Any) -> str:
    return role_name(row.to) if row.to in _role_codes() else _("you")


def _role_codes() -> set[str]:
    return {seed.code for seed in people.ROLES}


def _roles() -> list[tuple[str, Text]]:
    return [*((role.code, _(role.name)) for role in people.all_roles()), ("", _("you by name"))]


def _for(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    roles = [role.code for role in people.all_roles()]
    wanted = Q(to__in=[value for value in values if value])
    if "" in values:
        wanted |= ~Q(to__in=roles)
    return rows.exclude(wanted) if op == "not" else rows.filter(wanted)


def _of_kind(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    both = {"task", "mention"}
    wanted = both - set(values) if op == "not" else set(values)
    if wanted == both:
        return rows
    return rows.filter(task__isnull="task" not in wanted) if wanted else rows.none()


def _ids(ask: BulkRequest) -> list[int]:
    return list(ask.rows.values_list("pk", flat=True))


def _finish(ask: BulkRequest) -> Done:
    """Finish tasks that ask for no answer, and leave mentions behind; what needs an answer stays."""
    aside, finished, left = [], [], 0
    for row in ask.rows:
        if row.comment_id:
            aside.append(row.pk)
            continue
        try:
            if row.task.wants_answer:
                raise work.EmptyAnswer()
            work.finish_task(row.task_id, actor=ask.actor, at=ask.at)
            finished.append(row.task_id)
        except DomainError:
            left += 1
    before = work.put_aside(ids=aside, names=names_of(ask.actor), actor=ask.actor, at=ask.at)
    count = len(finished) + len(before)
    words = ngettext("%(n)s line done.", "%(n)s lines done.", count) % {"n": count}
    if left:
        words += " " + ngettext(
            "%(n)s waits for an answer or is in a colleague's hands: open it.",
            "%(n)s wait for an answer or are in a colleague's hands: open them.",
            left,
        ) % {"n": left}
    return Done(words, Undo("work.inbox", {"marks": _plain(before), "tasks": finished}) if count else None)


def _put_off(ask: BulkRequest, until: dt.datetime) -> Done:
    before = work.snooze_entries(
        ids=_ids(ask), until=until, names=names_of(ask.actor), actor=ask.actor, at=ask.at
    )
    count = len(before)
    words = ngettext("%(n)s line put off.", "%(n)s lines put off.", count) % {"n": count}
    return Done(words, Undo("work.inbox", {"marks": _plain(before), "tasks": []}))


def _until_tomorrow(ask: BulkRequest) -> Done:
    return _put_off(ask, _morning(1))


def _until(ask: BulkRequest) -> Done:
    zone = channels.facts(None).timezone
    return _put_off(ask, clock.local_midnight(ask.answers["until"], zone))


def _morning(days: int) -> dt.datetime:
    zone = channels.facts(None).timezone
    return clock.local_midnight(clock.today(zone) + dt.timedelta(days=days), zone)


def _plain(marks: list[work.MarkFacts]) -> list[list[Any]]:
    instants = [(m.entry_id, m.read_at, m.snoozed_until, m.done_at) for m in marks]
    return [[key, *(at.isoformat() if at else None for at in rest)] for key, *rest in instants]


def _back(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> Text:
    marks = [
        work.MarkFacts(key, *(dt.datetime.fromisoformat(text) if text else None for text in rest))
        for key, *rest in payload["marks"]
    ]
    work.restore_marks(marks, names=names_of(actor), actor=actor, at=at)
    for task_id in payload["tasks"]:
        work.reopen_task(task_id, actor=actor, at=at)
    return _("It is back in your inbox.")


register_undo("work.inbox", _back)


class SnoozeForm(forms.Form):
    """Until when a line stays out of sight."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("On the morning of that day it is new again."),
    )


class Inbox(Listing):
    """Tasks of the person's roles, and comments that call the person or a role of theirs."""

    code = "work.inbox"
    title = gettext_lazy("Inbox")
    intro = gettext_lazy("Yours alone: what you put off or finish here stays with your colleagues.")
    walks = False
    permission = "work.read"
    search_fields = ("task__title", "task__detail", "task__words__find", "comment__body")
    default_sort = "when"
    opens_with = "f.state=open"
    empty_title = gettext_lazy("Your inbox is empty")
    empty_text = gettext_lazy("Tasks of your roles and comments that call you by @name come here.")
    columns = (
        Column("subject", gettext_lazy("What"), subject, primary=True),
        Column("state", gettext_lazy("State"), state_of, kind="status"),
        Column("kind", gettext_lazy("Kind"), _kind),
        Column("about", gettext_lazy("About"), _about),
        Column("from", gettext_lazy("From"), sender),
        Column("to", pgettext_lazy("inbox", "For"), _to, sort="to"),
        Column("when", gettext_lazy("Due or since"), "when", kind="datetime", sort="when"),
        Column("until", gettext_lazy("Put off until"), "snoozed_until", kind="datetime", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=STATES),
        Filter("kind", gettext_lazy("Kind"), "choice", choices=KINDS, apply=_of_kind),
        Filter("to", pgettext_lazy("inbox", "For"), "choice", choices=_roles, apply=_for),
        Filter("since", gettext_lazy("Since"), "date", "at"),
    )
    views = (
        SystemView(pgettext_lazy("inbox", "To do"), "f.state=open"),
        SystemView(gettext_lazy("Tasks"), "f.state=open&f.kind=task"),
        SystemView(gettext_lazy("You were called"), "f.state=open&f.kind=mention"),
        SystemView(gettext_lazy("Put off"), "f.state=snoozed"),
        SystemView(gettext_lazy("Done"), "f.state=done&sort=-when"),
    )
    bulk_actions = (
        BulkAction("done", gettext_lazy("Done"), _finish, quick=True),
        BulkAction("tomorrow", gettext_lazy("Tomorrow"), _until_tomorrow, quick=True),
        BulkAction("snooze", gettext_lazy("Put off until …"), _until, form=SnoozeForm, quick=True),
    )

    def rows(self) -> QuerySet[Any]:
        """Return everything that was ever in the person's inbox."""
        return work.inbox_entries(self.actor, names=names(request_look(self.request)), at=clock.now())

    def load(self, rows: list[Any]) -> list[Any]:
        """Name the records within the person's rights."""
        places = registry.record_links({_record_of(row) for row in rows}, request_look(self.request))
        for row in rows:
            row.place = places.get(_record_of(row))
        return rows

    def row_url(self, row: Any) -> str:
        """Open what it is about, and take note that it was read."""
        return reverse("inbox_open", args=[row.pk])


@workspace_page(permission="work.read")
def open_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Go to the task, or to the comment on its record; the line is then read."""
    actor, look, at = request_actor(request), request_look(request), clock.now()
    row = work.inbox_entries(actor, names=names(look), at=at).filter(pk=entry_id).first()
    if row is None:
        raise NotFound()
    work.read_entries(ids=[row.pk], names=names(look), actor=actor, at=at)
    if row.task_id:
        return redirect("tasks_record", task_id=row.task_id)
    if row.url:
        return redirect(f"{urlsplit(row.url).path}#timeline")
    key = _record_of(row)
    place = registry.record_links([key], look).get(key)
    return redirect(f"{place.url}#timeline" if place else reverse("inbox"))
