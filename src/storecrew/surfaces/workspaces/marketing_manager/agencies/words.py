"""States and figures of agencies and work items in words."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from storecrew.contexts.marketing.models import AgencyAccess, WorkItem
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {
    "draft": "neutral",
    "given": "info",
    "started": "info",
    "delivered": "warning",
    "accepted": "good",
    "dropped": "neutral",
}


def status(row: WorkItem) -> Status:
    """Return where a work item is."""
    return Status(row.get_state_display(), TONES[row.state])


def late(row: WorkItem, at: dt.datetime) -> bool:
    """Say whether it should have been delivered by now."""
    return row.state in ("draft", "given", "started") and row.due_at < at


def holder(row: WorkItem) -> str:
    """Return who has a work item."""
    if row.agency is not None:
        return row.agency.name
    return str(row.person) if row.person else "–"


def access_status(row: AgencyAccess, at: dt.datetime) -> Status:
    """Return whether an access holds."""
    if row.ended_at is not None or row.ends_at <= at:
        return Status(_("Ended"), "neutral")
    return Status(_("Holds"), "good") if row.starts_at <= at else Status(_("Later"), "info")


def hours(minutes: int) -> str:
    """Return minutes as hours, such as "1:30 h"."""
    return _("%(hours)s h") % {"hours": f"{minutes // 60}:{minutes % 60:02}"}


def money(amount: int, currency: str) -> str:
    """Return an amount of minor units."""
    return Money(amount, currency).format()
