"""Forms of refunds by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments import public as payments


class SentForm(forms.Form):
    """How the money left."""

    sent_on = forms.DateField(label=_("Sent on"), widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(
        label=_("Bank reference"),
        max_length=140,
        required=False,
        help_text=_("What the statement of our bank calls the transfer, so that others find it."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class NotSentForm(forms.Form):
    """Why the money did not leave, and what happens next."""

    reason = forms.CharField(
        label=_("What went wrong"),
        max_length=300,
        help_text=_(
            "For example: the bank refused the account. For colleagues; the customer is not told it."
        ),
    )
    then = forms.ChoiceField(
        label=_("What happens next"), choices=payments.UNSENT_NEXT, widget=forms.RadioSelect, initial="ask"
    )
