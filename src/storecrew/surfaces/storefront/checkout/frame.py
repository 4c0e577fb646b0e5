"""The page around every step of the checkout."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.cart.view import cart_view
from storecrew.surfaces.storefront.checkout import steps
from storecrew.surfaces.storefront.measuring import notes
from storecrew.surfaces.storefront.shop import page, shell
from storecrew.surfaces.ui.shell import PageMeta


def answer(
    request: HttpRequest,
    cart: checkout.CartView,
    name: str,
    context: dict[str, Any],
    *,
    error: DomainError | None = None,
    refused: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Answer with the page of a step; ``refused`` are codes of what was wrong beside the ``error``."""
    shop = shell(request)
    notes.stood(request, cart, [*refused, *([error.code] if error else [])])
    view = cart_view(cart, shop.locale)
    view.method_name = _method_name(cart) if name == "payment" else ""
    point = cart.pickup_point
    view.point = shipping.point_words(point.as_json(), shop.locale) if point else None
    frame = {
        "step": name,
        "steps": steps.words(cart, "delivery" if name == "pick_up" else name, shop),
        "cart": view,
        "error": error,
        "notices": (),
        "errors": {},
    }
    meta = PageMeta(title=_("Checkout"), robots="noindex")
    return page(request, f"checkout/{name}.jinja", {**frame, **context}, meta=meta, status=status)


def _method_name(cart: checkout.CartView) -> str:
    options = checkout.shipping_options(cart.token, at=clock.now())
    return next((one.name for one in options if one.code == cart.shipping_method), "")
