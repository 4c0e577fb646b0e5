"""The one screen of budgets, and the list of their versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.workspaces.head_of_digital.budgets.words import (
    PLANS,
    channel_choices,
    channel_words,
    state_status,
    team_choices,
)


def _money(name: str) -> Any:
    def value(row: BudgetLine) -> Money:
        standing: budgets.Standing = row.standing  # type: ignore[attr-defined]
        amounts = {
            "allowed": standing.line.allowed, "committed": standing.committed, "actual": standing.actual,
            "forecast": standing.forecast, "left": standing.left,
        }  # fmt: skip
        return Money(amounts[name], standing.line.currency)

    return value


class BudgetOverview(Listing):
    """Every line of the budgets that hold: plan, ordered, spent, expected."""

    code = "budgets.lines"
    title = gettext_lazy("Budgets")
    permission = "budgets.read"
    search_fields = ("name", "campaign")
    search_hint = gettext_lazy("Name or campaign")
    default_sort = "from"
    intro = gettext_lazy("Ordered and spent come from campaigns, ads, partners and purchase orders.")
    empty_title = gettext_lazy("No budget holds yet")
    empty_text = gettext_lazy(
        "Write a budget under versions, and let a second person approve it. From then on this page compares "
        "it with what is ordered and spent."
    )
    columns = (
        Column("name", gettext_lazy("Line"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), lambda row: state_status(row.standing.state), kind="status"),
        Column("plan", gettext_lazy("Allowed"), _money("allowed"), kind="money"),
        Column("committed", gettext_lazy("Ordered"), _money("committed"), kind="money"),
        Column("actual", gettext_lazy("Spent"), _money("actual"), kind="money"),
        Column("forecast", gettext_lazy("Expected"), _money("forecast"), kind="money"),
        Column("left", gettext_lazy("Left to order"), _money("left"), kind="money"),
        Column("team", gettext_lazy("Team"), lambda row: row.team_name, sort="team"),
        Column("channel", gettext_lazy("Channel"), lambda row: channel_words(row.channel), sort="channel"),
        Column("campaign", gettext_lazy("Campaign"), lambda row: row.campaign or "–", sort="campaign"),
        Column("from", gettext_lazy("From"), "starts_on", kind="date", sort="starts_on"),
        Column("until", gettext_lazy("Until"), "ends_on", kind="date", sort="ends_on"),
    )
    filters = (
        Filter("team", gettext_lazy("Team"), "choice", "team", choices=team_choices),
        Filter("channel", gettext_lazy("Channel"), "choice", "channel", choices=channel_choices),
        Filter("campaign", gettext_lazy("Campaign"), "text", "campaign"),
        Filter("from", gettext_lazy("From"), "date", "starts_on"),
        Filter("year", gettext_lazy("Year"), "number", "plan__year"),
    )
    views = (SystemView(gettext_lazy("Marketing"), "f.team=marketing"),)

    def rows(self) -> QuerySet[BudgetLine]:
        """Return the lines of the budgets that hold."""
        return BudgetLine.objects.filter(plan__state=BudgetPlan.State.HOLDS).select_related("plan")

    def load(self, rows: list[BudgetLine]) -> list[BudgetLine]:
        """Ask the sources once for all shown lines."""
        found = budgets.standing_of_lines(
            [row.plan_id for row in rows], today=channels.house_day(clock.now())
        )
        names = {team.code: _(team.name) for team in people.all_teams()}
        for row in rows:
            row.team_name = names.get(row.team, row.team or "–")  # type: ignore[attr-defined]
            row.standing = found[row.pk]  # type: ignore[attr-defined]
        return rows

    def row_url(self, row: BudgetLine) -> str:
        """Open the line with the rows behind its figures."""
        return reverse("budget_line", args=[row.pk])

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Lead to the versions."""
        return [(_("Versions"), reverse("budget_plans"))]


class BudgetPlanList(Listing):
    """All versions and scenarios."""

    code = "budgets.plans"
    title = gettext_lazy("Versions of budgets")
    permission = "budgets.read"
    search_fields = ("name",)
    default_sort = "-year"
    empty_title = gettext_lazy("No budget yet")
    empty_text = gettext_lazy("Write one for a year; copies of it are scenarios to compare it with.")
    columns = (
        Column("name", gettext_lazy("Name"), "name", sort="name", primary=True),
        Column("year", gettext_lazy("Year"), lambda row: str(row.year), sort="year"),
        Column(
            "state", gettext_lazy("State"), lambda row: Status(row.get_state_display(), PLANS[row.state]),
            kind="status", sort="state",
        ),
        Column("total", gettext_lazy("Total"), lambda row: Money(row.total or 0, row.currency), kind="money"),
        Column("lines", gettext_lazy("Lines"), "line_count", kind="number"),
        Column("made", gettext_lazy("Made"), "created_at", kind="datetime", sort="created_at"),
        Column("approved", gettext_lazy("Approved by"), lambda row: row.approved_by or "–"),
    )  # fmt: skip
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=BudgetPlan.State.choices),
        Filter("year", gettext_lazy("Year"), "number", "year"),
    )
    views = (SystemView(gettext_lazy("Drafts"), "f.state=draft"),)

    def rows(self) -> QuerySet[BudgetPlan]:
        """Return all of them with their totals."""
        return BudgetPlan.objects.annotate(total=Sum("lines__planned"), line_count=Count("lines"))

    def row_url(self, row: BudgetPlan) -> str:
        """Open the version."""
        return reverse("budget_plan", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Begin one."""
        return (_("New budget"), reverse("budget_plan_add")) if self.actor.can("budgets.write") else None
