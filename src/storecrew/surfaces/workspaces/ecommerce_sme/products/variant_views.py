"""One variant of a product: made or changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product, Variant
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_forms import (
    attribute_field,
    attribute_initial,
    attribute_value,
)
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_record import find

MEASURES = ("weight_g", "length_mm", "width_mm", "height_mm")


class VariantForm(forms.Form):
    """A variant: what is scanned, chosen, weighed and measured."""

    sku = forms.CharField(label=gettext_lazy("SKU"), max_length=120)
    barcode = forms.CharField(
        label=gettext_lazy("Barcode (GTIN)"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, product: Product, variant: Variant | None, **kwargs: Any) -> None:
        self.product = product
        schemas = catalog.attribute_schemas(type_codes=[product.product_type.code])
        chosen = {catalog.attribute_code(name) for name in product.option_names}
        self.schemas = {s.code: s for s in schemas if s.is_variant_level and s.code not in chosen}
        super().__init__(*args, **({"initial": self._initial(variant)} | kwargs))
        for index, name in enumerate(product.option_names):
            self.fields[f"option-{index}"] = forms.CharField(label=name, max_length=200, required=False)
        self.fields["new_option"] = forms.CharField(
            label=_("New option"), max_length=60, required=False, help_text=_("Such as Color or Size.")
        )
        self.fields["new_value"] = forms.CharField(
            label=_("Value of the new option"), max_length=200, required=False
        )
        labels = (_("Weight (g)"), _("Length (mm)"), _("Width (mm)"), _("Height (mm)"))
        for name, label in zip(MEASURES, labels, strict=True):
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=2_000_000_000, required=False
            )
        for code, schema in self.schemas.items():
            self.fields[f"attr-{code}"] = attribute_field(schema)
        known = {"standard": _("Standard")} | pricing.tax_classes()
        mine = variant.tax_class if variant else "standard"
        known.setdefault(mine, mine)
        self.fields["tax_class"] = forms.ChoiceField(label=_("Tax class"), choices=list(known.items()))
        self.fields["active"] = forms.BooleanField(label=_("On sale"), required=False)

    def _initial(self, variant: Variant | None) -> dict[str, Any]:
        if variant is None:
            return {"tax_class": "standard", "active": True}
        names = ("sku", "barcode", *MEASURES, "tax_class", "active")
        values: dict[str, Any] = {name: getattr(variant, name) for name in names}
        values |= {
            f"option-{index}": variant.options.get(name, "")
            for index, name in enumerate(self.product.option_names)
        }
        for code, schema in self.schemas.items():
            value = attribute_initial(variant.attributes.get(code))
            many = schema.kind == "choice" and schema.choices
            values[f"attr-{code}"] = catalog.as_list(value) if many else value
        return values

    def clean(self) -> dict[str, Any]:
        """A new option needs its value."""
        data = super().clean() or {}
        if bool(data.get("new_option")) != bool(data.get("new_value")):
            self.add_error("new_option", _("A new option has a name and a value."))
        return data

    def row(self, stored: Variant | None) -> catalog.VariantRow:
        """Return the variant as the operation takes it."""
        data = self.cleaned_data
        options = {name: data[f"option-{index}"] for index, name in enumerate(self.product.option_names)}
        if data["new_option"]:
            options[data["new_option"]] = data["new_value"]
        kept = {k: v for k, v in (stored.attributes if stored else {}).items() if k not in self.schemas}
        known = {s.code for s in catalog.attribute_schemas(type_codes=[self.product.product_type.code])}
        values = {
            code: attribute_value(schema, data[f"attr-{code}"]) for code, schema in self.schemas.items()
        }
        return catalog.VariantRow(
            sku=data["sku"],
            barcode=data["barcode"],
            options={name: text for name, text in options.items() if text},
            attributes={k: v for k, v in kept.items() if k in known}
            | {code: value for code, value in values.items() if value is not None},
            tax_class=data["tax_class"],
            active=data["active"],
            **{name: data[name] for name in MEASURES},
        )

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        refused = dict(error.details.get("fields") or {})
        if isinstance(error, catalog.SkuTaken):
            refused = {"sku": str(error)}
        numbers = {f"options.{name}": f"option-{i}" for i, name in enumerate(self.product.option_names)}
        for name, words in refused.items():
            places = (name, f"attr-{name}", numbers.get(name, "new_value"))
            self.add_error(next((p for p in places if p in self.fields), None), str(words))
        if not refused:
            self.add_error(None, str(error))


@workspace_page(permission="catalog.write")
def edit_variant(request: HttpRequest, product_id: int, variant_id: int | None = None) -> HttpResponse:
    """Add a variant, or change one."""
    product = find(product_id)
    variant = product.variants.filter(pk=variant_id).first() if variant_id else None
    if variant_id and variant is None:
        raise catalog.VariantNotFound(variant_id=variant_id)
    form = VariantForm(request.POST or None, product=product, variant=variant)
    if request.method == "POST" and form.is_valid():
        try:
            catalog.save_variant(
                product_id=product_id,
                variant_id=variant_id,
                row=form.row(variant),
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("products_record", args=[product_id]) + "#variants")
    return render_form(
        request,
        form,
        title=variant.sku if variant else _("New variant"),
        intro=product.title,
        back_url=reverse("products_record", args=[product_id]) + "#variants",
        back_label=product.title,
    )
