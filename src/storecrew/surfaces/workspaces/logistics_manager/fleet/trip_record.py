"""One trip: planned and actual, stop by stop, with what shows each delivery."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Record, Related, Table
from storecrew.surfaces.ui.backoffice.words import far_words
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.logistics_manager.fleet import words
from storecrew.surfaces.workspaces.logistics_manager.fleet.proofs import render_with_proofs


@workspace_page(permission="fleet.read")
def record(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Show a trip."""
    trip = fleet.trip(trip_id, request_actor(request))
    proofs = shipping.proofs_of([stop.label_id for stop in trip.stops if stop.label_id])
    done = [stop for stop in trip.stops if stop.state == "done"]
    on_time = sum(bool(stop.on_time) for stop in done)
    share = f"{percent(on_time, len(done), 0)} ({on_time}/{len(done)})" if done else "–"
    board = f"{reverse('fleet_board')}?day={trip.day.isoformat()}"
    shown = Record(
        title=trip.number,
        subtitle=f"{trip.vehicle} · {trip.driver}",
        record="fleet.trip",
        record_id=trip.id,
        status=[words.status(words.TRIP_STATES, trip.state)],
        groups=[
            FactGroup(
                _("Planned and actual"),
                [
                    Fact(_("Day"), trip.day, "date"),
                    Fact(_("Planned to leave"), trip.starts_at, "datetime"),
                    Fact(_("Left"), trip.started_at, "datetime"),
                    Fact(_("Planned to be back"), trip.ends_at, "datetime"),
                    Fact(_("Back"), trip.finished_at, "datetime"),
                    Fact(_("Planned way"), _km(trip.distance_m)),
                    Fact(_("Odometer"), _km(trip.driven_m)),
                    Fact(_("Planned cost"), trip.planned_cost, "money"),
                    Fact(_("Actual cost"), trip.actual_cost, "money"),
                    Fact(_("Cost of a stop"), trip.per_stop, "money"),
                    Fact(_("Stops on time"), share),
                ],
            )
        ],
        tables=[_stops(trip, proofs)],
        related=[
            Related(
                _("Who and what"),
                [
                    Fact(_("Vehicle"), trip.vehicle, url=reverse("fleet_vehicle", args=[trip.vehicle_id])),
                    Fact(_("Driver"), trip.driver, url=reverse("fleet_driver", args=[trip.driver_id])),
                    Fact(_("Phone"), trip.driver_phone),
                    Fact(_("Depot"), trip.depot),
                ],
            )
        ],
        back_url=board,
        back_label=_("Trips"),
    )
    return render_with_proofs(request, shown, proofs)


@workspace_page(permission=("shipping.read", "fleet.read"))
def picture(request: HttpRequest, proof_id: int, kind: str) -> HttpResponse:
    """Hand out the photo or signature of a delivery."""
    content = shipping.proof_picture(proof_id, kind)
    if not content:
        raise NotFound()
    is_png = content.startswith(b"\x89PNG")
    answer = HttpResponse(content, content_type="image/png" if is_png else "image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _km(meters: int | None) -> str:
    return "" if meters is None else f"{meters / 1000:.1f} km"


def _stops(trip: fleet.TripFacts, proofs: dict[int, tuple[shipping.ProofFacts, ...]]) -> Table:
    zone = ZoneInfo(trip.timezone)
    rows: list[tuple[Any, ...]] = []
    for stop in trip.stops:
        done = f"{stop.done_at.astimezone(zone):%H:%M}" if stop.done_at else ""
        rows.append(
            (
                stop.position,
                f"{stop.address.get('name', '')}, {words.address_line(dict(stop.address))}",
                f"{stop.arrives_at.astimezone(zone):%H:%M}",
                done,
                _state(stop),
                _told(stop, proofs.get(stop.label_id or 0, ())),
            )
        )
    return Table(
        _("Stops"),
        ("#", _("Where"), _("Planned"), _("Done"), _("State"), _("Shown by")),
        rows,
        kinds=("number", "text", "text", "text", "status", "text"),
        row_urls=[
            reverse("labels_record", args=[stop.label_id]) if stop.label_id else "" for stop in trip.stops
        ],
    )


def _state(stop: fleet.StopFacts) -> Status:
    if stop.state == "failed":
        far = f" · {far_words(stop.away_m)}" if stop.is_far else ""
        return Status(f"{words.REASONS[stop.reason]} → {words.OUTCOMES[stop.outcome]}{far}", "bad")
    if stop.is_far:
        return Status(_("done, %(far)s") % {"far": far_words(stop.away_m)}, "warning")
    if stop.on_time is False:
        return Status(_("done, late"), "warning")
    return words.status(words.STOP_STATES, stop.state)


def _told(stop: fleet.StopFacts, proofs: tuple[shipping.ProofFacts, ...]) -> str:
    parts = [stop.note] if stop.note else []
    for proof in proofs:
        shown = (
            (proof.code_fits, _("code")),
            (proof.has_signature, _("signature")),
            (proof.has_photo, _("photo")),
        )
        parts += [word for there, word in shown if there]
        parts += [proof.received_by] if proof.received_by else []
    return " · ".join(parts)
