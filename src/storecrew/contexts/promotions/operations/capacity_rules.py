"""Conflicts with the rosters: too few people to pack or to answer, or nobody at all (5.4, 5.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions import expecting
from storecrew.contexts.promotions.operations.moving import RECORD
from storecrew.contexts.promotions.queries import capacity
from storecrew.contexts.work import public as work

FIRST_DAYS = 3


class TooFew(work.ConflictRule):
    """What is expected takes more hours than a team has on its roster."""

    team: ClassVar[str] = ""
    severity = "blocking"
    dates = work.PLANS
    answers: ClassVar[Mapping[str, Any]] = {
        "shift": gettext_lazy("More people are planned"),
        "promise": gettext_lazy("A longer time is promised"),
        "stagger": gettext_lazy("It is sent in parts, day by day"),
        "accept": gettext_lazy("The team takes it as it is"),
    }
    in_days: ClassVar[Mapping[str, int]] = {"promise": 20, "stagger": 30}

    def find(self, dates: Sequence[work.CalendarDate], *, at: dt.datetime) -> Iterator[work.Found]:
        """Return the plans still to come that bring more than the team can do."""
        for record, loads_of in {RECORD: capacity.loads_of, **expecting.expectations()}.items():
            mine = {int(date.record_id): date for date in dates if date.record == record}
            if not mine:
                continue
            # What comes is the same for every team.
            loads = work.once_a_look((record, *mine, at), partial(loads_of, mine, at=at))
            for key, load in loads.items():
                if short := load.short(self.team):
                    yield work.Found(
                        date=mine[key],
                        key=self.team,
                        facts={"weeks": short},
                        measure=sum(each["missing"] for each in short),
                        severity="blocking" if any(each["sure"] for each in short) else "warning",
                    )

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say how many hours are needed and how many are there."""
        return " ".join(
            _("Week from %(day)s: %(needed)s h needed (up to %(most)s h), %(there)s h on the roster.")
            % {
                "day": _day(each["from"]),
                "needed": _hours(each["needed"]),
                "most": _hours(each["most"]),
                "there": _hours(each["there"]),
            }
            for each in facts["weeks"][:4]
        )

    def cure(self, facts: Mapping[str, Any]) -> str:
        """Say what would resolve it."""
        return _("Plan more shifts, plan for less, or move the plan; or answer how it will be done.")


class TooFewPackers(TooFew):
    """Orders come faster than the warehouse packs."""

    code, team = "capacity_pack", "pack"
    name = gettext_lazy("Too few people to pack")
    owner_role, permission = "logistics_manager", "roster.write"


class TooFewAgents(TooFew):
    """More customers ask than service can answer."""

    code, team = "capacity_serve", "serve"
    name = gettext_lazy("Too few people to answer")
    owner_role, permission = "customer_service", "customers.write"


class Unstaffed(work.ConflictRule):
    """Nobody is there to answer on one of its first days, though the roster is made for them."""

    code = "unstaffed"
    name = gettext_lazy("Service is not staffed")
    owner_role = "customer_service"
    permission = "customers.write"
    dates, together = work.PLANS, True

    def summed(self, facts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return the days of all of them."""
        return {"days": sorted({day for each in facts for day in each["days"]})}

    def find(self, dates: Sequence[work.CalendarDate], *, at: dt.datetime) -> Iterator[work.Found]:
        """Return the plans whose first days have nobody, within the days the roster is made for."""
        zone = ZoneInfo(channels.house_zone())
        today = at.astimezone(zone).date()
        minutes = people.skill_minutes(capacity.SKILLS["serve"], today, today + dt.timedelta(days=90))
        planned_until = max((day for day, value in minutes.items() if value), default=None)
        if planned_until is None:
            return
        for date in dates:
            first, last = (each.astimezone(zone).date() for each in (date.starts_at, date.ends_at))
            days = [first + dt.timedelta(days=n) for n in range(FIRST_DAYS)]
            empty = [
                day.isoformat()
                for day in days
                if today <= day <= min(planned_until, last) and not minutes.get(day)
            ]
            if empty:
                yield work.Found(date=date, key="serve", facts={"days": empty}, measure=len(empty))

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say on which days nobody is there."""
        return _("Nobody is planned to answer customers on %(days)s.") % {
            "days": ", ".join(_day(day) for day in facts["days"])
        }

    def cure(self, facts: Mapping[str, Any]) -> str:
        """Say what would resolve it."""
        return _("Plan a shift on these days, or start on others.")


RULES = (TooFewPackers(), TooFewAgents(), Unstaffed())
CODES = tuple(rule.code for rule in RULES)


def _day(iso: str) -> str:
    """Return a day as the reader writes it."""
    return date_format(dt.date.fromisoformat(iso), "DATE_FORMAT")


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"
