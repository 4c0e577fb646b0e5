"""The damage log: what was damaged, wrong or missing, by cause; and the form that adds to it."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import DamageReport
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.parts import seen_places
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.logistics_manager.work.photos import photo_of

KINDS: Any = DamageReport._meta.get_field("kind").choices
CAUSES: Any = DamageReport._meta.get_field("cause").choices
TONES = {"damaged": "bad", "wrong": "warning", "missing": "warning"}


def _kind(row: DamageReport) -> Status:
    return Status(row.get_kind_display(), TONES[row.kind])


def _places(actor: Actor) -> list[tuple[str, Text]]:
    return [(place.code, place.name) for place in seen_places(actor)]


class DamageList(Listing):
    """Damages and mistakes, newest first."""

    code = "fulfillment.damages"
    title = gettext_lazy("Damages and mistakes")
    permission = "fulfillment.read"
    search_fields = ("sku", "note", "order__number", "parcel__code")
    default_sort = "-at"
    empty_title = gettext_lazy("Nothing arrived damaged or wrong")
    empty_text = gettext_lazy(
        "What breaks, is mixed up or missing stands here by its cause. Damages of one article "
        "that better packaging could have prevented ask for a packaging change."
    )
    columns = (
        Column("kind", gettext_lazy("What"), _kind, kind="status", sort="kind", primary=True),
        Column("sku", gettext_lazy("SKU"), sort="sku"),
        Column("units", gettext_lazy("Units"), kind="number", sort="units"),
        Column("cause", gettext_lazy("Cause"), "get_cause_display", sort="cause"),
        Column("source", gettext_lazy("Told by"), "get_source_display", sort="source"),
        Column("order", gettext_lazy("Order"), lambda row: row.order.number if row.order else ""),
        Column("location", gettext_lazy("Location"), lambda row: row.location.name if row.location else ""),
        Column("note", gettext_lazy("Note")),
        Column("by", gettext_lazy("By"), lambda row: actor_words(row.reported_by)),
        Column("at", gettext_lazy("When"), kind="datetime", sort="at"),
    )
    filters = (
        Filter(
            "kind",
            gettext_lazy("What"),
            "choice",
            "kind",
            choices=KINDS,
        ),
        Filter(
            "cause",
            gettext_lazy("Cause"),
            "choice",
            "cause",
            choices=CAUSES,
        ),
        Filter("location", gettext_lazy("Location"), "choice", "location__code", seen_choices=_places),
        Filter("at", gettext_lazy("When"), "date", "at"),
    )

    def rows(self) -> QuerySet[DamageReport]:
        """Return the reports of the person's locations."""
        return fulfillment.visible_reports(self.actor).select_related("order", "location", "parcel")

    def row_url(self, row: DamageReport) -> str:
        """Open the parcel it is about."""
        return reverse("warehouse_parcel", args=[row.parcel_id]) if row.parcel_id else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Write a report."""
        may = self.actor.can("fulfillment.write")
        return (_("Report a damage"), reverse("warehouse_damages_add")) if may else None


class DamageForm(forms.ModelForm):
    """What was damaged, wrong or missing."""

    parcel_code = forms.CharField(
        label=gettext_lazy("Parcel or tracking number"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Or only the SKU below, for goods that were found in the warehouse."),
    )
    location_code = forms.ChoiceField(label=gettext_lazy("Found at"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = DamageReport
        fields = ("kind", "cause", "source", "sku", "units", "note", "photo")

    field_order = (
        "parcel_code", "sku", "units", "kind", "cause", "source", "location_code", "note", "photo", "key",
    )  # fmt: skip

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["location_code"].choices = [("", "–"), *_places(actor)]  # type: ignore[attr-defined]
        # The picture is decoded in a limited child, not by the form.
        self.fields["photo"] = forms.FileField(label=_("Photo"), required=False)
        self.fields["photo"].widget.attrs |= {"accept": "image/*", "capture": "environment"}


@workspace_page(permission="fulfillment.write")
def add(request: HttpRequest) -> HttpResponse:
    """Write a report; sent twice it counts once."""
    actor = request_actor(request)
    first = {
        "parcel_code": request.GET.get("parcel", ""),
        "units": 1,
        "kind": "damaged",
        "source": "staff",
        "key": secrets.token_urlsafe(18),
    }
    form = DamageForm(request.POST or None, request.FILES or None, initial=first, actor=actor)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            code = values.pop("parcel_code")
            parcel = fulfillment.parcel_by_code(code) if code else None
            if parcel is not None:
                fulfillment.work_of(parcel.work_id, actor)
            photo = photo_of(values.pop("photo"))
            key = f"staff/{values.pop('key')}"
            fulfillment.report_damage(
                key=key,
                parcel_id=parcel.id if parcel else None,
                photo=photo,
                actor=actor,
                at=clock.now(),
                **values,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down."))
            return redirect("warehouse_damages")
    context = {
        "form": form,
        "header_title": _("Report a damage"),
        "back_url": reverse("warehouse_damages"),
        "back_label": _("Damages and mistakes"),
        "multipart": True,
    }
    return render(
        request, "logistics_manager/quality/with_files.html", context, status=422 if form.errors else 200
    )
