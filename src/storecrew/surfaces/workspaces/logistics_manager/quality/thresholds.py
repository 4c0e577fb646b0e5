"""From when on packaging has to change, and how many parcels are audited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.three_way import of_record


class ThresholdForm(forms.Form):
    """The numbers, each within its bounds."""

    days = forms.IntegerField(
        label=gettext_lazy("Days that are watched"),
        help_text=gettext_lazy("After a change is done, only what happens from then on counts."),
    )
    damages = forms.IntegerField(
        label=gettext_lazy("Damages that ask for a change"),
        help_text=gettext_lazy("Of one article, by the packing or the carrier."),
    )
    bad_stars = forms.IntegerField(label=gettext_lazy("A rating is bad up to so many stars"))
    bad_ratings = forms.IntegerField(
        label=gettext_lazy("Bad ratings that ask for a change"),
        help_text=gettext_lazy("Of orders with this article."),
    )
    bad_percent = forms.IntegerField(
        label=gettext_lazy("And at least so many percent of its ratings"),
        help_text=gettext_lazy("What sells well has some bad ratings that mean nothing."),
    )
    sample_percent = forms.IntegerField(
        label=gettext_lazy("Percent of the closed parcels that are audited"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in fulfillment.THRESHOLD_BOUNDS.items():
            field = forms.IntegerField(
                label=self.fields[name].label, help_text=self.fields[name].help_text,
                min_value=least, max_value=most,
            )  # fmt: skip
            self.fields[name] = field


@workspace_page(permission="packaging.write")
def thresholds(request: HttpRequest) -> HttpResponse:
    """Set the thresholds."""
    form = of_record(
        ThresholdForm(request.POST or None, initial=fulfillment.packaging_thresholds()._asdict())
    )
    if request.method == "POST" and form.is_valid():
        fulfillment.save_packaging_rules(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("warehouse_changes")
    return render_form(
        request,
        form,
        title=_("When packaging has to change"),
        intro=_("An article that reaches one of these numbers is a packaging change by itself."),
        back_url=reverse("warehouse_changes"),
        back_label=_("Packaging changes"),
    )
