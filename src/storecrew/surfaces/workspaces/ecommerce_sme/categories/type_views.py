"""Product types and their attributes: what is asked of a product, and what shoppers filter by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Attribute, ProductType
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.categories.category_forms import OperationForm


class ProductTypeList(Listing):
    """All product types."""

    code = "catalog.product_types"
    title = gettext_lazy("Product types")
    walks = False
    permission = "catalog.read"
    search_fields = ("name", "code")
    default_sort = "name"
    empty_title = gettext_lazy("No product type yet")
    empty_text = gettext_lazy(
        "A type says which attributes its products have, and so what shoppers can filter by."
    )
    columns = (
        Column("name", gettext_lazy("Type"), sort="name", primary=True),
        Column("code", gettext_lazy("Code"), sort="code"),
        Column("attributes", gettext_lazy("Attributes"), "attribute_count", kind="number"),
        Column("products", gettext_lazy("Products"), "product_count", kind="number", sort="product_count"),
    )

    filters = (
        Filter("products", gettext_lazy("Products"), "number", "product_count"),
        Filter("attributes", gettext_lazy("Attributes"), "number", "attribute_count"),
    )

    def rows(self) -> QuerySet[ProductType]:
        """Return all types with their numbers."""
        return ProductType.objects.annotate(
            attribute_count=Count("attributes", distinct=True), product_count=Count("products", distinct=True)
        )

    def row_url(self, row: ProductType) -> str:
        """Open the type."""
        return reverse("product_types_edit", args=[row.code]) if self.actor.can("catalog.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a type."""
        may = self.actor.can("catalog.write")
        return (_("New product type"), reverse("product_types_add")) if may else None


class TypeForm(OperationForm):
    """The name of a type."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    ko_name = forms.CharField(label=gettext_lazy("Name (Korean)"), max_length=120, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=64, help_text=gettext_lazy("It cannot be changed later.")
    )
    approve_from = forms.IntegerField(
        label=gettext_lazy("Approved from this completeness, in %"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=gettext_lazy(
            "Products of this type then go live only when a second person approved them. Empty: without."
        ),
    )


class AttributeForm(forms.Form):
    """One attribute of a type."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    ko_name = forms.CharField(label=gettext_lazy("Name (Korean)"), max_length=120, required=False)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=64, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Attribute.Kind.choices)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, required=False)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One in a line: value | label | #color | Korean label. Empty: any value."),
    )
    is_facet = forms.BooleanField(label=gettext_lazy("Shoppers filter by it"), required=False)
    is_variant_level = forms.BooleanField(label=gettext_lazy("Differs by variant"), required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Needed to go live"), required=False)

    def spec(self, stored: Attribute | None) -> catalog.AttributeSpec:
        """Return the attribute for the operation; texts in other languages that it has stay."""
        data = self.cleaned_data
        translations = dict(stored.translations) if stored else {}
        korean = {**translations.get("ko", {}), "name": data["ko_name"]}
        translations["ko"] = {key: value for key, value in korean.items() if value}
        known = {c["value"]: c for c in stored.choices} if stored else {}
        return catalog.AttributeSpec(
            code=data["code"] or catalog.attribute_code(data["name"]),
            name=data["name"],
            kind=data["kind"],
            unit=data["unit"],
            choices=[read_choice(line, known) for line in data["choices"].splitlines() if line.strip()],
            is_facet=data["is_facet"],
            is_variant_level=data["is_variant_level"],
            is_required=data["is_required"],
            translations={locale: texts for locale, texts in translations.items() if texts},
        )


def read_choice(line: str, known: dict[str, Any]) -> dict[str, Any]:
    """Return a choice from its line; labels in further languages stay."""
    value, label, swatch, korean = ([part.strip() for part in line.split("|")] + [""] * 3)[:4]
    translations = {**(known.get(value, {}).get("translations") or {}), "ko": korean}
    return {
        "value": value,
        "label": label or value,
        "swatch": swatch,
        "translations": {locale: text for locale, text in translations.items() if text},
    }


def write_choice(choice: dict[str, Any]) -> str:
    """Return a stored choice as its line."""
    korean = (choice.get("translations") or {}).get("ko", "")
    label = choice.get("label", "") if choice.get("label") != choice["value"] else ""
    parts = [choice["value"], label, choice.get("swatch", ""), korean]
    while parts and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


AttributeForms = forms.formset_factory(AttributeForm, extra=1, can_delete=True, can_order=True, max_num=100)


@workspace_page(permission="catalog.write")
def edit_type(request: HttpRequest, code: str = "") -> HttpResponse:
    """Make a type, or change its name and attributes, their order and what shoppers filter by."""
    row = ProductType.objects.filter(code=code).first() if code else None
    if code and row is None:
        raise catalog.ProductTypeNotFound(code=code)
    stored = {a.code: a for a in row.attributes.order_by("position", "pk")} if row else {}
    form = TypeForm(request.POST or None, initial=_type_initial(row))
    if row:
        form.fields["code"].disabled = True
    of_record(form)
    attributes = AttributeForms(
        request.POST or None, prefix="attribute", initial=[_initial(a) for a in stored.values()]
    )
    if request.method == "POST" and form.is_valid() and attributes.is_valid():
        try:
            _save(request, form, attributes, row, stored)
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("product_types_list")
    context = {
        "form": form,
        "attributes": attributes,
        "header_title": row.name if row else _("New product type"),
        "back_url": reverse("product_types_list"),
        "back_label": _("Product types"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "ecommerce_sme/categories/type.html", context, status=status)


def _save(
    request: HttpRequest, form: TypeForm, attributes: Any, row: ProductType | None, stored: dict[str, Any]
) -> None:
    data = form.cleaned_data
    if row is None and ProductType.objects.filter(code=data["code"]).exists():
        raise catalog.InvalidAttribute(fields={"code": _("Another product type has this code.")})
    specs = [
        each.spec(stored.get(catalog.attribute_code(each.cleaned_data["code"] or each.cleaned_data["name"])))
        for each in attributes.ordered_forms
        if each.cleaned_data.get("name")
    ]
    catalog.save_product_type(
        code=data["code"],
        name=data["name"],
        translations={**(row.translations if row else {}), "ko": {"name": data["ko_name"]}}
        if data["ko_name"]
        else {k: v for k, v in (row.translations if row else {}).items() if k != "ko"},
        attributes=specs,
        remove_others=True,
        approve_from=data["approve_from"],
        actor=request_actor(request),
        at=clock.now(),
    )


def _type_initial(row: ProductType | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "name": row.name,
        "code": row.code,
        "ko_name": row.translations.get("ko", {}).get("name", ""),
        "approve_from": row.approve_from,
    }


def _initial(row: Attribute) -> dict[str, Any]:
    names = ("name", "code", "kind", "unit", "is_facet", "is_variant_level", "is_required")
    return {
        **{name: getattr(row, name) for name in names},
        "ko_name": row.translations.get("ko", {}).get("name", ""),
        "choices": "\n".join(write_choice(choice) for choice in row.choices),
    }
