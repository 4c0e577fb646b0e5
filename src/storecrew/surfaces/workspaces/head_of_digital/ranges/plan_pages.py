"""The assortment plan: what a category is to have in a season, against what is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.assortment.models import RangePlan
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.numbers import percent, rate, share
from storecrew.surfaces.workspaces.head_of_digital.ranges.forms import PlanForm, bands_text

COSTS = "pricing.cost_read"


def gap_of(gap: int) -> Status:
    """Say how many products are missing, or that there are too many."""
    if gap > 0:
        return Status(_("%(n)s missing") % {"n": gap}, "bad")
    return (
        Status(_("%(n)s more than planned") % {"n": -gap}, "warning")
        if gap
        else Status(_("As planned"), "good")
    )


def margin_of(found: assortment.PlanFacts) -> Status | str:
    """Say the margin of what is live, against the target."""
    if found.margin_bp is None:
        return "–"
    low = found.target_margin_bp is not None and found.margin_bp < found.target_margin_bp
    return Status(percent(found.margin_bp, 10_000), "bad" if low else "good")


class PlanList(Listing):
    """Plans by season and category, each with what is there."""

    code = "assortment.plans"
    title = gettext_lazy("Assortment plan")
    permission = "assortment.read"
    export_permission = "assortment.read"
    search_fields = ("category__name", "season", "note")
    default_sort = "-season"
    empty_title = gettext_lazy("Nothing is planned")
    empty_text = gettext_lazy(
        "Say how many products a category is to have in a season, in which price bands."
    )
    columns = (
        Column("category", gettext_lazy("Category"), "category.name", sort="category__name", primary=True),
        Column("season", gettext_lazy("Season"), sort="season"),
        Column("planned", gettext_lazy("Planned"), "planned", kind="number", sort="planned"),
        Column("live", gettext_lazy("Live"), "found.live", kind="number"),
        Column("approved", gettext_lazy("Approved"), "found.approved", kind="number"),
        Column("drafts", gettext_lazy("Drafts"), "found.drafts", kind="number"),
        Column("ideas", gettext_lazy("Ideas"), "found.ideas", kind="number"),
        Column("gap", gettext_lazy("Gap"), lambda row: gap_of(row.found.gap), kind="status"),
        Column(
            "margin", gettext_lazy("Margin"), lambda row: margin_of(row.found), kind="status",
            permission=COSTS,
        ),
        Column(
            "target", gettext_lazy("Target margin"), lambda row: share(row.target_margin_bp, 10_000, None),
            kind="number",            sort="target_margin_bp", default=False,
        ),
    )  # fmt: skip
    filters = (Filter("season", gettext_lazy("Season"), "text", "season"),)

    def rows(self) -> QuerySet[Any]:
        """Return the plans of the reader's channels."""
        rows = RangePlan.objects.select_related("category").prefetch_related("bands")
        return within(rows, self.actor, channel="channel__code")

    def load(self, rows: list[Any]) -> list[Any]:
        """Compare the whole page at once."""
        found = assortment.plans(rows, at=clock.now())
        for row in rows:
            row.found = found[row.pk]
        return rows

    def row_url(self, row: RangePlan) -> str:
        """Open the plan."""
        return reverse("range_plans_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Plan another."""
        return (
            (_("Plan a category"), reverse("range_plans_add")) if self.actor.can("assortment.write") else None
        )


def _find(request: HttpRequest, plan_id: int) -> RangePlan:
    rows = within(RangePlan.objects.filter(pk=plan_id), request_actor(request), channel="channel__code")
    row = rows.select_related("channel").first()
    if row is None:
        raise assortment.UnknownRangePlan(plan=plan_id)
    return row


@workspace_page(permission="assortment.read")
def record(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a plan with its price bands and what is missing in each."""
    row = _find(request, plan_id)
    actor = request_actor(request)
    found = assortment.plan(plan_id, at=clock.now())
    locale = get_language() or "en"
    actions = []
    if actor.can("assortment.write"):
        actions = [
            Action(_("Change the plan"), reverse("range_plans_edit", args=[plan_id])),
            Action(
                _("Delete it"), reverse("range_plans_delete", args=[plan_id]), post=True, tone="danger",
                confirm=_("Delete this plan?"),
            ),
        ]  # fmt: skip
    bands = [
        (
            _("%(low)s to below %(high)s")
            % {"low": band.low.format(locale), "high": band.high.format(locale)}
            if band.high
            else _("from %(price)s") % {"price": band.low.format(locale)},
            band.planned,
            band.live,
            gap_of(band.gap),
        )
        for band in found.bands
    ]
    heads = (_("Price band"), _("Planned"), _("Live"), _("Gap"))
    return render_record(
        request,
        Record(
            title=f"{found.category} · {found.season}",
            record="assortment.plan",
            record_id=plan_id,
            status=[gap_of(found.gap)],
            actions=actions,
            groups=[
                FactGroup(
                    _("Products"),
                    [
                        Fact(_("Planned"), found.planned, "number"),
                        Fact(_("Live"), found.live, "number"),
                        Fact(_("Approved"), found.approved, "number"),
                        Fact(_("Drafts"), found.drafts, "number"),
                        Fact(_("Ideas"), found.ideas, "number"),
                    ],
                ),
                FactGroup(
                    _("Margin"),
                    [
                        Fact(_("Target margin"), rate(found.target_margin_bp)),
                        *(
                            [Fact(_("Margin of what is live"), percent(found.margin_bp, 10_000))]
                            if actor.can(COSTS)
                            else []
                        ),
                        Fact(_("Note"), row.note),
                    ],
                ),
            ],
            tables=[Table(_("Price bands"), heads, bands, kinds=("text", "number", "number", "status"))]
            if bands
            else [],
            back_url=reverse("range_plans_list"),
            back_label=_("Assortment plan"),
        ),
    )


@workspace_page(permission="assortment.write")
def add(request: HttpRequest) -> HttpResponse:
    """Plan a category for a season."""
    return _edit(request, {})


@workspace_page(permission="assortment.write")
def edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change a plan."""
    row = _find(request, plan_id)
    found = assortment.plan(plan_id, at=clock.now())
    margin = None if row.target_margin_bp is None else row.target_margin_bp // 100
    initial = {
        "category": str(row.category_id), "channel_code": row.channel.code, "season": row.season,
        "planned": row.planned, "margin": margin, "bands": bands_text(found), "note": row.note,
    }  # fmt: skip
    return _edit(request, initial)


def _edit(request: HttpRequest, initial: dict[str, Any]) -> HttpResponse:
    actor = request_actor(request)
    form = of_record(PlanForm(request.POST or None, actor=actor, initial=initial))
    if request.method == "POST" and form.is_valid():
        try:
            plan_id = assortment.save_plan(**form.values(), actor=actor, at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("The plan is saved."))
            return redirect("range_plans_record", plan_id=plan_id)
    return render_form(
        request,
        form,
        title=_("Plan a category"),
        submit=_("Save the plan"),
        back_url=reverse("range_plans_list"),
        back_label=_("Assortment plan"),
    )


@workspace_page(permission="assortment.write")
@require_POST
def delete(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Delete a plan."""
    _find(request, plan_id)
    assortment.delete_plan(plan_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The plan is deleted."))
    return redirect("range_plans_list")


urlpatterns = [
    path("range-plans/", PlanList.as_view(), name="range_plans_list"),
    path("range-plans/add/", add, name="range_plans_add"),
    path("range-plans/<int:plan_id>/", record, name="range_plans_record"),
    path("range-plans/<int:plan_id>/edit/", edit, name="range_plans_edit"),
    path("range-plans/<int:plan_id>/delete/", delete, name="range_plans_delete"),
]
