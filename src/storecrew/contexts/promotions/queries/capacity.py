"""What a plan will bring to warehouse and service, from what orders brought before, against the rosters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions import counting
from storecrew.contexts.promotions.models import LoadForecast, PlannedUnits, Promotion
from storecrew.contexts.promotions.queries.touching import span
from storecrew.contexts.promotions.rules import capacity
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work

LOOK_BACK = 28
COMPARED = 12
AHEAD = 90
USUAL_PER_HOUR = 40
AHEAD_OF_START = (Promotion.State.DRAFT, Promotion.State.SCHEDULED, Promotion.State.STOPPED)
SKILLS = {"pack": "pack", "serve": "serve"}


@dataclass(frozen=True, slots=True)
class Load:
    """A forecast: its weeks against the rosters, and the rates it was made from."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    weeks: list[dict[str, Any]]
    basis: dict[str, Any]

    def short(self, team: str) -> list[dict[str, Any]]:
        """Return the weeks in which a team ("pack", "serve") may be too few."""
        return capacity.short_weeks(self.weeks, team)


def load_of(row: Promotion, *, at: dt.datetime) -> Load | None:
    """Return what a promotion will bring, as far as it can be known now; None when no units are planned."""
    planned = dict(row.planned.values_list("variant_id", "units"))
    if not planned:
        return None
    starts, ends = span(row, at)
    return forecast(planned, starts=starts, ends=ends, at=at)


def loads_of(record_ids: Collection[int], *, at: dt.datetime) -> dict[int, Load]:
    """Return what promotions that have not begun will bring, as far as units are planned."""
    rows = Promotion.objects.filter(pk__in=record_ids, state__in=AHEAD_OF_START).exclude(planned=None)
    found = {row.pk: load_of(row, at=at) for row in rows.distinct()}
    return {key: load for key, load in found.items() if load is not None}


def forecast(planned: Mapping[int, int], *, starts: dt.datetime, ends: dt.datetime, at: dt.datetime) -> Load:
    """Return what selling so many units of articles within a time will bring."""
    own = _usual_units(planned, at)
    return _forecast(sum(planned.values()), own, past_rates(at), starts=starts, ends=ends, at=at)


def forecast_orders(
    orders_more: int, *, without: Collection[int], starts: dt.datetime, ends: dt.datetime, at: dt.datetime
) -> Load:
    """Return what so many orders above the usual ones will bring, for plans that name no articles.

    ``without``: promotions whose planned units are part of these orders and are compared by themselves.
    """
    rates = past_rates(at)
    planned = PlannedUnits.objects.filter(promotion_id__in=without).aggregate(units=Sum("units", default=0))
    units = max(0, round(orders_more * rates.units_per_order) - planned["units"])
    return _forecast(units, 0.0, rates, starts=starts, ends=ends, at=at)


def _forecast(
    planned: int,
    own: float,
    rates: capacity.Rates,
    *,
    starts: dt.datetime,
    ends: dt.datetime,
    at: dt.datetime,
) -> Load:
    zone = channels.facts().timezone
    days = _days(starts, ends, zone)
    past = experience()
    units = capacity.expected_units(
        rates.units / rates.days, own, planned / max(1, len(days))
    )  # not money: units a day
    first, last = min(days[0], at.astimezone(ZoneInfo(zone)).date()), days[-1]
    per_hour = _pace(at, zone)
    weeks = capacity.weeks(
        days[: capacity.MOST_DAYS],
        units_a_day=units,
        rates=rates,
        past=past,
        units_an_hour=per_hour,
        pack=_crew("pack", first, last, at, zone),
        serve=_crew("serve", first, last, at, zone),
    )
    basis = {
        "days": rates.days,
        "orders": rates.orders,
        "units": rates.units,
        "parcels": rates.parcels,
        "contacts": dict(rates.contacts),
        "units_an_hour": per_hour,
        "minutes_a_contact": capacity.MINUTES_A_CONTACT,
        "compared": past.compared,
        "bias": round(past.bias, 3),
        "error": round(past.error, 3),
        "planned": planned,
    }
    return Load(starts, ends, weeks, basis)


def past_rates(at: dt.datetime) -> capacity.Rates:
    """Return what the orders of the last four weeks were like."""
    since = at - dt.timedelta(days=LOOK_BACK)
    volume = orders.volume_between(since, at)
    return capacity.Rates(
        LOOK_BACK, volume.orders, volume.units, counting.parcels(since, at), counting.contacts(since, at)
    )


def experience() -> capacity.Past:
    """Return how far off the forecasts were that have been compared, by the orders they expected."""
    rows = LoadForecast.objects.exclude(compared_at=None).exclude(actual={}).order_by("-ends_at")[:COMPARED]
    ratios = []
    for row in rows:
        # the bias that was used then is part of what was expected, so it is taken out again
        expected = sum(week["orders"][0] for week in row.weeks) / row.basis.get("bias", 1.0)
        if expected:
            ratios.append(row.actual["orders"] / expected)
    return capacity.learn(ratios)


def counted(starts: dt.datetime, ends: dt.datetime) -> dict[str, int]:
    """Return what came in a time: orders, units, parcels that left, and contacts."""
    volume = orders.volume_between(starts, ends)
    return {
        "orders": volume.orders,
        "units": volume.units,
        "parcels": counting.parcels(starts, ends) or 0,
        "contacts": sum(counting.contacts(starts, ends).values()),
    }


def questions_between(since: dt.datetime, until: dt.datetime) -> int:
    """Return how often service asked somebody about an order."""
    return work.count_asked("orders.order", since=since, until=until)


def notes_between(since: dt.datetime, until: dt.datetime) -> int:
    """Return how often staff wrote something down on an order."""
    return work.count_comments("orders.order", since=since, until=until)


def latest_forecast(promotion_id: int) -> LoadForecast | None:
    """Return the forecast of a promotion's newest scheduled version."""
    return LoadForecast.objects.filter(promotion_id=promotion_id).first()


def _days(starts: dt.datetime, ends: dt.datetime, zone: str) -> list[dt.date]:
    local = ZoneInfo(zone)
    first = starts.astimezone(local).date()
    last = max(first, (ends - dt.timedelta(microseconds=1)).astimezone(local).date())
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _usual_units(planned: Mapping[int, int], at: dt.datetime) -> float:
    """Return how many units a day the planned articles sell without a plan."""
    today = at.date()
    sold = inventory.daily_demand(
        planned, since=today - dt.timedelta(days=LOOK_BACK), until=today, timezone="UTC"
    )
    return max(0, sum(sum(by_day.values()) for by_day in sold.values())) / LOOK_BACK


def _pace(at: dt.datetime, zone: str) -> int:
    """Return units that a person packs in an hour, as the warehouse measures them."""
    shop = channels.facts()
    load = shipping.warehouse_load(shop.code, zone, at)
    return load.per_hour if load else USUAL_PER_HOUR


def _crew(team: str, first: dt.date, last: dt.date, at: dt.datetime, zone: str) -> capacity.Crew:
    today = at.astimezone(ZoneInfo(zone)).date()
    since = min(first, today) - dt.timedelta(days=LOOK_BACK)
    minutes = people.skill_minutes(SKILLS[team], since, max(last, today) + dt.timedelta(days=AHEAD))
    past = [value for day, value in minutes.items() if day < today and value]
    ahead = [day for day, value in minutes.items() if day >= today and value]
    usual = sum(past) // LOOK_BACK if past else 0
    return capacity.Crew(minutes, max(ahead) if ahead else None, usual)
