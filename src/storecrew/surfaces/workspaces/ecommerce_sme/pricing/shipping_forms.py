"""Forms about shipping methods and their rates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import ShippingRate
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import exponent
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import field_text, read_amount
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import OperationForm, channel_choices

WEEKDAYS = [
    ("1", gettext_lazy("Monday")),
    ("2", gettext_lazy("Tuesday")),
    ("3", gettext_lazy("Wednesday")),
    ("4", gettext_lazy("Thursday")),
    ("5", gettext_lazy("Friday")),
    ("6", gettext_lazy("Saturday")),
    ("7", gettext_lazy("Sunday")),
]
WAYS = [
    ("home", gettext_lazy("To the customer's address")),
    ("location", gettext_lazy("Collected at our location")),
    ("point", gettext_lazy("To a pick-up point of the carrier")),
]
# Names of the form's fields, and of the row that they become; all in minor units of the rate's currency.
AMOUNTS = {
    "amount": "amount",
    "min_value": "min_value_amount",
    "max_value": "max_value_amount",
    "free_over": "free_over_amount",
}
NUMBERS = ("min_weight_g", "max_weight_g", "min_items", "max_items")
RATE_FIELDS = ("currency", "countries", "excluded_postal", *AMOUNTS.values(), *NUMBERS)


class MethodForm(OperationForm):
    """A shipping method without its rates."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=64)
    channel_code = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("Where it goes"),
        choices=WAYS,
        help_text=gettext_lazy(
            "Our own locations are those where orders can be collected. "
            "The points of a carrier are asked through its account."
        ),
    )
    keep_days = forms.IntegerField(
        label=gettext_lazy("Days that goods wait to be collected at our location"), min_value=1, max_value=60
    )
    carrier = forms.CharField(label=gettext_lazy("Carrier"), required=False, max_length=64)
    min_days = forms.IntegerField(
        label=gettext_lazy("Shortest way in working days"), min_value=0, max_value=365
    )
    max_days = forms.IntegerField(
        label=gettext_lazy("Longest way in working days"), min_value=0, max_value=365
    )
    handling_days = forms.IntegerField(
        label=gettext_lazy("Working days of handling"), min_value=0, max_value=365
    )
    cutoff = forms.TimeField(
        label=gettext_lazy("Cut-off"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy(
            "Orders from this time on count for the next working day. Empty: from 14:00 on."
        ),
    )
    working_days = forms.MultipleChoiceField(
        label=gettext_lazy("Working days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    holidays = forms.CharField(
        label=gettext_lazy("Holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One date in each line, for example 2026-12-25."),
    )
    position = forms.IntegerField(label=gettext_lazy("Order in the checkout"), min_value=0, max_value=10_000)

    def __init__(self, *args: Any, existing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel_code"].choices = channel_choices(  # type: ignore[attr-defined]
            str(_("All channels"))
        )
        if existing:
            self.fields["code"].disabled = True

    def take(self, error: DomainError) -> None:
        """Show what the operation refused; what it says about the rates stands above the form."""
        if "rates" in error.details:
            self.add_error(None, str(error.details["rates"]))
        else:
            super().take(error)

    def clean_working_days(self) -> list[int]:
        """Return the ISO numbers of the days."""
        return [int(day) for day in self.cleaned_data["working_days"]]

    def clean_holidays(self) -> list[dt.date]:
        """Return the dates."""
        return parse_days(self.cleaned_data["holidays"])


class RateForm(forms.Form):
    """One row of the rate table."""

    amount = forms.CharField(label=gettext_lazy("Price"), max_length=24)
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3)
    countries = forms.CharField(
        label=gettext_lazy("Countries"), required=False, help_text=gettext_lazy("DE, FR; empty for all")
    )
    min_weight_g = forms.IntegerField(label=gettext_lazy("Weight from (g)"), required=False, min_value=0)
    max_weight_g = forms.IntegerField(label=gettext_lazy("Weight below (g)"), required=False, min_value=0)
    min_value = forms.CharField(label=gettext_lazy("Value from"), required=False, max_length=24)
    max_value = forms.CharField(label=gettext_lazy("Value below"), required=False, max_length=24)
    min_items = forms.IntegerField(label=gettext_lazy("Items from"), required=False, min_value=0)
    max_items = forms.IntegerField(label=gettext_lazy("Items below"), required=False, min_value=0)
    free_over = forms.CharField(label=gettext_lazy("Free from"), required=False, max_length=24)
    excluded_postal = forms.CharField(
        label=gettext_lazy("Not to postal codes"),
        required=False,
        help_text=gettext_lazy("Beginnings of codes, for example ES:35, ES:38"),
    )

    def clean_currency(self) -> str:
        """Return the currency in capitals."""
        currency = str(self.cleaned_data["currency"]).upper()
        try:
            exponent(currency)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        return currency

    def clean(self) -> dict[str, Any]:
        """Read the amounts in the currency of the row."""
        data = super().clean() or {}
        for name in AMOUNTS:
            if "currency" not in data or name not in data:
                continue
            try:
                data[name] = read_amount(data[name], data["currency"])
            except DomainError as error:
                self.add_error(name, str(error))
        return data

    def rate(self) -> shipping.RateRow:
        """Return the row to save."""
        data = self.cleaned_data
        return shipping.RateRow(
            currency=data["currency"],
            countries=tuple(data["countries"].upper().replace(",", " ").split()),
            excluded_postal=tuple(
                part.strip() for part in data["excluded_postal"].split(",") if part.strip()
            ),
            **{column: data[name] for name, column in AMOUNTS.items()},
            **{name: data[name] for name in NUMBERS},
        )


RateFormSet = forms.formset_factory(RateForm, extra=2, can_delete=True, max_num=200)


def rate_initial(rate: ShippingRate) -> dict[str, Any]:
    """Return the fields of a stored rate."""
    return {
        "currency": rate.currency,
        "countries": ", ".join(rate.countries),
        "excluded_postal": ", ".join(rate.excluded_postal),
        **{name: field_text(getattr(rate, column), rate.currency) for name, column in AMOUNTS.items()},
        **{name: getattr(rate, name) for name in NUMBERS},
    }


def parse_days(text: str) -> list[dt.date]:
    """Return the dates that are written one in each line; ValidationError names the first that is none."""
    days = []
    for word in text.replace(",", " ").split():
        try:
            days.append(dt.date.fromisoformat(word))
        except ValueError:
            raise forms.ValidationError(
                _("%(day)s is not a date like 2026-12-25.") % {"day": word[:20]}
            ) from None
    return days


def filled_rates(formset: forms.BaseFormSet[Any]) -> list[shipping.RateRow]:
    """Return the rows of a valid table that are filled in and not marked for removal, in their order."""
    return [
        form.rate()
        for form in formset.forms
        if isinstance(form, RateForm) and form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
