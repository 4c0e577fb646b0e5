"""Who is there, for the calendar of all teams: a line a day with the hours of each kind of work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.surfaces.workspaces.logistics_manager.team.roster import SKILLS

DAY = dt.timedelta(days=1)


class Rosters:
    """The days of the roster, without names: those stand on the roster itself, for who may read it."""

    kind = "roster"

    def __call__(self, since: dt.datetime, until: dt.datetime) -> Iterator[work.CalendarDate]:
        """Yield the days within a span of time that have shifts; one query."""
        days: dict[dt.date, list[people.ShiftFacts]] = defaultdict(list)
        for shift in people.shifts((since - DAY).date(), (until + DAY).date()):
            days[shift.day].append(shift)
        for day, shifts in sorted(days.items()):
            begins, ends = min(each.starts_at for each in shifts), max(each.ends_at for each in shifts)
            if begins < until and ends >= since:
                yield work.date_asked_for(
                    kind=self.kind,
                    title=_hours(shifts),
                    starts_at=begins,
                    ends_at=ends,
                    owner_role="logistics_manager",
                    record="people.roster",
                    record_id=day.isoformat(),
                    url=f"{reverse('team_roster')}?week={day.isoformat()}",
                    changed_at=begins,
                )


def _hours(shifts: list[people.ShiftFacts]) -> str:
    """Return the hours of each kind of work, as "packing 16 h, customer service 8 h"."""
    minutes: dict[str, int] = defaultdict(int)
    for shift in shifts:
        minutes[shift.skill] += shift.minutes
    return ", ".join(
        _("%(work)s %(hours)s h") % {"work": name, "hours": f"{minutes[code] / 60:.1f}".removesuffix(".0")}
        for code, name in SKILLS.items()
        if minutes.get(code)
    )
