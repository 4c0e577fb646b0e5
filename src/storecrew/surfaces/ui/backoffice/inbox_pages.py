"""The inbox: what one's roles have to do and where one was called, in one list, to finish or to put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.notices import public as notices
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice import inbox_lines as lines
from storecrew.surfaces.ui.backoffice.access import request_actor, request_look, workspace_page
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, ListState, SystemView, Text
from storecrew.surfaces.ui.backoffice.mentions import names, names_of
from storecrew.surfaces.ui.backoffice.registry import Look
from storecrew.surfaces.ui.backoffice.task_pages import role_name
from storecrew.surfaces.ui.backoffice.undo import Done, Undo, register_undo

TAKEN = ngettext_lazy("%(n)s is in your hands.", "%(n)s are in your hands.", "n")
GIVEN_BACK = ngettext_lazy("%(n)s is back with the team.", "%(n)s are back with the team.", "n")
HELD = (("1", gettext_lazy("yes")),)
KINDS = {
    "task": Q(task__isnull=False),
    "mention": Q(comment__isnull=False),
    "alert": Q(finding__isnull=False),
    "approval": Q(record=notices.APPROVAL),
}


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
    own = ("", look.actor.id)
    held = [row for row in fresh if (row.task or row).taken_by_id not in own]
    look.once(f"unread of {look.roles}", lambda: len(fresh) - len(held))


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
    wanted = Q(pk=None)
    for value in values:
        wanted |= KINDS[value]
    return rows.exclude(wanted) if op == "not" else rows.filter(wanted)


def _held(rows: QuerySet[Any], _op: str, _values: list[str]) -> QuerySet[Any]:
    return rows.filter(Q(task__state="taken") | ~Q(taken_by_id=""))


def _finish(ask: BulkRequest) -> Done:
    """Finish tasks that ask for no answer and what one has in hand, leave the rest behind for oneself."""
    aside, finished, left = [], [], 0
    for row in ask.rows:
        if row.task_id is None:
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
    held = work.finish_held(ids=aside, actor=ask.actor, at=ask.at)
    count = len(finished) + len(before)
    words = ngettext("%(n)s line done.", "%(n)s lines done.", count) % {"n": count}
    if left:
        words += " " + ngettext(
            "%(n)s waits for an answer or is in a colleague's hands: open it.",
            "%(n)s wait for an answer or are in a colleague's hands: open them.",
            left,
        ) % {"n": left}
    payload = {"marks": _plain(before), "tasks": finished, "held": held}
    return Done(words, Undo("work.inbox", payload) if count else None)


def _take(ask: BulkRequest) -> Text:
    """Take what a team was sent into one's own hands, so that colleagues see who has it."""
    return _in_hands(ask, work.take_entry, TAKEN)


def _give_back(ask: BulkRequest) -> Text:
    """Put back for the team what somebody has in hand."""
    return _in_hands(ask, work.give_back_entry, GIVEN_BACK)


def _in_hands(ask: BulkRequest, change: Callable[..., None], words: Any) -> Text:
    """Change whose hands lines are in; what was sent to the person alone has no other hands."""
    roles, names = {role.code for role in people.all_roles()}, names_of(ask.actor)
    count, refused = 0, ""
    for row in ask.rows:
        if row.to not in roles:
            refused = _("What was sent to you alone is yours already.")
            continue
        try:
            change(row.pk, names=names, actor=ask.actor, at=ask.at)
            count += 1
        except DomainError as error:
            refused = str(error)
    told = [words % {"n": count}] if count else []
    return " ".join([*told, *([refused] if refused else [])])


def _put_off(ask: BulkRequest, until: dt.datetime) -> Done:
    ids = list(ask.rows.values_list("pk", flat=True))
    before = work.snooze_entries(ids=ids, until=until, names=names_of(ask.actor), actor=ask.actor, at=ask.at)
    count = len(before)
    words = ngettext("%(n)s line put off.", "%(n)s lines put off.", count) % {"n": count}
    return Done(words, Undo("work.inbox", {"marks": _plain(before), "tasks": [], "held": []}))


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
    work.unfinish_held(ids=payload.get("held", ()), actor=actor)
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
    """Tasks and alerts of the person's roles, comments that call them, and what waits for their approval."""

    code = "work.inbox"
    title = gettext_lazy("Inbox")
    intro = gettext_lazy(
        "What you put off or finish here stays with your colleagues, unless you took it for your team."
    )
    walks = False
    permission = "work.read"
    search_fields = (
        "task__title",
        "task__detail",
        "task__words__find",
        "comment__body",
        "finding__title",
        "finding__words__find",
    )
    default_sort = "when"
    opens_with = "f.state=open"
    empty_title = gettext_lazy("Your inbox is empty")
    empty_text = gettext_lazy(
        "Tasks and alerts of your roles, comments that call you by @name, and requests for your approval "
        "come here."
    )
    columns = (
        Column("subject", gettext_lazy("What"), lines.heading, primary=True),
        Column("state", gettext_lazy("State"), lines.state_of, kind="status"),
        Column("kind", gettext_lazy("Kind"), lines.kind),
        Column("about", gettext_lazy("About"), lines.about),
        Column("from", gettext_lazy("From"), lines.sender),
        Column("to", pgettext_lazy("inbox", "For"), _to, sort="to"),
        Column("when", gettext_lazy("Due or since"), "when", kind="datetime", sort="when"),
        Column("until", gettext_lazy("Put off until"), "snoozed_until", kind="datetime", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=lines.STATES),
        Filter("kind", gettext_lazy("Kind"), "choice", choices=lines.KINDS, apply=_of_kind),
        Filter("held", gettext_lazy("In somebody's hands"), "choice", choices=HELD, apply=_held),
        Filter("to", pgettext_lazy("inbox", "For"), "choice", choices=_roles, apply=_for),
        Filter("since", gettext_lazy("Since"), "date", "at"),
    )
    views = (
        SystemView(pgettext_lazy("inbox", "To do"), "f.state=open"),
        SystemView(gettext_lazy("Tasks"), "f.state=open&f.kind=task"),
        SystemView(gettext_lazy("You were called"), "f.state=open&f.kind=mention"),
        SystemView(gettext_lazy("Alerts"), "f.state=open&f.kind=alert"),
        SystemView(gettext_lazy("In hand"), "f.state=open&f.held=1"),
        SystemView(gettext_lazy("Put off"), "f.state=snoozed"),
        SystemView(gettext_lazy("Done"), "f.state=done&sort=-when"),
    )
    bulk_actions = (
        BulkAction("done", gettext_lazy("Done"), _finish, quick=True),
        BulkAction("tomorrow", gettext_lazy("Tomorrow"), _until_tomorrow, quick=True),
        BulkAction("take", gettext_lazy("I take it"), _take, permission="work.write", quick=True),
        BulkAction("give", gettext_lazy("Give back"), _give_back, permission="work.write", quick=True),
        BulkAction("snooze", gettext_lazy("Put off until …"), _until, form=SnoozeForm, quick=True),
    )

    @property
    def topic(self) -> str:
        """Return the topic that the page shows line by line; "" where lines fold."""
        return self.request.GET.get("topic", "")[:150]

    def read(self, query: QueryDict) -> ListState:
        """Keep the topic in every address of the list."""
        state = super().read(query)
        state.extra["topic"] = query.get("topic", "")[:150]
        return state

    def rows(self) -> QuerySet[Any]:
        """Return everything that was ever in the person's inbox, or of the topic that is opened."""
        rows = work.inbox_entries(self.actor, names=names(request_look(self.request)), at=clock.now())
        return rows.filter(topic=self.topic) if self.topic else rows

    def matching(self, state: ListState | None = None) -> QuerySet[Any]:
        """Fold what matches, one line for each topic, until a topic is opened."""
        rows = super().matching(state)
        return rows if self.topic else work.folded(rows)

    def chosen(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return every line that the chosen ones stand for."""
        if self.topic:
            return rows
        wanted = Q(pk=None)
        for topic, state in rows.values_list("topic", "state"):
            wanted |= Q(topic=topic, state=state)
        return super().matching().filter(wanted)

    def load(self, rows: list[Any]) -> list[Any]:
        """Name the records within the person's rights."""
        return lines.placed(rows, request_look(self.request))

    def row_url(self, row: Any) -> str:
        """Open what it is about, and take note that it was read; what stands for several opens to them."""
        if getattr(row, "together", 1) > 1:
            return f"{reverse('inbox')}?{urlencode({'f.state': row.state, 'topic': row.topic})}"
        return reverse("inbox_open", args=[row.pk])

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Lead out of an opened topic, and to what reaches the person outside the inbox."""
        back = [(_("Back to the whole inbox"), f"{reverse('inbox')}?{self.opens_with}")] if self.topic else []
        return [*back, (_("What reaches me, and how"), reverse("notice_ways"))]


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
    address = lines.address(row, look)
    return redirect(f"{address}#timeline" if row.comment_id and address else address or reverse("inbox"))
