"""The first page on the phone: what there is to do at my location."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from storecrew.contexts.inventory import public as inventory
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.inventory_manager.phone.shared import own_places


@workspace_page(permission=("inventory.write", "fulfillment.write"))
def hub(request: HttpRequest) -> HttpResponse:
    """Show what there is to do at one location, and let the person change the location."""
    places = own_places(request)
    wanted = request.GET.get("at", "")
    place = next((row for row in places if row.code == wanted), places[0] if places else None)
    context = {
        "header_title": _("Warehouse on the phone"),
        "places": places,
        "place": place,
        "receipts": [
            (row, not any(line.to_come for line in row.lines))
            for row in (inventory.open_receipts(place.id) if place else [])
        ],
        "waiting": sum(row.quantity for row in inventory.waiting(place.id)) if place else 0,
        "may_pick": request_actor(request).can("fulfillment.write"),
        "counts": len(inventory.due_counts(place.id)) if place else 0,
    }
    return render(request, "inventory_manager/phone/hub.html", context)
