"""The hand-over: scan a closed parcel, and it has left, with its stock, its money and the customer's mail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.devices import Entry, device_post


@workspace_page(permission="fulfillment.write")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Show what is ready to leave, by carrier; each scan hands one parcel over."""
    actor = request_actor(request)
    packed = fulfillment.visible_work(actor).filter(state__in=("packed", "picked"), parcels__state="closed")
    packed = packed.filter(collection__isnull=True)
    found = fulfillment.parcels_of_work(packed.distinct().values_list("pk", flat=True)[:300])
    parcels = sorted((row for row in found if row.state == "closed"), key=lambda row: (row.carrier, row.id))
    context = {
        "header_title": _("Hand over"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "scan_label": _("Scan the parcel"),
        "scan_queue": "hand-over",
        "parcels": [(row, *_obstacle(row)) for row in parcels],
        "page": {
            "post": reverse("warehouse_hand_over_scan"),
            "known": {code: _entry(row) for row in parcels for code in _codes(row)},
            "words": {
                "unknown": _("No closed parcel has this code"),
                "again": _("It has been scanned already"),
                "left": _("Handed over"),
                "waits": _("Kept on this device"),
            },
        },
    }
    return render(request, "logistics_manager/hand_over.html", context)


@workspace_page(permission="fulfillment.write")
@device_post
def scan(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Hand one parcel over; scanned twice it leaves once."""
    actor, code = request_actor(request), entry.text("code")
    parcel = fulfillment.parcel_by_code(code)
    fulfillment.work_of(parcel.work_id, actor)
    shipment = fulfillment.hand_over(
        code,
        tracking_number=entry.text("tracking", most=100),
        carrier=entry.text("carrier", most=100),
        actor=actor,
        at=clock.now(),
    )
    return {"id": parcel.id, "code": parcel.code, "tracking": shipment.tracking_number}


def _codes(row: fulfillment.ParcelFacts) -> list[str]:
    return [text.upper() for text in (row.code, row.tracking_number) if text]


def _entry(row: fulfillment.ParcelFacts) -> dict[str, Any]:
    return {"id": row.id, "code": row.code, "ready": not _obstacle(row)[0], "why": _obstacle(row)[0]}


def _obstacle(row: fulfillment.ParcelFacts) -> tuple[str, str]:
    """Return why a parcel may not leave yet, and where that is solved; two empty texts when it may."""
    if row.needs_check and not row.checked_by:
        return _("needs a second check"), reverse("warehouse_check", args=[row.id])
    if row.label_state not in ("", "bought"):
        return _("has no label yet"), reverse("warehouse_parcel", args=[row.id])
    return "", ""
