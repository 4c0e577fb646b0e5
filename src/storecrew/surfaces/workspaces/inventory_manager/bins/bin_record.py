"""One bin: what lies in it and what moved; adding and changing bins, zones and stock profiles."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Bin, BinMove, StockProfile, StorageClass
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.inventory_manager.phone.shared import own_places

KINDS = dict(Bin.Kind.choices)
LEVELS = (("", gettext_lazy("Not inspected")), *((name, name) for name in inventory.INSPECTION_LEVELS))
LIMITS = tuple((limit, f"{limit}%") for limit in inventory.INSPECTION_LIMITS)


class BinForm(forms.Form):
    """Where a bin is and what it is for."""

    location = forms.ChoiceField(label=gettext_lazy("Location"))
    code = forms.CharField(label=gettext_lazy("Code on its label"), max_length=50)
    zone = forms.CharField(
        label=gettext_lazy("Zone"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("A new code makes a new zone."),
    )
    storage_class = forms.ChoiceField(
        label=gettext_lazy("Storage class of the zone"), choices=StorageClass.choices, required=False
    )
    zone_order = forms.IntegerField(
        label=gettext_lazy("Walk order of the zone"), min_value=0, max_value=1_000, initial=0
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Bin.Kind.choices)
    walk_order = forms.IntegerField(
        label=gettext_lazy("Walk order in the zone"), min_value=0, max_value=999_999, initial=0
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, places: list[inventory.LocationFacts], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["location"].choices = [(p.code, p.name) for p in places]  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """How an article is kept."""

    tracking = forms.ChoiceField(label=gettext_lazy("Told apart"), choices=StockProfile.Tracking.choices)
    expires = forms.BooleanField(label=gettext_lazy("Has an expiry date"), required=False)
    first_expired_first_out = forms.BooleanField(
        label=gettext_lazy("What expires first is picked first"), required=False
    )
    shortest_rest_days = forms.IntegerField(
        label=gettext_lazy("Days left at least when it arrives"), min_value=0, max_value=3_650
    )
    storage_class = forms.ChoiceField(label=gettext_lazy("Storage class"), choices=StorageClass.choices)
    inspection_level = forms.ChoiceField(
        label=gettext_lazy("Inspection level (ISO 2859-1)"), choices=LEVELS, required=False
    )
    aql = forms.ChoiceField(label=gettext_lazy("Quality limit (AQL)"), choices=LIMITS)


def own_bin(request: HttpRequest, bin_id: int) -> inventory.BinFacts:
    """Return a bin at one of the person's locations; NotFound for another's."""
    row = Bin.objects.select_related("location").filter(pk=bin_id).first()
    if row is None or not request_actor(request).can_see("location", row.location.code):
        raise NotFound()
    return inventory.bin_by_code(row.location_id, row.code)


@workspace_page(permission="inventory.read")
def bin_record(request: HttpRequest, bin_id: int) -> HttpResponse:
    """Show what lies in a bin and how it came there."""
    found = own_bin(request, bin_id)
    place = inventory.location(found.location_code)
    may = request_actor(request).can("inventory.write")
    record = Record(
        title=found.code,
        record="inventory.bin",
        record_id=found.id,
        subtitle=f"{KINDS[found.kind]} · {place.name}",
        status=[Status(_("in use"), "good") if found.active else Status(_("closed"), "neutral")],
        actions=[Action(_("Change"), reverse("stock_bin_edit", args=[found.id]))] if may else [],
        groups=[
            FactGroup(
                _("Bin"),
                [
                    Fact(_("Zone"), found.zone_code),
                    Fact(_("Storage class"), StorageClass(found.storage_class).label),
                    Fact(_("Walk order"), found.walk_order, "number"),
                ],
            )
        ],
        tables=[_contents(found), _moves(found)],
        back_url=reverse("stock_bins"),
        back_label=_("Bins"),
    )
    return render_record(request, record)


def _contents(found: inventory.BinFacts) -> Table:
    lying = inventory.contents(bin_id=found.id)
    variants = variants_of(row.variant_id for row in lying)
    rows = [
        (
            variants[row.variant_id].sku,
            name_of(variants[row.variant_id]),
            row.lot_code,
            row.expires_on,
            row.quantity,
        )
        for row in lying
        if row.variant_id in variants
    ]
    urls = [
        reverse("stock_record", args=[variants[row.variant_id].sku, found.location_code])
        for row in lying
        if row.variant_id in variants
    ]
    headers = (_("SKU"), _("Article"), _("Lot"), _("Expires"), _("Units"))
    kinds = ("text", "text", "text", "date", "number")
    return Table(_("Lies here"), headers, rows, empty=_("This bin is empty."), kinds=kinds, row_urls=urls)


def _moves(found: inventory.BinFacts) -> Table:
    newest = BinMove.objects.filter(content__bin_id=found.id).select_related(
        "content__variant", "content__lot"
    )
    rows = [
        (
            row.at,
            row.get_kind_display(),
            row.content.variant.sku,
            row.content.lot.code if row.content.lot else "",
            row.quantity,
            row.document,
            actor_words(row.actor),
        )
        for row in newest.order_by("-id")[:100]
    ]
    headers = (_("Time"), _("What"), _("SKU"), _("Lot"), _("Change"), _("Document"), _("By"))
    kinds = ("datetime", "text", "text", "text", "signed", "text", "text")
    return Table(_("The newest moves"), headers, rows, empty=_("Nothing has moved here yet."), kinds=kinds)


@workspace_page(permission="inventory.write")
def add(request: HttpRequest) -> HttpResponse:
    """Add a bin, and its zone when it is new."""
    form = BinForm(own_places(request), request.POST or None, initial={"kind": "storage"})
    return _save(request, form, title=_("New bin"), back=reverse("stock_bins"), label=_("Bins"))


@workspace_page(permission="inventory.write")
def edit(request: HttpRequest, bin_id: int) -> HttpResponse:
    """Change a bin; its code and location stay."""
    found = own_bin(request, bin_id)
    initial = {
        "location": found.location_code,
        "code": found.code,
        "zone": found.zone_code,
        "storage_class": found.storage_class,
        "zone_order": found.walk_order // 1_000_000,
        "kind": found.kind,
        "walk_order": found.walk_order % 1_000_000,
        "active": found.active,
    }
    form = BinForm(own_places(request), request.POST or None, initial=initial)
    for name in ("location", "code"):
        form.fields[name].disabled = True
    of_record(form)
    back = reverse("stock_bin", args=[found.id])
    return _save(request, form, title=_("Change the bin"), back=back, label=found.code)


def _save(request: HttpRequest, form: BinForm, *, title: str, back: str, label: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actor, at = request_actor(request), clock.now()
        try:
            if values["zone"]:
                inventory.save_zone(
                    values["location"],
                    values["zone"],
                    storage_class=values["storage_class"] or StorageClass.AMBIENT,
                    walk_order=values["zone_order"],
                    actor=actor,
                    at=at,
                )
            saved = inventory.save_bin(
                values["location"],
                values["code"],
                zone_code=values["zone"].strip(),
                kind=values["kind"],
                walk_order=values["walk_order"],
                active=values["active"],
                actor=actor,
                at=at,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("stock_bin", bin_id=saved.id)
    return render_form(request, form, title=title, back_url=back, back_label=label)


@workspace_page(permission="inventory.write")
def profile(request: HttpRequest, sku: str) -> HttpResponse:
    """Say how an article is kept: lots, expiry, storage class, inspection of deliveries."""
    variant = catalog.variant_by_sku(sku)
    now = inventory.profiles([variant.id])[variant.id]
    initial = {name: getattr(now, name) for name in ProfileForm.base_fields}
    form = of_record(ProfileForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        try:
            inventory.save_profile(
                variant.id, **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("stock_list")
    return render_form(
        request,
        form,
        title=_("How it is kept"),
        intro=f"{variant.sku} · {name_of(variant)}",
        back_url=f"{reverse('stock_list')}?q={variant.sku}",
        back_label=_("Stock"),
    )
