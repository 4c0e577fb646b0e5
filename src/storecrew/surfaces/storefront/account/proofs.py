"""What shows that a parcel arrived, for whoever holds the order's link: when, where, the photo; no names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping

PLACES = {
    "recipient": gettext_lazy("Handed to you"),
    "household": gettext_lazy("Handed to somebody of your household"),
    "reception": gettext_lazy("Handed in at a reception"),
    "neighbor": gettext_lazy("Handed to a neighbor"),
    "safe_place": gettext_lazy("Left at a safe place"),
}


def proofs_of(order_id: int) -> tuple[Any, ...]:
    """Return the deliveries of an order, oldest first."""
    found = shipping.proofs_of(fulfillment.labels_of_order(order_id))
    rows = sorted((each for proofs in found.values() for each in proofs), key=lambda each: each.happened_at)
    return tuple(
        SimpleNamespace(id=each.id, words=str(PLACES[each.place]), at=each.happened_at, photo=each.has_photo)
        for each in rows
    )


@require_safe
def proof_photo(request: HttpRequest, token: str, proof_id: int) -> HttpResponse:
    """Hand out the photo of a delivery to whoever holds the link of its order."""
    try:
        order = orders.order_by_token(token)
    except orders.OrderNotFound as error:
        raise Http404 from error
    mine = {each.id for each in proofs_of(order.id) if each.photo}
    content = shipping.proof_picture(proof_id, "photo") if proof_id in mine else b""
    if not content:
        raise Http404(_("There is no such picture."))
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer
