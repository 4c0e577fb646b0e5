"""How a customer wants to be reached: shown wherever agents see the customer, written down on the phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Fact, Related

LANGUAGES = (
    ("", gettext_lazy("that of the account")),
    ("en", gettext_lazy("English")),
    ("ko", gettext_lazy("Korean")),
)


class ServiceForm(forms.Form):
    """What the customer said."""

    way = forms.ChoiceField(label=gettext_lazy("Preferred way"), choices=loyalty.WAYS)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    hours_from = forms.TimeField(
        label=gettext_lazy("Reachable from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("By the clock of the shop; leave both empty for any time."),
    )
    hours_until = forms.TimeField(
        label=gettext_lazy("Reachable until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Take both hours or none."""
        data = super().clean() or {}
        first, last = data.get("hours_from"), data.get("hours_until")
        if (first is None) != (last is None):
            self.add_error("hours_until", _("Say both, or neither."))
        data["hours"] = (first, last) if first is not None and last is not None else None
        return data


@workspace_page(permission="customers.write")
def serve(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write down how a customer wants to be reached."""
    person = customers.customer(customer_id)
    known = loyalty.preference(customer_id)
    first, last = known.hours or (None, None)
    initial = {
        "way": known.way or "email", "language": known.language, "note": known.note,
        "hours_from": first, "hours_until": last,
    }  # fmt: skip
    form = ServiceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            loyalty.prefer(
                customer_id, values["way"], note=values["note"], language=values["language"],
                hours=values["hours"], actor=request_actor(request), at=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("customers_record", customer_id=customer_id)
    return render_form(
        request,
        form,
        title=_("How to reach this customer"),
        intro=person.name or person.email,
        back_url=reverse("customers_record", args=[customer_id]),
        back_label=person.name or person.email,
    )


def wishes(customer_id: int, locale: str, at: dt.datetime) -> list[Fact]:
    """Say how a customer wants to be reached, in which language, when, and whether that is now."""
    found = loyalty.preference(customer_id)
    names = dict(LANGUAGES)
    language = found.language or locale.partition("-")[0]
    facts = [
        Fact(_("Wants to be reached by"), " · ".join(filter(None, (found.name, found.note))) or "–"),
        Fact(_("Speaks"), str(names.get(language, language))),
    ]
    if found.hours is not None:
        first, last = found.hours
        facts.append(Fact(_("Reachable"), f"{first:%H:%M}–{last:%H:%M}"))
        inside = loyalty.may_call_now(found, at=at)
        now = Status(_("reachable now"), "good") if inside else Status(_("not at this hour"), "warning")
        facts.append(Fact(_("Now"), now, "status"))
    return facts


def related(customer_id: int | None, locale: str) -> list[Related]:
    """Say it beside an order, for those with an account."""
    if customer_id is None:
        return []
    return [Related(_("How to reach this customer"), wishes(customer_id, locale, clock.now()))]
