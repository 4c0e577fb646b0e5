"""How invoices on account and accounts are said."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import OpenItem
from storecrew.surfaces.ui.backoffice.listing import Status

AGING: dict[str, Any] = {
    "not_due": gettext_lazy("Not due"),
    "1-30": gettext_lazy("1 to 30 days late"),
    "31-60": gettext_lazy("31 to 60 days late"),
    "61-90": gettext_lazy("61 to 90 days late"),
    "over_90": gettext_lazy("More than 90 days late"),
}
AGING_TONES = {"not_due": "neutral", "1-30": "warning", "31-60": "bad", "61-90": "bad", "over_90": "bad"}
STATES = dict(OpenItem.State.choices)
STATE_TONES = {"open": "info", "paid": "good", "canceled": "neutral"}
HOLDS = {
    "disputed": pgettext_lazy("invoice", "Disputed"),
    "held": pgettext_lazy("invoice", "On hold"),
}


def state_of(state: str, hold: str = "") -> Status:
    """Return how the state of an invoice looks; one that is held says so while it is open."""
    if state == "open" and hold:
        return Status(HOLDS[hold], "warning")
    return Status(STATES[state], STATE_TONES[state])


def age_of(state: str, due_on: dt.date, today: dt.date) -> Status | str:
    """Return in which part of the aging an invoice is; "" when nothing is owed of it."""
    if state != "open":
        return ""
    code = receivables.bucket_of(due_on, today)
    return Status(AGING[code], AGING_TONES[code])


def account_state(row: Any) -> Status:
    """Return whether an account can be used."""
    if row.ended_at:
        return Status(_("Ended"), "neutral")
    return Status(_("On hold"), "warning") if row.held_at else Status(_("In use"), "good")
