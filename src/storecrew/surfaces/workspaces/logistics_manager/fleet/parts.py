"""What the fleet adds to the menu and the homes."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Trip
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.parts import home_zone, link, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    EVERY_ROLE,
    Look,
    Queue,
    QueueItem,
    Tile,
    register_menu,
    register_queue,
    register_tile,
)
from storecrew.surfaces.workspaces.logistics_manager.fleet import words


def _my_trip(look: Look) -> Tile | None:
    trip = fleet.my_trip(look.actor, at=look.at)
    if trip is None:
        return None
    left = sum(stop.state == "planned" for stop in trip.stops)
    return Tile(
        _("My trip"), str(left), _("stops left, %(number)s") % {"number": trip.number}, link("driving")
    )


def _today(look: Look) -> Queue:
    """List today's trips with how far they are."""
    day = clock.today(home_zone(look))
    rows = Trip.objects.filter(day=day).exclude(state="canceled").select_related("vehicle", "driver__user")
    rows = rows.annotate(
        all=Count("stops"),
        over=Count("stops", filter=Q(stops__state__in=("done", "failed"))),
        failed=Count("stops", filter=Q(stops__state="failed")),
    ).order_by("starts_at", "pk")

    def item(trip: Any) -> QueueItem:
        state = words.TRIP_STATES[trip.state][0]
        detail = f"{trip.vehicle} · {trip.driver} · {state} · {trip.over}/{trip.all}"
        url = link("fleet_trip", trip.pk)
        return QueueItem(trip.number, url, detail, trip.started_at, "bad" if trip.failed else "neutral")

    rows = within(rows, look.actor, location="depot__code")
    return queue(
        _("Trips of today"), rows, item, url=link("fleet_board"), empty=_("No vehicle of ours drives today.")
    )


register_menu(gettext_lazy("Trips"), "fleet_board", "calendar-alt", "fleet.read", "fleet", order=10)
register_menu(gettext_lazy("My trip"), "driving", "mobile-alt", "fleet.drive", "fleet", order=20)
register_menu(gettext_lazy("Vehicles"), "fleet_vehicles", "cogs", "fleet.read", "fleet", order=30)
register_menu(gettext_lazy("Drivers"), "fleet_drivers", "group", "fleet.read", "fleet", order=40)
register_menu(gettext_lazy("Place a depot"), "fleet_depot", "home", "fleet.write", "fleet", order=50)
register_menu(gettext_lazy("Where post codes lie"), "fleet_postal", "globe", "fleet.write", "fleet", order=60)
register_tile(EVERY_ROLE, _my_trip, permission="fleet.drive", order=5)
register_queue("logistics_manager", _today, permission="fleet.read", order=20)
