"""The packing bench: what goes in, how, into which box; scan, weigh, close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Box
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.devices import Entry, codes, device_post
from storecrew.surfaces.workspaces.logistics_manager.work.named import named
from storecrew.surfaces.workspaces.logistics_manager.work.photos import photo_of

GOODS = {
    "fragile": gettext_lazy("fragile"),
    "chilled": gettext_lazy("chilled"),
    "frozen": gettext_lazy("frozen"),
    "dangerous": gettext_lazy("dangerous"),
    "limited_quantity": gettext_lazy("limited quantity"),
}
COLORS = ("a", "b", "c", "d", "e")


@workspace_page(permission="fulfillment.write")
def choose(request: HttpRequest) -> HttpResponse:
    """Find the tote by a scan of the order, or take the most urgent one."""
    actor = request_actor(request)
    rows = fulfillment.visible_work(actor).filter(state="picked").select_related("location")
    code = request.GET.get("code", "").strip()
    if code:
        found = rows.filter(number__iexact=code).first()
        if found is not None:
            return redirect("warehouse_bench", work_id=found.pk)
    closed = _closed(actor)
    context = {
        "header_title": _("Pack"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "scan_label": _("Scan the order"),
        "scan_queue": "pack",
        "works": rows[:30],
        "bad": _("No picked order has this number.") if code else "",
        "checks": [row for row in closed if row.needs_check and not row.checked_by],
        "unlabeled": [row for row in closed if row.label_state in ("asking", "waiting", "refused")],
    }
    return render(request, "logistics_manager/pack_choose.html", context, status=404 if code else 200)


def _closed(actor: Actor) -> list[fulfillment.ParcelFacts]:
    """Return closed parcels that have not left."""
    rows = fulfillment.visible_work(actor).filter(state__in=("picked", "packed"), parcels__state="closed")
    parcels = fulfillment.parcels_of_work(rows.distinct().values_list("pk", flat=True)[:50])
    return [row for row in parcels if row.state == "closed"]


@workspace_page(permission="fulfillment.write")
def bench(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show the open box of an order; a new one is opened by the first scan."""
    return _page(request, work_id)


@workspace_page(permission="fulfillment.write")
@device_post
def scan(request: HttpRequest, entry: Entry, work_id: int) -> dict[str, Any]:
    """Put scanned units into the box; sent twice they count once."""
    actor, at = request_actor(request), clock.now()
    parcel = fulfillment.open_parcel(work_id, actor=actor, at=at)
    if entry.text("missing"):
        fulfillment.none_there(parcel.id, entry.text("item"), actor=actor, at=at)
        return {"lines": _lines(named(fulfillment.work_of(work_id, actor)), parcel, parcel.specification)}
    after = fulfillment.scan_into(
        parcel.id,
        item=entry.text("item"),
        quantity=entry.number("quantity"),
        key=entry.text("key", most=64),
        actor=actor,
        at=at,
    )
    return {"lines": _lines(named(fulfillment.work_of(work_id, actor)), after, after.specification)}


@workspace_page(permission="fulfillment.write")
@require_POST
def close(request: HttpRequest, work_id: int) -> HttpResponse:
    """Close the open box with its weight and its photo; pressed twice it is closed once."""
    actor, at = request_actor(request), clock.now()
    if fulfillment.work_of(work_id, actor).state == "packed":
        return redirect("warehouse_parcel", parcel_id=fulfillment.parcels_of_work([work_id])[-1].id)
    weight = request.POST.get("weight", "").strip()
    try:
        parcel = fulfillment.open_parcel(work_id, actor=actor, at=at)
        closed = fulfillment.close_parcel(
            parcel.id,
            box_code=request.POST.get("box", ""),
            weight_g=int(weight) if weight.isascii() and weight.isdigit() and len(weight) < 8 else None,
            weight_reason=request.POST.get("reason", ""),
            photo=photo_of(request.FILES.get("photo")),
            message=request.POST.get("message", ""),
            actor=actor,
            at=at,
        )
    except DomainError as error:
        return _page(request, work_id, bad=error)
    messages.success(request, _("Parcel %(code)s is closed.") % {"code": closed.code})
    return redirect("warehouse_parcel", parcel_id=closed.id)


@workspace_page(permission="fulfillment.write")
@require_POST
def empty(request: HttpRequest, work_id: int) -> HttpResponse:
    """Take everything out again."""
    actor, at = request_actor(request), clock.now()
    parcel = fulfillment.open_parcel(work_id, actor=actor, at=at)
    fulfillment.empty_parcel(parcel.id, actor=actor, at=at)
    return redirect("warehouse_bench", work_id=work_id)


def _page(request: HttpRequest, work_id: int, *, bad: DomainError | None = None) -> HttpResponse:
    work = named(fulfillment.work_of(work_id, request_actor(request)))
    here = work.state == "picked"
    parcel = _open(work) if here else None
    if parcel is not None:
        specification, proposal = parcel.specification, parcel.proposal
    else:
        specification, proposal = fulfillment.packing_plan(work_id) if here else ({}, ())
    boxes = fulfillment.box_choices()
    context = {
        "header_title": work.number,
        "back_url": reverse("warehouse_pack"),
        "back_label": _("Pack"),
        "scan_label": _("Scan what goes into the box"),
        "scan_queue": f"pack-{work.id}",
        "work": work,
        "here": here,
        "spec": specification,
        "marks": [GOODS[kind] for kind in specification.get("goods", ()) if kind in GOODS],
        "gift_message": orders.gift_of(work.order_id).message if here else "",
        "boxes": boxes,
        "drawings": [_drawing(box, {row.code: row for row in boxes}) for box in proposal],
        "bad": bad,
        "asks_why": bad is not None and bad.code == "weight_differs",
        "posted": request.POST,
        "page": {
            "post": reverse("warehouse_bench_scan", args=[work.id]),
            "lines": _lines(work, parcel, specification) if here else [],
            "words": {
                "wrong": _("This is the wrong article."),
                "too_many": _("That is more than was ordered."),
                "put": _("It is in"),
                "none": _("None left"),
                "missing": _("none was there"),
                "waits": _("Kept on this device"),
                "whole": _("Close the parcel"),
                "part": _("Close this box; the rest goes into another"),
            },
        },
    }
    return render(request, "logistics_manager/pack_bench.html", context, status=bad.status if bad else 200)


def _open(work: fulfillment.WorkFacts) -> fulfillment.ParcelFacts | None:
    parcels = fulfillment.parcels_of_work([work.id])
    return next((parcel for parcel in parcels if parcel.state == "open"), None)


def _lines(
    work: fulfillment.WorkFacts, parcel: fulfillment.ParcelFacts | None, specification: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return what lies in the tote, what of it is in this box, what is left for it; then the inserts."""
    inside = parcel.lines if parcel else {}
    known = catalog.variants([line.variant_id for line in work.lines])
    goods = [
        {
            "id": line.id,
            "sku": line.sku,
            "codes": codes(line.sku, known[line.variant_id].barcode if line.variant_id in known else ""),
            "title": line.title,
            "inside": inside.get(line.id, 0),
            "left": line.picked - line.packed,
        }
        for line in work.lines
    ]
    return [*goods, *_inserts(parcel, specification)]


def _inserts(
    parcel: fulfillment.ParcelFacts | None, specification: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the printed inserts of the box; nobody waits for them, so they keep no box open."""
    if parcel is None:
        found = [
            fulfillment.InsertFacts(each["id"], each["name"], tuple(each["codes"]), "asked")
            for each in specification.get("inserts", ())
        ]
    else:
        found = list(fulfillment.inserts_of([parcel.id]).get(parcel.id, ()))
    return [
        {
            "id": f"insert-{each.id}",
            "sku": each.codes[0] if each.codes else "",
            "codes": [code.upper() for code in each.codes],
            "title": each.name,
            "inside": int(each.state == "put"),
            "left": int(each.state == "asked"),
            "paper": True,
            "missing": each.state == "missing",
        }
        for each in found
    ]


def _drawing(proposal: Any, boxes: Mapping[str, Box]) -> dict[str, Any]:
    """Return a box seen from above, layer by layer: rectangles in millimeters within it."""
    placements = proposal["placements"]
    keys = sorted({place["key"] for place in placements})
    box = boxes.get(proposal["box"])
    # A box that is no longer in use is drawn around its goods.
    length = box.length_mm if box else max((place["x"] + place["length"] for place in placements), default=1)
    width = box.width_mm if box else max((place["y"] + place["width"] for place in placements), default=1)
    layers = [
        {
            "height": height,
            "things": [
                {**place, "color": COLORS[keys.index(place["key"]) % len(COLORS)]}
                for place in placements
                if place["z"] == height
            ],
        }
        for height in sorted({place["z"] for place in placements})
    ]
    return {
        "box": proposal["box"],
        "name": box.name if box else proposal["box"],
        "sides": f"{box.length_mm} × {box.width_mm} × {box.height_mm} mm" if box else "",
        "fill": proposal["fill"],
        "length": length,
        "width": width,
        "layers": layers,
        "legend": [(key, COLORS[n % len(COLORS)]) for n, key in enumerate(keys)],
    }
