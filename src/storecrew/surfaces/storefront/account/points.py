"""Points, tier and store credit of whoever is signed in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.access import customer_required
from storecrew.surfaces.storefront.account.views import answer
from storecrew.surfaces.storefront.shop import channel_of, shell
from storecrew.surfaces.storefront.visitor import actor_of


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Show what somebody has and how it came; join or leave the program."""
    error: DomainError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("action") == "leave":
                loyalty.leave(customer.id, actor=actor_of(request), at=clock.now())
            else:
                loyalty.join(customer.id, actor=actor_of(request), at=clock.now())
            return redirect(f"{reverse('storefront:account_points')}?saved")
        except DomainError as refused:
            error = refused
    notices = (_("Saved."),) if "saved" in request.GET else ()
    return answer(
        request, "points", _context(request, customer), error=error, notices=notices,
        status=error.status if error else 200,
    )  # fmt: skip


def _context(request: HttpRequest, customer: customers.CustomerFacts) -> dict[str, Any]:
    shop, now = shell(request), clock.now()
    currency = channel_of(request).currency
    member = loyalty.member(customer.id, at=now, currency=currency, locale=shop.locale)
    purse = loyalty.purse(customer.id, currency=currency, at=now)
    lines = loyalty.history(member.account_id, limit=50) if member else ()
    numbers = orders.numbers_of([line.order_id for line in lines if line.order_id])
    return {
        "member": member,
        "purse": purse,
        "offer": loyalty.offer(currency) if member is None else None,
        "lines": [
            {
                "label": line.label,
                "at": line.at,
                "units": line.amount or line.pending,
                "is_pending": not line.amount,
                "order": numbers.get(line.order_id or 0, ""),
                "until": line.expires_at if line.amount > 0 else None,
                "reason": line.reason if line.kind in ("adjust", "goodwill") else "",
            }
            for line in lines
        ],
    }


@customer_required
@require_POST
def service(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Keep the way by which somebody wants to be reached; no choice leaves it as it is."""
    way = request.POST.get("way", "")
    if way in dict(loyalty.WAYS):
        note = request.POST.get("note", "")
        hours = _hours(request.POST.get("hours_from", ""), request.POST.get("hours_until", ""))
        language = request.POST.get("language", "")
        language = language if language in ("en", "ko") else ""
        try:
            loyalty.prefer(
                customer.id, way, note=note, language=language, hours=hours, actor=actor_of(request),
                at=clock.now(),
            )  # fmt: skip
        except loyalty.InvalidHours:
            return redirect(f"{reverse('storefront:account_profile')}?hours=wrong#service")
    return redirect(f"{reverse('storefront:account_profile')}#service")


def _hours(first: str, last: str) -> tuple[dt.time, dt.time] | None:
    """Return the hours that were entered; None when one is missing or is no time."""
    try:
        return dt.time.fromisoformat(first), dt.time.fromisoformat(last)
    except ValueError:
        return None
