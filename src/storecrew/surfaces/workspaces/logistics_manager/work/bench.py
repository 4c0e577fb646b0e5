"""The packing bench: what goes in, how, into which box; scan, weigh, close; the slip; the second check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from PIL import Image, UnidentifiedImageError

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock, printing
from storecrew.kernel.errors import DomainError, Invalid
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page

SLIP = Path(__file__).with_name("slip.typ")
LARGEST_PHOTO = 12 * 1024 * 1024
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
    context = {
        "header_title": _("Pack"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "works": rows[:30],
        "bad": _("No picked order has this number.") if code else "",
        "checks": _waiting_checks(actor),
    }
    return render(request, "logistics_manager/pack_choose.html", context, status=404 if code else 200)


def _waiting_checks(actor: Any) -> list[fulfillment.ParcelFacts]:
    packed = fulfillment.visible_work(actor).filter(state__in=("picked", "packed"), parcels__needs_check=True)
    parcels = fulfillment.parcels_of_work(packed.distinct().values_list("pk", flat=True)[:50])
    return [row for row in parcels if row.needs_check and not row.checked_by and row.state == "closed"]


@workspace_page(permission="fulfillment.write")
def bench(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show the open box of an order; a new one is opened by the first scan."""
    return _page(request, work_id)


@workspace_page(permission="fulfillment.write")
@require_POST
def scan(request: HttpRequest, work_id: int) -> HttpResponse:
    """Put a scanned unit into the box."""
    actor, at = request_actor(request), clock.now()
    text = request.POST.get("quantity", "1")
    units = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    code = request.POST.get("code", "")
    try:
        parcel = fulfillment.open_parcel(work_id, actor=actor, at=at)
        fulfillment.scan_into(parcel.id, item=code, quantity=units, actor=actor, at=at)
    except DomainError as error:
        return _page(request, work_id, bad=str(error), status=error.status)
    return redirect(f"{reverse('warehouse_bench', args=[work_id])}?good={code.strip()[:60]}")


@workspace_page(permission="fulfillment.write")
@require_POST
def close(request: HttpRequest, work_id: int) -> HttpResponse:
    """Close the open box with its weight and its photo."""
    actor, at = request_actor(request), clock.now()
    weight = request.POST.get("weight", "").strip()
    try:
        parcel = fulfillment.open_parcel(work_id, actor=actor, at=at)
        closed = fulfillment.close_parcel(
            parcel.id,
            box_code=request.POST.get("box", ""),
            weight_g=int(weight) if weight.isascii() and weight.isdigit() and len(weight) < 8 else None,
            weight_reason=request.POST.get("reason", ""),
            photo=_photo(request.FILES.get("photo")),
            message=request.POST.get("message", ""),
            actor=actor,
            at=at,
        )
    except DomainError as error:
        return _page(request, work_id, bad=str(error), status=error.status, asks_why=error.code)
    words = _("Parcel %(code)s is closed.") % {"code": closed.code}
    messages.success(request, words)
    if closed.needs_check:
        messages.warning(request, _("A second person has to check it."))
    work = fulfillment.work_of(work_id, actor)
    return redirect("warehouse_bench" if work.state == "picked" else "warehouse_record", work_id=work_id)


@workspace_page(permission="fulfillment.write")
@require_POST
def empty(request: HttpRequest, work_id: int) -> HttpResponse:
    """Take everything out again."""
    actor, at = request_actor(request), clock.now()
    parcel = fulfillment.open_parcel(work_id, actor=actor, at=at)
    fulfillment.empty_parcel(parcel.id, actor=actor, at=at)
    return redirect("warehouse_bench", work_id=work_id)


@workspace_page(permission="fulfillment.write")
def check(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Let a second person look into a parcel of high value and confirm it."""
    actor = request_actor(request)
    parcel = fulfillment.parcel(parcel_id)
    work = fulfillment.work_of(parcel.work_id, actor)
    if request.method == "POST":
        fulfillment.check_parcel(parcel_id, actor=actor, at=clock.now())
        messages.success(request, _("Checked."))
        return redirect("warehouse_pack")
    context = {
        "header_title": _("Check %(code)s") % {"code": parcel.code},
        "back_url": reverse("warehouse_pack"),
        "back_label": _("Pack"),
        "parcel": parcel,
        "inside": [(line, parcel.lines[line.id]) for line in work.lines if line.id in parcel.lines],
    }
    return render(request, "logistics_manager/pack_check.html", context)


@workspace_page(permission="fulfillment.read")
def slip(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Print the packing slip of a parcel, in the customer's language."""
    parcel = fulfillment.parcel(parcel_id)
    work = fulfillment.work_of(parcel.work_id, request_actor(request))
    order = orders.order(parcel.order_id)
    address = order.shipping_address
    with translation.override(order.locale):
        data = {
            "shop": channels.facts_by_id(order.channel_id).name,
            "title": _("Packing slip"),
            "number": order.number,
            "code": parcel.code,
            "bars": printing.bars_svg(printing.code128(parcel.code)),
            "message": parcel.message,
            "address": [
                str(address.get(part) or "")
                for part in ("name", "company", "street", "street2", "postal_code", "city", "country")
                if address.get(part)
            ],
            "headers": [_("SKU"), _("Article"), _("Units")],
            "lines": [
                [line.sku, line.title, str(parcel.lines[line.id])]
                for line in work.lines
                if line.id in parcel.lines
            ],
            "thanks": _("Thank you for your order."),
        }
    answer = HttpResponse(printing.pdf(SLIP, data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{parcel.code}.pdf"'
    return answer


def _photo(upload: UploadedFile | None) -> UploadedFile | None:
    """Return a picture that is one; raises Invalid for anything else."""
    if upload is None:
        return None
    broken = Invalid(_("This is not a photo."), next_step=_("Take it again as JPEG or PNG, below 12 MB."))
    if upload.size is None or upload.size > LARGEST_PHOTO:
        raise broken
    try:
        with Image.open(upload) as picture:
            known = picture.format in ("JPEG", "PNG", "WEBP")
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise broken from None
    if not known:
        raise broken
    upload.seek(0)
    return upload


def _page(
    request: HttpRequest, work_id: int, *, bad: str = "", status: int = 200, asks_why: str = ""
) -> HttpResponse:
    actor = request_actor(request)
    work = fulfillment.work_of(work_id, actor)
    if work.state == "picked":
        parcel = fulfillment.open_parcel(work_id, actor=actor, at=clock.now()) if bad else _open(work)
    else:
        parcel = None
    inside = parcel.lines if parcel else {}
    context = {
        "header_title": work.number,
        "back_url": reverse("warehouse_pack"),
        "back_label": _("Pack"),
        "work": work,
        "parcel": parcel,
        "lines": [(line, inside.get(line.id, 0), line.picked - line.packed) for line in work.lines],
        "complete": all(line.packed == line.picked for line in work.lines),
        "filled": bool(inside),
        "boxes": fulfillment.box_choices(),
        "drawings": [_drawing(box) for box in parcel.proposal] if parcel else [],
        "bad": bad,
        "good": request.GET.get("good", "") if not bad else "",
        "asks_why": asks_why == "weight_differs",
        "posted": request.POST,
    }
    return render(request, "logistics_manager/pack_bench.html", context, status=status)


def _open(work: fulfillment.WorkFacts) -> fulfillment.ParcelFacts | None:
    parcels = fulfillment.parcels_of_work([work.id])
    return next((parcel for parcel in parcels if parcel.state == "open"), None)


def _drawing(proposal: Any) -> dict[str, Any]:
    """Return a box seen from above, layer by layer: rectangles in percent of the box."""
    placements = proposal["placements"]
    keys = sorted({place["key"] for place in placements})
    length = max((place["x"] + place["length"] for place in placements), default=1)
    width = max((place["y"] + place["width"] for place in placements), default=1)
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
        "fill": proposal["fill"],
        "length": length,
        "width": width,
        "layers": layers,
        "legend": [(key, COLORS[n % len(COLORS)]) for n, key in enumerate(keys)],
    }
