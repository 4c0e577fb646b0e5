"""Forms of mentions: an answer, a colleague, customer service, who it is, a picture, a permission."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.people import public as people


class AnswerForm(forms.Form):
    """What we say: read by whoever sees what is answered."""

    text = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = (
            _("Everybody reads it. Ask for numbers of orders and addresses in private.")
            if public
            else _("Only who sees the mention reads it: its author did not show it to everybody.")
        )


class AssignForm(forms.Form):
    """Who looks after it."""

    user_id = forms.TypedChoiceField(label=_("Colleague"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = people.staff_choices()  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    """A word for customer service."""

    note_text = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Customer service gets the text of the mention with it, and answers within four hours."),
    )


class LinkForm(forms.Form):
    """Who the author is."""

    email = forms.EmailField(label=_("Email of the customer"), required=False)
    order_number = forms.CharField(label=_("Number of the order"), max_length=40, required=False)


class KeepPictureForm(forms.Form):
    """For which product, and what is to be seen."""

    sku = forms.CharField(label=_("Article (SKU)"), max_length=64)
    alt = forms.CharField(
        label=_("What it shows"), max_length=400, help_text=_("For people who do not see the picture.")
    )


class PermitForm(forms.Form):
    """What the owner said."""

    words = forms.CharField(
        label=_("What was said, and where"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy the words, with the address of the message and the day."),
    )
