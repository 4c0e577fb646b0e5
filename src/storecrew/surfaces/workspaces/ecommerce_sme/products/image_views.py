"""Pictures of a product: added, described, put in order, focused, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import ProductImage
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_record import find
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import locale_word, other_locales

MOST_FILES = 20
LARGEST = 20 * 1024 * 1024


class ImageForm(forms.Form):
    """What a picture shows, and which point of it must stay in sight."""

    alt = forms.CharField(
        label=gettext_lazy("Alternative text"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("What is seen, for people who cannot see it and for search engines."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for locale in other_locales():
            label = f"{_('Alternative text')} ({locale_word(locale)})"
            self.fields[f"{locale}-alt"] = forms.CharField(label=label, max_length=255, required=False)
        for name, label in (
            ("focal_x", _("Focal point, percent from the left")),
            ("focal_y", _("Focal point, percent from the top")),
        ):
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=100, required=False)

    def clean(self) -> dict[str, Any]:
        """A focal point has both sides."""
        data = super().clean() or {}
        if (data.get("focal_x") is None) != (data.get("focal_y") is None) and not self.errors:
            self.add_error("focal_x", _("Give both sides of the focal point, or none."))
        return data

    def translations(self) -> dict[str, str]:
        """Return the alternative text by language."""
        return {locale: self.cleaned_data[f"{locale}-alt"] for locale in other_locales()}


@workspace_page(permission="catalog.write")
@require_POST
def add_images(request: HttpRequest, product_id: int) -> HttpResponse:
    """Attach the files; one that cannot be used is named, the others stay."""
    files = request.FILES.getlist("files")
    alt = request.POST.get("alt", "")
    done = 0
    if not files or len(files) > MOST_FILES:
        messages.error(request, _("Choose 1 to %(most)s pictures.") % {"most": MOST_FILES})
    for file in files[:MOST_FILES]:
        try:
            if (file.size or 0) > LARGEST:
                raise catalog.InvalidImage(reason="too_large")
            catalog.attach_image(
                product_id=product_id,
                content=file.read(),
                alt=alt,
                actor=request_actor(request),
                at=clock.now(),
            )
        except catalog.InvalidImage as error:
            messages.error(request, f"{file.name}: {error.message} {error.next_step}")
        else:
            done += 1
    if done:
        messages.success(
            request, ngettext("%(n)s picture added.", "%(n)s pictures added.", done) % {"n": done}
        )
    return _back(product_id)


@workspace_page(permission="catalog.write")
def edit_image(request: HttpRequest, product_id: int, image_id: int) -> HttpResponse:
    """Describe a picture and set its focal point."""
    product, image = find(product_id), _image(product_id, image_id)
    form = of_record(ImageForm(request.POST or None, initial=_initial(image)))
    if request.method == "POST" and form.is_valid():
        try:
            catalog.update_image(
                product_id=product_id,
                image_id=image_id,
                alt=form.cleaned_data["alt"],
                translations=image.translations | form.translations(),
                focal_point=_pixels(image, form.cleaned_data),
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return _back(product_id)
    context = {
        "form": form,
        "product": product,
        "image": image,
        "header_title": _("Picture of %(title)s") % {"title": product.title},
        "back_url": reverse("products_record", args=[product_id]) + "#images",
        "back_label": product.title,
    }
    return render(request, "ecommerce_sme/products/image.html", context, status=422 if form.errors else 200)


@workspace_page(permission="catalog.write")
@require_POST
def order_images(request: HttpRequest, product_id: int) -> HttpResponse:
    """Move one picture a place to the front or to the back."""
    ids = list(
        ProductImage.objects.filter(product_id=product_id)
        .order_by("position", "id")
        .values_list("pk", flat=True)
    )
    moved = int(request.POST.get("image", "0")) if request.POST.get("image", "").isdigit() else 0
    if moved not in ids:
        raise catalog.ImageNotFound(image_id=moved)
    at_index = ids.index(moved)
    step = -1 if request.POST.get("to") == "front" else 1
    target = min(max(at_index + step, 0), len(ids) - 1)
    ids.insert(target, ids.pop(at_index))
    catalog.order_images(product_id=product_id, image_ids=ids, actor=request_actor(request), at=clock.now())
    return _back(product_id)


@workspace_page(permission="catalog.write")
@require_POST
def remove_image(request: HttpRequest, product_id: int, image_id: int) -> HttpResponse:
    """Take a picture away."""
    catalog.remove_image(
        product_id=product_id, image_id=image_id, actor=request_actor(request), at=clock.now()
    )
    messages.success(request, _("The picture is removed."))
    return _back(product_id)


def _back(product_id: int) -> HttpResponse:
    return redirect(reverse("products_record", args=[product_id]) + "#images")


def _image(product_id: int, image_id: int) -> ProductImage:
    found = ProductImage.objects.select_related("image").filter(pk=image_id, product_id=product_id).first()
    if found is None:
        raise catalog.ImageNotFound(product_id=product_id, image_id=image_id)
    return found


def _initial(image: ProductImage) -> dict[str, Any]:
    stored = image.image
    values: dict[str, Any] = {"alt": image.alt}
    values |= {f"{locale}-alt": text for locale, text in image.translations.items()}
    if stored.focal_point_x is not None and stored.width and stored.height:
        values["focal_x"] = round(100 * stored.focal_point_x / stored.width)
        values["focal_y"] = round(100 * stored.focal_point_y / stored.height)
    return values


def _pixels(image: ProductImage, data: dict[str, Any]) -> tuple[int, int] | None:
    if data.get("focal_x") is None:
        return None
    width, height = image.image.width, image.image.height
    return round(width * data["focal_x"] / 100), round(height * data["focal_y"] / 100)
