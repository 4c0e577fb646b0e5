"""The withdrawal from a contract, behind the order's link, and the way to that link (HOD-12).

Two steps, as directive (EU) 2023/2673 has it: name who withdraws and from what, then confirm.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock, idempotency
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.order_views import find
from storecrew.surfaces.storefront.shop import page
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta

MOST_TYPED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who withdraws from what, show it once more, and keep the declaration once per form."""
    found = find(token)
    offer = aftersales.withdrawal_offer(found.id, at=clock.now())
    if request.method != "POST":
        name = str(found.shipping_address.get("name", ""))
        typed = {"name": name, **{f"units-{key}": str(most) for key, most in offer.lines.items()}}
        return _show(request, found, offer, typed, {})
    typed = {name: str(value)[:MOST_TYPED] for name, value in request.POST.items()}
    # A confirmation that is sent twice finds nothing left: it is told apart by its nonce below.
    most = {line.id: line.quantity for line in found.lines} if typed.get("step") == "confirm" else offer.lines
    units, errors = _read(most, typed)
    if errors or typed.get("step") != "confirm":
        asked = bool(errors) or typed.get("step") == "change"
        return _show(
            request, found, offer, typed, errors, units={} if asked else units, status=422 if errors else 200
        )

    def run() -> tuple[int, dict[str, str]]:
        made = aftersales.withdraw(
            found.id, lines=units, name=typed["name"], actor=actor_of(request), at=clock.now()
        )
        return 200, {"number": made.number}

    try:
        idempotency.once(
            scope=f"storefront.withdrawal:{found.id}",
            key=typed.get("nonce", ""),
            fingerprint=hashlib.sha256(repr(sorted(units.items())).encode()).hexdigest(),
            run=run,
        )
    except DomainError as error:
        offer = aftersales.withdrawal_offer(found.id, at=clock.now())
        return _show(request, found, offer, typed, {}, error=error, status=error.status)
    return redirect(f"{reverse('storefront:order', args=(token,))}?withdrawn=1#withdrawals")


@same_origin_or_token
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Mail the link to the withdrawal of an order; every answer is the same (ABU-03)."""
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in ("number", "email")}
    errors: dict[str, str] = {}
    error: DomainError | None = None
    if request.method == "POST":
        errors = {name: _("Please fill in this field.") for name, text in typed.items() if not text.strip()}
        try:
            if not errors:
                aftersales.send_withdrawal_link(
                    typed["number"], typed["email"], actor=actor_of(request), at=clock.now()
                )
                return redirect(f"{reverse('storefront:withdrawal')}?sent=1")
        except DomainError as found:
            error = found
    context = {"typed": typed, "errors": errors, "error": error, "sent": "sent" in request.GET}
    status = error.status if error else 422 if errors else 200
    meta = PageMeta(title=_("Withdraw from contract here"), robots="noindex")
    return page(request, "account/withdrawal_link.jinja", context, meta=meta, status=status)


def _read(most_of: Mapping[int, int], typed: Mapping[str, str]) -> tuple[dict[int, int], dict[str, str]]:
    """Return the units of each line, and what is wrong by name of the field."""
    units, errors = {}, {}
    if not typed.get("name", "").strip():
        errors["name"] = _("Please give your name.")
    for key, most in most_of.items():
        text = typed.get(f"units-{key}", "0") or "0"
        if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) <= most):
            errors[f"units-{key}"] = _("At most %(units)s.") % {"units": most}
        elif int(text):
            units[key] = int(text)
    if not units and not errors and most_of:
        errors[f"units-{next(iter(most_of))}"] = _("Choose at least one article.")
    return units, errors


def _show(
    request: HttpRequest,
    order: orders.OrderFacts,
    offer: aftersales.WithdrawalOffer,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    units: Mapping[int, int] | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "order": order,
        "offer": offer,
        "lines": [line for line in order.lines if offer.lines.get(line.id)],
        "choices": {
            key: [(str(n), str(n)) for n in range(min(most, 99) + 1)] for key, most in offer.lines.items()
        },
        "units": units or {},
        "typed": typed,
        "errors": errors,
        "error": error,
        "why": why_not(offer),
        "nonce": secrets.token_urlsafe(18),
    }
    meta = PageMeta(title=_("Withdraw from the contract"), robots="noindex, nofollow")
    response = page(request, "account/withdraw.jinja", context, meta=meta, status=status)
    # The address is the key to the order: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def why_not(offer: aftersales.WithdrawalOffer) -> str:
    """Return why nothing can be withdrawn from, "" when something can."""
    words = {
        "canceled": _("This order is canceled: you owe nothing and nothing is sent."),
        "too_late": _(
            "The period to withdraw is over. Write to us if something is faulty: that right lasts longer."
        ),
        "nothing_left": _("You withdrew from everything, or it is on its way back or was taken back."),
    }
    return words.get(offer.why, "")
