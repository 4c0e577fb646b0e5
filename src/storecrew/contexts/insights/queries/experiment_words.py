"""Sentences for what makes no experiment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "missing": _("Please fill this in."),
    "choose": _("Please choose one."),
    "percent": _("Between 1 and 100 percent."),
    "alpha": _("Between 0.1 and 20 percent."),
    "power": _("Between 50 and 99 percent."),
    "variants": _("Two to four variants, each with a weight between 1 and 100."),
    "category": _("Choose a category of the shop."),
    "sorts": _("Choose an order for each variant."),
    "long": _("This is too long: 40 letters for a button, 200 for a text."),
    "words": _("Each variant beside the control needs words."),
    "same": _("The variants do not differ."),
    "no_baseline": _("Nothing was counted yet that could be compared with: write how it is today."),
}


def problem_words(code: str) -> str:
    """Return the sentence of a problem."""
    return str(_WORDS[code])
