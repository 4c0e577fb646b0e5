"""A line of a budget with the rows behind its figures, a version, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.head_of_digital.budgets import forms
from storecrew.surfaces.workspaces.head_of_digital.budgets.words import PLANS, channel_words, state_status


def _plan(plan_id: int) -> BudgetPlan:
    row = BudgetPlan.objects.filter(pk=plan_id).first()
    if row is None:
        raise budgets.UnknownBudget(plan=plan_id)
    return row


def _line(line_id: int) -> BudgetLine:
    row = BudgetLine.objects.select_related("plan").filter(pk=line_id).first()
    if row is None:
        raise budgets.UnknownBudget(line=line_id)
    return row


@workspace_page(permission="budgets.read")
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Show a line: its figures and every row behind them."""
    row, writes = _line(line_id), request_actor(request).can("budgets.write")
    standing = budgets.standing_of_lines([row.plan_id], today=channels.house_day(clock.now()))[row.pk]

    def money(amount: int) -> Money:
        return Money(amount, row.plan.currency)

    draft = row.plan.state == "draft"
    actions = []
    if writes and draft:
        actions.append(Action(_("Edit"), reverse("budget_line_edit", args=[row.pk])))
        question = _("Take the line out of the draft?")
        url = reverse("budget_line_remove", args=[row.pk])
        actions.append(Action(_("Remove"), url, post=True, tone="danger", confirm=question))
    more = Action(_("Ask for more"), reverse("budget_more", args=[row.pk]))
    if writes and row.plan.state == "holds":
        actions.append(more)
    back = (reverse("budget_plan", args=[row.plan_id]), str(row.plan))
    if row.plan.state == "holds":
        back = (reverse("budgets"), _("Budgets"))
    record = Record(
        title=row.name,
        record="budgets.budgetline",
        record_id=row.pk,
        subtitle=str(row.plan),
        status=[state_status(standing.state)],
        actions=actions,
        groups=[
            FactGroup(
                _("How it stands"),
                [
                    Fact(_("Plan"), money(row.planned)),
                    Fact(_("Allowed beyond the plan"), money(row.more)),
                    Fact(_("Ordered"), money(standing.committed)),
                    Fact(_("Spent"), money(standing.actual)),
                    Fact(_("Expected"), money(standing.forecast)),
                    Fact(_("Left to order"), money(standing.left)),
                ],
            ),
            FactGroup(
                _("What it is for"),
                [
                    Fact(_("Team"), row.team or _("All")),
                    Fact(_("Channel"), channel_words(row.channel) if row.channel else _("All")),
                    Fact(_("Campaign"), row.campaign or _("All")),
                    Fact(_("From"), row.starts_on, "date"),
                    Fact(_("Until"), row.ends_on, "date"),
                ],
            ),
        ],
        tables=[
            _costs(_("Rows behind the figures"), standing.costs, _("Nothing is planned or ordered yet."))
        ],
        back_url=back[0],
        back_label=back[1],
        icon="tasks",
    )
    return render_record(request, record)


def _costs(title: str, costs: Sequence[budgets.Cost], empty: str = "") -> Table:
    sources = {each.code: each.label for each in budgets.sources()}
    return Table(
        title,
        [_("What"), _("From"), _("Day"), _("Planned"), _("Ordered"), _("Spent")],
        [
            [
                each.label,
                sources.get(each.source, each.source),
                each.day,
                Money(each.expected, each.currency),
                Money(each.committed, each.currency),
                Money(each.actual, each.currency),
            ]
            for each in costs
        ],
        empty=empty,
        kinds=["text", "text", "date", "money", "money", "money"],
        row_urls=[each.url for each in costs],
    )


@workspace_page(permission="budgets.read")
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a version: its lines beside those of the budget that holds, and what no line was made for."""
    row, writes = _plan(plan_id), request_actor(request).can("budgets.write")
    standings, outside = budgets.standing_of(row.pk, today=channels.house_day(clock.now()))
    holding = BudgetPlan.objects.filter(year=row.year, state="holds").exclude(pk=row.pk).first()
    other = {_key(each): each.planned + each.more for each in holding.lines.all()} if holding else {}
    total = sum(each.line.planned for each in standings)
    draft = row.state == "draft"
    hold = Action(_("Ask to let it hold"), reverse("budget_plan_hold", args=[row.pk]), tone="strong")
    actions = []
    if writes:
        if draft:
            actions.append(Action(_("Add a line"), reverse("budget_line_add", args=[row.pk])))
        actions.append(Action(_("New version"), reverse("budget_plan_copy", args=[row.pk])))
    heads = [_("Line"), _("State"), _("Plan"), _("Ordered"), _("Spent"), _("Expected")]
    kinds = ["text", "status", "money", "money", "money", "money"]
    record = Record(
        title=row.name,
        record="budgets.budgetplan",
        record_id=row.pk,
        subtitle=str(row.year),
        status=[Status(row.get_state_display(), PLANS[row.state])],
        next_step=_("A second person lets it hold; until then nothing is compared with it.") if draft else "",
        next_action=hold if writes and draft and standings else None,
        actions=actions,
        groups=[
            FactGroup(
                _("Budget"),
                [
                    Fact(_("Total"), Money(total, row.currency)),
                    Fact(_("Copied from"), str(row.copied_from or "–")),
                    Fact(_("Approved by"), row.approved_by or "–"),
                ],
            )
        ],
        tables=[
            Table(
                _("Lines"),
                [*heads, *([_("Holds now")] if holding else [])],
                [
                    [
                        each.line.name,
                        state_status(each.state),
                        Money(each.line.planned, row.currency),
                        Money(each.committed, row.currency),
                        Money(each.actual, row.currency),
                        Money(each.forecast, row.currency),
                        *([Money(other.get(_key(each.line), 0), row.currency)] if holding else []),
                    ]
                    for each in standings
                ],
                empty=_("Add a line for a team, a channel or a campaign."),
                kinds=[*kinds, *(["money"] if holding else [])],
                row_urls=[reverse("budget_line", args=[each.line.id]) for each in standings],
            ),
            _costs(_("Outside of all lines"), outside, _("Everything has a line.")),
        ],
        back_url=reverse("budget_plans"),
        back_label=_("Versions of budgets"),
        icon="tasks",
    )
    return render_record(request, record)


def _key(line: BudgetLine | budgets.LineFacts) -> tuple[str, str, str, Any]:
    return line.team, line.channel, line.campaign, line.starts_on


def _form(
    request: HttpRequest,
    form: forms.Taking,
    run: Callable[[], Any],
    title: str,
    back: tuple[str, str],
    submit: str = "",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return run()
        except DomainError as error:
            form.take(error)
    return render_form(
        request, form, title=title, submit=submit or _("Save"), back_url=back[0], back_label=back[1]
    )


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request_actor(request), "at": clock.now()}


@workspace_page(permission="budgets.write")
def plan_add(request: HttpRequest) -> HttpResponse:
    """Begin a budget."""
    form = forms.PlanForm(request.POST or None, initial={"year": clock.now().year})

    def run() -> HttpResponse:
        return redirect("budget_plan", budgets.make_plan(**form.cleaned_data, **_who(request)))

    return _form(request, form, run, _("New budget"), (reverse("budget_plans"), _("Versions of budgets")))


@workspace_page(permission="budgets.write")
def plan_copy(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Make a new version or scenario of a budget."""
    row = _plan(plan_id)
    form = forms.CopyForm(request.POST or None, initial={"percent": 0})

    def run() -> HttpResponse:
        return redirect("budget_plan", budgets.copy_plan(row.pk, **form.cleaned_data, **_who(request)))

    return _form(
        request, form, run, _("New version"), (reverse("budget_plan", args=[row.pk]), row.name), _("Copy")
    )


@workspace_page(permission="budgets.write")
def plan_hold(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Ask a second person to let a version hold."""
    row, form = _plan(plan_id), forms.ReasonForm(request.POST or None)

    def run() -> HttpResponse:
        budgets.ask_to_hold(row.pk, reason=form.cleaned_data["reason"], **_who(request))
        messages.success(request, _("Asked. It waits under Approvals."))
        return redirect("budget_plan", row.pk)

    back = (reverse("budget_plan", args=[row.pk]), row.name)
    return _form(request, form, run, _("Ask to let it hold"), back, _("Ask"))


@workspace_page(permission="budgets.write")
def line_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add a line to a draft."""
    row = _plan(plan_id)
    form = forms.LineForm(request.POST or None, currency=row.currency)

    def run() -> HttpResponse:
        budgets.save_line(plan_id=row.pk, **form.values(), **_who(request))
        return redirect("budget_plan", row.pk)

    return _form(request, form, run, _("Add a line"), (reverse("budget_plan", args=[row.pk]), row.name))


@workspace_page(permission="budgets.write")
def line_edit(request: HttpRequest, line_id: int) -> HttpResponse:
    """Change a line of a draft."""
    row = _line(line_id)
    names = ("name", "team", "channel", "campaign", "starts_on", "ends_on")
    start = {name: getattr(row, name) for name in names}
    start["planned"] = Money(row.planned, row.plan.currency).decimal
    form = of_record(forms.LineForm(request.POST or None, currency=row.plan.currency, initial=start))

    def run() -> HttpResponse:
        budgets.save_line(plan_id=row.plan_id, line_id=row.pk, **form.values(), **_who(request))
        return redirect("budget_plan", row.plan_id)

    return _form(request, form, run, row.name, (reverse("budget_line", args=[row.pk]), row.name))


@workspace_page(permission="budgets.write")
@require_POST
def line_remove(request: HttpRequest, line_id: int) -> HttpResponse:
    """Take a line out of a draft."""
    row = _line(line_id)
    budgets.remove_line(row.pk, **_who(request))
    return redirect("budget_plan", row.plan_id)


@workspace_page(permission="budgets.write")
def more(request: HttpRequest, line_id: int) -> HttpResponse:
    """Ask a second person for more money on a line."""
    row = _line(line_id)
    form = forms.MoreForm(request.POST or None, currency=row.plan.currency)

    def run() -> HttpResponse:
        budgets.ask_for_more(row.pk, **form.values(), **_who(request))
        messages.success(request, _("Asked. It waits under Approvals."))
        return redirect("budget_line", row.pk)

    return _form(
        request, form, run, _("Ask for more"), (reverse("budget_line", args=[row.pk]), row.name), _("Ask")
    )
