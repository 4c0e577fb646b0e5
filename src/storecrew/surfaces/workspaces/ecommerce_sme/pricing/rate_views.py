"""Exchange rates: what one euro buys on a day, typed in or fetched from the European Central Bank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import ExchangeRate
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text

WRITING = ("pricing.write", "purchasing.write")


class RateList(Listing):
    """All rates, the newest day first."""

    code = "pricing.exchange_rates"
    title = gettext_lazy("Exchange rates")
    permission = "pricing.cost_read"
    template = "ecommerce_sme/pricing/rates.html"
    search_fields = ("currency",)
    default_sort = "-day"
    intro = gettext_lazy(
        "Units of a currency for one euro. Deliveries that were paid in another currency are converted by "
        "the rate of the day on which the goods came; a rate that was used stays with its delivery."
    )
    empty_title = gettext_lazy("No exchange rate yet")
    empty_text = gettext_lazy(
        "Fetch the reference rates of the European Central Bank, or type a rate in. Once fetched, they stay "
        "fresh."
    )
    columns = (
        Column("currency", gettext_lazy("Currency"), sort="currency", primary=True),
        Column("day", gettext_lazy("Day"), kind="date", sort="day"),
        Column("rate", gettext_lazy("For one euro"), lambda row: format(row.rate, "f")),
        Column("source", gettext_lazy("Source"), "get_source_display", sort="source"),
        Column("by", gettext_lazy("By"), "entered_by", default=False),
        Column("entered", gettext_lazy("Entered"), "entered_at", kind="datetime", default=False),
    )
    filters = (
        Filter(
            "source", gettext_lazy("Source"), "choice", "source", choices=tuple(ExchangeRate.Source.choices)
        ),
        Filter("day", gettext_lazy("Day"), "date", "day"),
    )
    views = (SystemView(gettext_lazy("Typed by hand"), "f.source=hand&sort=-day"),)

    def rows(self) -> QuerySet[Any]:
        """Return all rates."""
        return ExchangeRate.objects.all()

    def primary_action(self) -> tuple[Text, str] | None:
        """Type a rate in."""
        return (_("Add a rate"), reverse("rates_add")) if self._may_write() else None

    def extra_context(self) -> dict[str, Any]:
        """Say whether rates may be fetched."""
        return {"may_fetch": self._may_write()}

    def _may_write(self) -> bool:
        return any(map(self.actor.can, WRITING))


class RateForm(forms.Form):
    """What one euro buys of a currency on a day."""

    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3)
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    rate = forms.DecimalField(
        label=gettext_lazy("For one euro"), max_digits=20, decimal_places=8,
        help_text=gettext_lazy("How many units of the currency one euro buys, such as 1.0823."),
    )  # fmt: skip


@workspace_page(permission=WRITING)
def add(request: HttpRequest) -> HttpResponse:
    """Type a rate in; it replaces that of the same day."""
    form = RateForm(request.POST or None, initial={"day": channels.house_day(clock.now())})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            pricing.save_rate(
                values["currency"].upper(), values["day"], values["rate"],
                actor=request_actor(request), at=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error("rate", str(error))
        else:
            messages.success(request, _("The rate is saved."))
            return redirect("rates_list")
    return render_form(
        request, form, title=_("Add a rate"), back_url=reverse("rates_list"), back_label=_("Exchange rates")
    )


@workspace_page(permission=WRITING)
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """Ask the European Central Bank for the rates of the last ninety days."""
    try:
        count = pricing.fetch_rates(actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, ngettext("%(n)d new rate.", "%(n)d new rates.", count) % {"n": count})
    return redirect("rates_list")
