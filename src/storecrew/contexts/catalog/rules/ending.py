"""When a product that sells off is over, and which plans make sense."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _


def problems(starts_on: dt.date, last_day: dt.date, *, today: dt.date, reason: str) -> dict[str, str]:
    """What is wrong with a planned end, by field; empty when it may stand."""
    wrong: dict[str, str] = {}
    if last_day < starts_on:
        wrong["last_day"] = _("The last day is before the first one.")
    elif last_day < today:
        wrong["last_day"] = _("This day is over.")
    if not reason.strip():
        wrong["reason"] = _("Say in a sentence why.")
    return wrong


def is_over(last_day: dt.date, today: dt.date, left: int | None) -> bool:
    """Whether the product ends: after its last day, or with nothing left (None: nobody counts)."""
    return today > last_day or (left is not None and left <= 0)
