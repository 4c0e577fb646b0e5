"""Pages of the shop as search engines may list them: status, words of the head, speed, findings."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.health import public as health
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import IndexStatus, Page
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.workspaces.marketing_manager.seo import words

VITALS = (
    ("lcp", gettext_lazy("Main content")),
    ("inp", gettext_lazy("Reaction")),
    ("cls", gettext_lazy("Jumps")),
)
TONES = {"good": "good", "fair": "warning", "poor": "bad"}
DAYS = 28


class PageList(Listing):
    """Every page of the sitemap."""

    code = "seo.pages"
    title = gettext_lazy("Pages in the index")
    permission = "marketing.read"
    search_fields = ("path", "label")
    default_sort = "-views"
    template = "marketing_manager/seo_pages.html"
    intro = gettext_lazy("Whether search engines may list a page is what the page itself says.")
    empty_title = gettext_lazy("No page was looked at yet")
    empty_text = gettext_lazy("The first audit brings every page of the sitemap here.")
    columns = (
        Column("path", gettext_lazy("Address"), "path", sort="path", primary=True),
        Column("label", gettext_lazy("Name"), "label", sort="label"),
        Column("kind", gettext_lazy("Kind"), words.kind, sort="kind"),
        Column("index", gettext_lazy("Search engines"), words.index, kind="status", sort="index"),
        Column("found", gettext_lazy("Open findings"), "found", kind="number", sort="found"),
        Column("views", gettext_lazy("Seen in 28 days"), "views", kind="number", sort="views"),
        Column(
            "worth",
            gettext_lazy("Orders of visits with it"),
            words.worth,
            kind="money",
            sort="worth",
            permission="reports.read",
        ),
        Column(
            "depth", gettext_lazy("Clicks from home"), "depth", kind="number", sort="depth", default=False
        ),
        Column(
            "linked",
            gettext_lazy("Pages that link it"),
            "linked",
            kind="number",
            sort="linked",
            default=False,
        ),
        Column("checked", gettext_lazy("Looked at"), "checked_at", kind="datetime", sort="checked_at"),
    )
    filters = (
        Filter("index", gettext_lazy("Search engines"), "choice", "index", choices=Page.Index.choices),
        Filter("kind", gettext_lazy("Kind of page"), "choice", "kind", choices=list(words.KINDS.items())),
        Filter(
            "language", gettext_lazy("Language"), "choice", "locale", choices=list(words.LANGUAGES.items())
        ),
    )
    views = (
        SystemView(gettext_lazy("May be listed"), "f.index=open"),
        SystemView(gettext_lazy("Left out"), "f.index=open&f.index.op=not"),
    )

    def rows(self) -> QuerySet[Page]:
        """Return all pages with how much is wrong with them."""
        still = Q(findings__fixed_at__isnull=True, findings__ignored_at__isnull=True)
        return Page.objects.defer("facts").annotate(found=Count("findings", filter=still))

    def row_url(self, row: Page) -> str:
        """Return the page's own page."""
        return reverse("seo_page", args=[row.pk])


@workspace_page(permission="marketing.read")
def page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a page as search engines meet it."""
    row = _find(page_id)
    title, description = row.facts.get("title", ""), row.facts.get("description", "")
    actor = request_actor(request)
    edit = words.cure_link(row, "title_missing")
    actions = [Action(_("Look at it"), row.path)]
    if edit and words.may_cure(actor, row, "title_missing"):
        actions.append(Action(edit[1], edit[0]))
    found = list(row.findings.filter(fixed_at__isnull=True).order_by("ignored_at", "severity", "pk"))
    is_open = any(one.ignored_at is None for one in found)
    again = Action(_("Check again"), reverse("seo_page_check", args=[row.pk]), post=True)
    if not is_open:
        actions.append(again)
    told = [
        Fact(_("Title"), title or "–"),
        Fact(_("Width of the title"), _pixels(title, seo.TITLE_SIZE, seo.TITLE_ROOM)),
        Fact(_("Description"), description or "–"),
        Fact(_("Width of the description"), _pixels(description, seo.DESCRIPTION_SIZE, seo.DESCRIPTION_ROOM)),
        Fact(_("Heading"), row.facts.get("h1") or "–"),
        Fact(_("Own address (canonical)"), row.facts.get("canonical") or "–"),
        Fact(_("Translations"), ", ".join(code for code, _path in row.facts.get("alternates", ())) or "–"),
        Fact(_("Words"), row.facts.get("words", 0), "number"),
    ]
    reach = [
        Fact(_("Seen in 28 days"), row.views, "number"),
        Fact(_("Pages that link it"), row.linked, "number"),
        Fact(_("Clicks from home"), "–" if row.depth is None else row.depth),
    ]
    if actor.can("reports.read"):
        reach.insert(1, Fact(_("Orders of visits with it"), words.worth(row)))
    record = Record(
        title=row.label or row.path,
        record="seo.page",
        record_id=row.pk,
        subtitle=row.path,
        status=[words.index(row)],
        next_action=again if is_open else None,
        next_step=_("Cure what is open, then check the page again.") if is_open else "",
        actions=actions,
        groups=[FactGroup(_("What it says"), told), FactGroup(_("How it is reached"), reach)],
        tables=[
            Table(
                _("Findings"),
                (_("Finding"), _("Severity"), _("First seen")),
                [(words.what(one), words.severity(one), one.first_at) for one in found],
                empty=_("Nothing is wrong with this page."),
                kinds=("text", "status", "datetime"),
                row_urls=[reverse("seo_finding", args=[one.pk]) for one in found],
            )
        ],
        related=[
            *_answer(row),
            Related(_("Speed of real visits"), _vitals(row), _("Of pages of this kind, in 28 days.")),
        ],
        back_url=reverse("seo_pages"),
        back_label=_("Pages in the index"),
        icon="doc-full",
    )
    return render_record(request, record)


def _answer(row: Page) -> list[Related]:
    """Return what Google says about the page, with the way to its index status."""
    found = IndexStatus.objects.filter(page=row).first()
    if found is None:
        return []
    state = Fact(_("State"), words.state(found), "status", url=reverse("seo_index_status", args=[found.pk]))
    return [Related(_("What Google says"), [state, Fact(_("Last crawl"), found.crawled_at, "datetime")])]


def _pixels(text: str, size: int, room: int) -> str:
    return _("%(pixels)s of %(room)s pixels, %(letters)s letters") % {
        "pixels": seo.width(text, size),
        "room": room,
        "letters": len(text),
    }


def _vitals(row: Page) -> list[Fact]:
    """Return what visits measured on phones, on pages of this kind; single addresses are not told apart."""
    until = clock.now().date() + dt.timedelta(days=1)
    kind = "categories" if row.kind == "list" else row.kind
    found = {
        one.measure: one
        for one in health.speed(since=until - dt.timedelta(days=DAYS), until=until)
        if one.page == kind and one.device == "phone"
    }
    facts = []
    for code, name in VITALS:
        if code not in found:
            facts.append(Fact(name, "–"))
            continue
        one = found[code]
        shown = f"{one.value / 1000:.2f}" if code == "cls" else f"{one.value} ms"
        facts.append(Fact(name, Status(shown, TONES[one.verdict]), "status"))
    return facts


@workspace_page(permission="marketing.read")
@require_POST
def check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Look at one page now."""
    seo.recheck_page(page_id, actor=request_actor(request), at=clock.now())
    row = _find(page_id)
    still = row.findings.filter(fixed_at__isnull=True, ignored_at__isnull=True).count()
    messages.success(request, _("Looked at it now. Still open: %(n)s.") % {"n": still})
    return redirect("seo_page", page_id=page_id)


def _find(page_id: int) -> Page:
    row = Page.objects.filter(pk=page_id).first()
    if row is None:
        raise seo.UnknownAuditPage(page=page_id)
    return row
