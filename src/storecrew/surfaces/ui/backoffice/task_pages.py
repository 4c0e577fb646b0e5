"""Tasks: what one's roles have to do or to answer, one page each, and a form to give a colleague work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Task
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, request_look, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.backoffice.undo import Undo, done, register_undo
from storecrew.surfaces.ui.backoffice.words import actor_words

TO_DO = "f.state=open&f.state=taken&sort=due"
NAMES = {seed.code: seed.name for seed in people.ROLES}


def role_name(code: str) -> str:
    """Return the name of a role in the reader's language."""
    return _(NAMES[code]) if code in NAMES else code.replace("_", " ").capitalize()


def state_of(row: Task | work.TaskFacts) -> Status:
    """Return where a task is; one that is late says so first."""
    labels = dict(Task.State.choices)
    if row.state in ("open", "taken") and row.due_at is not None and row.due_at <= clock.now():
        return Status(_("late"), "bad")
    tone = {"open": "warning", "taken": "info", "done": "good"}.get(row.state, "neutral")
    return Status(labels[row.state], tone)


def _roles() -> list[tuple[str, Text]]:
    return [(role.code, _(role.name)) for role in people.all_roles()]


class TaskList(Listing):
    """The tasks of the person's roles and locations; an owner sees all."""

    code = "work.tasks"
    opens_with = TO_DO
    title = gettext_lazy("Tasks")
    permission = "work.read"
    search_fields = ("title", "detail", "words__find", "answer", "record_id", "asked_from_id")
    default_sort = "due"
    empty_title = gettext_lazy("No tasks")
    empty_text = gettext_lazy("What colleagues ask your roles, and what the shop asks by itself, is here.")
    columns = (
        Column("title", gettext_lazy("Task"), lambda row: row.said("title"), sort="title", primary=True),
        Column("state", gettext_lazy("State"), state_of, kind="status", sort="state"),
        Column("due", gettext_lazy("Due"), "due_at", kind="datetime", sort="due_at"),
        Column("owner", pgettext_lazy("work", "Owner"), lambda t: role_name(t.owner_role), sort="owner_role"),
        Column("location", gettext_lazy("Location"), "location_code", sort="location_code"),
        Column("taken_by", gettext_lazy("In the hands of"), "taken_by", sort="taken_by"),
        Column("opened_by", gettext_lazy("Asked by"), lambda t: actor_words(t.opened_by), default=False),
        Column("opened", gettext_lazy("Since"), "opened_at", kind="datetime", sort="opened_at"),
        Column("answer", gettext_lazy("Answer"), lambda row: row.said("answer"), default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Task.State.choices),
        Filter("owner", pgettext_lazy("work", "Owner"), "choice", "owner_role", choices=_roles),
        Filter("due", gettext_lazy("Due"), "date", "due_at"),
        Filter("location", gettext_lazy("Location"), "text", "location_code"),
    )
    views = (
        SystemView(gettext_lazy("To do"), TO_DO),
        SystemView(gettext_lazy("Done"), "f.state=done&sort=-opened"),
    )

    def rows(self) -> QuerySet[Task]:
        """Return the tasks of the person's roles and locations, and what the person asked."""
        rows = work.visible_tasks(self.actor)
        roles = request_look(self.request).roles
        if people.OWNER in roles:
            return rows
        return rows.filter(owner_role__in=roles) | rows.filter(opened_by=self.actor.label)

    def row_url(self, row: Task) -> str:
        """Open the task."""
        return reverse("tasks_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Give somebody work."""
        return (_("New task"), reverse("tasks_add")) if self.actor.can("work.write") else None


class TaskForm(forms.Form):
    """What is to be done, by whom and when."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    detail = forms.CharField(
        label=gettext_lazy("Details"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    owner_role = forms.ChoiceField(label=gettext_lazy("Who does it"))
    location_code = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    due_at = MomentField(
        label=gettext_lazy("By when"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    wants_answer = forms.BooleanField(label=gettext_lazy("I wait for an answer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(place.code, place.name) for place in inventory.locations()]
        self.fields["owner_role"].choices = _roles()  # type: ignore[attr-defined]
        self.fields["location_code"].choices = [("", _("everywhere")), *places]  # type: ignore[attr-defined]


@workspace_page(permission="work.write")
def add(request: HttpRequest) -> HttpResponse:
    """Give a role something to do."""
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            task = work.open_task(
                code="work.by_hand", **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The task is with %(role)s.") % {"role": role_name(task.owner_role)})
            return redirect("tasks_record", task_id=task.id)
    return render_form(
        request, form, title=_("New task"), back_url=reverse("tasks_list"), back_label=_("Tasks")
    )


def find(task_id: int, actor: Actor) -> work.TaskFacts:
    """Return a task within the reader's locations and teams; raises UnknownTask for any other."""
    task = work.task(task_id, actor=actor)
    if task is None:
        raise work.UnknownTask(task=task_id)
    return task


@workspace_page(permission="work.read")
def task_record(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show a task with the answer, or with the form for it."""
    actor = request_actor(request)
    task = find(task_id, actor)
    may = actor.can("work.write") and task.is_open
    mine = not task.taken_by_id or task.taken_by_id == actor.id
    record = Record(
        title=task.title,
        record="work.task",
        record_id=task.id,
        subtitle=task.detail,
        status=[state_of(task)],
        actions=_actions(task, actor) if may else (),
        groups=[FactGroup(_("Task"), _facts(task))],
        back_label=_("Tasks"),
        back_url=reverse("tasks_list"),
    )
    return render_record(
        request,
        record,
        template="backoffice/task.html",
        context={"task": task, "may_close": may and mine},
    )


def _facts(task: work.TaskFacts) -> list[Fact]:
    facts = [
        Fact(_("For"), role_name(task.owner_role)),
        Fact(_("Asked by"), actor_words(task.opened_by)),
        Fact(_("Since"), task.opened_at, "datetime"),
        Fact(_("Due"), task.due_at, "datetime"),
    ]
    if task.location_code:
        facts.append(Fact(_("Location"), work.place_names([task.location_code])[0]))
    if task.url:
        facts.append(Fact(_("About"), _("Open it"), url=task.url))
    if task.taken_by:
        facts.append(Fact(_("In the hands of"), task.taken_by))
    if task.escalated_at:
        facts.append(Fact(_("Told to"), role_name(task.escalated_to)))
    if task.closed_by:
        facts.append(Fact(_("Closed by"), actor_words(task.closed_by)))
    return facts


def _actions(task: work.TaskFacts, actor: Actor) -> list[Action]:
    address = reverse("tasks_do", args=[task.id])
    if task.state == "open":
        return [Action(_("Take it"), address, post=True, fields={"what": "take"})]
    words = _("Give it back") if task.taken_by_id == actor.id else _("Take from %(who)s")
    words = words if task.taken_by_id == actor.id else words % {"who": task.taken_by}
    return [Action(words, address, post=True, fields={"what": "give_back"})]


@workspace_page(permission="work.write")
@require_POST
def do(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a task, give it back, or close it with what came of it."""
    actor, at = request_actor(request), clock.now()
    what = request.POST.get("what", "")
    if what == "take":
        work.take_task(task_id, actor=actor, at=at)
    elif what == "give_back":
        work.give_back_task(task_id, actor=actor, at=at)
    else:
        task = work.finish_task(task_id, note=request.POST.get("answer", ""), actor=actor, at=at)
        undo = None if task.wants_answer else Undo("work.task_finished", {"task": task_id})
        done(request, _("Done."), undo)
    return redirect("tasks_record", task_id=task_id)


def _reopen(payload: dict[str, Any], actor: Actor, at: datetime) -> Text:
    work.reopen_task(payload["task"], actor=actor, at=at)
    return _("The task is open again.")


register_undo("work.task_finished", _reopen)
