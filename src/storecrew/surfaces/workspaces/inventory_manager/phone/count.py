"""Counting by scan: go to the bin, count, enter the number; the number on record is not shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask
from storecrew.kernel import clock
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.devices import Entry, device_post
from storecrew.surfaces.workspaces.inventory_manager.phone.shared import codes_of, own_place

HANDLING = ("inventory.write", "fulfillment.write")
CAUSES = dict(CountTask.Cause.choices)


@workspace_page(permission=HANDLING)
def count(request: HttpRequest, location: str) -> HttpResponse:
    """Show what is to be counted at a location, along the walk as far as bins are known."""
    place = own_place(request, location)
    due = inventory.due_counts(place.id, limit=60)
    variants = variants_of(row.variant_id for row in due)
    rows = [
        {
            "task": row.id,
            "sku": variants[row.variant_id].sku if row.variant_id in variants else "",
            "title": name_of(variants.get(row.variant_id)),
            "bin": row.bin_code or _("In no bin"),
            "cause": str(CAUSES[row.cause]),
            "again": row.state == "recount",
        }
        for row in due
    ]
    known: dict[str, list[int]] = {}
    for index, row in enumerate(due):
        codes = codes_of(variants[row.variant_id]) if row.variant_id in variants else []
        for code in [*codes, row.bin_code.upper()]:
            if code:
                known.setdefault(code, []).append(index)
    context = {
        "header_title": _("Count"),
        "intro": place.name,
        "back_url": f"{reverse('stock_phone')}?at={place.code}",
        "back_label": _("Warehouse on the phone"),
        "scan_label": _("Scan a bin or an article"),
        "scan_queue": f"count-{place.code}",
        "rows": rows,
        "page": {
            "post": reverse("stock_count_scan", args=[0]).replace("/0/", "/{task}/"),
            "rows": rows,
            "known": known,
            "words": {
                "unknown": _("Nothing to count here"),
                "again": _("Please count again"),
                "done": _("Counted"),
                "approval": _("Counted; somebody else decides"),
                "waits": _("Kept on this device"),
                "amount": _("How many are there?"),
            },
        },
    }
    return render(request, "inventory_manager/phone/count.html", context)


@workspace_page(permission=HANDLING)
@device_post
def count_scan(request: HttpRequest, entry: Entry, task_id: int) -> dict[str, Any]:
    """Enter one blind count and say what comes next."""
    known = inventory.count(task_id)
    if not request_actor(request).can_see("location", known.location_code):
        raise NotFound()
    found = inventory.record_count(
        task_id,
        entry.number("quantity"),
        key=entry.text("key"),
        actor=request_actor(request),
        at=clock.now(),
    )
    return {"state": found.state}
