"""A dated end of life: plan it, or take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_record import find


def _day(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


class EndForm(forms.Form):
    """From when to when a product sells off, and where its address leads then."""

    starts_on = _day(gettext_lazy("Sells off from"), gettext_lazy("From then on it is not bought again."))
    last_day = _day(
        gettext_lazy("Last day"), gettext_lazy("It ends after this day, or earlier when nothing is left.")
    )
    successor = forms.CharField(
        label=gettext_lazy("SKU of its successor"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Its address leads there then; to its main category when this is empty."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)

    def successor_id(self) -> int | None:
        """Return the product of the SKU; raises VariantNotFound."""
        sku = self.cleaned_data["successor"]
        if not sku:
            return None
        variant_id = catalog.variant_by_sku(sku).id
        return catalog.product_ids_of_variants([variant_id])[variant_id]

    def take(self, error: DomainError) -> None:
        """Show what the operation refused beside the field it is about."""
        refused = dict(error.details.get("fields") or {})
        if isinstance(error, catalog.VariantNotFound):
            refused = {"successor": str(error)}
        for name, words in refused.items():
            self.add_error(name, str(words))
        if not refused:
            self.add_error(None, str(error))


@workspace_page(permission="catalog.write")
def plan_end(request: HttpRequest, product_id: int) -> HttpResponse:
    """Let a live product sell off until a day."""
    product = find(product_id)
    planned = catalog.planned_end(product_id)
    initial = (
        {"starts_on": planned.starts_on, "last_day": planned.last_day, "reason": planned.reason}
        if planned
        else {"starts_on": channels.house_day(clock.now())}
    )
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            catalog.plan_end(
                product_id=product_id,
                starts_on=given["starts_on"],
                last_day=given["last_day"],
                successor_id=form.successor_id(),
                reason=given["reason"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            done(request, _("Its end is planned."), None)
            return redirect("products_record", product_id)
    return render_form(
        request,
        form,
        title=_("End of %(title)s") % {"title": product.title},
        intro=_("It stays in the shop until it is sold out, or until its last day is over."),
        submit=_("Plan the end"),
        back_url=reverse("products_record", args=[product_id]),
        back_label=product.title,
    )


@workspace_page(permission="catalog.write")
@require_POST
def keep(request: HttpRequest, product_id: int) -> HttpResponse:
    """Take a planned end back."""
    catalog.keep_product(product_id=product_id, actor=request_actor(request), at=clock.now())
    done(request, _("It stays: no end is planned."), None)
    return redirect("products_record", product_id)
