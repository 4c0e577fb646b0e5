"""Forms of budgets; the operations decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.workspaces.head_of_digital.budgets.words import channel_choices, team_choices


class Taking(forms.Form):
    """A form that shows what was refused beside the field it is about."""

    def take(self, error: DomainError) -> None:
        """Show what was refused."""
        for name, words in (error.details or {"": ""}).items():
            known = name in self.fields
            self.add_error(name if known else None, str(words) if known else str(error))


class PlanForm(Taking):
    """A budget of a year."""

    name = forms.CharField(label=_("Name"), max_length=80)
    year = forms.IntegerField(label=_("Year"))
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted({each.currency for each in channels.all_channels()})
        self.fields["currency"].choices = [(code, code) for code in known]  # type: ignore[attr-defined]


class CopyForm(Taking):
    """A new version or scenario."""

    name = forms.CharField(label=_("Name"), max_length=80)
    percent = forms.IntegerField(
        label=_("Change every line by percent"), initial=0, help_text=_("Such as -10 for a cautious year.")
    )


class LineForm(Taking):
    """A line: for whom, for what, when, how much."""

    name = forms.CharField(label=_("Name"), max_length=120)
    team = forms.ChoiceField(label=_("Team"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    campaign = forms.CharField(
        label=_("Campaign"), max_length=80, required=False, help_text=_("Its code in links. Empty: all.")
    )
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["team"].choices = [("", _("All")), *team_choices()]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [("", _("All")), *channel_choices()]  # type: ignore[attr-defined]
        self.fields["planned"] = _amount(_("Plan"), currency)

    def values(self) -> dict[str, Any]:
        """Return the fields with the money in minor units."""
        return {**self.cleaned_data, "planned": _minor(self.cleaned_data["planned"], self.currency)}


class MoreForm(Taking):
    """More money for a line."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["amount"] = _amount(_("How much more"), currency)
        self.order_fields(["amount", "reason"])

    def values(self) -> dict[str, Any]:
        """Return the fields with the money in minor units."""
        return {**self.cleaned_data, "amount": _minor(self.cleaned_data["amount"], self.currency)}


class ReasonForm(Taking):
    """Why a version is to hold."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


def _amount(label: Any, currency: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_digits=14, decimal_places=exponent(currency), help_text=currency
    )


def _minor(typed: Any, currency: str) -> int:
    return Money.parse(f"{typed:f}", currency).amount
