"""Reads of places on the map and of depots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fleet.models import DepotPlace, PostalPlace
from storecrew.contexts.fleet.rules import centroids
from storecrew.contexts.fleet.rules.geography import Point
from storecrew.kernel import clock


class Depot(NamedTuple):
    """A location from which vehicles leave; hours are local wall time of ``timezone``."""

    location_id: int
    code: str
    name: str
    point: Point
    opens: dt.time
    closes: dt.time
    timezone: str

    def instant(self, day: dt.date, seconds: int) -> dt.datetime:
        """Return the instant so many seconds after the local midnight of a day."""
        return clock.local_midnight(day, self.timezone) + dt.timedelta(seconds=seconds)


def depots(codes: Collection[str] | None = None) -> tuple[Depot, ...]:
    """Return the depots that have a place on the map; one query."""
    rows = DepotPlace.objects.select_related("location").filter(location__active=True)
    if codes is not None:
        rows = rows.filter(location__code__in=codes)
    return tuple(
        Depot(
            row.location_id, row.location.code, row.location.name, Point(row.lat_e6, row.lon_e6),
            row.opens, row.closes, row.timezone,
        )
        for row in rows.order_by("location__name")
    )  # fmt: skip


def locate(country: str, postal_code: str) -> tuple[Point, str] | None:
    """Return where a post code lies and by which table: own or region; None when nobody knows."""
    own = PostalPlace.objects.filter(country=country).values_list("prefix", "lat_e6", "lon_e6")
    return centroids.locate(country, postal_code, [(prefix, Point(lat, lon)) for prefix, lat, lon in own])


def today_of(depot: Depot | None, at: dt.datetime) -> dt.date:
    """Return the local day at a depot, or the shop's when there is none."""
    return clock.local_day(at, depot.timezone if depot else channels.facts().timezone)
