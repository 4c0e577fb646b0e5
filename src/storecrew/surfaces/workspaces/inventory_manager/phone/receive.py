"""Receiving by scan: choose the article, how it came, how many; the dock needs no connection."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.devices import Entry, UnreadableEntry, device_post
from storecrew.surfaces.workspaces.inventory_manager.phone.shared import codes_of

HANDLING = ("inventory.write", "fulfillment.write")
OUTCOMES = (
    ("accepted", gettext_lazy("As ordered")),
    ("damaged", gettext_lazy("Damaged")),
    ("wrong", gettext_lazy("Wrong article")),
)
DISCREPANCIES = {
    "held": gettext_lazy("To inspect"),
    "wrong": gettext_lazy("Wrong article"),
    "over": gettext_lazy("More than ordered"),
    "damaged": gettext_lazy("Damaged"),
    "short": gettext_lazy("Still missing"),
}


def own_receipt(request: HttpRequest, receipt_id: int) -> inventory.ReceiptFacts:
    """Return a receipt at one of the person's locations; NotFound for another's."""
    receipt = inventory.receipt(receipt_id)
    if not request_actor(request).can_see("location", receipt.location_code):
        raise NotFound()
    return receipt


@workspace_page(permission=HANDLING)
def receive(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Show what is expected, and take it in scan by scan."""
    receipt = own_receipt(request, receipt_id)
    variants = variants_of(line.variant_id for line in receipt.lines)
    kept = inventory.profiles(variants)
    lines = [_line(line, variants.get(line.variant_id), kept[line.variant_id]) for line in receipt.lines]
    known = {
        code: row
        for row, line in zip(lines, receipt.lines, strict=True)
        if (variant := variants.get(line.variant_id))
        for code in codes_of(variant)
    }
    context = {
        "header_title": receipt.reference,
        "intro": _("Receive at %(place)s") % {"place": receipt.location_name},
        "back_url": f"{reverse('stock_phone')}?at={receipt.location_code}",
        "back_label": _("Warehouse on the phone"),
        "scan_label": _("Scan an article"),
        "scan_queue": f"receipt-{receipt.id}",
        "receipt": receipt,
        "lines": lines,
        "outcomes": OUTCOMES,
        "page": {
            "post": reverse("stock_receive_scan", args=[receipt.id]),
            "known": known,
            "words": {
                "unknown": _("Not on this receipt"),
                "taken": _("Taken in"),
                "waits": _("Kept on this device"),
                "choose": _("Scan an article first"),
                "amount": _("How many?"),
            },
        },
    }
    return render(request, "inventory_manager/phone/receive.html", context)


def _line(
    line: inventory.ReceiptLineFacts, variant: catalog.VariantFacts | None, profile: inventory.Profile
) -> dict[str, Any]:
    return {
        "variant": line.variant_id,
        "sku": variant.sku if variant else "",
        "title": name_of(variant),
        "expected": line.expected,
        "came": line.accepted + line.damaged,
        "to_come": line.to_come,
        "lot": profile.tracking == "lot",
        "serial": profile.tracking == "serial",
        "expires": profile.expires,
        "differences": _told(line),
    }


def _told(line: inventory.ReceiptLineFacts) -> list[list[Any]]:
    """Return what the person at the dock has to know: all but what is simply still to come."""
    return [
        [str(DISCREPANCIES[row.kind]), row.units, str(row.next_step)]
        for row in differences_of(line)
        if row.kind != "short"
    ]


def differences_of(line: inventory.ReceiptLineFacts) -> tuple[inventory.Discrepancy, ...]:
    """Return what is not as ordered on a line, with the next step of each."""
    return inventory.discrepancies(
        expected=line.expected,
        accepted=line.accepted,
        damaged=line.damaged,
        wrong=line.wrong,
        over=line.over,
        held=line.held,
    )


@workspace_page(permission=HANDLING)
@device_post
def receive_scan(request: HttpRequest, entry: Entry, receipt_id: int) -> dict[str, Any]:
    """Take one scan in; sent twice it counts once."""
    own_receipt(request, receipt_id)
    variant_id = entry.number("variant")
    receipt = inventory.receive_line(
        receipt_id,
        variant_id=variant_id,
        quantity=entry.number("quantity"),
        outcome=entry.text("outcome") or "accepted",
        lot_code=entry.text("lot", most=60),
        expires_on=_date(entry.text("until")),
        serials=entry.texts("serials"),
        note=entry.text("note", most=300),
        key=entry.text("key"),
        actor=request_actor(request),
        at=clock.now(),
    )
    line = next(row for row in receipt.lines if row.variant_id == variant_id)
    return {
        "variant": variant_id,
        "came": line.accepted + line.damaged,
        "to_come": line.to_come,
        "differences": _told(line),
    }


def _date(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UnreadableEntry(_("The entry cannot be read."), field="until") from None
