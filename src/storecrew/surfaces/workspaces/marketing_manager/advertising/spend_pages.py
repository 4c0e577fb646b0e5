"""What advertising cost: by day and campaign, and the import of the platforms' exports with a dry run."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.advertising.models import Platform, Spend
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.tables import TableForm

LARGEST = 5_000_000
MOST_SHOWN = 200
PROBLEMS = {
    "sum": gettext_lazy("It adds others up."),
    "no_day": gettext_lazy("There is no day."),
    "later": gettext_lazy("The day is still to come."),
    "no_campaign": gettext_lazy("There is no campaign."),
    "several_days": gettext_lazy("It is of several days: export the cost by day."),
    "no_currency": gettext_lazy("There is no such currency."),
    "no_amount": gettext_lazy("The cost is not an amount."),
    "no_count": gettext_lazy("Clicks or impressions are no numbers."),
    "repeated": gettext_lazy("The same day of the same ad group stands in an earlier row."),
    "too_many": gettext_lazy("The file is too long; split it."),
}


class SpendList(Listing):
    """Cost by platform, day and ad group."""

    code = "advertising.spend"
    title = gettext_lazy("Advertising cost")
    permission = "advertising.read"
    search_fields = ("campaign_name", "campaign", "group_name")
    default_sort = "-day"
    empty_title = gettext_lazy("No cost imported yet")
    empty_text = gettext_lazy(
        "Export campaigns by day from Google Ads, Meta Ads Manager, TikTok or Naver as CSV or XLSX and "
        "import the file. The same file twice changes nothing."
    )
    columns = (
        Column("campaign", gettext_lazy("Campaign code"), "campaign", sort="campaign", primary=True),
        Column("day", gettext_lazy("Day"), "day", kind="date", sort="day"),
        Column("platform", gettext_lazy("Platform"), lambda row: row.get_platform_display(), sort="platform"),
        Column("group", gettext_lazy("Ad group"), "group_name"),
        Column(
            "cost",
            gettext_lazy("Cost"),
            lambda row: Money(row.amount, row.currency),
            kind="money",
            sort="amount",
        ),
        Column("clicks", gettext_lazy("Clicks"), "clicks", kind="number", sort="clicks"),
        Column("shown", gettext_lazy("Impressions"), "impressions", kind="number", sort="impressions"),
        Column("name", gettext_lazy("Name at the platform"), "campaign_name", default=False),
        Column("imported", gettext_lazy("Imported"), "imported_at", kind="datetime", default=False),
    )
    filters = (
        Filter("campaign", gettext_lazy("Campaign code"), "text", "campaign"),
        Filter("platform", gettext_lazy("Platform"), "choice", "platform", choices=Platform.choices),
        Filter("day", gettext_lazy("Day"), "date", "day"),
    )

    def rows(self) -> QuerySet[Spend]:
        """Return all costs."""
        return Spend.objects.all()

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer the import to those who may."""
        return (_("Import cost"), reverse("ad_spend_import")) if self.actor.can("advertising.write") else None


class SpendForm(TableForm):
    """An export, shown before it is written."""

    columns = gettext_lazy(
        "A CSV with day, campaign and cost; ad group, clicks and impressions where they are. The code of "
        "a campaign is what stands in brackets in its name: Spring sale [spring-26]. Google Ads, Meta Ads "
        "Manager, TikTok and Naver (its Korean report) are known; what Naver reports with tax is kept "
        "without it."
    )
    most = LARGEST


@workspace_page(permission="advertising.write")
def import_cost(request: HttpRequest) -> HttpResponse:
    """Read an export, show what would change, and write it on confirmation."""
    actor = request_actor(request)
    channel = channels.facts()
    form = SpendForm(request.POST or None, request.FILES or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["table"]
        who: dict[str, Any] = {
            "currency": channel.currency,
            "today": clock.today(channel.timezone),
            "actor": actor,
        }
        try:
            if "confirm" in request.POST:
                plan = advertising.import_spend(table, at=clock.now(), **who)
                count = len(plan.new) + len(plan.changed)
                text = ngettext("%(count)s day imported.", "%(count)s days imported.", count)
                messages.success(request, text % {"count": count})
                return redirect("ad_spend")
            plan = advertising.preview_spend(table, **who)
            form = SpendForm(initial={"table": table})
        except DomainError as error:
            form.add_error(None, str(error))
    context = {
        "header_title": _("Import cost"),
        "form": form,
        "plan": plan and _shown(plan),
        "back_url": reverse("ad_spend"),
        "back_label": _("Advertising cost"),
    }
    status = 422 if form.errors else 200
    return render(request, "marketing_manager/spend_import.html", context, status=status)


def _shown(plan: advertising.SpendPlan) -> dict[str, Any]:
    rows: list[tuple[advertising.SpendLine, Money | None]] = [(line, None) for line in plan.new]
    rows += [(line, Money(before, line.currency)) for line, before in plan.changed]
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": plan.same,
        "rows": [
            {
                "day": line.day,
                "campaign": advertising.campaign_code(line.campaign),
                "name": line.campaign,
                "group": line.group,
                "before": before,
                "cost": Money(line.amount, line.currency),
            }
            for line, before in rows[:MOST_SHOWN]
        ],
        "problems": [
            {"line": line, "reason": PROBLEMS.get(line.problem, line.problem)}
            for line in plan.problems[:MOST_SHOWN]
        ],
    }
