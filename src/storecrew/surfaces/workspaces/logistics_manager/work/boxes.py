"""What a bench has and follows: boxes, and packing specifications in versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Box, PackingSpec
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text


def _size(box: Box) -> str:
    return f"{box.length_mm} × {box.width_mm} × {box.height_mm} mm"


class BoxList(Listing):
    """The boxes that benches have."""

    code = "fulfillment.boxes"
    title = gettext_lazy("Boxes")
    permission = "fulfillment.read"
    search_fields = ("code", "name")
    default_sort = "name"
    empty_title = gettext_lazy("No boxes yet")
    empty_text = gettext_lazy("With the measures of your boxes the bench proposes one for each order.")
    columns = (
        Column("name", gettext_lazy("Box"), sort="name", primary=True),
        Column("code", gettext_lazy("Code"), sort="code"),
        Column("size", gettext_lazy("Inside"), _size),
        Column("max_weight_g", gettext_lazy("Holds (g)"), kind="number", sort="max_weight_g"),
        Column("tare_g", gettext_lazy("Empty (g)"), kind="number", sort="tare_g"),
        Column("active", gettext_lazy("In use")),
    )

    filters = (
        Filter("active", gettext_lazy("In use"), "boolean", "active"),
        Filter("max_weight_g", gettext_lazy("Holds (g)"), "number", "max_weight_g"),
    )

    def rows(self) -> QuerySet[Box]:
        """Return all boxes."""
        return Box.objects.all()

    def row_url(self, row: Box) -> str:
        """Change the box."""
        may = self.actor.can("fulfillment.write")
        return f"{reverse('warehouse_boxes_add')}?code={row.code}" if may else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a box."""
        return (_("New box"), reverse("warehouse_boxes_add")) if self.actor.can("fulfillment.write") else None


class BoxForm(forms.ModelForm):
    """A box with its inner measures."""

    class Meta:
        model = Box
        fields = (
            "name",
            "code",
            "length_mm",
            "width_mm",
            "height_mm",
            "max_weight_g",
            "tare_g",
            "active",
        )

    def validate_unique(self) -> None:
        """Leave the code alone: the same code means the same box, which is changed."""


class SpecificationForm(forms.ModelForm):
    """How something is packed. Saving writes a new version."""

    class Meta:
        model = PackingSpec
        fields = (
            "scope",
            "key",
            "inner",
            "outer",
            "void_fill",
            "insert",
            "orientation",
            "label_position",
            "note",
            "fragile",
            "upright",
            "hygiene_seal",
            "gift_wrap",
            "photo",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].help_text = _(
            "The SKU, the code of the product type, a country, a channel or gift; for goods: fragile, "
            "chilled, frozen, dangerous or limited_quantity. Empty for everything."
        )


class SpecificationList(Listing):
    """How things are packed now."""

    code = "fulfillment.specifications"
    title = gettext_lazy("Packing specifications")
    permission = "fulfillment.read"
    search_fields = ("key", "inner", "outer", "insert", "note")
    default_sort = "scope"
    empty_title = gettext_lazy("No packing specifications yet")
    empty_text = gettext_lazy("What is written here stands at the bench when the article or order comes.")
    columns = (
        Column("scope", gettext_lazy("For"), "get_scope_display", sort="scope", primary=True),
        Column("key", gettext_lazy("Which"), sort="key"),
        Column("version", gettext_lazy("Version"), kind="number", sort="version"),
        Column("inner", gettext_lazy("Inner")),
        Column("outer", gettext_lazy("Outer")),
        Column("insert", gettext_lazy("Insert")),
        Column("note", gettext_lazy("Note")),
        Column("saved_by", gettext_lazy("By"), "saved_by"),
        Column("saved_at", gettext_lazy("Since"), "saved_at", kind="datetime", sort="saved_at"),
    )
    filters = (Filter("scope", gettext_lazy("For"), "choice", "scope", choices=PackingSpec.Scope.choices),)

    def rows(self) -> QuerySet[PackingSpec]:
        """Return the versions that hold now."""
        return PackingSpec.objects.filter(current=True)

    def row_url(self, row: PackingSpec) -> str:
        """Open it with its versions."""
        return reverse("warehouse_specification", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Write a specification."""
        may = self.actor.can("packaging.write")
        return (_("New specification"), reverse("warehouse_specifications_add")) if may else None


@workspace_page(permission="fulfillment.write")
def add_box(request: HttpRequest) -> HttpResponse:
    """Add a box, or change one."""
    known = Box.objects.filter(code=request.GET.get("code", "")).first()
    form = BoxForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.save_box(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("warehouse_boxes")
    return _form(request, form, known.name if known else _("New box"), "warehouse_boxes", _("Boxes"))


@workspace_page(permission="packaging.write")
def add_specification(request: HttpRequest) -> HttpResponse:
    """Write a new version of how something is packed."""
    before = request.GET.get("from", "")
    known = PackingSpec.objects.filter(pk=int(before)).first() if before.isdigit() else None
    first = {"scope": request.GET.get("scope", "default"), "key": request.GET.get("key", "")}
    form = SpecificationForm(request.POST or None, instance=known, initial=None if known else first)
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.save_specification(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("warehouse_specifications")
    title = _("New version") if known else _("New specification")
    return _form(request, form, title, "warehouse_specifications", _("Packing specifications"))


def _form(request: HttpRequest, form: forms.ModelForm, title: str, back: str, label: str) -> HttpResponse:
    return render_form(request, form, title=title, back_url=reverse(back), back_label=label)
