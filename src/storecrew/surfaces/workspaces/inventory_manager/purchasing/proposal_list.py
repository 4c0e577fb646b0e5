"""What the night proposes to order: the list, and one proposal with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Proposal
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.numbers import rate
from storecrew.surfaces.workspaces.inventory_manager.purchasing.article_rules import decided_words
from storecrew.surfaces.workspaces.inventory_manager.purchasing.sold_weeks import sold_by_week
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import (
    KINDS_OF_DEMAND,
    METHODS,
    location_choices,
    money,
    supplier_choices,
)


def _cover(row: Proposal) -> Status:
    if row.days_cover is None:
        return Status("–", "neutral")
    tone = "bad" if row.days_cover < 1 else "warning" if row.days_cover < row.lead_days else "good"
    return Status(_("%(days)d days") % {"days": row.days_cover}, tone)


def _order_all(request: BulkRequest) -> str:
    made = purchasing.order_proposals(
        list(request.rows.values_list("pk", flat=True)), actor=request.actor, at=request.at
    )
    numbers = ", ".join(order.number for order in made)
    return ngettext("%(numbers)s is drafted.", "%(numbers)s are drafted.", len(made)) % {"numbers": numbers}


def _what_is_ordered(request: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return [
        Effect(
            row.variant.sku,
            after=f"{row.to_order} · {row.supplier.name if row.supplier else ''}",
            refused="" if row.unit_amount is not None else _("The supplier has no price."),
        )
        for row in rows
    ]


def _by_snooze(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    later = Q(snoozed_until__gt=channels.house_day(clock.now()))
    return rows.filter(later) if values == ["1"] else rows.exclude(later)


class ProposalList(Listing):
    """Open proposals for the reader's locations, the shortest cover first."""

    code = "purchasing.proposals"
    title = gettext_lazy("Order proposals")
    permission = "purchasing.read"
    search_fields = ("variant__sku", "variant__product__title", "supplier__name")
    default_sort = "cover"
    empty_title = gettext_lazy("Nothing has to be ordered")
    empty_text = gettext_lazy(
        "Every night demand, stock and what is on the way are compared for articles that have a supplier."
    )
    columns = (
        Column("sku", gettext_lazy("SKU"), "variant.sku", sort="variant__sku", primary=True),
        Column("title", gettext_lazy("Article"), "variant.product.title", sort="variant__product__title"),
        Column("location", gettext_lazy("Location"), "location.name", sort="location__name"),
        Column("cover", gettext_lazy("Lasts"), _cover, kind="status", sort="cover_tenths"),
        Column("available", gettext_lazy("Available"), kind="number", sort="available"),
        Column("inbound", gettext_lazy("On the way"), kind="number", sort="inbound"),
        Column("quantity", gettext_lazy("Order"), "to_order", kind="number", sort="quantity"),
        Column("supplier", gettext_lazy("Supplier"), lambda row: row.supplier.name if row.supplier else "",
               sort="supplier__name"),
        Column("price", gettext_lazy("Price"), lambda row: money(row.unit_amount, row.currency),
               kind="money"),
        Column("demand", gettext_lazy("Demand a day"), lambda row: round(row.daily_demand, 2), kind="number",
               sort="demand_thousandths", default=False),
        Column("point", gettext_lazy("Reorder point"), "reorder_point", kind="number", default=False),
        Column("reason", gettext_lazy("Reason"), "reason", default=False),
    )  # fmt: skip
    filters = (
        Filter("location", gettext_lazy("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter("supplier", gettext_lazy("Supplier"), "choice", "supplier_id", choices=supplier_choices),
        Filter("snoozed", gettext_lazy("Put aside"), "boolean", apply=_by_snooze),
    )
    views = (SystemView(gettext_lazy("To order now"), "f.snoozed=0&sort=cover"),)
    bulk_actions = (
        BulkAction(
            "order", gettext_lazy("Make purchase orders"), run=_order_all, preview=_what_is_ordered,
            permission="purchasing.write",
            explanation=gettext_lazy("One draft per supplier and location."),
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[Proposal]:
        """Return what is open at the reader's locations."""
        rows = Proposal.objects.filter(state=Proposal.State.OPEN)
        allowed = self.actor.scopes.get("location")
        if allowed is not None:
            rows = rows.filter(location__code__in=allowed)
        return rows.select_related("variant__product", "location", "supplier")

    def row_url(self, row: Proposal) -> str:
        """Return the page that explains the proposal."""
        return reverse("purchasing_proposal", args=[row.pk])


class ChangeForm(forms.Form):
    """Another quantity, and why."""

    quantity = forms.IntegerField(label=gettext_lazy("Order"), min_value=0, max_value=1_000_000)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class SnoozeForm(forms.Form):
    """Until when the line is put aside, and why."""

    until = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


def _find(request: HttpRequest, proposal_id: int) -> Proposal:
    rows = Proposal.objects.select_related("variant__product", "location", "supplier", "order")
    row = rows.filter(pk=proposal_id).first()
    if row is None or not request_actor(request).can_see("location", row.location.code):
        raise NotFound()
    return row


@workspace_page(permission="purchasing.read")
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Explain a proposal: what sells, what is there, what comes, and how the quantity follows."""
    row = _find(request, proposal_id)
    may = request_actor(request).can("purchasing.write") and row.state == Proposal.State.OPEN
    actions = [
        Action(_("Other quantity"), reverse("purchasing_proposal_change", args=[row.pk])),
        Action(_("Put aside"), reverse("purchasing_proposal_snooze", args=[row.pk])),
        Action(
            _("Own rule"),
            reverse("purchasing_article_rule", args=[row.variant.sku, row.location.code]),
        ),
    ]
    order = Action(
        _("Make a purchase order"),
        reverse("purchasing_proposal_order", args=[row.pk]),
        post=True,
        tone="strong",
    )
    record = Record(
        title=row.variant.sku,
        record="purchasing.proposal",
        record_id=row.pk,
        subtitle=f"{row.variant.product.title} · {row.location.name}",
        status=[Status(row.get_state_display(), "info" if row.state == "open" else "neutral")],
        next_step=_("Order %(n)d units.") % {"n": row.to_order} if may else "",
        next_action=order if may else None,
        actions=actions if may else [],
        groups=[_stock(row), _demand(row), _levels(row)],
        tables=[sold_by_week(row.variant_id, row.location_id)],
        back_url=reverse("purchasing_proposals"),
        back_label=_("Order proposals"),
    )
    return render_record(request, record)


def _stock(row: Proposal) -> FactGroup:
    facts = [
        Fact(
            _("Available"),
            row.available,
            "number",
            url=reverse("stock_record", args=[row.variant.sku, row.location.code]),
        ),
        Fact(
            _("On the way"),
            row.inbound,
            "number",
            why=_("Ordered from suppliers or sent from another location."),
        ),
        Fact(_("Lasts"), _cover(row), "status"),
        Fact(_("Order"), row.to_order, "number"),
        Fact(_("Supplier"), row.supplier.name if row.supplier else "–"),
        Fact(_("Price"), money(row.unit_amount, row.currency), "money"),
    ]
    if row.wanted_quantity is not None or row.snoozed_until:
        facts.append(Fact(_("Reason"), row.reason))
    if row.snoozed_until:
        facts.append(Fact(_("Put aside until"), row.snoozed_until, "date"))
    if row.order is not None:
        facts.append(
            Fact(_("Purchase order"), row.order.number, url=reverse("purchasing_order", args=[row.order.pk]))
        )
    return FactGroup(_("Now"), facts)


def _demand(row: Proposal) -> FactGroup:
    why = row.why
    families = dict.fromkeys(str(code).partition(" ")[0] for code in why.get("methods", []))
    return FactGroup(
        _("Demand"),
        [
            Fact(_("Demand a day"), round(row.daily_demand, 2), "number"),
            Fact(_("Pattern"), KINDS_OF_DEMAND.get(why.get("kind", ""), "–")),
            Fact(_("Forecast by"), ", ".join(str(METHODS.get(name, name)) for name in families)),
            Fact(_("Error (MASE)"), why.get("mase") if why.get("mase") is not None else "–",
                 why=_("1 is the error of repeating the newest week.")),
            Fact(_("Bias a week"), why.get("bias_week") if why.get("bias_week") is not None else "–",
                 why=_("Forecast less demand in the judged weeks.")),
            Fact(_("Planned promotions"), ", ".join(why.get("promotions", [])) or "–",
                 why=_("What they are expected to add is in the demand.")),
        ],
    )  # fmt: skip


def _levels(row: Proposal) -> FactGroup:
    why = row.why
    own = decided_words(why.get("decided", {}))
    computed = dict(zip(("safety", "point", "up_to"), why.get("computed", []), strict=False))
    return FactGroup(
        _("How the quantity follows"),
        [
            *([Fact(_("Decided by a person"), own)] if own else []),
            *([Fact(_("Computed without it"),
                    _("reorder point %(point)d, order up to %(up_to)d, safety stock %(safety)d") % computed)]
              if computed else []),
            Fact(_("Lead time"), _("%(days)d days") % {"days": row.lead_days}),
            Fact(_("Ordered every"), _("%(days)d days") % {"days": why.get("review_days", 0)}),
            Fact(_("Service level"), rate(why.get("service_level_bp", 0))),
            Fact(_("Safety stock"), row.safety_stock, "number"),
            Fact(_("Reorder point"), row.reorder_point, "number",
                 why=_("Demand within the lead time and the safety stock.")),
            Fact(_("Order up to"), row.order_up_to, "number",
                 why=_("Demand until what the next review orders is here, and the safety stock.")),
            Fact(_("Smallest order, pack"), f"{why.get('moq', 1)}, {why.get('pack_size', 1)}"),
        ],
    )  # fmt: skip


@workspace_page(permission="purchasing.write")
def order(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Make a purchase order of one proposal."""
    row = _find(request, proposal_id)
    if request.method != "POST":
        return redirect("purchasing_proposal", proposal_id=row.pk)
    [made] = purchasing.order_proposals([row.pk], actor=request_actor(request), at=clock.now())
    messages.success(request, _("%(number)s is drafted.") % {"number": made.number})
    return redirect("purchasing_order", order_id=made.pk)


@workspace_page(permission="purchasing.write")
def change(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Order another quantity than proposed."""
    row = _find(request, proposal_id)
    form = ChangeForm(request.POST or None, initial={"quantity": row.to_order})
    return _act(request, row, form, _("Other quantity"), purchasing.change_proposal)


@workspace_page(permission="purchasing.write")
def snooze(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Put a line aside until a day."""
    row = _find(request, proposal_id)
    return _act(request, row, SnoozeForm(request.POST or None), _("Put aside"), purchasing.snooze_proposal)


def _act(request: HttpRequest, row: Proposal, form: forms.Form, title: str, operation: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            operation(row.pk, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("purchasing_proposal", proposal_id=row.pk)
    return render_form(
        request, form, title=title, submit=_("Save"), back_url=reverse("purchasing_proposal", args=[row.pk]),
        back_label=row.variant.sku, intro=f"{row.variant.product.title} · {row.location.name}",
    )  # fmt: skip
