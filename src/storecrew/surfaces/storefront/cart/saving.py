"""Taking a cart along to another device: a mail, a link, and the page behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.contexts.checkout import public as checkout
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.cart import views
from storecrew.surfaces.storefront.cart.view import cart_view
from storecrew.surfaces.storefront.shop import page, refused, shell
from storecrew.surfaces.storefront.visitor import (
    actor_of,
    cart_token,
    current_cart,
    customer_of,
    remember_cart,
)
from storecrew.surfaces.ui.shell import PageMeta


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Send the link to the typed address, and say so whatever the address is."""
    typed = request.POST.get("email", "")[:254]
    quiet = bool(request.headers.get("HX-Request"))
    try:
        checkout.mail_cart(cart_token(request), typed, actor=actor_of(request), at=clock.now())
    except checkout.InvalidContact as error:
        sentences = {name: str(text) for name, text in error.details.items()}
        return views.show(request, errors=sentences, status=200 if quiet else 422)
    except DomainError as error:
        return views.show(request, error=error, status=200 if quiet else error.status)
    if quiet:
        return views.show(request, notices=(_("The link to your cart is on its way."),))
    return redirect(f"{reverse('storefront:cart')}?saved=1")


@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest, link: str) -> HttpResponse:
    """Show what is in a saved cart; its button fills the cart of this browser. Opening it changes nothing."""
    try:
        if request.method == "POST":
            return _resume(request, link)
        found = checkout.saved_cart(link, at=clock.now())
    except checkout.LinkExpired as error:
        return refused(request, error)
    shop = shell(request)
    meta = PageMeta(title=_("Your saved cart"), robots="noindex", place="cart")
    response = page(request, "cart/saved.jinja", {"cart": cart_view(found, shop.locale)}, meta=meta)
    # The address fills carts: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _resume(request: HttpRequest, link: str) -> HttpResponse:
    at, here, customer = clock.now(), current_cart(request), customer_of(request)
    there = checkout.saved_cart(link, at=at)
    fits = here is not None and here.channel == there.channel and here.state == "open"
    cart = checkout.resume_cart(
        link,
        into=here.token if here and fits else "",
        customer_id=customer.id if customer else None,
        actor=actor_of(request),
        at=at,
    )
    return remember_cart(redirect(reverse("storefront:cart")), cart.token)
