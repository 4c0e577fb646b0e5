"""A new product as a copy of another, with SKUs of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product, ProductCategory, Variant
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_record import find

TEXTS = ("subtitle", "description", "brand", "option_names", "tags")
OF_A_VARIANT = ("options", "weight_g", "length_mm", "width_mm", "height_mm", "tax_class", "active")
TITLES = ("title", "seo_title", "seo_description")
"""What names one product: a copy with them would be found under the name of the other."""


class CopyForm(forms.Form):
    """A title, whether its pictures come along, and an SKU for each variant that is taken over."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    pictures = forms.BooleanField(
        label=gettext_lazy("Take its pictures over"), required=False,
        help_text=gettext_lazy("The same files; those of variants that get no SKU are left out."),
    )  # fmt: skip

    def __init__(self, *args: Any, variants: Sequence[Variant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.variants = variants
        for variant in variants:
            self.fields[f"sku-{variant.pk}"] = forms.CharField(
                label=_("SKU in place of %(sku)s") % {"sku": variant.sku},
                help_text=" · ".join([*variant.options.values(), _("Empty: it is not taken over.")]),
                max_length=120,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Name an SKU that is typed twice."""
        data = super().clean() or {}
        seen: set[str] = set()
        for variant in self.variants:
            sku = data.get(f"sku-{variant.pk}", "")
            if sku and sku in seen:
                self.add_error(f"sku-{variant.pk}", _("Each variant has an SKU of its own."))
            seen.add(sku)
        return data

    def rows(self, known: set[str]) -> list[catalog.VariantRow]:
        """Return the variants that got an SKU, with attributes that their type still has."""
        return [
            catalog.VariantRow(
                sku=self.cleaned_data[f"sku-{each.pk}"],
                attributes={code: value for code, value in each.attributes.items() if code in known},
                **{name: getattr(each, name) for name in OF_A_VARIANT},
            )
            for each in self.variants
            if self.cleaned_data[f"sku-{each.pk}"]
        ]

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        taken = str(error.details.get("sku", ""))
        at = next(
            (name for name in self.fields if taken and self.cleaned_data.get(name) == taken),
            "title" if isinstance(error, catalog.SlugTaken) else None,
        )
        self.add_error(at, str(error))


@workspace_page(permission="catalog.write")
def copy_product(request: HttpRequest, product_id: int) -> HttpResponse:
    """Make a draft of what another product says."""
    product = find(product_id)
    variants = list(Variant.objects.filter(product=product).order_by("pk"))
    initial = {"title": copying.named(product.title, 255), "pictures": True}
    form = CopyForm(request.POST or None, initial=initial, variants=variants)
    if request.method == "POST" and form.is_valid():
        try:
            key = copying.make(
                request, "catalog.product", product.title, lambda: _make(request, product, form)
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect("products_record", key)
    context = {
        "form": form,
        "header_title": _("Duplicate %(title)s") % {"title": product.title},
        "intro": _(
            "A draft with its texts, attributes, categories and the variants that get an SKU. Prices, "
            "stock, channels and translated titles are not taken over."
        ),
        "submit_label": _("Make the draft"),
        "back_url": reverse("products_record", args=[product.pk]),
        "back_label": product.title,
    }
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


def _make(request: HttpRequest, product: Product, form: CopyForm) -> int:
    who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
    known = {schema.code for schema in catalog.attribute_schemas(type_codes=[product.product_type.code])}
    texts = {
        locale: {name: text for name, text in each.items() if name not in TITLES}
        for locale, each in product.translations.items()
    }
    key = catalog.create_product(
        title=form.cleaned_data["title"],
        product_type=product.product_type.code,
        variants=form.rows(known),
        attributes={code: value for code, value in product.attributes.items() if code in known},
        translations={locale: each for locale, each in texts.items() if each},
        **{name: getattr(product, name) for name in TEXTS},
        **who,
    )
    links = ProductCategory.objects.filter(product=product).order_by("pk")
    if categories := list(links.values_list("category_id", flat=True)):
        catalog.set_categories(product_id=key, category_ids=categories, **who)
    if form.cleaned_data["pictures"]:
        made = dict(Variant.objects.filter(product_id=key).values_list("sku", "pk"))
        skus = {each.pk: catalog.normalize_sku(form.cleaned_data[f"sku-{each.pk}"]) for each in form.variants}
        taken = {old: made[sku] for old, sku in skus.items() if sku in made}
        catalog.share_images(product_id=key, of=product.pk, variants=taken, **who)
    return key
