"""The form that takes a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.kernel.actor import Actor


class UploadForm(forms.Form):
    """A catalog file, maybe its pictures, and the channel that it is for."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A product file of Shopify, WooCommerce or Magento, or our own: CSV, CSV.GZ, XLSX, or a ZIP "
            "with one of "
            "these and pictures. The format and the encoding are found by themselves."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx,.zip"}),
    )
    pictures = forms.FileField(
        label=_("Pictures"),
        required=False,
        help_text=_(
            "A ZIP of pictures, if the file names them by path. Pictures with an address are fetched."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        help_text=_("Prices are in its currency, stock goes to its first location."),
    )

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        visible = [row for row in channels.all_channels() if actor.can_see("channel", row.code)]
        field = self.fields["channel"]
        field.choices = [(row.code, f"{row.name} ({row.currency})") for row in visible]  # type: ignore[attr-defined]
        field.initial = next((row.code for row in visible if row.is_default), None)
