"""Ad groups: the list, one group with its keywords and the check of its landing page, and its file."""

from __future__ import annotations

import csv

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.advertising.models import AdGroup, Platform
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.marketing_manager.advertising import words


def _landing_status(row: AdGroup) -> Status:
    if row.checked_at is None:
        return Status(_("Not checked yet"), "neutral")
    problems = row.check_result.get("problems", ())
    return Status(_("Fits"), "good") if not problems else Status(_("Does not fit"), "bad")


class AdGroupList(Listing):
    """Ad groups of all platforms."""

    code = "advertising.ad_groups"
    title = gettext_lazy("Ad groups")
    permission = "advertising.read"
    search_fields = ("name", "campaign", "keywords__text")
    default_sort = "campaign"
    empty_title = gettext_lazy("No ad groups yet")
    empty_text = gettext_lazy(
        "An ad group has keywords and one landing page. The page is compared with the keywords, and the "
        "group pauses while its product is sold out."
    )
    columns = (
        Column("name", gettext_lazy("Ad group"), sort="name", primary=True),
        Column("state", gettext_lazy("State"), words.group_status, kind="status", sort="state"),
        Column("campaign", gettext_lazy("Campaign code"), "campaign", sort="campaign"),
        Column("platform", gettext_lazy("Platform"), lambda row: row.get_platform_display(), sort="platform"),
        Column("landing", gettext_lazy("Landing page"), "landing"),
        Column("fits", gettext_lazy("Page and keywords"), _landing_status, kind="status"),
        Column("keywords", gettext_lazy("Keywords"), "wanted", kind="number", sort="wanted"),
        Column("negatives", gettext_lazy("Negatives"), "unwanted", kind="number", default=False),
        Column(
            "budget",
            gettext_lazy("Budget per day"),
            lambda row: Money(row.daily_budget, row.currency) if row.daily_budget else None,
            kind="money",
            sort="daily_budget",
        ),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=AdGroup.State.choices),
        Filter("platform", gettext_lazy("Platform"), "choice", "platform", choices=Platform.choices),
        Filter("campaign", gettext_lazy("Campaign code"), "text", "campaign"),
    )
    views = (
        SystemView(gettext_lazy("Active"), "f.state=active"),
        SystemView(gettext_lazy("Paused"), "f.state=paused"),
    )

    def rows(self) -> QuerySet[AdGroup]:
        """Return all groups with their numbers."""
        return AdGroup.objects.annotate(
            wanted=Count("keywords", filter=Q(keywords__negative=False), distinct=True),
            unwanted=Count("keywords", filter=Q(keywords__negative=True), distinct=True),
        )

    def row_url(self, row: AdGroup) -> str:
        """Return the page of the group."""
        return reverse("ad_group", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may plan."""
        return (_("New ad group"), reverse("ad_group_add")) if self.actor.can("advertising.write") else None


@workspace_page(permission="advertising.read")
def record(request: HttpRequest, group_id: int) -> HttpResponse:
    """Show a group with its next step."""
    group = advertising.find_group(group_id)
    actor = request_actor(request)
    step, action = _next(group, actor)
    keywords = list(group.keywords.all())
    found = Record(
        title=group.name,
        record="advertising.ad_group",
        record_id=group.pk,
        subtitle=f"{group.get_platform_display()} · {group.campaign}",
        status=[words.group_status(group), _landing_status(group)],
        next_step=step,
        next_action=action,
        actions=_actions(group, actor),
        groups=[
            FactGroup(
                _("Ad group"),
                [
                    Fact(_("Landing page"), group.landing, url=group.landing),
                    Fact(_("Campaign code"), group.campaign),
                    Fact(_("Language"), group.locale),
                    Fact(
                        _("Budget per day"),
                        Money(group.daily_budget, group.currency).format()
                        if group.daily_budget
                        else _("no limit"),
                    ),
                ],
            ),
            _check(group),
        ],
        tables=[
            Table(
                _("Keywords"),
                [_("Keyword"), _("Match"), _("On the page")],
                [
                    [row.text, row.get_match_display(), _on_page(group, row.text)]
                    for row in keywords
                    if not row.negative
                ],
                kinds=["text", "text", "status"],
            ),
            Table(
                _("Negatives"),
                [_("Keyword"), _("Match")],
                [[row.text, row.get_match_display()] for row in keywords if row.negative],
                empty=_("No search is excluded."),
            ),
        ],
        back_url=reverse("ad_groups"),
        back_label=_("Ad groups"),
        icon="search",
    )
    return render_record(request, found)


def _on_page(group: AdGroup, text: str) -> Status:
    if group.checked_at is None:
        return Status(_("Not checked yet"), "neutral")
    if text in group.check_result.get("missing", ()):
        return Status(_("Not there"), "warning")
    return Status(_("There"), "good")


def _check(group: AdGroup) -> FactGroup:
    result = group.check_result
    if group.checked_at is None:
        return FactGroup(_("Landing page"), [Fact(_("Check"), _("Not checked yet"))])
    problems = words.problem_sentences(result.get("problems", ()))
    matched = _("%(matched)s of %(keywords)s") % {
        "matched": result.get("matched", 0),
        "keywords": result.get("keywords", 0),
    }
    return FactGroup(
        _("Landing page"),
        [
            Fact(_("Title"), result.get("title") or "–"),
            Fact(_("Keywords on the page"), matched),
            Fact(_("Problems"), " ".join(problems) or _("none")),
            Fact(_("Checked"), group.checked_at, "datetime"),
        ],
    )


def _next(group: AdGroup, actor: Actor) -> tuple[str, Action | None]:
    if group.state == AdGroup.State.PAUSED and group.pause_reason == "stock":
        return _("Its product is sold out. It goes on by itself when there is stock again."), None
    if group.state == AdGroup.State.ACTIVE:
        return "", None
    start = Action(
        _("Let it run"), reverse("ad_group_state", args=[group.pk]), post=True, fields={"to": "active"}
    )
    may = start if actor.can("advertising.write") else None
    return _("The landing page is checked when it starts."), may


def _actions(group: AdGroup, actor: Actor) -> list[Action]:
    found = [Action(_("File for the platform"), reverse("ad_group_file", args=[group.pk]))]
    if not actor.can("advertising.write"):
        return found
    found.append(Action(_("Check the landing page"), reverse("ad_group_check", args=[group.pk]), post=True))
    found.append(Action(_("Edit"), reverse("ad_group_edit", args=[group.pk])))
    if group.state == AdGroup.State.ACTIVE:
        url = reverse("ad_group_state", args=[group.pk])
        found.append(Action(_("Pause"), url, post=True, fields={"to": "paused"}))
    return found


@workspace_page(permission="advertising.write")
def check(request: HttpRequest, group_id: int) -> HttpResponse:
    """Look at the landing page."""
    if request.method == "POST":
        take_step(request, advertising.check_landing, group_id, done=_("Looked at the landing page."))
    return redirect("ad_group", group_id=group_id)


@workspace_page(permission="advertising.write")
def state(request: HttpRequest, group_id: int) -> HttpResponse:
    """Let it run, or pause it."""
    if request.method == "POST":
        active = request.POST.get("to") == "active"
        take_step(request, advertising.set_state, group_id, active=active, done=_("Saved."))
    return redirect("ad_group", group_id=group_id)


@workspace_page(permission="advertising.read")
def file(request: HttpRequest, group_id: int) -> HttpResponse:
    """Give keywords and negatives as the editors of the platforms read them."""
    group = advertising.find_group(group_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ad-group-{group.pk}.csv"'
    writer = csv.writer(answer)
    writer.writerow(["Campaign", "Ad group", "Keyword", "Criterion Type", "Final URL"])
    for row in group.keywords.all():
        kind = f"Negative {row.match}".title() if row.negative else row.match.title()
        final = "" if row.negative else advertising.final_url(group)
        writer.writerow([f"{group.campaign} [{group.campaign}]", group.name, row.text, kind, final])
    return answer
