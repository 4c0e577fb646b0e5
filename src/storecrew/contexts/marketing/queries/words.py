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
        "taken": _("This exists already."),
    }
    return words.get(code, _("This cannot be right."))
