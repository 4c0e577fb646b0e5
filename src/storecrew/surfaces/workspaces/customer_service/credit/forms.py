"""Forms of accounts, payments and reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


class GrantForm(forms.Form):
    """Who may pay on account, until when and how much."""

    name = forms.CharField(
        label=_("Name of the account"), max_length=200, help_text=_("The company, or the person.")
    )
    customers = forms.CharField(
        label=_("E-mail addresses of who may order"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line. They order signed in; all of them share the limit."),
    )
    terms_days = forms.IntegerField(label=_("Days to pay"), min_value=1, max_value=365, initial=14)
    ends_on = _day(_("Until"), required=False, help_text=_("Empty: until somebody ends it."))
    reason = forms.CharField(
        label=_("Reason"), max_length=400, help_text=_("What the limit rests on, for colleagues.")
    )
    ask = forms.BooleanField(label=_("If it is above my limit, send it to a second person"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, found: receivables.GrantFacts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {channel.currency for channel in channels.all_channels()}
        self.currencies = sorted(known | set(found.limits if found else ()))
        for currency in self.currencies:
            amount = found.limits.get(currency) if found else None
            self.fields[f"limit_{currency}"] = forms.CharField(
                label=_("Limit in %(currency)s") % {"currency": currency},
                max_length=20,
                required=False,
                initial=str(Money(amount, currency).decimal) if amount else "",
            )
        self.order_fields(
            ["name", "customers", "terms_days", *(f"limit_{each}" for each in self.currencies), "ends_on"]
        )

    def clean_customers(self) -> tuple[int, ...]:
        """Return the customers of the addresses."""
        ids, unknown = [], []
        for line in self.cleaned_data["customers"].replace(",", "\n").split():
            found = customers.customer_by_email(line)
            if found is None:
                unknown.append(line)
            else:
                ids.append(found.id)
        if unknown:
            raise forms.ValidationError(
                _("No customer has the address %(emails)s. They make an account first.")
                % {"emails": ", ".join(unknown[:5])}
            )
        return tuple(dict.fromkeys(ids))

    def clean(self) -> dict[str, Any]:
        """Read the limits."""
        values = super().clean() or {}
        limits = {}
        for currency in self.currencies:
            typed = (values.get(f"limit_{currency}") or "").strip()
            if not typed:
                continue
            try:
                limits[currency] = Money.parse(typed, currency).amount
            except DomainError as error:
                self.add_error(f"limit_{currency}", str(error))
        values["limits"] = limits
        return values

    def terms(self) -> receivables.Terms:
        """Return what is granted."""
        given = self.cleaned_data
        return receivables.Terms(
            name=given["name"], terms_days=given["terms_days"], limits=given["limits"],
            customer_ids=given["customers"], reason=given["reason"], ends_on=given["ends_on"],
        )  # fmt: skip


class ReceiptForm(forms.Form):
    """What arrived, as the statement says."""

    amount = forms.CharField(label=_("Amount that arrived"), max_length=20)
    received_on = _day(_("Arrived on"))
    reference = forms.CharField(label=_("Bank reference"), max_length=140, required=False)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class HoldItemForm(forms.Form):
    """Why nobody reminds of an invoice."""

    kind = forms.ChoiceField(
        label=_("What"),
        choices=(("disputed", _("The customer disputes it")), ("held", _("Hold it for another reason"))),
        widget=forms.RadioSelect,
        initial="disputed",
    )
    reason = forms.CharField(label=_("Reason"), max_length=400)


class HoldGrantForm(forms.Form):
    """Why a customer may not pay on account for now."""

    because = forms.CharField(
        label=_("Reason"), max_length=400, help_text=_("The customer reads it at the checkout.")
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=400)


class UseForm(forms.Form):
    """For which invoice what came too much is used."""

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"] = forms.ChoiceField(
            label=_("Use it for"), choices=choices, widget=forms.RadioSelect, required=False
        )
        self.fields["note"] = forms.CharField(
            label=_("Sent back: how"),
            max_length=200,
            required=False,
            help_text=_("Fill this in instead when the money was sent back."),
        )


class LevelsForm(forms.Form):
    """After how many days which reminder leaves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level, days, active in receivables.all_levels():
            self.fields[f"days_{level}"] = forms.IntegerField(
                label=_("Reminder %(n)s: days after the due day") % {"n": level},
                min_value=1,
                max_value=365,
                initial=days,
            )
            self.fields[f"active_{level}"] = forms.BooleanField(
                label=_("Send reminder %(n)s") % {"n": level}, required=False, initial=active
            )

    def levels(self) -> list[tuple[int, int, bool]]:
        """Return each level with its days and whether it is sent."""
        given = self.cleaned_data
        return [
            (level, given[f"days_{level}"], given[f"active_{level}"])
            for level, _days, _active in receivables.all_levels()
        ]


class PayToForm(forms.Form):
    """The bank account that invoices of a channel name."""

    channel = forms.ChoiceField(label=_("Channel"))
    holder = forms.CharField(label=_("Account holder"), max_length=140)
    account = forms.CharField(label=_("IBAN or account number"), max_length=40)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    bank = forms.CharField(label=_("Bank"), max_length=140, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (str(one.id), one.name) for one in channels.all_channels()
        ]

    def told(self) -> receivables.PayToFacts:
        """Return where customers pay to."""
        given = self.cleaned_data
        return receivables.PayToFacts(given["holder"], given["bank"], given["account"], given["bic"])
