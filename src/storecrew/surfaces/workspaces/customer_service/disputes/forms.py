"""Forms of disputes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments import public as payments
from storecrew.surfaces.workspaces.customer_service.disputes.words import REASONS

LABELS = {
    "remarks": _("Why the payment is right"),
    "customer_name": _("Name of the customer"),
    "customer_email": _("E-mail"),
    "billing_address": _("Billing address"),
    "shipping_address": _("Delivery address"),
    "goods": _("Goods"),
    "shipped_on": _("Shipped on"),
    "carrier": _("Carrier"),
    "tracking_number": _("Tracking number"),
    "delivery": _("Proof of delivery"),
    "communication": _("Mails sent to the customer"),
    "terms": _("Terms that were agreed to"),
}
LONG = {"remarks": 5, "goods": 3, "delivery": 3, "communication": 4, "terms": 4}
MOST = 8000


class EvidenceForm(forms.Form):
    """What the bank will read; all of it can be changed."""

    def __init__(self, *args: Any, known: payments.Evidence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = asdict(known)
        for name, label in LABELS.items():
            rows = LONG.get(name)
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=MOST if rows else 500,
                initial=values[name],
                widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
            )

    def evidence(self) -> payments.Evidence:
        """Return what is to be sent."""
        return payments.Evidence(**{name: self.cleaned_data[name] for name in LABELS})


class FileForm(forms.Form):
    """A file for the bank."""

    kind = forms.ChoiceField(label=_("What it proves"), choices=payments.EVIDENCE_KINDS)
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
        help_text=_(
            "A PDF or a picture; a new one of a kind replaces the old. All have 4.5 MB together at most."
        ),
    )


class AcceptForm(forms.Form):
    """Why the cardholder is right."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For colleagues; the bank is told only that we accept."),
    )


class TryForm(forms.Form):
    """What the cardholder says, at the test bank."""

    reason = forms.ChoiceField(label=_("Reason"), choices=tuple(REASONS.items()), initial="not_received")
