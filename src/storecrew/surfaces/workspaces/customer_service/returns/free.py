"""A free return as goodwill: a label for a customer who would have to pay the postage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.workspaces.customer_service.customers import goodwill_budgets
from storecrew.surfaces.workspaces.customer_service.returns.finding import find_return


class FreeForm(forms.Form):
    """By which service, for how much at most, and why."""

    service = forms.ChoiceField(label=gettext_lazy("Service"))
    most = forms.CharField(
        label=gettext_lazy("Costs at most"),
        max_length=20,
        help_text=gettext_lazy("What it really costs is booked to the budget for goodwill."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("It stays on the customer's record."),
    )

    def __init__(self, *args: Any, actor: Any, currency: str, **kwargs: Any) -> None:
        """Know the services, and which budgets can pay."""
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = shipping.service_choices()  # type: ignore[attr-defined]
        goodwill_budgets.add_choice(self, actor, [currency], before="reason")


@workspace_page(permission="loyalty.goodwill")
def free_return(request: HttpRequest, return_id: int) -> HttpResponse:
    """Pay the postage of a return for its customer."""
    made, order = find_return(request, return_id)
    form = FreeForm(request.POST or None, actor=request_actor(request), currency=order.currency)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            aftersales.give_free_return(
                made.id, service=values["service"], most=Money.parse(values["most"].strip(), order.currency),
                reason=values["reason"], budget_id=goodwill_budgets.chosen(values),
                actor=request_actor(request), at=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The label is made. The customer finds it on the page of the order."))
            return redirect("returns_record", return_id=made.id)
    return render_form(
        request,
        form,
        title=_("Free return as goodwill"),
        intro=_("%(number)s: the customer sends it back without paying the postage.")
        % {"number": made.number},
        submit=_("Make the label"),
        back_url=reverse("returns_record", args=[made.id]),
        back_label=made.number,
    )


urlpatterns = [path("returns/<int:return_id>/free/", free_return, name="returns_free")]
