"""The products of an order once more: into the cart of whoever holds the link, at the prices of today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from storecrew.contexts.checkout import public as checkout
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.order_views import find
from storecrew.surfaces.storefront.cart import views as cart
from storecrew.surfaces.storefront.shop import shell
from storecrew.surfaces.storefront.visitor import actor_of, cart_for_adding, remember_cart


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Put what was ordered into the cart; what is not to be had any more is left out, and said."""
    order = find(token)
    refusals: list[DomainError] = []
    added, basket = 0, cart_for_adding(request)
    for line in order.lines:
        if not line.total.amount:
            continue  # a present of a promotion: it comes by itself where it still holds
        try:
            checkout.add_line(basket, line.sku, line.quantity, actor=actor_of(request), at=clock.now())
        except DomainError as error:
            refusals.append(error)
        else:
            added += 1
    if refusals and not added:
        return cart.show(request, error=refusals[0], status=refusals[0].status)
    words = "again=some" if refusals else "again=all"
    return remember_cart(redirect(f"{shell(request).url('cart')}?{words}"), basket)
