"""The page behind the question in a mail: may something else be sent? Opening it changes nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.shop import page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.shell import PageMeta


@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or take the answer."""
    try:
        found = fulfillment.offer_by_token(token)
    except fulfillment.NoSuchOffer as error:
        raise Http404 from error
    if request.method != "POST":
        return _show(request, found, token)
    try:
        fulfillment.answer_by_link(
            token, request.POST.get("answer", ""), actor=actor_of(request), at=clock.now()
        )
    except fulfillment.NoSuchOffer:
        return _show(request, found, token, status=422)
    except DomainError as error:
        return _show(request, fulfillment.offer_by_token(token), token, error=error, status=error.status)
    return redirect(shell(request).url("replacement", token))


def _show(
    request: HttpRequest,
    found: fulfillment.OfferFacts,
    token: str,
    *,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "offer": found,
        "order": orders.order(found.order_id),
        "token": token,
        "open": found.state == "asked" and found.expires_at > clock.now(),
        "error": error,
    }
    meta = PageMeta(title=_("A question about your order"), robots="noindex, nofollow")
    response = page(request, "account/replacement.jinja", context, meta=meta, status=status)
    # The address is the key to the answer: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
