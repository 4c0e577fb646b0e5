"""One vehicle: what it holds and costs, what is due, its trips; off the road and back."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Vehicle, VehicleCheck
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.logistics_manager.fleet import words
from storecrew.surfaces.workspaces.logistics_manager.fleet.forms import (
    CheckForm,
    DoneForm,
    OutForm,
    VehicleForm,
)
from storecrew.surfaces.workspaces.logistics_manager.fleet.pages import form_page
from storecrew.surfaces.workspaces.logistics_manager.fleet.vehicle_list import state_of

TRIPS = 30


def _find(vehicle_id: int, actor: Actor) -> Vehicle:
    row = Vehicle.objects.select_related("depot").filter(pk=vehicle_id).first()
    if row is None or not actor.can_see("location", row.depot.code):
        raise fleet.UnknownVehicle(vehicle=vehicle_id)
    return row


@workspace_page(permission="fleet.read")
def record(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Show a vehicle."""
    actor = request_actor(request)
    row = _find(vehicle_id, actor)
    late = row.checks.filter(done_on=None, due_on__lt=clock.today(channels.facts().timezone)).first()
    shown = Record(
        title=row.name,
        subtitle=row.plate,
        record="fleet.vehicle",
        record_id=row.pk,
        status=[state_of(row)],
        next_step=row.out_because
        or (
            _("Overdue: %(what)s. Plan it, then write that it was done.") % {"what": words.CHECKS[late.kind]}
            if late
            else ""
        ),
        actions=_actions(row) if actor.can("fleet.write") else [],
        groups=[
            FactGroup(
                _("Vehicle"),
                [
                    Fact(_("Depot"), row.depot.name),
                    Fact(_("Licence"), row.licence_class),
                    Fact(_("Holds"), f"{row.max_weight_g // 1000} kg · {row.max_volume_l} l"),
                    Fact(_("Most stops of a trip"), row.max_stops, "number"),
                    Fact(_("Cost of a kilometer"), Money(row.cost_per_km_amount, row.currency), "money"),
                    Fact(_("Cost of an hour"), Money(row.cost_per_hour_amount, row.currency), "money"),
                ],
            )
        ],
        tables=[_checks(row, actor), _trips(row)],
        back_url=reverse("fleet_vehicles"),
        back_label=_("Vehicles"),
    )
    return render_record(request, shown)


def _overdue(check: VehicleCheck) -> str:
    what = {"what": words.CHECKS[check.kind]}
    return _("Overdue: %(what)s. Plan it, then write that it was done.") % what


def _actions(row: Vehicle) -> list[Action]:
    state = reverse("fleet_vehicle_state", args=[row.pk])
    found = [
        Action(_("Edit"), reverse("fleet_vehicle_edit", args=[row.pk])),
        Action(_("Add a date"), reverse("fleet_check_add", args=[row.pk])),
    ]
    if row.state == "ready":
        found.append(Action(_("Out of service"), reverse("fleet_vehicle_out", args=[row.pk]), tone="danger"))
    else:
        found.append(
            Action(_("Back on the road"), state, post=True, fields={"state": "ready"}, tone="strong")
        )
    if row.state != "sold":
        sold = _("Part with this vehicle? It is planned no more; its trips stay.")
        found.append(Action(_("Sold"), state, post=True, fields={"state": "sold"}, confirm=sold))
    return found


def _checks(row: Vehicle, actor: Actor) -> Table:
    today = clock.today(channels.facts().timezone)
    rows, urls = [], []
    for each in row.checks.order_by("done_on", "due_on"):
        rows.append((words.CHECKS[each.kind], each.due_on, _check_state(each, today), each.note))
        may = each.done_on is None and actor.can("fleet.write")
        urls.append(reverse("fleet_check_done", args=[each.pk]) if may else "")
    return Table(
        _("Inspections, insurance, maintenance"),
        (_("What"), _("Due on"), _("State"), _("Note")),
        rows,
        empty=_("Add the dates that this vehicle must keep; tasks come before they are due."),
        kinds=("text", "date", "status", "text"),
        row_urls=urls,
    )


def _check_state(row: VehicleCheck, today: dt.date) -> Status:
    if row.done_on is not None:
        return Status(_("done"), "good")
    if row.due_on < today:
        return Status(_("overdue"), "bad")
    return (
        Status(_("due soon"), "warning")
        if fleet.is_due(row.due_on, row.lead_days, today)
        else Status(_("later"))
    )


def _trips(row: Vehicle) -> Table:
    rows = row.trips.exclude(state="canceled").select_related("driver__user").order_by("-day")[:TRIPS]
    return Table(
        _("Trips"),
        (_("Trip"), _("Day"), _("Driver"), _("State"), _("Planned cost"), _("Actual cost")),
        [
            (
                each.number,
                each.day,
                str(each.driver),
                words.status(words.TRIP_STATES, each.state),
                Money(each.planned_cost_amount, each.currency),
                None if each.actual_cost_amount is None else Money(each.actual_cost_amount, each.currency),
            )
            for each in rows
        ],
        empty=_("No trip yet."),
        kinds=("text", "date", "text", "status", "money", "money"),
        row_urls=[reverse("fleet_trip", args=[each.pk]) for each in rows],
    )


@workspace_page(permission="fleet.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a vehicle."""
    form = VehicleForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: fleet.save_vehicle(**form.values(), actor=request_actor(request), at=clock.now()),
        title=_("New vehicle"),
        back_url=reverse("fleet_vehicles"),
        back_label=_("Vehicles"),
        then=lambda made: reverse("fleet_vehicle", args=[made]),
    )


@workspace_page(permission="fleet.write")
def edit(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Change a vehicle."""
    row = _find(vehicle_id, request_actor(request))
    unit = 10 ** exponent(row.currency)
    start = {
        "code": row.code, "name": row.name, "plate": row.plate, "depot": row.depot.code,
        "licence_class": row.licence_class, "kilograms": row.max_weight_g // 1000,
        "max_volume_l": row.max_volume_l, "max_stops": row.max_stops, "currency": row.currency,
        "km": row.cost_per_km_amount / unit, "hour": row.cost_per_hour_amount / unit, "version": row.version,
    }  # fmt: skip
    form = VehicleForm(request.POST or None, initial=start)
    form.fields["code"].disabled = True
    of_record(form)
    return form_page(
        request,
        form,
        lambda: fleet.save_vehicle(**form.values(), actor=request_actor(request), at=clock.now()),
        title=row.name,
        back_url=reverse("fleet_vehicle", args=[vehicle_id]),
        back_label=row.name,
    )


@workspace_page(permission="fleet.write")
def out(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Take a vehicle off the road."""
    row = _find(vehicle_id, request_actor(request))
    form = OutForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: fleet.set_vehicle_state(
            vehicle_id,
            "out",
            because=form.cleaned_data["because"],
            actor=request_actor(request),
            at=clock.now(),
        ),
        title=_("Out of service"),
        intro=_("No trip is planned for it until it is back."),
        back_url=reverse("fleet_vehicle", args=[vehicle_id]),
        back_label=row.name,
    )


@workspace_page(permission="fleet.write")
@require_POST
def state(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Bring a vehicle back, or part with it."""
    actor = request_actor(request)
    _find(vehicle_id, actor)
    fleet.set_vehicle_state(vehicle_id, request.POST.get("state", ""), actor=actor, at=clock.now())
    return redirect("fleet_vehicle", vehicle_id=vehicle_id)


@workspace_page(permission="fleet.write")
def check_add(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Write when something is due."""
    row = _find(vehicle_id, request_actor(request))
    form = CheckForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: fleet.save_check(
            vehicle_id, **form.cleaned_data, actor=request_actor(request), at=clock.now()
        ),
        title=_("Add a date"),
        back_url=reverse("fleet_vehicle", args=[vehicle_id]),
        back_label=row.name,
    )


@workspace_page(permission="fleet.write")
def check_done(request: HttpRequest, check_id: int) -> HttpResponse:
    """Write that something was done."""
    check = VehicleCheck.objects.filter(pk=check_id).first()
    row = _find(check.vehicle_id if check else 0, request_actor(request))
    form = DoneForm(request.POST or None, initial={"done_on": clock.today(channels.facts().timezone)})

    def save() -> None:
        fleet.finish_check(check_id, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Noted. Its task is closed."))

    return form_page(
        request,
        form,
        save,
        title=words.CHECKS[check.kind] if check else "",
        back_url=reverse("fleet_vehicle", args=[row.pk]),
        back_label=row.name,
    )
