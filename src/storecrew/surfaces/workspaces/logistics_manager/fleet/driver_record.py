"""One driver: licence, shifts to come, trips and how they went."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Driver
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.logistics_manager.fleet import words
from storecrew.surfaces.workspaces.logistics_manager.fleet.driver_list import licence_of
from storecrew.surfaces.workspaces.logistics_manager.fleet.forms import DriverForm
from storecrew.surfaces.workspaces.logistics_manager.fleet.pages import form_page

TRIPS = 30
AHEAD = dt.timedelta(days=14)


def _find(driver_id: int, actor: Actor) -> Driver:
    row = Driver.objects.select_related("user", "depot").filter(pk=driver_id).first()
    if row is None or not actor.can_see("location", row.depot.code):
        raise fleet.UnknownDriver(driver=driver_id)
    return row


@workspace_page(permission="fleet.read")
def record(request: HttpRequest, driver_id: int) -> HttpResponse:
    """Show a driver."""
    actor = request_actor(request)
    row = _find(driver_id, actor)
    shown = Record(
        title=str(row.user),
        record="fleet.driver",
        record_id=row.pk,
        status=[licence_of(row)],
        next_step="" if row.active else _("Does not drive for us at the moment."),
        actions=[Action(_("Edit"), reverse("fleet_driver_edit", args=[row.pk]))]
        if actor.can("fleet.write")
        else [],
        groups=[
            FactGroup(
                _("Driver"),
                [
                    Fact(_("Depot"), row.depot.name),
                    Fact(_("Licence"), ", ".join(row.licence_classes)),
                    Fact(_("Holds until"), row.licence_until, "date"),
                    Fact(_("Phone"), row.phone),
                ],
            )
        ],
        tables=[_shifts(row), _trips(row)],
        back_url=reverse("fleet_drivers"),
        back_label=_("Drivers"),
    )
    return render_record(request, shown)


def _shifts(row: Driver) -> Table:
    today = clock.today(channels.facts().timezone)
    mine = [each for each in people.shifts(today, today + AHEAD) if each.user_id == row.user_id]
    names = {place.code: place.name for place in inventory.locations()}
    return Table(
        _("On the roster, two weeks ahead"),
        (_("Day"), _("Location"), _("Hours")),
        [
            (each.day, names.get(each.location_code, each.location_code), f"{each.minutes / 60:g}")
            for each in mine
            if each.skill == "drive"
        ],
        empty=_("Nothing. Trips are planned only for drivers on the roster for driving."),
        kinds=("date", "text", "number"),
    )


def _trips(row: Driver) -> Table:
    rows = row.trips.exclude(state="canceled").select_related("vehicle")
    rows = rows.annotate(
        done=Count("stops", filter=Q(stops__state="done")),
        late=Count("stops", filter=Q(stops__on_time=False)),
        failed=Count("stops", filter=Q(stops__state="failed")),
    ).order_by("-day")[:TRIPS]
    return Table(
        _("Trips"),
        (_("Trip"), _("Day"), _("Vehicle"), _("State"), _("Done"), _("Late"), _("Failed")),
        [
            (
                each.number, each.day, each.vehicle.name, words.status(words.TRIP_STATES, each.state),
                each.done, each.late, each.failed,
            )
            for each in rows
        ],
        empty=_("No trip yet."),
        kinds=("text", "date", "text", "status", "number", "number", "number"),
        row_urls=[reverse("fleet_trip", args=[each.pk]) for each in rows],
    )  # fmt: skip


@workspace_page(permission="fleet.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make somebody a driver."""
    form = DriverForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: fleet.save_driver(**form.values(), actor=request_actor(request), at=clock.now()),
        title=_("New driver"),
        back_url=reverse("fleet_drivers"),
        back_label=_("Drivers"),
        then=lambda made: reverse("fleet_driver", args=[made]),
    )


@workspace_page(permission="fleet.write")
def edit(request: HttpRequest, driver_id: int) -> HttpResponse:
    """Change what is known of a driver."""
    row = _find(driver_id, request_actor(request))
    start = {
        "user_id": row.user_id, "depot": row.depot.code, "licence_classes": row.licence_classes,
        "licence_until": row.licence_until, "phone": row.phone, "active": row.active, "version": row.version,
    }  # fmt: skip
    form = DriverForm(request.POST or None, initial=start)
    form.fields["user_id"].disabled = True
    of_record(form)
    return form_page(
        request,
        form,
        lambda: fleet.save_driver(**form.values(), actor=request_actor(request), at=clock.now()),
        title=str(row.user),
        back_url=reverse("fleet_driver", args=[driver_id]),
        back_label=str(row.user),
    )
