"""Problems of forms in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def problem_words(code: str) -> str:
    """Say what is wrong with a field."""
    words = {
        "missing": _("This is needed."),
        "unknown": _("This is none of the choices."),
        "order": _("The end comes before the start."),
        "negative": _("This cannot be less than nothing."),
        "utm": _("Use 2 to 60 small letters, digits, - and _."),
        "room": _("There is no room for so many on this paper."),
        "path": _("Begin with / and name a page of the shop."),
        "taken": _("This exists already."),
    }
    return words.get(code, _("This cannot be right."))


def left_out_words(reason: str) -> str:
    """Say why somebody gets nothing."""
    words = {
        "consent": _("No consent (any more)"),
        "frequency": _("Had enough mails lately"),
        "promotion": _("The promotion does not hold now"),
        "stock": _("None of the articles can be bought now"),
        "campaign": _("The campaign does not run"),
        "canceled": _("The mailing was canceled"),
        "bought": _("Bought already"),
        "cart": _("The cart is gone"),
        "price": _("Not cheaper any more"),
    }
    return words.get(reason, reason)
