"""Where the shopper collects it: our own locations, or the points of a carrier near a post code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from babel.dates import format_skeleton
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.cart import views as cart_views
from storecrew.surfaces.storefront.checkout import steps
from storecrew.surfaces.storefront.checkout.frame import answer
from storecrew.surfaces.storefront.shop import shell
from storecrew.surfaces.storefront.visitor import actor_of, current_cart


@require_http_methods(["GET", "HEAD", "POST"])
def pick_up(request: HttpRequest) -> HttpResponse:
    """Show where the cart can be collected, or take the place that was chosen."""
    cart = current_cart(request)
    if cart is None or not cart.lines:
        return redirect(reverse("storefront:cart"))
    if cart.state == "placing":
        return redirect(reverse("storefront:checkout_return"))
    if not steps.may_show(cart, "delivery"):
        return redirect(reverse("storefront:checkout"))
    option = _option(cart)
    if option is None:
        return redirect(reverse("storefront:checkout_step", args=("delivery",)))
    return _take(request, cart, option) if request.method == "POST" else _show(request, cart, option)


def _option(cart: checkout.CartView) -> shipping.ShippingOption | None:
    options = checkout.shipping_options(cart.token, at=clock.now())
    found = next((one for one in options if one.code == cart.shipping_method), None)
    return found if found is not None and found.needs_point else None


def _show(
    request: HttpRequest,
    cart: checkout.CartView,
    option: shipping.ShippingOption,
    *,
    error: DomainError | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    shop = shell(request)
    near = request.GET.get("near", "").strip()[:20]
    found: Sequence[shipping.PickupPoint] = ()
    try:
        found = checkout.pickup_points(cart.token, postal_code=near, actor=actor_of(request), at=clock.now())
    except DomainError as refused:
        error = error or refused
    chosen = cart.pickup_point.code if cart.pickup_point else ""
    if chosen not in [one.code for one in found if one.available]:
        chosen = next((one.code for one in found if one.available), "")
    context = {
        "points": [_point(one, shop.locale, one.code == chosen) for one in found],
        "ours": option.way == "location",
        "method": option,
        "near": near or str(cart.address.get("postal_code", "")),
        "searched": bool(near),
        "any": any(one.available for one in found),
        "errors": errors or {},
    }
    refused_ = error.status if error else 200
    return answer(request, cart, "pick_up", context, error=error, status=422 if errors else refused_)


def _take(request: HttpRequest, cart: checkout.CartView, option: shipping.ShippingOption) -> HttpResponse:
    point = request.POST.get("point", "")[:60]
    if not point:
        return _show(request, cart, option, errors={"point": _("Please choose where you collect it.")})
    actor, now = actor_of(request), clock.now()
    try:
        checkout.choose_point(cart.token, point, actor=actor, at=now)
        checkout.hold_stock(cart.token, actor=actor, at=now)
    except checkout.InsufficientStock as error:
        return cart_views.show(request, error=error, status=error.status)
    except DomainError as error:
        return _show(request, cart, option, error=error)
    return redirect(reverse("storefront:checkout_step", args=("payment",)))


def _point(one: shipping.PickupPoint, locale: str, chosen: bool) -> Any:
    words = shipping.point_words(one.as_json(), locale)
    assert words is not None
    return SimpleNamespace(
        code=one.code,
        name=one.name,
        lines=words.lines,
        hours=words.hours,
        locker=words.locker,
        distance=distance(one.meters, locale),
        ready=ready_words(one.ready, locale),
        keep_days=one.keep_days,
        reason=one.reason,
        chosen=chosen,
    )


def distance(meters: int | None, locale: str) -> str:
    """Return a distance in words, "" where it is not known."""
    if meters is None:
        return ""
    if meters < 1000:
        return _("%(n)s m away") % {"n": meters}
    return _("%(n)s km away") % {"n": f"{meters // 1000}.{meters % 1000 // 100}"}


def ready_words(ready: str, locale: str) -> str:
    """Return by when an order waits at a place: "2026-11-30 18:00", or the day alone."""
    if not ready:
        return ""
    day, _space, hour = ready.partition(" ")
    name = format_skeleton("MMMEd", dt.date.fromisoformat(day), locale=locale.replace("-", "_"))
    if hour:
        return _("Ready by %(day)s, %(hour)s") % {"day": name, "hour": hour}
    return _("Ready on %(day)s") % {"day": name}
