"""Index status: what a search engine says about each address, beside what we say and what it is worth."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import Finding, IndexStatus, InspectionDay, Page
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.backoffice.tables import TableForm
from storecrew.surfaces.workspaces.marketing_manager.seo import words

MOST_SHOWN = 200
PROBLEMS: dict[str, Text] = {
    "not_ours": gettext_lazy("This is no address of the shop."),
    "no_reason": gettext_lazy("The reason is not known; choose it in the form."),
    "no_day": gettext_lazy("The last crawl is not a day."),
    "later": gettext_lazy("The last crawl is still to come."),
    "repeated": gettext_lazy("The address stands in an earlier row."),
    "older": gettext_lazy("A later crawl of it is known already."),
    "too_many": gettext_lazy("The file is too long; split it."),
}


def _ask_first(bulk: BulkRequest) -> str:
    """Let the chosen addresses be asked about first; say how that fits into the questions of today."""
    keys = list(bulk.rows.values_list("pk", flat=True))
    seo.ask_first(keys, actor=bulk.actor, at=bulk.at)
    asked, budget, _trouble = seo.asking(bulk.at)
    said = ngettext(
        "%(n)s address is asked about before all others.",
        "%(n)s addresses are asked about before all others.",
        len(keys),
    )
    left = _("Questions that are left today: %(left)s.") % {"left": max(0, budget - asked)}
    return f"{said % {'n': len(keys)}} {left}"


def _asked_first(_bulk: BulkRequest, rows: list[IndexStatus]) -> list[Effect]:
    return [Effect(row.path, row.get_state_display(), _("is asked about next")) for row in rows]


class IndexList(Listing):
    """Every address that a search engine said something about."""

    code = "seo.index"
    title = gettext_lazy("Index status")
    permission = "marketing.read"
    search_fields = ("path", "page__label", "said")
    default_sort = "-views"
    template = "marketing_manager/index_status.html"
    empty_title = gettext_lazy("Nothing is known yet")
    empty_text = gettext_lazy(
        "Google is asked page by page, those first that bring most, once Search Console is set up. Until "
        "then, export its report of page indexing and import it here."
    )
    columns = (
        Column("path", gettext_lazy("Address"), "path", sort="path", primary=True),
        Column("kind", gettext_lazy("Kind"), words.kind_of_answer, sort="page__kind"),
        Column("state", gettext_lazy("State"), words.state, kind="status", sort="state"),
        Column("why", gettext_lazy("Why"), words.why, sort="reason"),
        Column("crawled", gettext_lazy("Last crawl"), "crawled_at", kind="date", sort="crawled_at"),
        Column("asked", gettext_lazy("Asked"), "asked_at", kind="datetime", sort="asked_at"),
        Column(
            "views",
            gettext_lazy("Seen in 28 days"),
            lambda row: row.page.views if row.page else 0,
            kind="number",
            sort="page__views",
        ),
        Column(
            "worth",
            gettext_lazy("Orders with it"),
            lambda row: words.worth(row.page) if row.page else "–",
            kind="money",
            sort="page__worth",
            permission="reports.read",
        ),
        Column("own", gettext_lazy("What we say"), words.own, kind="status", default=False),
        Column("canonical", gettext_lazy("Listed address"), "canonical", default=False),
        Column("since", gettext_lazy("So since"), "since", kind="datetime", sort="since", default=False),
        Column("was", gettext_lazy("Before"), lambda row: row.get_was_display() or "–", default=False),
        Column("source", gettext_lazy("Source"), lambda row: row.get_source_display(), default=False),
        Column("wanted", gettext_lazy("To be asked again"), "wanted_at", kind="datetime", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=IndexStatus.State.choices),
        Filter("was", gettext_lazy("Before"), "choice", "was", choices=IndexStatus.State.choices),
        Filter("own", gettext_lazy("What we say"), "choice", "page__index", choices=Page.Index.choices),
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
        Filter("asked", gettext_lazy("Asked"), "date", "asked_at"),
        Filter("since", gettext_lazy("So since"), "date", "since"),
    )
    views = (
        SystemView(gettext_lazy("Wanted and left out"), "f.own=open&f.state=indexed&f.state.op=not"),
        SystemView(gettext_lazy("Fell out"), "f.was=indexed&f.state=indexed&f.state.op=not&sort=-since"),
        SystemView(gettext_lazy("Indexed"), "f.state=indexed"),
    )

    bulk_actions = (
        BulkAction(
            "ask",
            gettext_lazy("Ask again"),
            run=_ask_first,
            preview=_asked_first,
            permission="marketing.write",
            explanation=gettext_lazy(
                "Ten are asked about each minute, as many as the quota of the day allows; the others follow "
                "the next day."
            ),
        ),
    )

    def actions(self) -> list[BulkAction]:
        """Offer to ask again where somebody can be asked."""
        return super().actions() if seo.can_ask() else []

    def rows(self) -> QuerySet[IndexStatus]:
        """Return all addresses with their pages."""
        return IndexStatus.objects.select_related("page").defer("page__facts")

    def row_url(self, row: IndexStatus) -> str:
        """Return the page of the address."""
        return reverse("seo_index_status", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer the import to those who may."""
        if not self.actor.can("marketing.write"):
            return None
        return _("Import a report"), reverse("seo_index_import")

    def extra_context(self) -> dict[str, Any]:
        """Say how the sitemap stands, and how asking goes."""
        return {"standing": standing()}


def standing() -> list[str]:
    """Return how the sitemap stands and how asking goes, in sentences."""
    at = clock.now()
    health = seo.index_health(at=at)
    said = [
        _("Google was asked about %(asked)s of %(pages)s pages of the sitemap and lists %(indexed)s.")
        % health._asdict()
    ]
    if not seo.can_ask():
        return [*said, _("Search Console is not set up, so nobody is asked; reports can be imported.")]
    asked, budget, trouble = seo.asking(at)
    said.append(_("Questions today: %(asked)s of %(budget)s.") % {"asked": asked, "budget": budget})
    return [*said, str(InspectionDay.Trouble(trouble).label)] if trouble else said


@workspace_page(permission="marketing.read")
def status(request: HttpRequest, status_id: int) -> HttpResponse:
    """Show what the engine says about an address, what we say, and what contradicts."""
    row = IndexStatus.objects.select_related("page").filter(pk=status_id).first()
    if row is None:
        raise seo.UnknownIndexStatus(status=status_id)
    actor = request_actor(request)
    again = Action(_("Ask again"), reverse("seo_index_ask", args=[row.pk]), post=True)
    actions = [Action(_("Look at it"), row.path)]
    wrong = _contradicting(row)
    may_ask = actor.can("marketing.write") and seo.can_ask()
    if may_ask and not wrong:
        actions.append(again)
    engine = [
        Fact(_("Why"), words.why(row)),
        Fact(_("Words of Google"), row.said or "–"),
        Fact(_("Listed address"), row.canonical or "–"),
        Fact(_("Last crawl"), row.crawled_at, "datetime"),
        Fact(_("So since"), row.since, "datetime"),
        Fact(_("Before"), row.get_was_display() or "–"),
        Fact(_("Asked"), row.asked_at, "datetime"),
        Fact(_("Source"), row.get_source_display()),
        *([Fact(_("To be asked again"), row.wanted_at, "datetime")] if row.wanted_at else []),
    ]
    record = Record(
        title=row.page.label if row.page and row.page.label else row.path,
        record="seo.index_status",
        record_id=row.pk,
        subtitle=row.path,
        status=[words.state(row)],
        next_step=seo.finding_words(wrong[0].code, wrong[0].values)[1] if wrong else "",
        next_action=again if may_ask and wrong else None,
        actions=actions,
        groups=[FactGroup(_("What Google says"), engine), FactGroup(_("What we say"), _ourselves(row))],
        tables=[_contradictions(wrong)] if row.page else [],
        related=[Related(_("What it brings"), _brings(row.page, actor))] if row.page else [],
        back_url=reverse("seo_index"),
        back_label=_("Index status"),
        icon="search",
    )
    return render_record(request, record)


def _ourselves(row: IndexStatus) -> list[Fact]:
    """Return what the page itself says to search engines, as the audit saw it last."""
    if row.page is None:
        return [Fact(_("In the sitemap"), _("no"))]
    canonical = row.page.facts.get("canonical", "")
    own = _("this address") if canonical == row.path else canonical or "–"
    return [
        Fact(_("In the sitemap"), _("yes"), url=reverse("seo_page", args=[row.page.pk])),
        Fact(_("Search engines"), words.index(row.page), "status"),
        Fact(_("Own address (canonical)"), own),
        Fact(_("Pages that link it"), row.page.linked, "number"),
        Fact(_("Changed"), row.page.changed_at, "datetime"),
        Fact(_("Looked at"), row.page.checked_at, "datetime"),
    ]


def _contradicting(row: IndexStatus) -> list[Finding]:
    """Return what the engine does with a page that we do not want, as the audit has it open."""
    if row.page is None:
        return []
    return list(row.page.findings.filter(code__startswith="engine_", fixed_at=None, ignored_at=None))


def _contradictions(found: list[Finding]) -> Table:
    return Table(
        _("Contradictions"),
        (_("Finding"), _("Severity"), _("First seen")),
        [(words.what(one), words.severity(one), one.first_at) for one in found],
        empty=_("Google does with this page what we want."),
        kinds=("text", "status", "datetime"),
        row_urls=[reverse("seo_finding", args=[one.pk]) for one in found],
    )


def _brings(page: Page, actor: Actor) -> list[Fact]:
    found = [Fact(_("Seen in 28 days"), page.views, "number")]
    if actor.can("reports.read"):
        found.append(Fact(_("Orders of visits with it"), words.worth(page)))
    return found


@workspace_page(permission="marketing.write")
@require_POST
def ask(request: HttpRequest, status_id: int) -> HttpResponse:
    """Ask about one address now."""
    row = seo.ask_again(status_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("Google was asked now: %(state)s.") % {"state": row.get_state_display()})
    return redirect("seo_index_status", status_id=status_id)


class ReportForm(TableForm):
    """An export of page indexing, shown before it is kept."""

    columns = gettext_lazy(
        "In Search Console open Page indexing, choose a reason, export, and bring its Table.csv: the columns "
        "are URL and Last crawled. A column Reason counts before the choice above."
    )
    sample = "URL,Last crawled\nhttps://shop.example.com/en/p/desk-lamp/,2026-11-20\n"

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason in Search Console"),
        choices=[("", gettext_lazy("As the table says")), *words.REASONS_AT_GOOGLE],
        required=False,
    )
    field_order = ("reason", "file", "table")


@workspace_page(permission="marketing.write")
def import_report(request: HttpRequest) -> HttpResponse:
    """Read a report, show what would change, and keep it on confirmation."""
    form = ReportForm(request.POST or None, request.FILES or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        table, reason = form.cleaned_data["table"], form.cleaned_data["reason"]
        who: dict[str, Any] = {"reason": reason, "actor": request_actor(request), "at": clock.now()}
        try:
            if "confirm" in request.POST:
                plan = seo.import_report(table, **who)
                count = len(plan.new) + len(plan.changed) + len(plan.same)
                text = ngettext("%(count)s address imported.", "%(count)s addresses imported.", count)
                messages.success(request, text % {"count": count})
                return redirect("seo_index")
            plan = seo.preview_report(table, **who)
            form = ReportForm(initial={"table": table, "reason": reason})
        except DomainError as error:
            form.add_error(None, str(error))
    context = {
        "header_title": _("Import a report"),
        "form": form,
        "plan": plan and _shown(plan),
        "back_url": reverse("seo_index"),
        "back_label": _("Index status"),
    }
    return render(request, "marketing_manager/index_import.html", context, status=422 if form.errors else 200)


def _shown(plan: seo.ReportPlan) -> dict[str, Any]:
    rows: list[tuple[seo.ReportLine, str]] = [(line, "") for line in plan.new]
    rows += list(plan.changed)
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": len(plan.same),
        "kept": len(plan.new) + len(plan.changed) + len(plan.same),
        "rows": [
            {
                "url": line.url,
                "before": IndexStatus.State(before).label if before else "",
                "why": seo.REASON_WORDS[line.reason],
                "crawled": line.crawled_at,
            }
            for line, before in rows[:MOST_SHOWN]
        ],
        "problems": [
            {"line": line, "reason": PROBLEMS.get(line.problem, line.problem)}
            for line in plan.problems[:MOST_SHOWN]
        ],
    }
