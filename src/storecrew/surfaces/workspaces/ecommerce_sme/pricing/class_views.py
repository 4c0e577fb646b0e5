"""Tax classes: the kinds of goods that rates are set for and variants name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import TaxClass
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import OperationForm


class TaxClassList(Listing):
    """All tax classes."""

    code = "pricing.tax_classes"
    title = gettext_lazy("Tax classes")
    walks = False
    permission = "pricing.read"
    search_fields = ("name", "code")
    intro = gettext_lazy(
        "Each variant has one. Without a rate of its own a class is taxed like the standard."
    )
    default_sort = "name"
    empty_title = gettext_lazy("No tax class here")
    empty_text = gettext_lazy("Make a class for each kind of goods that is taxed in its own way.")
    columns = (
        Column("name", gettext_lazy("Tax class"), sort="name", primary=True),
        Column("code", gettext_lazy("Code"), sort="code"),
        Column("rates", gettext_lazy("Tax rates"), "rate_count", kind="number", sort="rate_count"),
    )
    filters = (
        Filter("code", gettext_lazy("Code"), "text", "code"),
        Filter("rates", gettext_lazy("Tax rates"), "number", "rate_count"),
    )

    def rows(self) -> QuerySet[TaxClass]:
        """Return all classes with the number of their rates."""
        return TaxClass.objects.annotate(rate_count=Count("rates"))

    def row_url(self, row: TaxClass) -> str:
        """Rename the class."""
        return reverse("tax_classes_edit", args=[row.code]) if self.actor.can("tax.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a class."""
        return (_("New tax class"), reverse("tax_classes_add")) if self.actor.can("tax.write") else None


class TaxClassForm(OperationForm):
    """The name of a class, and the code by which variants and tables name it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits and hyphens. It cannot be changed later."),
    )

    def clean_code(self) -> str:
        """A new class needs a code of its own: the same one would rename another class."""
        code = str(self.cleaned_data["code"])
        if not self.fields["code"].disabled and code in pricing.tax_classes():
            raise forms.ValidationError(_("Another tax class has this code."))
        return code


@workspace_page(permission="tax.write")
def edit_tax_class(request: HttpRequest, tax_class: str = "") -> HttpResponse:
    """Make a class, or rename one."""
    name = pricing.tax_classes().get(tax_class, "")
    if tax_class and not name:
        raise NotFound(tax_class=tax_class)
    initial: dict[str, Any] = {"name": name, "code": tax_class}
    form = TaxClassForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = bool(tax_class)
    of_record(form)
    if request.method == "POST" and form.is_valid():
        try:
            pricing.save_tax_class(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("tax_classes_list")
    return render_form(
        request,
        form,
        title=name or _("New tax class"),
        back_url=reverse("tax_classes_list"),
        back_label=_("Tax classes"),
    )
