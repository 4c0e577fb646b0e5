"""Putting away by scan: the article, the bin it goes to, how many."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.devices import Entry, device_post
from storecrew.surfaces.workspaces.inventory_manager.phone.shared import codes_of, own_place

HANDLING = ("inventory.write", "fulfillment.write")
WHY = {
    "same_lot": gettext_lazy("same lot lies there"),
    "same_article": gettext_lazy("same article lies there"),
    "free": gettext_lazy("free"),
}


@workspace_page(permission=HANDLING)
def put_away(request: HttpRequest, location: str) -> HttpResponse:
    """Show what waits to be put away, each with the bins that fit."""
    place = own_place(request, location)
    waiting = inventory.waiting(place.id)
    variants = variants_of(row.variant_id for row in waiting)
    rows = [
        {
            "variant": row.variant_id,
            "sku": variants[row.variant_id].sku if row.variant_id in variants else "",
            "title": name_of(variants.get(row.variant_id)),
            "from_bin": row.bin_id,
            "from_code": row.bin_code or _("In no bin"),
            "lot": row.lot_id,
            "lot_code": row.lot_code,
            "quantity": row.quantity,
            "proposals": [[code, str(WHY[why])] for _id, code, why in row.proposals],
        }
        for row in waiting
    ]
    known: dict[str, Any] = {}
    for index, row in enumerate(waiting):
        for code in codes_of(variants[row.variant_id]) if row.variant_id in variants else ():
            known.setdefault(code, {"row": index})
    for shelf in inventory.bins(place.id):
        if shelf.active and shelf.kind == "storage":
            known.setdefault(shelf.code.upper(), {"bin": shelf.id, "code": shelf.code})
    context = {
        "header_title": _("Put away"),
        "intro": place.name,
        "back_url": f"{reverse('stock_phone')}?at={place.code}",
        "back_label": _("Warehouse on the phone"),
        "scan_label": _("Scan an article or a bin"),
        "scan_queue": f"put-away-{place.code}",
        "rows": rows,
        "page": {
            "post": reverse("stock_put_away_scan", args=[place.code]),
            "rows": rows,
            "known": known,
            "words": {
                "unknown": _("Neither an article that waits nor a bin"),
                "article": _("Scan the article first"),
                "bin": _("Now scan the bin"),
                "done": _("Put away"),
                "waits": _("Kept on this device"),
                "amount": _("How many?"),
            },
        },
    }
    return render(request, "inventory_manager/phone/put_away.html", context)


@workspace_page(permission=HANDLING)
@device_post
def put_away_scan(request: HttpRequest, entry: Entry, location: str) -> dict[str, Any]:
    """Put units into a bin; the key is the document, so a repeated entry is known by it."""
    place = own_place(request, location)
    inventory.put_away(
        location_id=place.id,
        variant_id=entry.number("variant"),
        bin_id=entry.number("bin"),
        from_bin_id=entry.maybe_number("from_bin"),
        lot_id=entry.maybe_number("lot"),
        quantity=entry.number("quantity"),
        key=entry.text("key"),
        actor=request_actor(request),
        at=clock.now(),
    )
    return {"left": sum(row.quantity for row in inventory.waiting(place.id))}
