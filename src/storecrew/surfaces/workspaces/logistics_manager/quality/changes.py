"""Packaging changes: asked for by facts, decided by a person, judged by the damages before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import DamageReport, PackagingChange
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.logistics_manager.quality.rates import stars_of, words_of

TONES = {"open": "warning", "accepted": "info", "done": "good", "refused": "neutral"}
NEXT = {
    "open": (("accepted", gettext_lazy("Take it on")), ("refused", gettext_lazy("Refuse it"))),
    "accepted": (("done", gettext_lazy("It is done")), ("refused", gettext_lazy("Refuse it"))),
}


def _state(row: PackagingChange) -> Status:
    return Status(row.get_state_display(), TONES[row.state])


class ChangeList(Listing):
    """Packaging changes, newest first."""

    code = "fulfillment.packaging_changes"
    title = gettext_lazy("Packaging changes")
    permission = "fulfillment.read"
    search_fields = ("sku", "reason", "decision")
    default_sort = "-opened_at"
    empty_title = gettext_lazy("No packaging has to change")
    empty_text = gettext_lazy(
        "Damages of an article and bad ratings of its packaging ask for a change here by themselves, from "
        "the thresholds on."
    )
    columns = (
        Column("sku", gettext_lazy("SKU"), sort="sku", primary=True),
        Column("state", gettext_lazy("State"), _state, kind="status", sort="state"),
        Column("reason", gettext_lazy("Why")),
        Column("owner", gettext_lazy("Owner")),
        Column("decision", gettext_lazy("What was decided")),
        Column("opened_at", gettext_lazy("Asked for"), kind="datetime", sort="opened_at"),
        Column("closed_at", gettext_lazy("Closed"), kind="datetime", sort="closed_at"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=PackagingChange.State.choices),
    )

    def rows(self) -> QuerySet[PackagingChange]:
        """Return all changes: packaging is the same everywhere."""
        return PackagingChange.objects.all()

    def row_url(self, row: PackagingChange) -> str:
        """Open the change."""
        return reverse("warehouse_change", args=[row.pk])

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Set from when on a change is asked for."""
        may = self.actor.can("packaging.write")
        return [(_("Thresholds"), reverse("warehouse_packaging_rules"))] if may else []


@workspace_page(permission="fulfillment.read")
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """Show a change with its effect and the damages behind it."""
    actor, row = request_actor(request), fulfillment.packaging_change(change_id)
    effect = fulfillment.effect_of(row, at=clock.now())
    after = words_of(effect.after) if row.state == "done" else _("not done yet")
    facts = [
        Fact(_("Why"), row.reason),
        Fact(_("Owner"), row.owner or _("nobody yet")),
        Fact(_("What was decided"), row.decision),
        Fact(_("Damages in the 30 days before"), words_of(effect.before)),
        Fact(_("Damages since it is done"), after),
        Fact(_("Stars in the 30 days before"), stars_of(effect.stars_before)),
        Fact(_("Stars since it is done"), stars_of(effect.stars_after)),
        Fact(_("Asked for"), row.opened_at, "datetime"),
    ]
    may = actor.can("packaging.write")
    actions = [
        Action(words, reverse("warehouse_change_decide", args=[row.pk, state]))
        for state, words in NEXT.get(row.state, ())
        if may
    ]
    if may:
        specification = f"{reverse('warehouse_specifications_add')}?scope=sku&key={row.sku}"
        actions.append(Action(_("Write the packing specification"), specification))
    page = Record(
        title=row.sku,
        record="fulfillment.packaging_change",
        record_id=row.pk,
        subtitle=_("Packaging change"),
        status=[_state(row)],
        actions=actions,
        groups=[FactGroup(_("Change"), facts)],
        tables=[_reports(row), _ratings(row)],
        back_url=reverse("warehouse_changes"),
        back_label=_("Packaging changes"),
    )
    return render_record(request, page)


def _reports(row: PackagingChange) -> Table:
    rows: list[tuple[Any, ...]] = [
        (one.get_cause_display(), one.units, one.note, one.reported_by, one.at)
        for one in DamageReport.objects.filter(sku=row.sku, kind="damaged")[:20]
    ]
    headers = (_("Cause"), _("Units"), _("Note"), _("By"), _("When"))
    kinds = ("text", "number", "text", "text", "datetime")
    return Table(_("Damages of this article"), headers, rows, empty=_("None is named."), kinds=kinds)


def _ratings(row: PackagingChange) -> Table:
    since = row.opened_at - dt.timedelta(days=365)
    found = fulfillment.ratings_of(row.sku, since=since).select_related("order")[:20]
    rows: list[tuple[Any, ...]] = [("★" * one.stars, one.comment, one.order.number, one.at) for one in found]
    urls = [link("orders_record", one.order.number) for one in found]
    headers = (_("Stars"), _("What the customer says"), _("Order"), _("When"))
    kinds = ("text", "text", "text", "datetime")
    words = _("Nobody has rated a parcel with it.")
    return Table(_("Ratings of parcels with it"), headers, rows, empty=words, kinds=kinds, row_urls=urls)


class DecisionForm(forms.Form):
    """What is decided, in words."""

    decision = forms.CharField(
        label=gettext_lazy("What is decided"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@workspace_page(permission="packaging.write")
def decide(request: HttpRequest, change_id: int, state: str) -> HttpResponse:
    """Take a change on, finish it or refuse it."""
    row = fulfillment.packaging_change(change_id)
    form = DecisionForm(request.POST or None, initial={"decision": row.decision})
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.decide_change(
                change_id,
                state=state,
                decision=form.cleaned_data["decision"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down."))
            return redirect("warehouse_change", change_id=change_id)
    words = dict(NEXT.get(row.state, ())).get(state, _("Decide"))
    return render_form(
        request,
        form,
        title=f"{row.sku}: {words}",
        submit=words,
        back_url=reverse("warehouse_change", args=[change_id]),
        back_label=row.sku,
    )
