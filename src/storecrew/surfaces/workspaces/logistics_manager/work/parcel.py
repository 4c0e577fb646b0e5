"""A closed parcel: its label and slip, what stands in the way, the second look, and opening it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock, printing
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.workspaces.logistics_manager.work.named import named

SLIP = Path(__file__).with_name("slip.typ")
FILES = {"pdf": "application/pdf", "zpl": "text/plain; charset=utf-8"}


class ReopenForm(forms.Form):
    """Why a closed parcel is opened."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


def _parcel(request: HttpRequest, parcel_id: int) -> tuple[fulfillment.ParcelFacts, fulfillment.WorkFacts]:
    """Return a parcel of the person's locations with its order. Raises UnknownWork."""
    parcel = fulfillment.parcel(parcel_id)
    return parcel, fulfillment.work_of(parcel.work_id, request_actor(request))


@workspace_page(permission="fulfillment.read")
def parcel(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Show a parcel with its label, or why it has none and what to do."""
    found, work = _parcel(request, parcel_id)
    problem, next_step = fulfillment.LABEL_PROBLEMS.get(found.label_problem, fulfillment.OTHER_PROBLEM)
    may = request_actor(request).can("fulfillment.write")
    collected = [one for one in fulfillment.collections_of_order(work.order_id) if one.work_id == work.id]
    context = {
        "header_title": found.code,
        "back_url": reverse("warehouse_record", args=[work.id]),
        "back_label": work.number,
        "scan_label": _("Scan the next order"),
        "scan_queue": "pack",
        "parcel": found,
        "box": {box.code: box.name for box in fulfillment.box_choices()}.get(found.box_code, found.box_code),
        "work": work,
        "collected": collected[-1] if collected else None,
        "inside": [(line, found.lines[line.id]) for line in named(work).lines if line.id in found.lines],
        "problem": problem,
        "next_step": next_step,
        "waits_for_check": found.needs_check and not found.checked_by,
        "may_report": may,
        "may_ask": may and found.state == "closed" and found.label_state in ("wanted", "waiting", "refused"),
        "may_open": may and found.state == "closed" and found.label_state not in ("asking", "waiting"),
    }
    return render(request, "logistics_manager/parcel.html", context)


@workspace_page(permission="fulfillment.write")
@require_POST
def get_label(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Ask for the label again; a label that is there already stays."""
    _parcel(request, parcel_id)
    found = fulfillment.get_label(parcel_id, actor=request_actor(request), at=clock.now())
    if found.label_state == "bought":
        messages.success(request, _("The label is there."))
    return redirect("warehouse_parcel", parcel_id=parcel_id)


@workspace_page(permission="fulfillment.read")
def label(request: HttpRequest, parcel_id: int, kind: str) -> HttpResponse:
    """Print the label of a parcel: as PDF, or as ZPL for a label printer."""
    found, _work = _parcel(request, parcel_id)
    content = shipping.label_file(found.label_id, kind) if found.label_id and kind in FILES else b""
    if not content:
        raise NotFound()
    answer = HttpResponse(content, content_type=FILES[kind])
    answer["Content-Disposition"] = f'inline; filename="{found.code}.{kind}"'
    return answer


@workspace_page(permission="fulfillment.write")
def reopen(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Open a parcel again; its label is taken back."""
    found, work = _parcel(request, parcel_id)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.reopen_parcel(
                parcel_id, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("warehouse_bench", work_id=work.id)
    return render_form(
        request,
        form,
        title=_("Open %(code)s again") % {"code": found.code},
        submit=_("Open it"),
        back_url=reverse("warehouse_parcel", args=[parcel_id]),
        back_label=found.code,
    )


@workspace_page(permission="fulfillment.write")
def check(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Let a second person look into a parcel of high value and confirm it."""
    found, work = _parcel(request, parcel_id)
    if request.method == "POST":
        fulfillment.check_parcel(parcel_id, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Checked."))
        return redirect("warehouse_parcel", parcel_id=parcel_id)
    context = {
        "header_title": _("Check %(code)s") % {"code": found.code},
        "back_url": reverse("warehouse_pack"),
        "back_label": _("Pack"),
        "scan_queue": "check",
        "parcel": found,
        "inside": [(line, found.lines[line.id]) for line in named(work).lines if line.id in found.lines],
    }
    return render(request, "logistics_manager/pack_check.html", context)


@workspace_page(permission="fulfillment.read")
def slip(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Print the packing slip of a parcel, in the customer's language."""
    found, work = _parcel(request, parcel_id)
    order = orders.order(found.order_id)
    with translation.override(order.locale):
        answer = HttpResponse(printing.pdf(SLIP, _slip(found, work, order)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer


def _slip(
    found: fulfillment.ParcelFacts, work: fulfillment.WorkFacts, order: orders.OrderFacts
) -> dict[str, Any]:
    address = order.shipping_address
    return {
        "shop": channels.facts_by_id(order.channel_id).name,
        "title": _("A gift for you") if order.is_gift else _("Packing slip"),
        "number": order.number,
        "code": found.code,
        "bars": printing.bars_svg(printing.code128(found.code)),
        "message": found.message,
        "gift_message": order.gift_message,
        "address": [
            str(address.get(part) or "")
            for part in ("name", "company", "street", "street2", "postal_code", "city", "country")
            if address.get(part)
        ],
        "headers": [_("SKU"), _("Article"), _("Units")],
        "lines": [
            [line.sku, line.title, str(found.lines[line.id])] for line in work.lines if line.id in found.lines
        ],
        "thanks": "" if order.is_gift else _("Thank you for your order."),
    }
