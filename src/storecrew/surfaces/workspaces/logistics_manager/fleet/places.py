"""Places on the map, and pick-ups that people ask for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Job
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import back_address, request_actor, workspace_page
from storecrew.surfaces.workspaces.logistics_manager.fleet import words
from storecrew.surfaces.workspaces.logistics_manager.fleet.forms import (
    DepotForm,
    PickupForm,
    PlaceForm,
    PostalForm,
)
from storecrew.surfaces.workspaces.logistics_manager.fleet.pages import form_page


@workspace_page(permission="fleet.write")
def depot(request: HttpRequest) -> HttpResponse:
    """Write where a depot lies, and its hours."""
    form = DepotForm(request.POST or None)

    def save() -> None:
        data = form.cleaned_data
        fleet.save_depot(
            data["location"],
            point=form.point(),
            opens=data["opens"],
            closes=data["closes"],
            timezone=data["timezone"],
            actor=request_actor(request),
            at=clock.now(),
        )
        messages.success(request, _("Vehicles can leave from there now."))

    return form_page(
        request, form, save, title=_("Place a depot"), back_url=reverse("fleet_board"), back_label=_("Trips")
    )


@workspace_page(permission="fleet.write")
def postal(request: HttpRequest) -> HttpResponse:
    """Write where post codes lie."""
    form = PostalForm(request.POST or None)

    def save() -> None:
        data = form.cleaned_data
        fleet.save_place(
            country=data["country"],
            prefix=data["begins_with"],
            name=data["name"],
            point=form.point(),
            actor=request_actor(request),
            at=clock.now(),
        )
        messages.success(request, _("Saved. Deliveries that wait there moved on the map."))

    return form_page(
        request,
        form,
        save,
        title=_("Where post codes lie"),
        intro=_("Your own table is asked before the built-in regions; the longest beginning counts."),
        back_url=reverse("fleet_board"),
        back_label=_("Trips"),
    )


@workspace_page(permission="fleet.write")
def job_place(request: HttpRequest, job_id: int) -> HttpResponse:
    """Write where a delivery or pick-up really is."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise fleet.UnknownJob(job=job_id)
    start = {}
    if job.lat_e6 is not None and job.lon_e6 is not None:
        start = {"latitude": job.lat_e6 / 1_000_000, "longitude": job.lon_e6 / 1_000_000}
    form = PlaceForm(request.POST or None, initial=start)
    return form_page(
        request,
        form,
        lambda: fleet.set_job_place(job_id, point=form.point(), actor=request_actor(request), at=clock.now()),
        title=str(job.address.get("name") or job.reference),
        intro=words.address_line(job.address),
        back_url=reverse("fleet_board"),
        back_label=_("Trips"),
    )


@workspace_page(permission="fleet.write")
def pickup_add(request: HttpRequest) -> HttpResponse:
    """Ask for goods to be fetched."""
    form = PickupForm(request.POST or None, initial={"day": request.GET.get("day", "")})

    def save() -> None:
        data = dict(form.cleaned_data)
        names = ("name", "street", "city", "postal_code", "country", "phone")
        address = AddressFacts(**{name: data.pop(name) for name in names})
        weight = data.pop("kilograms") * 1000
        fleet.request_pickup(
            address=address, weight_g=weight, **data, actor=request_actor(request), at=clock.now()
        )
        messages.success(request, _("It waits for the next plan of its day."))

    return form_page(
        request,
        form,
        save,
        title=_("Ask for a pick-up"),
        intro=_("A vehicle fetches it on the way; the nearest depot gets it."),
        back_url=reverse("fleet_board"),
        back_label=_("Trips"),
    )


@workspace_page(permission="fleet.write")
@require_POST
def pickup_cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Take a request back."""
    reason = request.POST.get("reason", "")
    fleet.cancel_pickup(job_id, reason=reason, actor=request_actor(request), at=clock.now())
    return redirect(back_address(request) or reverse("fleet_board"))
