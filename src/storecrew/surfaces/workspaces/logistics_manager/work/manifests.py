"""Manifests: what a carrier takes with it, scanned, printed and signed for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Manifest
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock, printing
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.devices import Entry, device_post
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.words import actor_words

PAPER = Path(__file__).with_name("manifest.typ")
TONES = {"open": "info", "closing": "warning", "closed": "good"}


def _status(row: Manifest) -> Status:
    return Status(row.get_state_display(), TONES[row.state])


class ManifestList(Listing):
    """The pick-ups of all carriers, the newest first."""

    code = "fulfillment.manifests"
    title = gettext_lazy("Manifests")
    permission = "fulfillment.read"
    search_fields = ("number", "reference", "driver")
    default_sort = "-number"
    empty_title = gettext_lazy("No carrier has taken a list yet")
    empty_text = gettext_lazy("Begin one when a driver comes: scan what he takes, print it, let him sign.")
    columns = (
        Column("number", gettext_lazy("Manifest"), "number", sort="id", primary=True),
        Column("carrier", gettext_lazy("Carrier"), "carrier", sort="carrier"),
        Column("location", gettext_lazy("Location"), "location.name", sort="location__name"),
        Column("parcels", gettext_lazy("Parcels"), "parcel_count", kind="number", sort="parcel_count"),
        Column("state", gettext_lazy("State"), _status, kind="status", sort="state"),
        Column("driver", gettext_lazy("Driver"), "driver"),
        Column("reference", gettext_lazy("Reference of the carrier"), "reference"),
        Column("closed", gettext_lazy("Taken"), "closed_at", kind="datetime", sort="closed_at"),
        Column("closed_by", gettext_lazy("Closed by"), lambda row: actor_words(row.closed_by), default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Manifest.State.choices),
        Filter("carrier", gettext_lazy("Carrier"), "text", "carrier"),
        Filter("closed", gettext_lazy("Taken"), "date", "closed_at"),
    )
    views = (SystemView(gettext_lazy("Being loaded"), "f.state=open&f.state=closing"),)

    def rows(self) -> QuerySet[Manifest]:
        """Return the manifests of the actor's locations."""
        return fulfillment.visible_manifests(self.actor)

    def row_url(self, row: Manifest) -> str:
        """Open the list."""
        return reverse("warehouse_manifest", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Begin a list."""
        may = self.actor.can("fulfillment.write")
        return (_("New manifest"), reverse("warehouse_manifests_add")) if may else None


@workspace_page(permission="fulfillment.write")
def begin(request: HttpRequest) -> HttpResponse:
    """Choose place and carrier; the list that is open already is opened."""
    actor = request_actor(request)
    if request.method == "POST":
        place, carrier = request.POST.get("location", "")[:60], request.POST.get("carrier", "")[:60]
        found = fulfillment.open_manifest(place, carrier, actor=actor, at=clock.now())
        return redirect("warehouse_manifest", manifest_id=found.id)
    context = {
        "header_title": _("New manifest"),
        "back_url": reverse("warehouse_manifests"),
        "back_label": _("Manifests"),
        "places": [place for place in inventory.locations() if actor.can_see("location", place.code)],
        "carriers": shipping.accounts(active=True),
        "waiting": _waiting(actor),
    }
    return render(request, "logistics_manager/manifest_begin.html", context)


@workspace_page(permission="fulfillment.read")
def manifest(request: HttpRequest, manifest_id: int) -> HttpResponse:
    """Scan parcels onto the list, and close it; a closed one shows what left."""
    return _page(request, manifest_id)


@workspace_page(permission="fulfillment.write")
@device_post
def scan(request: HttpRequest, entry: Entry, manifest_id: int) -> dict[str, Any]:
    """Hand one parcel over on the list; scanned twice it leaves once."""
    found = fulfillment.scan_onto(
        manifest_id, entry.text("code"), actor=request_actor(request), at=clock.now()
    )
    return {"id": found.id, "code": found.code}


@workspace_page(permission="fulfillment.write")
@require_POST
def close(request: HttpRequest, manifest_id: int) -> HttpResponse:
    """Close the list with the driver's name, or the carrier's reference."""
    try:
        done = fulfillment.close_manifest(
            manifest_id,
            driver=request.POST.get("driver", ""),
            reference=request.POST.get("reference", ""),
            actor=request_actor(request),
            at=clock.now(),
        )
    except DomainError as error:
        return _page(request, manifest_id, bad=error)
    messages.success(request, _("%(number)s is closed.") % {"number": done.number})
    return redirect("warehouse_manifest", manifest_id=manifest_id)


@workspace_page(permission="fulfillment.read")
def paper(request: HttpRequest, manifest_id: int) -> HttpResponse:
    """Print the list for the driver."""
    found = fulfillment.manifest_of(manifest_id, request_actor(request))
    answer = HttpResponse(printing.pdf(PAPER, _paper(found)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


def _page(request: HttpRequest, manifest_id: int, *, bad: DomainError | None = None) -> HttpResponse:
    actor = request_actor(request)
    found = fulfillment.manifest_of(manifest_id, actor)
    loading = found.state == "open" and actor.can("fulfillment.write")
    waiting = (
        [row for row in _waiting(actor, found.location_code) if row.carrier == found.carrier]
        if loading
        else []
    )
    gone = fulfillment.parcels_on(found.id)
    context = {
        "header_title": f"{found.number} · {found.carrier}",
        "back_url": reverse("warehouse_manifests"),
        "back_label": _("Manifests"),
        "scan_label": _("Scan what the carrier takes"),
        "scan_queue": f"manifest-{found.id}",
        "manifest": found,
        "status": Status(Manifest.State(found.state).label, TONES[found.state]),
        "loading": loading,
        "may_close": found.state != "closed" and actor.can("fulfillment.write"),
        "gone": gone,
        "waiting": waiting,
        "bad": bad,
        "posted": request.POST,
        "page": {
            "post": reverse("warehouse_manifest_scan", args=[found.id]),
            "count": found.parcel_count,
            "known": {
                code.upper(): {"id": row.id, "code": row.code}
                for row in waiting
                for code in (row.code, row.tracking_number)
                if code
            },
            "words": {
                "again": _("It has been scanned already"),
                "left": _("On the list"),
                "waits": _("Kept on this device"),
            },
        },
    }
    return render(request, "logistics_manager/manifest.html", context, status=bad.status if bad else 200)


def _waiting(actor: Actor, place: str = "") -> list[fulfillment.ParcelFacts]:
    """Return closed parcels with a label that have not left, of all locations or one."""
    rows = fulfillment.visible_work(actor).filter(
        state__in=("packed", "picked"), parcels__state="closed", parcels__label_state="bought"
    )
    if place:
        rows = rows.filter(location__code=place)
    found = fulfillment.parcels_of_work(rows.distinct().values_list("pk", flat=True)[:300])
    return [row for row in found if row.state == "closed" and row.label_state == "bought"]


def _paper(found: fulfillment.ManifestFacts) -> dict[str, Any]:
    parcels = fulfillment.parcels_on(found.id)
    grams = sum(row.weight_g or row.expected_g or 0 for row in parcels)
    return {
        "title": _("Manifest"),
        "number": found.number,
        "bars": printing.bars_svg(printing.code128(found.number)),
        "facts": [
            [_("Carrier"), found.carrier],
            [_("Location"), found.location_name],
            [_("Begun"), found.opened_at.strftime("%Y-%m-%d %H:%M UTC")],
            [_("Taken"), found.closed_at.strftime("%Y-%m-%d %H:%M UTC") if found.closed_at else ""],
            [_("Parcels"), str(len(parcels))],
            [_("Weight"), f"{grams / 1000:.1f} kg"],
            [_("Driver"), found.driver],
            [_("Reference of the carrier"), found.reference],
        ],
        "headers": ["", _("Parcel"), _("Tracking number"), _("Weight")],
        "lines": [
            [str(n), row.code, row.tracking_number, f"{(row.weight_g or row.expected_g or 0) / 1000:.2f} kg"]
            for n, row in enumerate(parcels, start=1)
        ],
        "sign": _("Taken over: name, signature, time"),
    }
