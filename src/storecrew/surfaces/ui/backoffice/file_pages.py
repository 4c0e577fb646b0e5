"""My scheduled files: lists that are sent by the clock, what came of them, and their files (U073)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import FileReceiver, FileSchedule, ScheduledFile
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice import export
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.list_files import WRITER, list_at
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record

DAYS: dict[str, Text] = {
    "day": gettext_lazy("Every day"),
    "mon": gettext_lazy("Every Monday"),
    "tue": gettext_lazy("Every Tuesday"),
    "wed": gettext_lazy("Every Wednesday"),
    "thu": gettext_lazy("Every Thursday"),
    "fri": gettext_lazy("Every Friday"),
    "sat": gettext_lazy("Every Saturday"),
    "sun": gettext_lazy("Every Sunday"),
    "month": gettext_lazy("On the first of the month"),
}
FORMS = [(form, form.upper()) for form in work.FORMS]
TONES = {"attached": "good", "linked": "good", "empty": "neutral", "failed": "bad"}
STATES = (("on", pgettext_lazy("scheduled file", "Running")), ("paused", gettext_lazy("Paused")))
SHOWN = 50


def rhythm_of(row: FileSchedule) -> str:
    """Return when a file is sent, in words."""
    return _("%(day)s at %(time)s") % {"day": DAYS[row.rhythm], "time": time_format(row.at_time)}


def state_of(row: FileSchedule) -> Status:
    """Return whether a file is sent."""
    if row.trouble:
        return Status(pgettext("scheduled file", "Stopped"), "bad")
    return (
        Status(_("Paused"), "warning")
        if row.paused_at
        else Status(pgettext("scheduled file", "Running"), "good")
    )


def _next(row: FileSchedule) -> dt.datetime | None:
    return None if row.paused_at else row.next_at


def _receivers(row: FileSchedule) -> list[str]:
    return [each.label for each in row.receivers.all()]


def _by_state(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    wanted = Q(pk__in=[])
    for value in values:
        wanted |= Q(paused_at__isnull=value == "on")
    return rows.exclude(wanted) if op == "not" else rows.filter(wanted)


def seen_by(actor: Actor) -> QuerySet[FileSchedule]:
    """Return the schedules that somebody made or gets."""
    got = FileReceiver.objects.filter(schedule=OuterRef("pk"), person=actor.id)
    return FileSchedule.objects.filter(Q(owner=actor.id) | Q(Exists(got)))


class FileList(Listing):
    """What the person sends or gets by the clock."""

    code = "work.files"
    title = gettext_lazy("My scheduled files")
    permission = "work.read"
    search_fields = ("name", "owner_label")
    search_hint = gettext_lazy("Name or sender")
    default_sort = "next"
    empty_title = gettext_lazy("No scheduled files")
    empty_text = gettext_lazy(
        "Open a list, narrow it, choose Export and “Send by the clock”: it then comes by mail as a file."
    )
    columns = (
        Column("name", gettext_lazy("Name"), sort="name", primary=True),
        Column("state", gettext_lazy("State"), state_of, kind="status"),
        Column("list", gettext_lazy("List"), lambda row: list_title(row.path)),
        Column("form", gettext_lazy("Format"), lambda row: row.form.upper(), sort="form"),
        Column("rhythm", gettext_lazy("When"), rhythm_of),
        Column(
            "next", gettext_lazy("Next"), lambda r: None if r.paused_at else r.next_at, "datetime", "next_at"
        ),
        Column("last", gettext_lazy("Last"), "last_at", kind="datetime", sort="last_at"),
        Column(
            "to", gettext_lazy("To"), lambda row: [each.label for each in row.receivers.all()], kind="tags"
        ),
        Column("owner", gettext_lazy("Sender"), "owner_label", sort="owner_label"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", choices=STATES, apply=_by_state),
        Filter("form", gettext_lazy("Format"), "choice", "form", choices=FORMS),
        Filter("rhythm", gettext_lazy("When"), "choice", "rhythm", choices=tuple(DAYS.items())),
        Filter("next", gettext_lazy("Next"), "date", "next_at"),
    )

    def rows(self) -> QuerySet[FileSchedule]:
        """Return what the person made or gets."""
        return seen_by(self.actor).prefetch_related("receivers")

    def row_url(self, row: FileSchedule) -> str:
        """Open it."""
        return reverse("files_record", args=[row.pk])


def list_title(path: str) -> str:
    """Return what the list at an address is called; the address where there is none any more."""
    kind = list_at(path)
    return str(kind.title) if kind is not None else path


def find(schedule_id: int, actor: Actor, *, own: bool = False) -> FileSchedule:
    row = seen_by(actor).filter(pk=schedule_id).first()
    if row is None or (own and row.owner != actor.id):
        raise work.UnknownFileSchedule(schedule=schedule_id)
    return row


@workspace_page(permission="work.read")
def record(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Show one: what is sent when to whom, and what came of it."""
    actor = request_actor(request)
    row = find(schedule_id, actor)
    own = row.owner == actor.id
    return render_record(
        request,
        Record(
            title=row.name,
            record="work.file_schedule",
            record_id=row.pk,
            status=[state_of(row)],
            next_step=row.trouble,
            actions=_actions(row, actor),
            groups=[FactGroup(_("What is sent"), _facts(row))],
            tables=[_sent(row, actor, own=own)],
            back_url=reverse("files_list"),
            back_label=_("My scheduled files"),
            timeline=own,
        ),
    )


def _facts(row: FileSchedule) -> list[Fact]:
    view = f"{row.path}?{row.query}".rstrip("?")
    return [
        Fact(_("List"), list_title(row.path), url=view),
        Fact(_("Format"), row.form.upper()),
        Fact(_("When"), f"{rhythm_of(row)} ({row.zone})"),
        Fact(_("Next"), _next(row), "datetime"),
        Fact(_("Last"), row.last_at, "datetime"),
        Fact(_("To"), _receivers(row), "tags"),
        Fact(_("Sender"), row.owner_label),
    ]


def _sent(row: FileSchedule, actor: Actor, *, own: bool) -> Table:
    files = row.files.all() if own else row.files.filter(person=actor.id)
    shown = list(files[:SHOWN])
    at = clock.now()
    return Table(
        _("Sent"),
        (_("When"), _("To"), _("Outcome"), _("Rows"), _("Kept until")),
        [
            (
                file.made_at,
                file.label,
                Status(file.reason or file.get_outcome_display(), TONES[file.outcome]),
                file.rows,
                file.expires_at if file.file else None,
            )
            for file in shown
        ],
        empty=_("Nothing was sent yet."),
        kinds=("datetime", "text", "status", "number", "datetime"),
        row_urls=[
            reverse("files_open", args=[file.pk]) if _may_open(file, actor, at) else "" for file in shown
        ],
    )


def _actions(row: FileSchedule, actor: Actor) -> list[Action]:
    address = reverse("files_do", args=[row.pk])

    def act(label: Text, what: str, **more: Any) -> Action:
        return Action(label, address, post=True, fields={"what": what}, **more)

    if row.owner != actor.id:
        return [act(_("Stop sending it to me"), "leave")]
    going = act(_("Let it go on"), "resume") if row.paused_at else act(_("Pause"), "pause")
    return [
        act(_("Send it now"), "send", tone="strong"),
        Action(_("Edit"), reverse("files_edit", args=[row.pk])),
        going,
        act(
            _("Delete"),
            "delete",
            tone="danger",
            confirm=_("It is not sent any more, and its files are deleted."),
        ),
    ]


@workspace_page(permission="work.read")
@require_POST
def do(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Send a file now, pause it, let it go on, delete it, or leave it."""
    actor, at = request_actor(request), clock.now()
    what = request.POST.get("what", "")
    if what == "send":
        _send(request, schedule_id, actor, at)
    elif what == "pause":
        work.pause_file_schedule(schedule_id, actor=actor, at=at)
        messages.success(request, _("It is paused."))
    elif what == "resume":
        work.resume_file_schedule(schedule_id, actor=actor, at=at)
        messages.success(request, _("It goes on."))
    elif what in ("delete", "leave"):
        end = work.delete_file_schedule if what == "delete" else work.leave_file_schedule
        end(schedule_id, actor=actor, at=at)
        messages.success(
            request, _("It is deleted.") if what == "delete" else _("You do not get it any more.")
        )
        return redirect("files_list")
    return redirect("files_record", schedule_id=schedule_id)


def _send(request: HttpRequest, schedule_id: int, actor: Actor, at: dt.datetime) -> None:
    work.send_file_now(schedule_id, actor=actor, at=at)
    files = list(ScheduledFile.objects.filter(schedule=schedule_id, made_at=at))
    sent = [file for file in files if file.outcome != ScheduledFile.Outcome.FAILED]
    if len(sent) == len(files) > 0:
        words = ngettext("It is on its way to one person.", "It is on its way to %(n)s people.", len(sent))
        messages.success(request, words % {"n": len(sent)})
    else:
        messages.error(request, _("It could not be sent to everybody: see below."))


def _may_open(file: ScheduledFile, actor: Actor, at: dt.datetime) -> bool:
    return (
        bool(file.file) and file.person == actor.id and file.expires_at is not None and file.expires_at > at
    )


@workspace_page(permission="work.read")
def open_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Hand out a file to whom it was sent, while it is kept and they may still see the list."""
    actor = request_actor(request)
    file = ScheduledFile.objects.filter(pk=file_id).select_related("schedule").first()
    if file is None or not _may_open(file, actor, clock.now()):
        raise work.FileGone(file=file_id)
    WRITER.require(work.sent_view(file.schedule), actor.id)
    response = FileResponse(
        file.file.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=export.TYPES[file.schedule.form],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]
