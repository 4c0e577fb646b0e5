"""Articles that are gift vouchers: which ones the shop sells, and how many more it may sell."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import VoucherProduct
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.workspaces.marketing_manager.loyalty.voucher_pages import form_page


class SaleForm(forms.Form):
    """An article that is a gift voucher."""

    sku = forms.CharField(
        label=gettext_lazy("SKU"),
        max_length=128,
        help_text=gettext_lazy("Its price is what the voucher is worth. Give it a tax class without tax."),
    )
    years = forms.IntegerField(label=gettext_lazy("Good for years"), min_value=1, max_value=30, initial=3)
    units = forms.IntegerField(
        label=gettext_lazy("How many may be sold from now on"),
        min_value=1,
        max_value=100_000,
        initial=1_000,
        help_text=gettext_lazy("They leave by e-mail as soon as they are paid, without a parcel."),
    )


@workspace_page(permission="loyalty.write")
def sell(request: HttpRequest) -> HttpResponse:
    """Say that an article is a gift voucher."""
    form = SaleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        sku = values["sku"].strip()
        found = catalog.variant_ids_by_sku([sku])
        if sku not in found:
            form.add_error("sku", _("There is no article with this SKU."))
        else:
            try:
                loyalty.sell_variant(
                    found[sku],
                    years=values["years"],
                    by_mail=values["units"],
                    actor=request_actor(request),
                    at=clock.now(),
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Saved."))
                return redirect("loyalty_program")
    return form_page(
        request, form, _("Sell an article as a gift voucher"), reverse("loyalty_program"), _("Loyalty")
    )


def sale_table() -> Table:
    """Return the articles that are gift vouchers."""
    rows = list(VoucherProduct.objects.order_by("variant_id")[:50])
    known = catalog.variants([row.variant_id for row in rows]) if rows else {}
    return Table(
        _("Articles that are gift vouchers"),
        (_("SKU"), _("Title"), _("Good for years"), _("Sent by e-mail")),
        [
            (one.sku, one.product_title, row.years, _("Yes") if one.digital else _("No"))
            for row in rows
            if (one := known.get(row.variant_id)) is not None
        ],
        empty=_("No article is a gift voucher yet: shoppers cannot buy one."),
        kinds=("text", "text", "number", "text"),
    )
