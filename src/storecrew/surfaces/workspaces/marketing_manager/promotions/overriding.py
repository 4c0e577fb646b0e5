"""Letting a promotion pass although there is too little stock: by those who answer for stock."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_record import find


class OverrideForm(forms.Form):
    """Why, and until when."""

    reason = forms.CharField(label=gettext_lazy("Why it may start all the same"), max_length=400)
    expires_at = MomentField(label=gettext_lazy("Until"))


@workspace_page(permission="inventory.override")
def override(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Take the reason and the end of an override."""
    row = find(promotion_id)
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            promotions.override_stock(
                row.pk, **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It may start until then; your reason is on its record."))
            return redirect("promotion", promotion_id=row.pk)
    short = ", ".join(f"{each.sku}: −{each.missing}" for each in promotions.shortfalls(row))
    return render_form(
        request,
        form,
        title=_("Let it pass in spite of stock"),
        intro=f"{row.name} · {short or _('Nothing is missing now.')}",
        submit=_("Let it pass"),
        back_url=reverse("promotion", args=[row.pk]),
        back_label=row.name,
    )
