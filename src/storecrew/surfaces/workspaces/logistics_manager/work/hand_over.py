"""The hand-over: scan a closed parcel, and it has left, with its stock, its money and the customer's mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page


@workspace_page(permission="fulfillment.write")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand parcels over one scan after the other; the carrier is kept for the next one."""
    actor = request_actor(request)
    bad, status = "", 200
    carrier = request.POST.get("carrier", request.GET.get("carrier", ""))[:60]
    if request.method == "POST":
        try:
            code = request.POST.get("code", "")
            fulfillment.hand_over(
                code,
                tracking_number=request.POST.get("tracking", ""),
                carrier=carrier,
                actor=actor,
                at=clock.now(),
            )
        except DomainError as error:
            bad, status = str(error), error.status
        else:
            return redirect(f"{reverse('warehouse_hand_over')}?good={code.strip()[:40]}&carrier={carrier}")
    packed = fulfillment.visible_work(actor).filter(state__in=("packed", "picked"), parcels__state="closed")
    parcels = fulfillment.parcels_of_work(packed.distinct().values_list("pk", flat=True)[:100])
    context = {
        "header_title": _("Hand over"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "parcels": [parcel for parcel in parcels if parcel.state == "closed"],
        "carrier": carrier,
        "bad": bad,
        "good": request.GET.get("good", "") if not bad else "",
    }
    return render(request, "logistics_manager/hand_over.html", context, status=status)
