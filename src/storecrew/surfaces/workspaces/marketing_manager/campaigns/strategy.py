"""The strategy: who is reached by which channel in which quarter, for what and for how much (MKT-2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, Goal, MarketingChannel, StrategyPlan
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns import words
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_forms import PlanForm, plan_initial
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.campaigns.results import RAN, reached_words


class Strategy(Listing):
    """Every line of the strategy with the money of its campaigns."""

    code = "marketing.strategy"
    title = gettext_lazy("Marketing strategy")
    permission = "marketing.read"
    search_fields = ("audience", "positioning", "outcome")
    default_sort = "-when"
    empty_title = gettext_lazy("No strategy yet")
    empty_text = gettext_lazy(
        "Write one line per audience, channel and quarter: what they should do, and what it may cost. "
        "Campaigns belong to a line, and their money adds up here."
    )
    columns = (
        Column("audience", gettext_lazy("Audience"), "audience", sort="audience", primary=True),
        Column("channel", gettext_lazy("Channel"), "get_channel_display", sort="channel"),
        Column("when", gettext_lazy("Quarter"), lambda row: f"{row.year} Q{row.quarter}", sort="year"),
        Column("goal", gettext_lazy("Goal"), words.goal, sort="goal"),
        Column("budget", gettext_lazy("Budget"), lambda row: Money(row.budget, row.currency), kind="money"),
        Column("committed", gettext_lazy("Committed"), "committed", kind="money"),
        Column("actual", gettext_lazy("Spent"), "actual", kind="money"),
        Column("count", gettext_lazy("Campaigns"), "count", kind="number"),
    )
    filters = (
        Filter("channel", gettext_lazy("Channel"), "choice", "channel", choices=MarketingChannel.choices),
        Filter("goal", gettext_lazy("Goal"), "choice", "goal", choices=Goal.choices),
        Filter("year", gettext_lazy("Year"), "number", "year"),
        Filter("quarter", gettext_lazy("Quarter"), "number", "quarter"),
    )

    def rows(self) -> QuerySet[StrategyPlan]:
        """Return all lines."""
        return StrategyPlan.objects.all()

    def load(self, rows: list[Any]) -> list[Any]:
        """Add up the campaigns of a page of lines; three queries."""
        plan_of = dict(Campaign.objects.filter(plan__in=rows).order_by("pk").values_list("pk", "plan_id"))
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        for key, budget in marketing.budgets(list(plan_of)).items():
            found = sums[plan_of[key] or 0]
            found[0] += budget.committed
            found[1] += budget.actual
            found[2] += 1
        for row in rows:
            committed, actual, row.count = sums[row.pk]
            row.committed, row.actual = Money(committed, row.currency), Money(actual, row.currency)
        return rows

    def row_url(self, row: StrategyPlan) -> str:
        """Return the page of the line."""
        return reverse("strategy_plan", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may plan."""
        return (_("New line"), reverse("strategy_add")) if self.actor.can("marketing.write") else None


def _find(plan_id: int) -> StrategyPlan:
    row = StrategyPlan.objects.filter(pk=plan_id).first()
    if row is None:
        raise marketing.UnknownPlan(plan=plan_id)
    return row


@workspace_page(permission="marketing.read")
def strategy_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a line with what its campaigns cost and what was learned."""
    row = _find(plan_id)
    found = list(row.campaigns.order_by("starts_at", "pk"))
    money = marketing.budgets([each.pk for each in found])
    edit = Action(_("Edit"), reverse("strategy_edit", args=[row.pk]))
    spent = sum(each.actual for each in money.values())
    committed = sum(each.committed for each in money.values())
    facts = [
        Fact(_("Goal"), words.goal(row)),
        Fact(_("Budget"), Money(row.budget, row.currency), "money"),
        Fact(_("Committed"), Money(committed, row.currency), "money"),
        Fact(_("Spent"), Money(spent, row.currency), "money"),
        Fact(_("What we offer"), row.positioning or "–"),
        Fact(_("What we learned"), row.outcome or "–"),
    ]
    table = _campaigns(found, money, judged=request_actor(request).can("pricing.cost_read"))
    record = Record(
        title=str(row),
        record="marketing.plan",
        record_id=row.pk,
        actions=[edit] if request_actor(request).can("marketing.write") else [],
        groups=[FactGroup(_("Line of the strategy"), facts)],
        tables=[table],
        back_url=reverse("strategy"),
        back_label=_("Marketing strategy"),
        icon="calendar-alt",
    )
    return render_record(request, record)


def _campaigns(found: list[Campaign], money: Mapping[int, marketing.Budget], *, judged: bool) -> Table:
    """Return the campaigns of a line; whoever may know costs sees what is left of each after all of them."""
    rows: list[list[Any]] = [
        [
            each.name,
            words.status(each),
            Money(money[each.pk].committed, each.currency),
            Money(money[each.pk].actual, each.currency),
        ]
        for each in found
    ]
    headers, kinds = (
        [_("Campaign"), _("State"), _("Committed"), _("Spent")],
        ["text", "status", "money", "money"],
    )
    if judged:
        headers += [_("Reached of the goal"), _("Result")]
        kinds += ["text", "money"]
        for row, each in zip(rows, found, strict=True):
            known = marketing.campaign(each.pk)
            brought = insights.campaign_return(known)
            reached = insights.goal_reached(known, brought, at=clock.now())
            row += [
                reached_words(known, reached) if known.state in RAN else "–",
                Money(brought.result, each.currency),
            ]
    return Table(
        _("Campaigns"),
        headers,
        rows,
        empty=_("No campaign serves this line yet."),
        kinds=kinds,
        row_urls=[reverse("campaign", args=[each.pk]) for each in found],
    )


@workspace_page(permission="marketing.write")
def strategy_add(request: HttpRequest) -> HttpResponse:
    """Write a new line."""
    today = channels.house_day(clock.now())
    initial = {"year": today.year, "quarter": (today.month + 2) // 3}
    return _edit(request, None, PlanForm(request.POST or None, initial=initial), _("New line"))


@workspace_page(permission="marketing.write")
def strategy_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change a line."""
    row = _find(plan_id)
    return _edit(
        request, row.pk, of_record(PlanForm(request.POST or None, initial=plan_initial(row))), str(row)
    )


def _edit(request: HttpRequest, plan_id: int | None, form: PlanForm, title: str) -> HttpResponse:
    def save(content: marketing.PlanContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.save_plan(content, plan_id=plan_id, **who)

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            return redirect("strategy_plan", plan_id=key)
    return form_page(request, form, title, (reverse("strategy"), _("Marketing strategy")))
