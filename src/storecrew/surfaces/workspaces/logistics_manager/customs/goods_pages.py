"""Goods article by article or as a table, and who we are to customs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CustomsIdentity, GoodsProfile
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.logistics_manager.customs import goods_table
from storecrew.surfaces.workspaces.logistics_manager.customs.goods_list import TEMPERATURES, GoodsList
from storecrew.surfaces.workspaces.logistics_manager.customs.identity_list import IdentityList

EXAMPLE = "SKU;HS code;Origin;Fragile;UN number;Class;Limited quantity\nCUP-1;691110;DE;yes;;;"


class GoodsForm(forms.Form):
    """What carriers and customs must know of one article."""

    hs_code = forms.CharField(
        label=gettext_lazy("HS code"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("6, 8 or 10 digits of the harmonized system."),
    )
    origin = forms.CharField(
        label=gettext_lazy("Country of origin"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("Where it was made, as two letters."),
    )
    customs_description = forms.CharField(
        label=gettext_lazy("Description for customs"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In English and exact: “porcelain cups”, not “gift”."),
    )
    fragile = forms.BooleanField(label=gettext_lazy("Fragile"), required=False)
    temperature = forms.ChoiceField(label=gettext_lazy("Temperature"), choices=list(TEMPERATURES.items()))
    un_number = forms.CharField(label=gettext_lazy("UN number"), max_length=4, required=False)
    hazard_class = forms.CharField(label=gettext_lazy("Class"), max_length=4, required=False)
    limited_quantity = forms.BooleanField(label=gettext_lazy("Limited quantity"), required=False)


class TableForm(forms.Form):
    """A pasted table."""

    table = forms.CharField(
        label=gettext_lazy("Table"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "placeholder": EXAMPLE}),
        help_text=gettext_lazy(
            "With headings as in the export of the list, separated by tabs, semicolons or commas. "
            "Columns that are left out stay as they are."
        ),
    )


class IdentityForm(forms.Form):
    """Who we are to customs."""

    country = forms.CharField(label=gettext_lazy("We send from (country)"), max_length=2)
    eori = forms.CharField(label=gettext_lazy("EORI number"), max_length=17, required=False)
    vat_number = forms.CharField(label=gettext_lazy("VAT number"), max_length=20, required=False)
    signer = forms.CharField(label=gettext_lazy("Who signs the invoice"), max_length=100)
    incoterm = forms.ChoiceField(
        label=gettext_lazy("Who pays duties"),
        choices=(
            ("DAP", gettext_lazy("the recipient (DAP)")),
            ("DDP", gettext_lazy("we do (DDP)")),
        ),
    )


@workspace_page(permission="shipping.write")
def goods_edit(request: HttpRequest, profile_id: int) -> HttpResponse:
    """Change what is known of an article."""
    row = GoodsProfile.objects.filter(pk=profile_id).first()
    if row is None:
        raise Http404
    initial = {name: getattr(row, name) for name in GoodsForm.base_fields}
    form = of_record(GoodsForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"origin": form.cleaned_data["origin"].upper()}
        facts = shipping.GoodsFacts(row.sku, **values)
        if _saved(request, form, partial(shipping.save_goods, [facts])):
            return redirect("goods_list")
    return _page(request, form, row.sku, "goods_list", _("Goods for carriers"))


@workspace_page(permission="shipping.write")
def goods_import(request: HttpRequest) -> HttpResponse:
    """Read a table, show what would change, write it on confirmation."""
    form, preview = TableForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        preview = goods_table.read(form.cleaned_data["table"])
        rows = [change.goods for change in preview.changes]
        wanted = "confirm" in request.POST and rows and not preview.refused
        if wanted and _saved(request, form, partial(shipping.save_goods, rows)):
            return redirect("goods_list")
    context = {
        "form": form,
        "preview": preview,
        "shown": preview.changes[:200] if preview else (),
        "header_title": _("Import goods for carriers"),
        "back_url": reverse("goods_list"),
        "back_label": _("Goods for carriers"),
    }
    status = 422 if form.errors or (preview and preview.refused) else 200
    return render(request, "logistics_manager/customs/import.html", context, status=status)


@workspace_page(permission="carriers.write")
def identity_edit(request: HttpRequest, country: str = "") -> HttpResponse:
    """Write who we are to customs in a country."""
    row = CustomsIdentity.objects.filter(country=country.upper()).first()
    if country and row is None:
        raise Http404
    initial = {name: getattr(row, name) for name in IdentityForm.base_fields} if row else {"country": "DE"}
    form = of_record(IdentityForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        values = {name: str(value).strip() for name, value in form.cleaned_data.items()}
        values |= {name: values[name].upper().replace(" ", "") for name in ("country", "eori", "vat_number")}
        facts = shipping.CustomsIdentityFacts(**values)
        if _saved(request, form, partial(shipping.save_customs_identity, facts)):
            return redirect("customs_identities_list")
    title = row.country if row else _("New customs identity")
    return _page(request, form, title, "customs_identities_list", _("Customs identity"))


def _saved(request: HttpRequest, form: forms.Form, save: Callable[..., object]) -> bool:
    """Try to save and put what is wrong where its field is."""
    try:
        save(actor=request_actor(request), at=clock.now())
    except shipping.InvalidCustoms as error:
        for name, words in error.details.items():
            form.add_error(name if name in form.fields else None, str(words))
        return False
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Saved."))
    return True


def _page(request: HttpRequest, form: forms.Form, title: str, back: str, back_label: str) -> HttpResponse:
    return render_form(request, form, title=title, back_url=reverse(back), back_label=back_label)


urlpatterns = [
    path("goods/", GoodsList.as_view(), name="goods_list"),
    path("goods/import/", goods_import, name="goods_import"),
    path("goods/<int:profile_id>/", goods_edit, name="goods_edit"),
    path("customs/", IdentityList.as_view(), name="customs_identities_list"),
    path("customs/add/", identity_edit, name="customs_identities_add"),
    path("customs/<slug:country>/", identity_edit, name="customs_identities_edit"),
]
