"""One label: its files, where its parcels are and why, and what can be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.logistics_manager.carriers.decision import decision_table
from storecrew.surfaces.workspaces.logistics_manager.carriers.words import (
    REASONS,
    STATUSES,
    state_of,
    status_of,
)
from storecrew.surfaces.workspaces.logistics_manager.fleet.proofs import render_with_proofs

KINDS = {"pdf": "application/pdf", "zpl": "text/plain; charset=utf-8", "customs": "application/pdf"}


class TrackingForm(forms.Form):
    """What the carrier told a person."""

    status = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[
            (code, word) for code, (word, _tone) in STATUSES.items() if code not in ("unknown", "pending")
        ],
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", "–"), *((code, word) for code, word in REASONS.items() if code != "unknown")],
    )
    description = forms.CharField(
        label=gettext_lazy("In the carrier's words"), max_length=300, required=False
    )


class ResolveForm(forms.Form):
    """What the carrier said about a label whose answer was lost."""

    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Leave empty if the carrier made no label."),
    )
    reason = forms.CharField(label=gettext_lazy("Who told you"), max_length=200)


class VoidForm(forms.Form):
    """Why the label is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


def _find(label_id: int) -> Label:
    row = Label.objects.select_related("account").filter(pk=label_id).first()
    if row is None:
        raise shipping.UnknownLabel(label=label_id)
    return row


@workspace_page(permission="shipping.read")
def label_record(request: HttpRequest, label_id: int) -> HttpResponse:
    """Show a label."""
    row = _find(label_id)
    record = Record(
        title=row.tracking_number or row.order_ref or row.key,
        subtitle=f"{row.account.name} · {row.service_name}",
        record="shipping.label",
        record_id=row.pk,
        status=[state_of(row), *([status_of(row)] if row.state == "bought" else [])],
        next_step=_next_step(row),
        actions=_actions(row, request_actor(request)),
        groups=[_parcel_facts(row), _label_facts(row)],
        tables=[_moments(row), _parcels(row), decision_table(row.key)],
        back_url=reverse("labels_list"),
        back_label=_("Labels and parcels"),
    )
    return render_with_proofs(request, record, shipping.proofs_of([row.pk]))


def _next_step(row: Label) -> str:
    if row.state in ("unknown", "requested", "voiding"):
        return _("The carrier has not answered. We ask again by ourselves; do not buy another label.")
    if row.state == "refused":
        return row.message or _("The carrier refused. Correct the parcel or the address and print again.")
    if row.state == "bought" and row.status == "pending":
        return _("Hand it over to the carrier.")
    if row.reason in ("carrier_damaged_parcel", "carrier_parcel_lost"):
        return _("Send a replacement or refund, and claim the damage from the carrier.")
    if row.status in ("delivery_failed", "return_to_sender"):
        return _("Check the address with the customer.")
    return ""


def _actions(row: Label, actor: Actor) -> list[Action]:
    files = [
        Action(words, reverse("labels_file", args=[row.pk, kind]))
        for kind, words in (("pdf", _("Label as PDF")), ("zpl", _("Label as ZPL")))
        if row.state == "bought"
    ]
    if not actor.can("fulfillment.write"):
        return files
    found = []
    if row.state in ("unknown", "requested", "voiding"):
        found.append(Action(_("Ask the carrier now"), reverse("labels_ask", args=[row.pk]), post=True))
    if row.state in ("unknown", "requested"):
        found.append(Action(_("Write what the carrier said"), reverse("labels_resolve", args=[row.pk])))
    if row.state == "bought":
        found.append(Action(_("Type what happened"), reverse("labels_track", args=[row.pk])))
    if row.state == "bought" and row.picked_up_at is not None:
        found.append(Action(_("Claim damage or loss"), reverse("labels_claim", args=[row.pk])))
    if row.state == "bought" and row.picked_up_at is None:
        found.append(Action(_("Take the label back"), reverse("labels_void", args=[row.pk]), tone="danger"))
    return [*files, *found]


def _parcel_facts(row: Label) -> FactGroup:
    address = row.to_address
    names = ("name", "company", "street", "street2", "postal_code", "city", "region", "country", "phone")
    return FactGroup(
        _("Parcel"),
        [
            Fact(_("Order"), row.order_ref, url=_order_url(row.order_ref)),
            Fact(_("Address"), ", ".join(str(address[name]) for name in names if address.get(name))),
            Fact(_("Weight"), f"{row.weight_g / 1000:.2f} kg"),
            Fact(_("Handed over"), row.picked_up_at, "datetime"),
            Fact(_("Arrived"), row.delivered_at, "datetime"),
            Fact(_("Reason"), REASONS.get(row.reason, "")),
        ],
    )


def _order_url(number: str) -> str:
    return reverse("orders_record", args=[number]) if number.startswith("SC-") else ""


def _label_facts(row: Label) -> FactGroup:
    cost = None if row.cost_amount is None else Money(row.cost_amount, row.cost_currency)
    return FactGroup(
        _("Label"),
        [
            Fact(_("Carrier"), row.account.name, url=reverse("carriers_record", args=[row.account.code])),
            Fact(_("Service"), row.service_name),
            Fact(_("Tracking page"), row.tracking_number, url=row.tracking_url),
            Fact(_("Cost"), cost, "money"),
            Fact(_("Asked for"), row.requested_at, "datetime"),
            Fact(_("By"), actor_words(row.actor_label)),
            Fact(_("Attempt"), row.attempt, "number"),
        ],
    )


def _moments(row: Label) -> Table:
    rows = [
        (each.at, Status(*STATUSES[each.status]), REASONS.get(each.reason, ""), each.place, each.description)
        for each in reversed(shipping.tracking(row.pk))
    ]
    return Table(
        _("Where it was"),
        (_("Time"), _("What"), _("Reason"), _("Place"), _("In the carrier's words")),
        rows,
        empty=_("The carrier has told nothing yet."),
        kinds=("datetime", "status", "text", "text", "text"),
    )


def _parcels(row: Label) -> Table:
    rows = [
        (each.get("number") or "–", f"{each['weight_g'] / 1000:.2f} kg", _sides(each)) for each in row.parcels
    ]
    return Table(_("Parcels"), (_("Number"), _("Weight"), _("Size")), rows)


def _sides(parcel: dict[str, Any]) -> str:
    sides = [parcel.get(f"{side}_mm", 0) for side in ("length", "width", "height")]
    return " × ".join(f"{side / 10:g}" for side in sides) + " cm" if all(sides) else "–"


@workspace_page(permission="shipping.read")
def label_file(request: HttpRequest, label_id: int, kind: str) -> HttpResponse:
    """Hand out a file of a label."""
    row = _find(label_id)
    content = shipping.label_file(row.pk, kind) if kind in KINDS else b""
    if not content:
        raise shipping.UnknownLabel(label=label_id)
    answer = HttpResponse(content, content_type=KINDS[kind])
    name = f"{row.tracking_number or row.pk}.{'zpl' if kind == 'zpl' else 'pdf'}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@workspace_page(permission="fulfillment.write")
@require_POST
def label_ask(request: HttpRequest, label_id: int) -> HttpResponse:
    """Ask the carrier what became of the label."""
    found = shipping.reconcile_label(label_id, at=clock.now())
    if found.state in ("unknown", "requested", "voiding"):
        messages.warning(request, _("The carrier still does not say."))
    else:
        messages.success(request, _("The carrier answered."))
    return redirect("labels_record", label_id=label_id)


@workspace_page(permission="fulfillment.write")
def label_track(request: HttpRequest, label_id: int) -> HttpResponse:
    """Write what the carrier told a person."""
    row, form = _find(label_id), TrackingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        moment = shipping.Moment(at, **form.cleaned_data)
        shipping.record_tracking(row.pk, [moment], source="person", actor=request_actor(request), at=at)
        return _done(request, row, _("Written."))
    return _page(request, row, form, _("Type what happened"))


@workspace_page(permission="fulfillment.write")
def label_resolve(request: HttpRequest, label_id: int) -> HttpResponse:
    """Write what a person learned about a label whose answer was lost."""
    row, form = _find(label_id), ResolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shipping.resolve_label(row.pk, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, row, _("Written."))
    return _page(request, row, form, _("Write what the carrier said"))


@workspace_page(permission="fulfillment.write")
def label_void(request: HttpRequest, label_id: int) -> HttpResponse:
    """Take a label back."""
    row, form = _find(label_id), VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shipping.void_label(
                row.pk, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, row, _("The label is taken back."))
    return _page(request, row, form, _("Take the label back"))


def _page(request: HttpRequest, row: Label, form: forms.Form, title: str) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=f"{row.tracking_number or row.key} · {row.account.name} · {row.order_ref}",
        submit=title,
        back_url=reverse("labels_record", args=[row.pk]),
        back_label=row.tracking_number or row.key,
    )


def _done(request: HttpRequest, row: Label, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("labels_record", label_id=row.pk)
