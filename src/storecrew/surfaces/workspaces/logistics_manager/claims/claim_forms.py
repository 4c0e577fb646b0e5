"""Forms of claims."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.workspaces.logistics_manager.claims.words import KINDS


class Photos(forms.ClearableFileInput):
    """A field that takes several photos at once, straight from a phone's camera too."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; checked where they are kept."""

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """Return the bytes of each photo."""
        return [each.read() for each in data or ()]


class ClaimForm(forms.Form):
    """What is claimed and why."""

    kind = forms.ChoiceField(label=gettext_lazy("For"), choices=list(KINDS.items()))
    description = forms.CharField(
        label=gettext_lazy("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    amount = forms.CharField(label=gettext_lazy("Amount claimed"), max_length=30)
    photos = PhotosField(
        label=gettext_lazy("Photos"),
        required=False,
        widget=Photos(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        help_text=gettext_lazy("Damage needs at least one: the parcel outside, the padding, the goods."),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount(self) -> Money:
        """Read the amount in the currency of the parcel."""
        try:
            return Money.parse(self.cleaned_data["amount"], self.currency)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


class FileForm(forms.Form):
    """That the claim was sent."""

    carrier_ref = forms.CharField(
        label=gettext_lazy("Carrier's number of the claim"), max_length=100, required=False
    )


class CloseForm(forms.Form):
    """How the claim ended."""

    result = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=(
            ("accepted", gettext_lazy("the carrier pays")),
            ("refused", gettext_lazy("the carrier refuses")),
            ("withdrawn", gettext_lazy("we withdraw it")),
        ),
    )
    paid = forms.CharField(label=gettext_lazy("Amount paid"), max_length=30, required=False)
    note = forms.CharField(label=gettext_lazy("Why"), max_length=500, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_paid(self) -> Money | None:
        """Read the amount in the currency of the claim."""
        if not self.cleaned_data["paid"].strip():
            return None
        try:
            return Money.parse(self.cleaned_data["paid"], self.currency)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
