"""The form of a look: it shapes input; the operation decides, and says which shade would pass."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.content import public as content
from storecrew.kernel.errors import DomainError

FONT_WORDS = {
    "system": _("The device's own"),
    "humanist": _("Humanist"),
    "geometric": _("Geometric"),
    "serif": _("With serifs"),
    "rounded": _("Rounded"),
}
DENSITY_WORDS = {"compact": _("Compact"), "regular": _("Regular"), "airy": _("Airy")}
REASONS = {
    "color": _("Write a color such as #c5330b."),
    "radius": _("Choose 0 to 20 pixels."),
    "unknown": _("Choose one of the options."),
    "long": _("This is too long."),
}


def _color(label: Any, words: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=7, help_text=words, widget=forms.TextInput(attrs={"type": "color"})
    )


class LookForm(forms.Form):
    """What makes the look of a channel."""

    brand = forms.CharField(
        label=_("Brand name"), required=False, max_length=60, help_text=_("Empty: the name of the channel.")
    )
    logo = forms.TypedChoiceField(
        label=_("Logo"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("From the library of pictures. Shown 32 pixels high; the brand name is read out for it."),
    )
    logo_dark = forms.TypedChoiceField(
        label=_("Logo on dark ground"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Empty: the same one."),
    )
    accent = _color(_("Accent"), _("Buttons, what is chosen, reduced prices."))
    ink = _color(_("Text"), _("Dark; the dark look takes its hue from it."))
    paper = _color(_("Background"), _("Light; the dark look is made from the text's hue."))
    radius = forms.IntegerField(
        label=_("Rounded corners, in pixels"), min_value=0, max_value=content.MOST_RADIUS
    )
    font = forms.ChoiceField(
        label=_("Font"),
        choices=[(code, FONT_WORDS[code]) for code in content.FONTS],
        help_text=_("Fonts that devices have already: nothing is loaded."),
    )
    density = forms.ChoiceField(
        label=_("Density"), choices=[(code, DENSITY_WORDS[code]) for code in content.DENSITIES]
    )
    note = forms.CharField(label=_("What is new"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pictures = [("", "–"), *content.picture_choices()]
        for name in ("logo", "logo_dark"):
            self.fields[name].choices = pictures  # type: ignore[attr-defined]

    def choices(self) -> content.ThemeChoices:
        """Return what was chosen."""
        values = dict(self.cleaned_data)
        del values["note"]
        return content.ThemeChoices(**values)

    def take(self, error: DomainError) -> None:
        """Show what the operation refused beside the field it is about."""
        fields: dict[str, str] = error.details.get("fields", {})
        for name, reason in fields.items():
            self.add_error(name, str(REASONS.get(reason, reason)))
        if not fields:
            self.add_error(None, str(error))
