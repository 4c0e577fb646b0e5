"""One claim: what happened, with photos, until when it is filed, and how it ends."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import ClaimPhoto, DamageClaim, Label
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Picture,
    Record,
    render_record,
)
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.logistics_manager.claims.claim_forms import ClaimForm, CloseForm, FileForm
from storecrew.surfaces.workspaces.logistics_manager.claims.claim_list import ClaimList
from storecrew.surfaces.workspaces.logistics_manager.claims.words import KINDS, state_of


def _find(claim_id: int) -> DamageClaim:
    row = DamageClaim.objects.select_related("label__account").filter(pk=claim_id).first()
    if row is None:
        raise shipping.UnknownClaim(claim=claim_id)
    return row


@workspace_page(permission="shipping.read")
def claim_record(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Show a claim with its photos."""
    row = _find(claim_id)
    record = Record(
        title=row.label.tracking_number or row.order_ref,
        subtitle=_("Claim against %(carrier)s") % {"carrier": row.label.account.name},
        record="shipping.claim",
        record_id=row.pk,
        status=[state_of(row)],
        next_step=_next_step(row),
        actions=_actions(row, request_actor(request)),
        groups=[_facts(row), _result(row)] if row.closed_at else [_facts(row)],
        pictures=_pictures(row),
        back_url=reverse("claims_list"),
        back_label=_("Claims against carriers"),
    )
    return render_record(request, record)


def _pictures(row: DamageClaim) -> list[Picture]:
    photos = row.photos.values_list("pk", flat=True)
    return [
        Picture(reverse("claims_photo", args=[row.pk, photo]), _("Photo %(n)s of the damage") % {"n": number})
        for number, photo in enumerate(photos, start=1)
    ]


def _next_step(row: DamageClaim) -> str:
    if row.state == "open":
        days = (row.file_by - channels.house_day(clock.now())).days
        if days < 0:
            return _("The deadline of the contract has passed. File it all the same, or withdraw it.")
        return _("Add photos and file it by %(day)s.") % {"day": date_format(row.file_by)}
    if row.state == "filed":
        return _("Wait for the carrier, then write what it said.")
    return ""


def _actions(row: DamageClaim, actor: Actor) -> list[Action]:
    if not actor.can("fulfillment.write"):
        return []
    found = []
    if row.state == "open":
        found.append(
            Action(_("Write that it is filed"), reverse("claims_file", args=[row.pk]), tone="strong")
        )
        found.append(Action(_("Edit and add photos"), reverse("claims_amend", args=[row.pk])))
    if row.state in ("open", "filed"):
        tone = "strong" if row.state == "filed" else ""
        found.append(Action(_("Write the result"), reverse("claims_close", args=[row.pk]), tone=tone))
    return found


def _facts(row: DamageClaim) -> FactGroup:
    label = row.label
    return FactGroup(
        _("Claim"),
        [
            Fact(_("For"), KINDS[row.kind]),
            Fact(_("Claimed"), Money(row.amount, row.currency), "money"),
            Fact(_("File by"), row.file_by, "date"),
            Fact(_("Filed"), row.filed_at, "datetime"),
            Fact(_("Carrier's number"), row.carrier_ref),
            Fact(_("Parcel"), label.tracking_number, url=reverse("labels_record", args=[label.pk])),
            Fact(_("Order"), row.order_ref, url=_order_url(row.order_ref)),
            Fact(_("Opened by"), actor_words(row.opened_by)),
            Fact(_("What happened"), row.description),
        ],
    )


def _order_url(number: str) -> str:
    return reverse("orders_record", args=[number]) if number.startswith("SC-") else ""


def _result(row: DamageClaim) -> FactGroup:
    paid = None if row.result_amount is None else Money(row.result_amount, row.currency)
    return FactGroup(
        _("Result"),
        [
            Fact(_("Paid"), paid, "money"),
            Fact(_("Why"), row.result_note),
            Fact(_("Settled"), row.closed_at, "datetime"),
        ],
    )


@workspace_page(permission="fulfillment.write")
def claim_open(request: HttpRequest, label_id: int) -> HttpResponse:
    """Open a claim from a label."""
    label = Label.objects.select_related("account").filter(pk=label_id).first()
    if label is None:
        raise shipping.UnknownLabel(label=label_id)
    worth = label.insured_amount or label.value_amount
    initial = {"amount": _typed(worth, label.currency)} if worth else {}
    form = ClaimForm(request.POST or None, request.FILES or None, currency=label.currency, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            claim_id = shipping.open_claim(
                label.pk,
                kind=values["kind"],
                description=values["description"],
                amount=values["amount"],
                pictures=values["photos"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            _show(form, error)
        else:
            return redirect("claims_record", claim_id=claim_id)
    back = (reverse("labels_record", args=[label.pk]), label.tracking_number or label.key)
    return _page(request, form, _("Open a claim"), _("Open the claim"), back)


@workspace_page(permission="fulfillment.write")
def claim_amend(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Describe a claim better and add photos."""
    row = _find(claim_id)
    initial = {
        "kind": row.kind, "description": row.description, "amount": _typed(row.amount, row.currency)
    }  # fmt: skip
    form = ClaimForm(request.POST or None, request.FILES or None, currency=row.currency, initial=initial)
    form.fields.pop("kind")
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            shipping.amend_claim(
                row.pk,
                description=values["description"],
                amount=values["amount"],
                pictures=values["photos"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            _show(form, error)
        else:
            return redirect("claims_record", claim_id=row.pk)
    return _page(request, form, _("Edit and add photos"), _("Save"), _back(row))


@workspace_page(permission="fulfillment.write")
def claim_file(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Write that a claim was sent."""
    row, form = _find(claim_id), FileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shipping.file_claim(row.pk, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, _("Written."))
            return redirect("claims_record", claim_id=row.pk)
    return _page(request, form, _("Write that it is filed"), _("It is filed"), _back(row))


@workspace_page(permission="fulfillment.write")
def claim_close(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Write how a claim ended."""
    row = _find(claim_id)
    form = CloseForm(request.POST or None, currency=row.currency)
    if request.method == "POST" and form.is_valid():
        try:
            shipping.close_claim(row.pk, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, _("Written."))
            return redirect("claims_record", claim_id=row.pk)
    return _page(request, form, _("Write the result"), _("Write"), _back(row))


@workspace_page(permission="shipping.read")
def claim_photo(request: HttpRequest, claim_id: int, photo_id: int) -> HttpResponse:
    """Hand out a photo of a claim to those who may see it."""
    content = (
        ClaimPhoto.objects.filter(pk=photo_id, claim_id=claim_id).values_list("content", flat=True).first()
    )
    if content is None:
        raise shipping.UnknownClaim(claim=claim_id)
    kind = "image/png" if bytes(content[:4]) == b"\x89PNG" else "image/jpeg"
    answer = HttpResponse(bytes(content), content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _typed(amount: int, currency: str) -> str:
    places = exponent(currency)
    return f"{amount / 10**places:.{places}f}"


def _back(row: DamageClaim) -> tuple[str, str]:
    return reverse("claims_record", args=[row.pk]), row.label.tracking_number or row.order_ref


def _show(form: forms.Form, error: DomainError) -> None:
    for name, words in error.details.items():
        if name in form.fields:
            form.add_error(name, str(words))
            return
    form.add_error(None, str(error))


def _page(
    request: HttpRequest, form: forms.Form, title: str, submit: str, back: tuple[str, str]
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        submit=submit,
        back_url=back[0],
        back_label=back[1],
        template="logistics_manager/claims/form.html",
    )


urlpatterns = [
    path("claims/", ClaimList.as_view(), name="claims_list"),
    path("claims/<int:claim_id>/", claim_record, name="claims_record"),
    path("claims/<int:claim_id>/amend/", claim_amend, name="claims_amend"),
    path("claims/<int:claim_id>/file/", claim_file, name="claims_file"),
    path("claims/<int:claim_id>/close/", claim_close, name="claims_close"),
    path("claims/<int:claim_id>/photos/<int:photo_id>/", claim_photo, name="claims_photo"),
    path("labels/<int:label_id>/claim/", claim_open, name="labels_claim"),
]
