"""What a plan will bring to warehouse and service, from what orders brought before, against the rosters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, Protocol
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

DAY = dt.timedelta(days=1)
LOOK_BACK = 28
COMPARED = 12
AHEAD = 90
USUAL_PER_HOUR = 40
SKILLS = {"pack": "pack", "serve": "serve"}


class Compared(Protocol):
    """A kept forecast of any plan that was compared with what came."""

    weeks: list[dict[str, Any]]
    basis: dict[str, Any]
    actual: dict[str, int]


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


class Grounds(NamedTuple):
    """What every forecast of a moment is made from, asked for once however many plans there are.

    ``minutes`` are the rosters of the teams by day.
    """

    today: dt.date
    zone: str
    rates: capacity.Rates
    past: capacity.Past
    units_an_hour: int
    minutes: Mapping[str, Mapping[dt.date, int]]
    units_from: str = "usual"

    def crew(self, team: str, first: dt.date, last: dt.date) -> capacity.Crew:
        """Return a team's roster around the days of one plan, and what is usual for it."""
        since = min(first, self.today) - LOOK_BACK * DAY
        until = max(last, self.today) + AHEAD * DAY
        mine = {day: value for day, value in self.minutes[team].items() if since <= day <= until}
        past = [value for day, value in mine.items() if day < self.today and value]
        ahead = [day for day, value in mine.items() if day >= self.today and value]
        usual = sum(past) // LOOK_BACK if past else 0
        return capacity.Crew(mine, max(ahead) if ahead else None, usual)


def load_of(row: Promotion, *, at: dt.datetime) -> Load | None:
    """Return what a promotion will bring, as far as it can be known now; None when no units are planned."""
    return _loads([row], at).get(row.pk)


def loads_of(record_ids: Collection[int], *, at: dt.datetime) -> dict[int, Load]:
    """Return what promotions that have not begun will bring, as far as units are planned."""
    rows = Promotion.objects.filter(pk__in=record_ids, state__in=Promotion.NOT_BEGUN).exclude(planned=None)
    return _loads(list(rows.distinct()), at)


def _loads(rows: Sequence[Promotion], at: dt.datetime) -> dict[int, Load]:
    """Return what promotions with planned units will bring. A fixed number of queries."""
    plans: dict[int, dict[int, int]] = {}
    units = PlannedUnits.objects.filter(promotion__in=rows).order_by("pk")
    for key, variant_id, count in units.values_list("promotion_id", "variant_id", "units"):
        plans.setdefault(key, {})[variant_id] = count
    if not plans:
        return {}
    spans = {row.pk: span(row, at) for row in rows if row.pk in plans}
    grounds = _grounds(spans.values(), at)
    sold = _usual_units({variant_id for plan in plans.values() for variant_id in plan}, at)
    return {
        key: _forecast(sum(plans[key].values()), _a_day(sold, plans[key]), grounds, starts=starts, ends=ends)
        for key, (starts, ends) in spans.items()
    }


def forecast(planned: Mapping[int, int], *, starts: dt.datetime, ends: dt.datetime, at: dt.datetime) -> Load:
    """Return what selling so many units of articles within a time will bring."""
    own = _a_day(_usual_units(planned, at), planned)
    return _forecast(sum(planned.values()), own, _grounds([(starts, ends)], at), starts=starts, ends=ends)


def forecast_orders(
    orders_more: int,
    *,
    without: Collection[int] = (),
    starts: dt.datetime,
    ends: dt.datetime,
    past: capacity.Past | None = None,
    at: dt.datetime,
) -> Load:
    """Return what so many orders above the usual ones will bring, for plans that name no articles.

    ``without``: promotions whose planned units are part of these orders and are compared by themselves.
    ``past``: how right such plans were; that of promotions when nobody says.
    """
    grounds = _grounds([(starts, ends)], at)
    planned = PlannedUnits.objects.filter(promotion_id__in=without).aggregate(units=Sum("units", default=0))
    units = max(0, round(orders_more * grounds.rates.units_per_order) - planned["units"])
    return _forecast(units, 0.0, grounds._replace(past=past or grounds.past), starts=starts, ends=ends)


def _grounds(spans: Iterable[tuple[dt.datetime, dt.datetime]], at: dt.datetime) -> Grounds:
    """Ask for what forecasts of some times are made from."""
    shop = channels.facts()
    local = ZoneInfo(shop.timezone)
    today = at.astimezone(local).date()
    days = [today, *(each.astimezone(local).date() for span in spans for each in span)]
    since, until = min(days) - LOOK_BACK * DAY, max(days) + AHEAD * DAY
    minutes = {
        team: work.once_a_look(
            ("minutes", skill, since, until), partial(people.skill_minutes, skill, since, until)
        )
        for team, skill in SKILLS.items()
    }
    rates, past, per_hour, measured = work.once_a_look(
        ("lately", shop.code, at), partial(_lately, shop.code, shop.timezone, at)
    )
    return Grounds(today, shop.timezone, rates, past, per_hour, minutes, measured)


def _lately(shop: str, timezone: str, at: dt.datetime) -> tuple[capacity.Rates, capacity.Past, int, str]:
    """Return what lately came, how right forecasts were, and how fast the warehouse is and since when."""
    load = shipping.warehouse_load(shop, timezone, at)
    per_hour, measured = (load.per_hour, load.per_hour_from) if load else (USUAL_PER_HOUR, "usual")
    return past_rates(at), experience(), per_hour, measured


def _forecast(
    planned: int,
    own: float,
    grounds: Grounds,
    *,
    starts: dt.datetime,
    ends: dt.datetime,
) -> Load:
    days = _days(starts, ends, grounds.zone)
    rates, past = grounds.rates, grounds.past
    units = capacity.expected_units(
        rates.units / rates.days, own, planned / max(1, len(days))
    )  # not money: units a day
    weeks = capacity.weeks(
        days[: capacity.MOST_DAYS],
        units_a_day=units,
        rates=rates,
        past=past,
        units_an_hour=grounds.units_an_hour,
        pack=grounds.crew("pack", days[0], days[-1]),
        serve=grounds.crew("serve", days[0], days[-1]),
    )
    basis = {
        "days": rates.days,
        "orders": rates.orders,
        "units": rates.units,
        "parcels": rates.parcels,
        "contacts": dict(rates.contacts),
        "units_an_hour": grounds.units_an_hour,
        "units_an_hour_from": grounds.units_from,
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
    return learned(LoadForecast.objects.exclude(compared_at=None).exclude(actual={}).order_by("-ends_at"))


def learned(rows: Iterable[Compared]) -> capacity.Past:
    """Return how far off kept forecasts were, of which the newest come first."""
    found = (
        capacity.ratio(row.weeks, row.basis.get("bias", 1.0), row.actual["orders"])
        for row in islice(rows, COMPARED)
    )
    return capacity.learn([each for each in found if each is not None])


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


def _usual_units(variant_ids: Collection[int], at: dt.datetime) -> dict[int, int]:
    """Return how many units of articles were sold in the days that are looked back on."""
    today = channels.house_day(at)
    found: dict[int, int] = {}
    sold = inventory.daily_demand(
        variant_ids, since=today - LOOK_BACK * DAY, until=today, timezone=channels.house_zone()
    )
    for key, by_day in sold.items():
        found[key[0]] = found.get(key[0], 0) + sum(by_day.values())
    return found


def _a_day(sold: Mapping[int, int], planned: Collection[int]) -> float:
    """Return how many units a day the planned articles sell without a plan."""
    return max(0, sum(sold.get(variant_id, 0) for variant_id in planned)) / LOOK_BACK
