"""Notes of what a shopper does with a form: the shop hears of it itself, with or without script."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.insights import public as insights
from storecrew.kernel import clock
from storecrew.surfaces.storefront.measuring import agreement
from storecrew.surfaces.storefront.shop import channel_of


def added(request: HttpRequest, cart: checkout.CartView, sku: str) -> None:
    """Note that an article was put into a cart."""
    variants = [line.variant_id for line in cart.lines if line.sku == sku]
    products = tuple(catalog.product_ids_of_variants(variants).values())
    _note(request, insights.kinds.ADD, cart.token, products)


def declined(request: HttpRequest, cart_token: str) -> None:
    """Note that a payment was refused."""
    _note(request, insights.kinds.DECLINED, cart_token)


def device(request: HttpRequest) -> str:
    """Return phone, tablet or desktop, by what the browser calls itself; "" when it says nothing."""
    agent = request.headers.get("User-Agent", "")
    if "iPad" in agent or ("Android" in agent and "Mobi" not in agent):
        return "tablet"
    return ("phone" if "Mobi" in agent else "desktop") if agent else ""


def _note(request: HttpRequest, kind: str, token: str, products: tuple[int, ...] = ()) -> None:
    agent = request.headers.get("User-Agent", "")
    if not settings.STORECREW_TRAFFIC or insights.is_machine(agent):
        return
    if getattr(request.user, "is_staff", False):
        return
    insights.note(
        insights.Note(
            at=clock.now(),
            kind=kind,
            channel_id=channel_of(request).id,
            device=device(request),
            visitor=agreement.visitor(request),
            cart=insights.cart_number(token),
            products=products,
        )
    )
