"""States, goals and money of campaigns in words."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.marketing.models import Activity, Campaign, StrategyPlan
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {
    "draft": "neutral",
    "scheduled": "info",
    "live": "good",
    "paused": "warning",
    "stopped": "bad",
    "ended": "neutral",
}
ACTIVITY_TONES = {"planned": "neutral", "ordered": "info", "done": "good", "dropped": "warning"}
IN_MONEY = ("revenue",)


def status(row: Campaign) -> Status:
    """Return the state with its tone."""
    return Status(row.get_state_display(), TONES[row.state])


def activity_status(row: Activity) -> Status:
    """Return how binding an activity is."""
    return Status(row.get_state_display(), ACTIVITY_TONES[row.state])


def goal(row: Campaign | StrategyPlan) -> str:
    """Return the goal with its figure, such as "Revenue: €5,000.00"."""
    if not row.goal_value:
        return row.get_goal_display()
    value = Money(row.goal_value, row.currency).format() if row.goal in IN_MONEY else f"{row.goal_value:,}"
    return f"{row.get_goal_display()}: {value}"


def window(row: Campaign) -> str:
    """Say when it runs."""
    start = _moment(row.starts_at) if row.starts_at else _("no start yet")
    end = _moment(row.ends_at, ends=True) if row.ends_at else _("no end yet")
    return f"{start} – {end}"


def _moment(moment: dt.datetime, *, ends: bool = False) -> str:
    """Return a day, with its time unless that is midnight; an end at midnight is the day before, whole."""
    local = timezone.localtime(moment)
    if local.time() != dt.time():
        return date_format(local, "DATETIME_FORMAT")
    return date_format(local - dt.timedelta(days=1) if ends else local, "DATE_FORMAT")


def money(amount: int | None, currency: str) -> Money | None:
    """Return an amount, or None where it is not known."""
    return None if amount is None else Money(amount, currency)
