"""Notes of what a shopper does with a form: the shop hears of it itself, with or without script."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.insights import public as insights
from storecrew.kernel import clock
from storecrew.surfaces.storefront.measuring import agreement
from storecrew.surfaces.storefront.shop import channel_of

NOT_PAID = "not_paid"
"""What a cart lacks that has everything but its payment."""
MOST_LETTERS = 40


def added(request: HttpRequest, cart: checkout.CartView, sku: str) -> None:
    """Note that an article was put into a cart."""
    variants = [line.variant_id for line in cart.lines if line.sku == sku]
    products = tuple(catalog.product_ids_of_variants(variants).values())
    _note(request, insights.kinds.ADD, cart.token, products)


def declined(request: HttpRequest, cart_token: str) -> None:
    """Note that a payment was refused."""
    _note(request, insights.kinds.DECLINED, cart_token)


def stood(request: HttpRequest, cart: checkout.CartView, refused: Iterable[str] = ()) -> None:
    """Note what a cart lacks as its checkout is shown, and the codes of what was just refused.

    Codes only: no field's content, no address, no code that somebody typed.
    """
    for code in dict.fromkeys(refused):
        _note(request, insights.kinds.HINDERED, cart.token, term=code[:MOST_LETTERS])
    missing = next((one.code for one in cart.requirements), NOT_PAID)
    _note(request, insights.kinds.STANDS, cart.token, term=missing[:MOST_LETTERS])


def device(request: HttpRequest) -> str:
    """Return phone, tablet or desktop, by what the browser calls itself; "" when it says nothing."""
    agent = request.headers.get("User-Agent", "")
    if "iPad" in agent or ("Android" in agent and "Mobi" not in agent):
        return "tablet"
    return ("phone" if "Mobi" in agent else "desktop") if agent else ""


def _note(
    request: HttpRequest, kind: str, token: str, products: tuple[int, ...] = (), *, term: str = ""
) -> None:
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
            term=term,
        )
    )
