"""What an article sold of late, week by week: what a forecast can be compared with by eye."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.record import Table

WEEKS = 12
WEEK = dt.timedelta(weeks=1)


def sold_by_week(variant_id: int, location_id: int) -> Table:
    """Return the units that sales at a location asked for in each of the last weeks, the newest first.

    A week ends yesterday, as in the forecast; what was canceled or came back is taken off on its own day.
    """
    zone = channels.house_zone()
    until = clock.today(zone)
    days = inventory.daily_demand(
        [variant_id], since=until - WEEKS * WEEK, until=until, timezone=zone, location_id=location_id
    ).get((variant_id, location_id), {})
    begins = [until - number * WEEK for number in range(1, WEEKS + 1)]
    rows = [
        (begin, sum(units for day, units in days.items() if begin <= day < begin + WEEK)) for begin in begins
    ]
    return Table(
        _("Sold week by week"),
        (_("Week from"), _("Units")),
        rows if days else [],
        empty=_("Nothing was sold from here in twelve weeks."),
        kinds=("date", "number"),
    )
