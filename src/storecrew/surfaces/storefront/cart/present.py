"""Whom a gift voucher in the cart is for."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.cart.views import show
from storecrew.surfaces.storefront.visitor import actor_of, cart_token

TEXTS = ("name", "email", "sender", "message")


@require_POST
def address(request: HttpRequest, line_id: int) -> HttpResponse:
    """Take whom the vouchers of a line are for; what cannot be right is told beside its field."""
    quiet = bool(request.headers.get("HX-Request"))
    typed = {name: request.POST.get(name, "")[:2000] for name in TEXTS}
    day = request.POST.get("deliver_on", "").strip()[:20]
    try:
        wanted = loyalty.Present(deliver_on=_day(day), **typed)
        checkout.address_voucher(
            cart_token(request), line_id, wanted, actor=actor_of(request), at=clock.now()
        )
    except checkout.InvalidPresent as error:
        errors = {f"present_{name}": str(text) for name, text in error.details["fields"].items()}
        again = {"line": line_id, **typed, "deliver_on": day}
        return show(request, errors=errors, typed_present=again, status=200 if quiet else 422)
    except DomainError as error:
        return show(request, error=error, status=200 if quiet else error.status)
    if quiet:
        return show(request, notices=(_("The gift voucher goes to whom you said."),))
    return redirect("storefront:cart")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        wrong = {"deliver_on": _("Choose a day from today to a year from now.")}
        raise checkout.InvalidPresent(fields=wrong) from None
