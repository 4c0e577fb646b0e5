"""Forms of service rules: a row, and a consignment to try them with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierService, ServiceRule
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.workspaces.logistics_manager.manner.words import EFFECTS, GOODS

BUSINESS = (
    ("", gettext_lazy("everybody")),
    ("yes", gettext_lazy("companies")),
    ("no", gettext_lazy("private people")),
)
PER_KG, PER_CM = 1000, 10


class RuleForm(forms.Form):
    """A row of the service rules, in the units that people use."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), min_value=0, max_value=9999, initial=10
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)
    goods = forms.MultipleChoiceField(
        label=gettext_lazy("Kind of goods"),
        required=False,
        choices=list(GOODS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Any of them; none chosen means all goods."),
    )
    min_kg = forms.DecimalField(
        label=gettext_lazy("From kg"), required=False, min_value=0, max_value=99999, decimal_places=3
    )
    max_kg = forms.DecimalField(
        label=gettext_lazy("Under kg"), required=False, min_value=0, max_value=99999, decimal_places=3
    )
    min_cm = forms.DecimalField(
        label=gettext_lazy("Longest side from cm"),
        required=False,
        min_value=0,
        max_value=99999,
        decimal_places=1,
    )
    min_value = forms.CharField(label=gettext_lazy("Worth at least"), required=False, max_length=30)
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3)
    countries = forms.CharField(
        label=gettext_lazy("Countries"),
        required=False,
        max_length=800,
        help_text=gettext_lazy("Codes such as DE AT, separated by spaces; empty means all."),
    )
    postal_codes = forms.CharField(
        label=gettext_lazy("Postal codes"),
        required=False,
        max_length=800,
        help_text=gettext_lazy("Beginnings such as DE:259, separated by spaces."),
    )
    business = forms.ChoiceField(label=gettext_lazy("Goes to"), required=False, choices=BUSINESS)
    effect = forms.ChoiceField(label=gettext_lazy("Does"), choices=list(EFFECTS.items()))
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Services"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CarrierService.objects.select_related("account").filter(active=True)
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            (row.code, f"{row.account.name} · {row.name}")
            for row in rows.order_by("account__position", "account_id", "position")
        ]

    def row(self) -> shipping.RuleRow:
        """Return what was typed as a row to save. Raises InvalidRule for an amount that is none."""
        values = self.cleaned_data
        currency = values["currency"].upper()
        return shipping.RuleRow(
            name=values["name"].strip(),
            effect=values["effect"],
            services=tuple(values["services"]),
            min_weight_g=_whole(values["min_kg"], PER_KG),
            max_weight_g=_whole(values["max_kg"], PER_KG),
            min_side_mm=_whole(values["min_cm"], PER_CM),
            min_value_amount=_amount(values["min_value"], currency),
            currency=currency,
            countries=tuple(values["countries"].upper().replace(",", " ").split()),
            postal_codes=tuple(values["postal_codes"].upper().replace(",", " ").split()),
            business={"yes": True, "no": False}.get(values["business"]),
            goods=tuple(values["goods"]),
            position=values["position"],
            active=values["active"],
        )


class TryForm(forms.Form):
    """A consignment that nobody packed: what would happen to it."""

    country = forms.CharField(label=gettext_lazy("Country"), max_length=2, initial="DE")
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=20, required=False)
    company = forms.BooleanField(label=gettext_lazy("To a company"), required=False)
    kg = forms.DecimalField(
        label=gettext_lazy("Weight in kg"), min_value=0, max_value=5000, decimal_places=3, initial=2
    )
    cm = forms.DecimalField(
        label=gettext_lazy("Longest side in cm"), min_value=0, max_value=1000, decimal_places=1, initial=30
    )
    value = forms.CharField(label=gettext_lazy("Worth"), max_length=30, initial="50")
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, initial="EUR")
    goods = forms.MultipleChoiceField(
        label=gettext_lazy("Kind of goods"),
        required=False,
        choices=list(GOODS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    needed_by = forms.DateField(
        label=gettext_lazy("Promised by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """Read the value as money."""
        values = super().clean() or {}
        try:
            values["money"] = Money.parse(values.get("value", ""), values.get("currency", "").upper())
        except DomainError as error:
            self.add_error("value", str(error))
        return values


def initial_of(row: ServiceRule) -> dict[str, Any]:
    """Return a rule as the form shows it."""
    places = exponent(row.currency) if row.currency else 0
    return {
        "name": row.name,
        "position": row.position,
        "active": row.active,
        "goods": row.goods,
        "min_kg": None if row.min_weight_g is None else f"{row.min_weight_g / PER_KG:g}",
        "max_kg": None if row.max_weight_g is None else f"{row.max_weight_g / PER_KG:g}",
        "min_cm": None if row.min_side_mm is None else f"{row.min_side_mm / PER_CM:g}",
        "min_value": ""
        if row.min_value_amount is None
        else f"{row.min_value_amount / 10**places:.{places}f}",
        "currency": row.currency,
        "countries": " ".join(row.countries),
        "postal_codes": " ".join(row.postal_codes),
        "business": "" if row.business is None else "yes" if row.business else "no",
        "effect": row.effect,
        "services": row.services,
        "version": row.version,
    }


def _whole(typed: Any, per: int) -> int | None:
    return None if typed is None else int(typed * per)


def _amount(typed: str, currency: str) -> int | None:
    if not typed.strip():
        return None
    try:
        return Money.parse(typed, currency).amount
    except DomainError as error:
        raise shipping.InvalidRule(min_value=str(error) or _("This is no amount.")) from error
