"""Making and editing a product; two editors at once lose nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import earlier, three_way
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.ecommerce_sme.products import take_back
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_forms import (
    NewProductForm,
    ProductForm,
    whole,
)
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_record import EDITS, find


@workspace_page(permission="catalog.write")
def add_product(request: HttpRequest) -> HttpResponse:
    """Make a new draft or idea."""
    form = NewProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            product_id = catalog.create_product(
                title=data["title"],
                product_type=data["product_type"],
                brand=data["brand"],
                idea=data["idea"],
                variants=[catalog.VariantRow(sku=data["sku"])] if data["sku"] else [],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect("products_record", product_id)
    return render_form(
        request,
        form,
        title=_("New product"),
        intro=_("It starts as a draft that no shopper sees."),
        submit=_("Make the draft"),
        back_url=reverse("products_list"),
        back_label=_("Products"),
    )


@workspace_page(permission="catalog.write")
def edit_product(request: HttpRequest, product_id: int) -> HttpResponse:
    """Change texts, attributes, brand, tags, address and what search engines show."""
    product = find(product_id)
    source = request.GET.get("as") == "html"
    fresh = ProductForm(product=product, source=source)
    if request.method != "POST":
        found = earlier.earlier(
            request,
            fresh,
            ("catalog.product", product.pk),
            EDITS,
            lambda entry: (fresh.of_trail(entry.before), fresh.of_trail(entry.after)),
        )
        if found is None:
            return _page(request, product, fresh, fresh)
        form = ProductForm(product=product, source=source, initial={**fresh.initial, **found.values})
        return _page(request, product, form, fresh, found=found)
    posted = ProductForm.as_posted(request.POST, fresh.initial)
    form = ProductForm(three_way.choose(posted, fresh.fields), product=product, source=source)
    differences: list[three_way.Difference] = []
    if form.is_valid():
        changes = form.changes()
        try:
            version = catalog.update_product(
                product_id=product_id,
                expected_version=whole(request.POST.get("version", "")),
                changes=changes,
                actor=request_actor(request),
                at=clock.now(),
            )
        except catalog.EditConflict:
            current = three_way.shown(fresh, fresh.initial)
            merged, differences = three_way.merge(fresh, form.data, current)  # type: ignore[arg-type]
            form = ProductForm(merged, product=product, source=source)
            form.is_valid()
            return _page(request, product, form, fresh, differences, status=409)
        except DomainError as error:
            form.take(error)
        else:
            before = {name: getattr(product, name) for name in changes}
            changed = version != product.version
            done(request, _("Saved."), take_back.of_edit(product_id, version, before) if changed else None)
            return redirect("products_record", product_id)
    return _page(request, product, form, None, differences, status=422)


def _page(
    request: HttpRequest,
    product: Any,
    form: ProductForm,
    fresh: ProductForm | None,
    differences: list[three_way.Difference] | None = None,
    status: int = 200,
    found: earlier.Earlier | None = None,
) -> HttpResponse:
    """Show the form; without ``fresh`` it goes on from the version that was posted."""
    context = {
        "form": form,
        "product": product,
        "version": product.version if fresh else request.POST.get("version", ""),
        "seen": (
            three_way.sign(three_way.shown(fresh, fresh.initial)) if fresh else request.POST.get("seen", "")
        ),
        "earlier": found,
        "conflict": status == 409,
        "differences": differences or [],
        "as_html": request.GET.get("as") == "html",
        "other_view": _other_view(request),
        "header_title": _("Edit %(title)s") % {"title": product.title},
        "back_url": reverse("products_record", args=[product.pk]),
        "back_label": product.title,
    }
    return render(request, "ecommerce_sme/products/edit.html", context, status=status)


def _other_view(request: HttpRequest) -> str:
    """Return the address of the same form in the editor, or as HTML."""
    query = request.GET.copy()
    if query.pop("as", None) != ["html"]:
        query["as"] = "html"
    return f"{request.path}?{query.urlencode()}" if query else request.path
