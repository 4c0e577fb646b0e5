"""Conflicts of the shared calendar: who has to resolve or accept what, and what became of it."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Conflict
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.backoffice.task_pages import role_name

USUAL_ACCEPTANCE = dt.timedelta(days=7)


def severity(row: Conflict | work.ConflictFacts) -> Status:
    """Return whether it blocks, in a word with its tone."""
    blocks = row.severity == Conflict.Severity.BLOCKING
    return Status(Conflict.Severity(row.severity).label, "bad" if blocks else "warning")


def state(row: Conflict | work.ConflictFacts) -> Status:
    """Return where it is in its life, in a word with its tone."""
    tone = {"open": "warning", "accepted": "info"}.get(row.state, "good")
    return Status(Conflict.State(row.state).label, tone)


def _names() -> list[tuple[str, Text]]:
    return [(rule.code, rule.name) for rule in work.conflict_rules()]


def _roles() -> list[tuple[str, Text]]:
    return [(role.code, _(role.name)) for role in people.all_roles()]


class ConflictList(Listing):
    """What stands against each other, the earliest first."""

    code = "work.conflicts"
    title = gettext_lazy("Conflicts")
    permission = "work.read"
    search_fields = ("title", "with_title")
    default_sort = "begins"
    empty_title = gettext_lazy("Nothing stands against each other")
    empty_text = gettext_lazy(
        "When a promotion or campaign meets too little stock, a closed warehouse, a freeze or another one, "
        "it is listed here with whoever has to answer."
    )
    columns = (
        Column("title", gettext_lazy("What"), sort="title", primary=True),
        Column("severity", gettext_lazy("Severity"), severity, kind="status", sort="severity"),
        Column("code", gettext_lazy("Kind"), lambda row: work.conflict_name(row.code), sort="code"),
        Column("words", gettext_lazy("Why"), work.conflict_words),
        Column("owner", pgettext_lazy("work", "Owner"), lambda row: role_name(row.owner_role)),
        Column("begins", gettext_lazy("Begins"), "starts_at", kind="datetime", sort="starts_at"),
        Column("state", gettext_lazy("State"), state, kind="status", sort="state"),
        Column("reason", gettext_lazy("Reason"), default=False),
        Column("found", gettext_lazy("Found"), "found_at", kind="datetime", sort="found_at", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Conflict.State.choices),
        Filter("severity", gettext_lazy("Severity"), "choice", "severity", choices=Conflict.Severity.choices),
        Filter("code", gettext_lazy("Kind"), "choice", "code", choices=_names),
        Filter("owner", pgettext_lazy("work", "Owner"), "choice", "owner_role", choices=_roles),
        Filter("begins", gettext_lazy("Begins"), "date", "starts_at"),
    )
    views = (
        SystemView(gettext_lazy("Open"), "f.state=open"),
        SystemView(gettext_lazy("Blocking"), "f.state=open&f.severity=blocking"),
        SystemView(gettext_lazy("Accepted"), "f.state=accepted"),
        SystemView(gettext_lazy("Resolved"), "f.state=resolved&sort=-found"),
    )

    def rows(self) -> QuerySet[Conflict]:
        """Return all: what stands against each other concerns every team."""
        return Conflict.objects.all()

    def row_url(self, row: Conflict) -> str:
        """Open the conflict."""
        return reverse("conflicts_record", args=[row.pk])


def _found(conflict_id: int) -> work.ConflictFacts:
    found = work.conflict(conflict_id)
    if found is None:
        raise work.UnknownConflict(conflict=conflict_id)
    return found


def _may(found: work.ConflictFacts, actor: Actor) -> bool:
    rule = work.conflict_rule(found.code)
    return actor.can(rule.permission if rule else "work.write")


@workspace_page(permission="work.read")
def conflict_record(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Show what meets what, whose it is, and how it was answered."""
    found = _found(conflict_id)
    rule = work.conflict_rule(found.code)
    may = _may(found, request_actor(request))
    actions = []
    if found.state == "open" and may:
        accept = reverse("conflicts_accept", args=[found.id])
        actions.append(Action(_("Accept it with a reason"), accept, tone="strong"))
    if found.state == "accepted" and may:
        again = reverse("conflicts_reopen", args=[found.id])
        actions.append(Action(_("Take the acceptance back"), again, post=True, confirm=_("Open it again?")))
    holds = found.answer_days and found.accepted_until and found.accepted_until > clock.now()
    if found.state == "resolved" and holds and may:
        stop = reverse("conflicts_withdraw", args=[found.id])
        ask = _("From now on it does nothing any more.")
        actions.append(Action(_("Take the answer back"), stop, post=True, confirm=ask))
    return render_record(
        request,
        Record(
            title=f"{work.conflict_name(found.code)}: {found.title}",
            record="work.conflict",
            record_id=found.id,
            subtitle=work.conflict_words(found),
            status=[severity(found), state(found)],
            next_step=rule.cure(found.facts) if rule and found.state == "open" else "",
            actions=actions,
            groups=[_facts(found), *([_answer(found)] if found.accepted_at else [])],
            back_url=reverse("conflicts_list"),
            back_label=_("Conflicts"),
            icon="warning",
        ),
    )


def _facts(found: work.ConflictFacts) -> FactGroup:
    return FactGroup(
        _("Conflict"),
        [
            Fact(_("What"), found.title, url=found.url),
            Fact(_("Meets"), found.with_title or work.conflict_name(found.code), url=found.with_url),
            Fact(_("Begins"), found.starts_at, "datetime"),
            Fact(_("Ends"), found.ends_at, "datetime"),
            Fact(_("Has to resolve or accept it"), role_name(found.owner_role)),
            Fact(_("Planned by"), role_name(found.planner_role)),
            Fact(_("Found"), found.found_at, "datetime"),
            Fact(_("Gone since"), found.resolved_at or "–", "datetime" if found.resolved_at else "text"),
        ],
    )


def _answer(found: work.ConflictFacts) -> FactGroup:
    rule = work.conflict_rule(found.code)
    answers = rule.answers if rule else {}
    return FactGroup(
        _("Answer"),
        [
            Fact(_("Answer"), str(answers.get(found.answer, found.answer))),
            *([Fact(_("Days"), found.answer_days, "number")] if found.answer_days else []),
            Fact(_("Reason"), found.reason),
            Fact(_("By"), found.accepted_by),
            Fact(_("At"), found.accepted_at, "datetime"),
            Fact(_("Until"), found.accepted_until, "datetime"),
        ],
    )


class AcceptForm(forms.Form):
    """How it is answered, why, and until when that holds."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "It is kept on the record and lets the plan start. A longer promise and mails in parts are done "
            "by themselves; shifts stay as they are until somebody changes them."
        ),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days"), min_value=1, required=False,
        help_text=gettext_lazy(
            "How many working days longer deliveries are promised while the plan runs, or over how many days "
            "its mails leave."
        ),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)
    until = MomentField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("After that, and when it gets worse, it stands open again."),
    )


@workspace_page(permission="work.write")
def accept(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Take the answer of whoever has to give it."""
    found = _found(conflict_id)
    rule = work.conflict_rule(found.code)
    if rule is None:
        raise work.ConflictClosed(conflict=conflict_id)
    request_actor(request).require(rule.permission)
    ends = max(found.ends_at, clock.now() + USUAL_ACCEPTANCE)
    first = next(iter(rule.answers))
    initial = {"until": timezone.localtime(ends).replace(second=0, microsecond=0), "answer": first}
    form = AcceptForm(request.POST or None, initial=initial)
    form.fields["answer"].choices = list(rule.answers.items())  # type: ignore[attr-defined]
    if not rule.in_days:
        del form.fields["days"]
        form.fields["answer"].help_text = _("It is kept on the record and lets the plan start.")
    if request.method == "POST" and form.is_valid():
        try:
            work.accept_conflict(
                conflict_id, **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except work.AnswerNeedsDays as error:
            words = _("Write a number from 1 to %(most)s.") % {"most": error.details["most"]}
            form.add_error("days", words)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Accepted; your reason is on its record."))
            return redirect("conflicts_record", conflict_id=conflict_id)
    return render_form(
        request,
        form,
        title=_("Accept it with a reason"),
        intro=f"{found.title} · {work.conflict_words(found)}",
        submit=_("Accept"),
        back_url=reverse("conflicts_record", args=[conflict_id]),
        back_label=found.title,
    )


@workspace_page(permission="work.write")
@require_POST
def reopen(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Take an acceptance back."""
    work.reopen_conflict(
        conflict_id, reason=say("Taken back by hand."), actor=request_actor(request), at=clock.now()
    )
    messages.success(request, _("It stands open again."))
    return redirect("conflicts_record", conflict_id=conflict_id)


@workspace_page(permission="work.write")
@require_POST
def withdraw(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Let an answer do no more after what it was about has begun."""
    work.withdraw_answer(conflict_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("It does nothing any more."))
    return redirect("conflicts_record", conflict_id=conflict_id)
