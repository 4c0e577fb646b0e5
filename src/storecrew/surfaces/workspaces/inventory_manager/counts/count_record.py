"""One count: who counted what, and agreeing to a difference that is large."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.ui.numbers import signed
from storecrew.surfaces.workspaces.inventory_manager.counts.count_list import TONES
from storecrew.surfaces.workspaces.inventory_manager.purchasing.order_forms import AmountField

STATES = dict(CountTask.State.choices)
CAUSES = dict(CountTask.Cause.choices)
REASONS = (
    ("miscount", gettext_lazy("An earlier count or posting was wrong")),
    ("mispick", gettext_lazy("The wrong article or number was picked")),
    ("misplaced", gettext_lazy("It lies in another place")),
    ("damage", gettext_lazy("Broken and thrown away")),
    ("theft", gettext_lazy("Missing, theft is possible")),
    ("receipt", gettext_lazy("The delivery was counted wrong")),
    ("other", gettext_lazy("Something else")),
)
STEPS = {
    "open": gettext_lazy("Count the bin without looking at the number on record."),
    "recount": gettext_lazy("The first count differed: count again, best by somebody else."),
    "approval": gettext_lazy("The difference is large: agree to it with a reason, or have it counted anew."),
}


class ApproveForm(forms.Form):
    """Why the records were wrong."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=REASONS)


class NoteForm(forms.Form):
    """A few words for whoever counts."""

    note = forms.CharField(label=gettext_lazy("What should be looked at?"), max_length=200)


class PolicyForm(forms.Form):
    """Up to which difference a location posts a confirmed count by itself."""

    amount = AmountField(label=gettext_lazy("Value up to"), max_length=24)
    percent = forms.IntegerField(
        label=gettext_lazy("Per cent of the units up to"), min_value=0, max_value=100
    )
    single_person = forms.BooleanField(
        label=gettext_lazy("One person runs this place and approves own counts"), required=False
    )


def own_count(request: HttpRequest, task_id: int) -> inventory.CountFacts:
    """Return a count at one of the person's locations; NotFound for another's."""
    found = inventory.count(task_id)
    if not request_actor(request).can_see("location", found.location_code):
        raise NotFound()
    return found


@workspace_page(permission="inventory.read")
def count_record(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show a count with its entries; while it is open, the number on record stays hidden."""
    found = own_count(request, task_id)
    variant = variants_of([found.variant_id]).get(found.variant_id)
    decided = found.state in ("done", "approval")
    difference = (found.found or 0) - (found.expected or 0) if decided else None
    record = Record(
        title=f"{found.bin_code or _('In no bin')} · {variant.sku if variant else ''}",
        record="inventory.count_task",
        record_id=found.id,
        subtitle=f"{name_of(variant)} · {found.location_name}",
        status=[Status(STATES[found.state], TONES[found.state])],
        next_step=STEPS.get(found.state, ""),
        actions=_actions(found, request_actor(request)),
        groups=[
            FactGroup(
                _("Count"),
                [
                    Fact(_("Why"), CAUSES[found.cause]),
                    Fact(_("Document"), found.document),
                    Fact(_("Due"), found.due_at, "datetime"),
                    Fact(_("On record"), found.expected if decided else _("hidden until it is counted")),
                    Fact(_("Difference"), difference, "signed"),
                    Fact(_("Reason"), dict(REASONS).get(found.reason, "")),
                    Fact(_("Posted"), _("yes") if found.posted else _("no")),
                    Fact(_("Approved by"), found.approved_by),
                ],
            )
        ],
        tables=[_entries(found, decided)],
        hidden_fields=frozenset() if decided else frozenset({"expected", "found"}),
        back_url=reverse("stock_counts"),
        back_label=_("Counts"),
    )
    return render_record(request, record)


def _actions(found: inventory.CountFacts, actor: Actor) -> list[Action]:
    actions = []
    if found.state in ("open", "recount") and actor.can("inventory.write"):
        url = reverse("stock_count_phone", args=[found.location_code])
        actions.append(Action(_("Count on the phone"), url, tone="strong"))
        cancel_url = reverse("stock_count_cancel", args=[found.id])
        actions.append(
            Action(_("Take off the list"), cancel_url, post=True, confirm=_("Nobody will count it then."))
        )
    if found.state == "approval" and actor.can("inventory.adjust"):
        actions.append(Action(_("Agree"), reverse("stock_count_approve", args=[found.id]), tone="strong"))
        actions.append(Action(_("Have it counted anew"), reverse("stock_count_refuse", args=[found.id])))
    return actions


def _entries(found: inventory.CountFacts, decided: bool) -> Table:
    rows = [
        (
            entry.at,
            actor_words(entry.actor),
            entry.quantity if decided or entry.dropped else _("counted"),
            entry.seen if decided or entry.dropped else "–",
            _("set aside") if entry.dropped else "",
        )
        for entry in found.entries
    ]
    headers = (_("Time"), _("By"), _("Counted"), _("On record"), _("Note"))
    kinds = ("datetime", "text", "text", "text", "text")
    return Table(_("Counted so far"), headers, rows, empty=_("Nobody has counted yet."), kinds=kinds)


@workspace_page(permission="inventory.adjust")
def approve(request: HttpRequest, task_id: int) -> HttpResponse:
    """Agree to a difference; the counter may not."""
    found = own_count(request, task_id)
    form = ApproveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inventory.approve_count(
                found.id, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The difference is posted."))
            return redirect("stock_count", task_id=found.id)
    difference = (found.found or 0) - (found.expected or 0)
    intro = _("%(difference)s units against the records.") % {"difference": signed(difference)}
    return _form(request, found, form, title=_("Agree to the difference"), intro=intro)


@workspace_page(permission="inventory.adjust")
def refuse(request: HttpRequest, task_id: int) -> HttpResponse:
    """Send a count back with a word for whoever counts."""
    found = own_count(request, task_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inventory.refuse_count(
                found.id, note=form.cleaned_data["note"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is on the list again."))
            return redirect("stock_count", task_id=found.id)
    return _form(request, found, form, title=_("Have it counted anew"), intro="")


@workspace_page(permission="inventory.write")
@require_POST
def cancel(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a count off the list."""
    found = own_count(request, task_id)
    inventory.cancel_count(found.id, note="", actor=request_actor(request), at=clock.now())
    messages.success(request, _("Taken off the list."))
    return redirect("stock_counts")


@workspace_page(permission="inventory.write")
@require_POST
def ask(request: HttpRequest, sku: str, location: str) -> HttpResponse:
    """Ask for a count of an article at a location: each of its bins, or what lies in no bin."""
    actor = request_actor(request)
    if not actor.can_see("location", location):
        raise NotFound()
    variant, place = catalog.variant_by_sku(sku), inventory.location(location)
    lying = inventory.contents(variant_ids=[variant.id], location_id=place.id)
    bins: set[int | None] = {row.bin_id for row in lying if row.bin_kind == "storage"}
    for bin_id in bins or {None}:
        inventory.ask_for_count(
            location_id=place.id, variant_id=variant.id, bin_id=bin_id, actor=actor, at=clock.now()
        )
    messages.success(request, _("It is on the list to count."))
    return redirect("stock_record", sku=sku, location=location)


@workspace_page(permission="inventory.adjust")
def policy(request: HttpRequest, location: str) -> HttpResponse:
    """Say up to which difference a location posts counts without another person."""
    if not request_actor(request).can_see("location", location):
        raise NotFound()
    place = inventory.location(location)
    now = inventory.count_limits(place.id)
    worth = Money(now.amount, inventory.cost_currency())
    initial = {"amount": worth.decimal, "percent": now.percent, "single_person": now.single_person}
    form = PolicyForm(request.POST or None, initial=initial)
    form.fields["amount"].currency = worth.currency  # type: ignore[attr-defined]
    form.fields["amount"].help_text = _("In %(currency)s, in which articles are costed.") % {
        "currency": worth.currency
    }
    of_record(form)
    if request.method == "POST" and form.is_valid():
        inventory.save_count_policy(
            place.code, **form.cleaned_data, actor=request_actor(request), at=clock.now()
        )
        messages.success(request, _("Saved."))
        return redirect("stock_counts")
    return render_form(
        request,
        form,
        title=_("When a count needs another person"),
        intro=place.name,
        back_url=reverse("stock_counts"),
        back_label=_("Counts"),
    )


def _form(
    request: HttpRequest, found: inventory.CountFacts, form: forms.Form, *, title: str, intro: str
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=intro,
        submit=title,
        back_url=reverse("stock_count", args=[found.id]),
        back_label=found.bin_code or _("Count"),
    )
