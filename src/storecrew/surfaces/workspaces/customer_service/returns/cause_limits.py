"""From when on a reason for returns is somebody's task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.aftersales import public as aftersales
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.three_way import of_record


def _number(name: str, label: Any, help_text: Any) -> forms.IntegerField:
    least, most = aftersales.CAUSE_BOUNDS[name]
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most)


class LimitForm(forms.Form):
    """The numbers, each within its bounds."""

    units = _number(
        "units",
        gettext_lazy("Units of an article, at least"),
        gettext_lazy("That came back for one reason in 90 days."),
    )
    percent = _number(
        "percent",
        gettext_lazy("Percent of the units sold, at least"),
        gettext_lazy("What is not sold any more counts by its units alone."),
    )


@workspace_page(permission="orders.write")
def cause_limits(request: HttpRequest) -> HttpResponse:
    """Set the thresholds."""
    form = of_record(LimitForm(request.POST or None, initial=aftersales.cause_limits()._asdict()))
    if request.method == "POST" and form.is_valid():
        aftersales.save_cause_limits(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("returns_why")
    return render_form(
        request,
        form,
        title=_("When a reason is a task"),
        intro=_(
            "Content hears of what does not fit or is not as shown, purchasing of what does not work, the "
            "warehouse of what arrives damaged, wrong or late: once a month for an article and a reason."
        ),
        back_url=reverse("returns_why"),
        back_label=_("Why it comes back"),
    )
