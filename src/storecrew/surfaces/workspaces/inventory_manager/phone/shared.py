"""What the phone pages share: where the person works, and which codes the page knows without a connection."""

from __future__ import annotations

from django.http import HttpRequest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor
from storecrew.surfaces.ui.backoffice.devices import codes


def own_places(request: HttpRequest) -> list[inventory.LocationFacts]:
    """Return the locations in which the person works, the default one first."""
    actor = request_actor(request)
    places = [
        place
        for place in inventory.locations()
        if place.active and place.is_walked and actor.can_see("location", place.code)
    ]
    return sorted(places, key=lambda place: (not place.is_default, place.name))


def own_place(request: HttpRequest, code: str) -> inventory.LocationFacts:
    """Return a location of the person; NotFound for another's."""
    if not request_actor(request).can_see("location", code):
        raise NotFound()
    return inventory.location(code)


def codes_of(variant: catalog.VariantFacts) -> list[str]:
    """Return what a scanner may read from an article."""
    return codes(variant.sku, variant.barcode)
