"""Days as the back office writes them, in the language of the reader."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language


def day_words(day: dt.date, *, with_year: bool = True) -> str:
    """Write a day: "3 Mar 2026", or "3 Mar" without its year."""
    locale = (get_language() or "en").replace("-", "_")
    if locale == "en":
        # day first: half of the readers would take 11/2 or the other order for another day
        return format_date(day, "d MMM y" if with_year else "d MMM", locale="en")
    return format_skeleton("yMMMd" if with_year else "MMMd", day, locale=locale)
