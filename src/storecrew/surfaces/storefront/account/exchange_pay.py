"""Paying what an exchange costs more, behind the secret link of the order that is sent instead."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.order_views import find
from storecrew.surfaces.storefront.checkout.payment import test_tokens
from storecrew.surfaces.storefront.shop import page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.headers import allow_form_targets
from storecrew.surfaces.ui.shell import PageMeta

OPEN = ("requested", "action_required", "pending", "unknown")


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked for and why, take the payment, or look how an open one stands."""
    order = find(token)
    found = aftersales.exchange_to_pay(order.id)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, order, found)
    shop = shell(request)
    try:
        if request.POST.get("action") == "look":
            aftersales.look_again(order.id, at=clock.now())
            return redirect(shop.url("order_pay", order.token))
        gateway = request.POST.get("gateway", "")[:40]
        done = aftersales.pay_exchange(
            order.id,
            gateway=gateway,
            # Only the pretended bank takes its answer from our page.
            payment_token=request.POST.get("payment_token", "")[:80] if gateway == "simulator" else "",
            return_url=shop.absolute(shop.url("order_pay", order.token)),
            actor=actor_of(request),
            at=clock.now(),
        )
    except DomainError as error:
        now = aftersales.exchange_to_pay(order.id) or found
        return _show(request, orders.order(order.id), now, error=error)
    if done.status == "action_required" and done.redirect_url:
        return redirect(done.redirect_url)
    return redirect(shop.url("order_pay", order.token))


def _show(
    request: HttpRequest,
    order: orders.OrderFacts,
    found: aftersales.ExchangeFacts,
    *,
    error: DomainError | None = None,
) -> HttpResponse:
    channel = channels.facts_by_id(order.channel_id)
    tries = payments.payments_of_order(order.id)
    open_one = next((one for one in tries if one.status in OPEN), None)
    offered = aftersales.exchange_gateways(channel.code)
    codes = [one.code for one in offered]
    wanted = request.POST.get("gateway", "")
    back = aftersales.exchange_of_order(order.id)
    context: dict[str, Any] = {
        "order": order,
        "exchange": found,
        "state": _state(found),
        "lines": [f"{line.quantity} × {line.title}" for line in found.lines if line.quantity],
        "day": clock.local_day(found.pay_by or clock.now(), channel.timezone),
        "return_number": back[1] if back else "",
        "first_order": back[2] if back else "",
        "open": open_one,
        "gateways": [
            {
                "code": one.code,
                "name": one.name,
                "description": one.description,
                "chosen": one.code == (wanted if wanted in codes else codes[0]),
            }
            for one in offered
        ],
        "test_tokens": test_tokens() if "simulator" in codes else (),
        "chosen_token": request.POST.get("payment_token") or "tok_ok",
        "nonce": secrets.token_urlsafe(12),
        "error": error,
    }
    meta = PageMeta(title=_("Pay the difference"), robots="noindex, nofollow")
    response = page(
        request, "account/exchange_pay.jinja", context, meta=meta, status=error.status if error else 200
    )
    for one in offered:
        allow_form_targets(response, *one.origins)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _state(found: aftersales.ExchangeFacts) -> str:
    if found.paid_at is not None and found.state != "canceled":
        return "paid"
    return "open" if found.state == "waiting" else "ended"
