"""Keep places on the map: depots with their hours, post codes of our own, a stop that nobody found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.db import transaction

from storecrew.contexts.fleet.errors import InvalidPlace, JobClosed, UnknownJob
from storecrew.contexts.fleet.models import DepotPlace, Job, PostalPlace
from storecrew.contexts.fleet.rules import centroids
from storecrew.contexts.fleet.rules.geography import Point
from storecrew.contexts.fleet.rules.jobs import LIVE
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def save_depot(
    location: str,
    *,
    point: Point,
    opens: dt.time,
    closes: dt.time,
    timezone: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Write where a location lies, and when vehicles may leave and come back.

    :raises InvalidPlace: it is nowhere on earth, closes before it opens, or the time zone is unknown
    """
    actor.require("fleet.write")
    _check(point)
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, LookupError):
        raise InvalidPlace(timezone=timezone) from None
    if closes <= opens:
        raise InvalidPlace(closes=closes.isoformat())
    place = inventory.location(location)
    with transaction.atomic():
        DepotPlace.objects.update_or_create(
            location_id=place.id,
            defaults={
                "lat_e6": point.lat_e6,
                "lon_e6": point.lon_e6,
                "opens": opens,
                "closes": closes,
                "timezone": timezone,
            },
        )
        after = {"point": list(point), "opens": opens.isoformat(), "closes": closes.isoformat()}
        _audit("fleet.depot_saved", "inventory.location", place.id, after, actor, at)


def save_place(
    *, country: str, prefix: str, point: Point, actor: Actor, at: dt.datetime, name: str = ""
) -> None:
    """Write where post codes of a country that begin with ``prefix`` lie; open jobs there follow.

    :raises InvalidPlace: no country, no prefix, or a place that is nowhere on earth
    """
    actor.require("fleet.write")
    _check(point)
    code, plain = country.strip().upper(), centroids.plain(prefix)
    if len(code) != 2 or not 0 < len(plain) <= 12:
        raise InvalidPlace(prefix=prefix)
    with transaction.atomic():
        row, _made = PostalPlace.objects.update_or_create(
            country=code,
            prefix=plain,
            defaults={"name": name.strip()[:80], "lat_e6": point.lat_e6, "lon_e6": point.lon_e6},
        )
        for job in Job.objects.filter(state="open", address__country=code).exclude(place_source="typed"):
            if centroids.plain(str(job.address.get("postal_code", ""))).startswith(plain):
                Job.objects.filter(pk=job.pk).update(
                    lat_e6=point.lat_e6, lon_e6=point.lon_e6, place_source="own"
                )
        _audit("fleet.place_saved", "fleet.place", row.pk, {"place": f"{code} {plain}"}, actor, at)


def set_job_place(job_id: int, *, point: Point, actor: Actor, at: dt.datetime) -> None:
    """Write where a delivery or pick-up really is.

    :raises UnknownJob: there is no such job
    :raises JobClosed: it is over
    :raises InvalidPlace: it is nowhere on earth
    """
    actor.require("fleet.write")
    _check(point)
    with transaction.atomic():
        values = {"lat_e6": point.lat_e6, "lon_e6": point.lon_e6, "place_source": "typed"}
        if not Job.objects.filter(pk=job_id, state__in=LIVE).update(**values):
            raise (JobClosed if Job.objects.filter(pk=job_id).exists() else UnknownJob)(job=job_id)
        _audit("fleet.job_placed", "fleet.job", job_id, {"point": list(point)}, actor, at)


def _check(point: Point) -> None:
    if abs(point.lat_e6) > 90_000_000 or abs(point.lon_e6) > 180_000_000:
        raise InvalidPlace(point=list(point))


def _audit(
    action: str, record: str, record_id: int, after: Mapping[str, object], actor: Actor, at: dt.datetime
) -> None:
    audit.record(actor=actor, action=action, record=record, record_id=record_id, at=at, after=dict(after))
