"""What the audit found: the list by what it costs, each finding with the way to its field, and the run."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import AuditRun, Finding, HeadTemplate
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import joined, say
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Related, render_record
from storecrew.surfaces.workspaces.marketing_manager.seo import words

DUE = dt.timedelta(days=7)
WEIGHTS = ((1, 10), (2, 3), (3, 1))
"""How much of what a page is worth a finding of each severity puts at stake, beside the others."""


class ReasonForm(forms.Form):
    """Why a finding is set aside."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Whoever looks later reads it."),
    )


def _states(rows: QuerySet[Finding], op: str, values: list[str]) -> QuerySet[Finding]:
    state = values[0] if len(values) == 1 else ""
    if op == "not" or state not in ("open", "fixed", "ignored"):
        return rows
    if state == "fixed":
        return rows.filter(fixed_at__isnull=False)
    return rows.filter(fixed_at__isnull=True, ignored_at__isnull=state == "open")


def _set_aside(asked: BulkRequest) -> Text:
    ids = list(asked.rows.values_list("pk", flat=True))
    for pk in ids:
        seo.ignore_finding(pk, reason=asked.answers["reason"], actor=asked.actor, at=asked.at)
    return ngettext("%(n)s finding is set aside.", "%(n)s findings are set aside.", len(ids)) % {
        "n": len(ids)
    }


class FindingList(Listing):
    """Everything that is wrong with pages of the shop, dearest first."""

    code = "seo.findings"
    title = gettext_lazy("Search engines")
    permission = "marketing.read"
    search_fields = ("page__path", "page__label", "code")
    opens_with = "f.state=open"
    intro = gettext_lazy("What search engines meet on the pages of the sitemap. First comes what costs most.")
    empty_title = gettext_lazy("Nothing is wrong")
    empty_text = gettext_lazy(
        "The audit opens every page of the sitemap once a day, without the network, and asks about 70 things "
        "of it. “Check all pages” begins one now."
    )
    columns = (
        Column("what", gettext_lazy("Finding"), words.what, primary=True),
        Column("severity", gettext_lazy("Severity"), words.severity, kind="status", sort="severity"),
        Column("page", gettext_lazy("Page"), "page.path", sort="page__path"),
        Column("label", gettext_lazy("Name"), "page.label", default=False),
        Column(
            "kind", gettext_lazy("Kind"), lambda row: words.kind(row.page), sort="page__kind", default=False
        ),
        Column("views", gettext_lazy("Seen in 28 days"), "page.views", kind="number", sort="page__views"),
        Column(
            "worth",
            gettext_lazy("Orders of visits with it"),
            lambda row: words.worth(row.page),
            kind="money",
            sort="page__worth",
            permission="reports.read",
        ),
        Column("first", gettext_lazy("First seen"), "first_at", kind="datetime", sort="first_at"),
        Column("fixed", gettext_lazy("Cured"), "fixed_at", kind="datetime", sort="fixed_at", default=False),
        Column("reason", gettext_lazy("Set aside because"), "ignore_reason", default=False),
    )
    filters = (
        Filter(
            "state",
            gettext_lazy("State"),
            "choice",
            apply=_states,
            choices=(
                ("open", gettext_lazy("Open")),
                ("fixed", gettext_lazy("Cured")),
                ("ignored", gettext_lazy("Set aside")),
            ),
        ),
        Filter(
            "severity",
            gettext_lazy("Severity"),
            "choice",
            "severity",
            choices=[(str(code), label) for code, label in Finding.Severity.choices],
        ),
        Filter(
            "kind", gettext_lazy("Kind of page"), "choice", "page__kind", choices=list(words.KINDS.items())
        ),
        Filter(
            "language",
            gettext_lazy("Language"),
            "choice",
            "page__locale",
            choices=list(words.LANGUAGES.items()),
        ),
        Filter("check", gettext_lazy("Check"), "text", "code"),
        Filter("first", gettext_lazy("First seen"), "date", "first_at"),
    )
    views = (
        SystemView(gettext_lazy("Open"), "f.state=open"),
        SystemView(gettext_lazy("Errors"), "f.state=open&f.severity=1"),
        SystemView(gettext_lazy("Cured"), "f.state=fixed&sort=-fixed"),
        SystemView(gettext_lazy("Set aside"), "f.state=ignored"),
    )
    bulk_actions = (
        BulkAction(
            "aside",
            gettext_lazy("Set aside"),
            _set_aside,
            permission="marketing.write",
            form=ReasonForm,
            explanation=gettext_lazy("They leave the list of what is open, with your reason."),
        ),
    )

    def respond(self) -> HttpResponse:
        """Answer; a list that never had a row says what will be in it."""
        if not self.request.GET and self.request.method == "GET" and not Finding.objects.exists():
            return render(self.request, self.template, self.context())
        return super().respond()

    def rows(self) -> QuerySet[Finding]:
        """Return all findings, those first that stand on pages that bring most."""
        weight = Case(
            *(When(severity=code, then=Value(weight)) for code, weight in WEIGHTS),
            default=Value(0),
            output_field=IntegerField(),
        )
        rows = Finding.objects.select_related("page").annotate(weight=weight)
        stake, seen = F("page__worth") * F("weight"), F("page__views") * F("weight")
        return rows.annotate(stake=stake, seen=seen).order_by("-stake", "-seen", "severity", "pk")

    def row_url(self, row: Finding) -> str:
        """Return the page of the finding."""
        return reverse("seo_finding", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer an audit to those who may begin one."""
        return (_("Check all pages"), reverse("seo_run")) if self.actor.can("marketing.write") else None


@workspace_page(permission="marketing.read")
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Show what is wrong, what to do, and the way to the field."""
    row = _find(finding_id)
    actor = request_actor(request)
    wrong, cure = seo.finding_words(row.code, row.values)
    step = _step(row, actor)
    page_url = reverse("seo_page", args=[row.page_id])
    actions = [Action(_("Check this page again"), reverse("seo_page_check", args=[row.page_id]), post=True)]
    if actor.can("marketing.write") and not row.fixed_at:
        if row.ignored_at:
            back = reverse("seo_finding_restore", args=[row.pk])
            actions.append(Action(_("Take it back into the list"), back, post=True))
        else:
            actions.append(Action(_("Set aside"), reverse("seo_finding_ignore", args=[row.pk])))
    cured_by = seo.cure_of(row.code)
    if cured_by in ("title", "description") and HeadTemplate.objects.filter(kind=row.page.kind).exists():
        actions.append(Action(_("Open the templates of titles"), reverse("seo_templates")))
    facts = [
        *_says(row, cured_by),
        Fact(_("First seen"), row.first_at, "datetime"),
        Fact(_("Last seen"), row.last_at, "datetime"),
        _alike(row),
    ]
    if row.fixed_at:
        facts.append(Fact(_("Cured"), row.fixed_at, "datetime"))
    if row.ignored_at:
        facts += [Fact(_("Set aside by"), row.ignored_by), Fact(_("Why"), row.ignore_reason)]
    record = Record(
        title=wrong,
        record="seo.finding",
        record_id=row.pk,
        subtitle=f"{row.page.label} · {row.page.path}",
        status=[words.severity(row)],
        next_step="" if row.fixed_at else cure,
        next_action=None if row.fixed_at else step,
        actions=actions,
        groups=[FactGroup(_("Finding"), facts)],
        related=[Related(_("Page"), _page_facts(row, page_url, money=actor.can("reports.read")))],
        back_url=f"{reverse('seo')}?f.state=open",
        back_label=_("Search engines"),
        icon="search",
    )
    return render_record(request, record)


def _alike(row: Finding) -> Fact:
    """Return on how many pages the same is found, with the way to them."""
    still = Finding.objects.filter(code=row.code, fixed_at__isnull=True, ignored_at__isnull=True)
    others = f"{reverse('seo')}?f.state=open&f.check={row.code}&f.check.op=is"
    return Fact(_("Pages with the same finding"), still.count(), "number", url=others)


def _says(row: Finding, cured_by: str) -> list[Fact]:
    """Return what the page says now in the field that the finding is about."""
    labels = {"title": _("Title"), "description": _("Description")}
    said = row.page.facts.get(cured_by, "")
    return [Fact(labels[cured_by], said)] if said and cured_by in labels else []


def _step(row: Finding, actor: Actor) -> Action | None:
    """Return the button to the field; for those who may not change it, one that asks those who may."""
    link = words.cure_link(row.page, row.code)
    if link and words.may_cure(actor, row.page, row.code):
        return Action(link[1], link[0], tone="strong")
    if not actor.can("work.write"):
        return None
    role = words.ROLES[words.whose(row.code)]
    return Action(role, reverse("seo_finding_ask", args=[row.pk]), post=True, tone="strong")


@workspace_page(permission="work.write")
@require_POST
def ask(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Make the cure a task of those who may change the field; once per finding."""
    row, at = _find(finding_id), clock.now()
    request_actor(request).require("marketing.read")
    link = words.cure_link(row.page, row.code)
    wrong, cure = seo.finding_texts(row.code)
    work.open_task(
        code="seo_finding",
        title=say("Search engines: %(page)s", page=row.page.path[:150]),
        detail=joined([say(wrong, **row.values), say(cure)]),
        owner_role=words.whose(row.code),
        url=link[0] if link else reverse("seo_finding", args=[row.pk]),
        asked_from_record="seo.finding",
        asked_from_id=row.pk,
        due_at=at + DUE,
        dedupe_key=f"seo:{row.pk}",
        actor=request_actor(request),
        at=at,
    )
    messages.success(request, _("It is a task now; the answer will stand here."))
    return redirect("seo_finding", finding_id=row.pk)


def _page_facts(row: Finding, page_url: str, *, money: bool) -> list[Fact]:
    found = [
        Fact(_("Address"), row.page.path, url=page_url),
        Fact(_("Search engines"), words.index(row.page), "status"),
        Fact(_("Seen in 28 days"), row.page.views, "number"),
    ]
    return [*found, Fact(_("Orders of visits with it"), words.worth(row.page))] if money else found


@workspace_page(permission="marketing.write")
def ignore(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Set a finding aside, with a reason."""
    row, form = _find(finding_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        seo.ignore_finding(row.pk, reason=form.cleaned_data["reason"], **who)
        messages.success(request, _("Set aside."))
        return redirect(f"{reverse('seo')}?f.state=open")
    return render_form(
        request,
        form,
        title=_("Set aside"),
        intro=words.what(row),
        submit=_("Set aside"),
        back_url=reverse("seo_finding", args=[row.pk]),
        back_label=_("Finding"),
    )


@workspace_page(permission="marketing.write")
@require_POST
def restore(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Take a finding back into the list."""
    seo.restore_finding(finding_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("It is in the list again."))
    return redirect("seo_finding", finding_id=finding_id)


@workspace_page(permission="marketing.write")
def run(request: HttpRequest) -> HttpResponse:
    """Begin an audit of all pages, and say how far one is."""
    if request.method == "POST":
        seo.start_audit(actor=request_actor(request), at=clock.now())
        messages.success(request, _("The audit has begun. It looks at a few pages every minute."))
        return redirect("seo_run")
    progress, last = seo.audit_progress(), AuditRun.objects.filter(state="done").first()
    said = [_("The audit makes every page of the sitemap within the shop and writes down what is wrong.")]
    if progress.running:
        said.append(
            _("One is under way: %(seen)s of %(total)s pages.")
            % {"seen": progress.seen, "total": progress.total}
        )
    elif last and last.finished_at:
        said.append(
            _("The last one looked at %(total)s pages and ended on %(day)s.")
            % {"total": last.total, "day": date_format(localtime(last.finished_at))}
        )
    context = {
        "form": forms.Form(),
        "header_title": _("Check all pages"),
        "intro": " ".join(said),
        "submit_label": _("Check all pages now"),
        "back_url": f"{reverse('seo')}?f.state=open",
        "back_label": _("Search engines"),
    }
    return render(request, "backoffice/form.html", context)


def _find(finding_id: int) -> Finding:
    row = Finding.objects.select_related("page").filter(pk=finding_id).first()
    if row is None:
        raise seo.UnknownFinding(finding=finding_id)
    return row
