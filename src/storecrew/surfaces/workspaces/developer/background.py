"""The background: who works, which jobs run, what was given up; failed work can be tried again (FLT-05)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.kernel import clock
from storecrew.kernel.schedule import dead_letters
from storecrew.kernel.schedule.status import JobStatus, work_status
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Text

KINDS: dict[str, Text] = {
    dead_letters.HANDLER: gettext_lazy("Handler"),
    dead_letters.MAIL: gettext_lazy("Mail"),
    dead_letters.TASK: gettext_lazy("Task"),
}
QUEUES: dict[str, Text] = {
    "outbox": gettext_lazy("Events"),
    "mail": gettext_lazy("Mails"),
    "tasks": gettext_lazy("Tasks"),
}
EVERYTHING = "everything"


@dataclass(frozen=True)
class JobLine:
    """A job as the page shows it."""

    job: JobStatus
    status: Status
    every: str


@workspace_page(permission="settings.read")
def background(request: HttpRequest) -> HttpResponse:
    """Show all background work at this instant."""
    now = clock.now()
    work = work_status(now)
    lines = [JobLine(job, _state(job), _every(job.seconds)) for job in work.jobs]
    context = {
        "header_title": _("Background work"),
        "work": work,
        "queues": [(QUEUES[queue.name], queue) for queue in work.queues],
        # what is in trouble comes first
        "jobs": sorted(lines, key=lambda line: (line.status.tone == "good", line.job.name)),
        "given_up": [(KINDS[letter.kind], letter) for letter in dead_letters.given_up()],
        "failing": [(KINDS[letter.kind], letter) for letter in dead_letters.failing()],
        "may_retry": request_actor(request).can("settings.write"),
        "everything": EVERYTHING,
    }
    return render(request, "developer/background.html", context)


@workspace_page(permission="settings.write")
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Put one piece of failed work, or everything that was given up, back to the front."""
    kind, id_ = request.POST.get("kind", ""), request.POST.get("id", "")
    if kind == EVERYTHING:
        chosen = [(letter.kind, letter.id) for letter in dead_letters.given_up(500)]
    else:
        chosen = [(kind, id_)]
    actor, at = request_actor(request), clock.now()
    done = sum(_once_more(kind, id_, actor=actor, at=at) for kind, id_ in chosen)
    if done:
        words = ngettext("%(n)s piece of work is tried again now.", "%(n)s are tried again now.", done)
        messages.success(request, words % {"n": done})
    else:
        messages.info(request, _("That work is not waiting any more."))
    return redirect("background")


def _once_more(kind: str, id_: str, **who: object) -> bool:
    if kind not in dead_letters.KINDS:
        return False
    try:
        return dead_letters.try_again(kind=kind, id=id_, **who)  # type: ignore[arg-type]
    except ValueError:
        # a forged id names nothing
        return False


def _state(job: JobStatus) -> Status:
    if job.failures:
        words = ngettext("failed %(n)s time", "failed %(n)s times", job.failures)
        return Status(words % {"n": job.failures}, "bad")
    if job.late:
        return Status(_("late"), "bad")
    if job.state == "never":
        return Status(_("not yet"), "neutral")
    return Status(_("running") if job.state == "running" else _("well"), "good")


def _every(seconds: int) -> str:
    if seconds % 3600 == 0:
        return ngettext("every hour", "every %(n)s hours", seconds // 3600) % {"n": seconds // 3600}
    if seconds % 60 == 0:
        return ngettext("every minute", "every %(n)s minutes", seconds // 60) % {"n": seconds // 60}
    return ngettext("every second", "every %(n)s seconds", seconds) % {"n": seconds}
