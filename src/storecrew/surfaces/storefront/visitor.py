"""Who is visiting: the cart in a signed cookie, the customer behind a sign-in, the actor of operations."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, customer_actor, guest_actor
from storecrew.surfaces.storefront.delivery import place
from storecrew.surfaces.storefront.shop import channel_of, language
from storecrew.surfaces.ui.requests import request_id

CART_COOKIE = "sc_cart"
KNOWN_COOKIE = "sc_known"
"""Readable by our script: says only that personal parts of the page are worth asking for."""
_SALT = "storecrew.storefront.cart"
_SECONDS = int(checkout.CARTS_ARE_KEPT.total_seconds())


def cart_token(request: HttpRequest) -> str:
    """Return the visitor's cart token, empty for none or a cookie that we did not sign."""
    raw = request.COOKIES.get(CART_COOKIE, "")
    if not raw:
        return ""
    try:
        value = signing.loads(raw, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return ""
    return value if isinstance(value, str) else ""


def remember_cart(response: HttpResponse, token: str) -> HttpResponse:
    """Keep the cart in the visitor's browser."""
    keep_cookie(response, CART_COOKIE, signing.dumps(token, salt=_SALT))
    return mark_known(response)


def forget_cart(response: HttpResponse) -> HttpResponse:
    """Take the cart out of the visitor's browser."""
    response.delete_cookie(CART_COOKIE)
    response.delete_cookie(KNOWN_COOKIE)
    return response


def mark_known(response: HttpResponse) -> HttpResponse:
    """Let our script ask for the personal parts of pages, for somebody who signed in or keeps something."""
    return keep_cookie(response, KNOWN_COOKIE, "1", httponly=False)


def keep_cookie(
    response: HttpResponse, name: str, value: str, *, seconds: int = _SECONDS, httponly: bool = True
) -> HttpResponse:
    """Keep a value in the visitor's browser, for requests to this shop alone."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=httponly,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def customer_of(request: HttpRequest) -> customers.CustomerFacts | None:
    """Return the customer who is signed in, or None; staff who never bought are no customers."""
    if not request.user.is_authenticated:
        return None
    known: list[customers.CustomerFacts | None] | None = getattr(request, "_storefront_customer", None)
    if known is None:
        known = [customers.customer_for_user(request.user.pk)]
        request._storefront_customer = known  # type: ignore[attr-defined]
    return known[0]


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts: the signed-in customer, or a guest known by the cart."""
    ip = request.META.get("REMOTE_ADDR", "")
    name = request_id(request)
    customer = customer_of(request)
    if customer is not None:
        return customer_actor(customer.id, label="customer", ip=ip, request_id=name)
    return guest_actor(cart_token(request), ip=ip, request_id=name)


def current_cart(
    request: HttpRequest, towards: shipping.Destination | None = None
) -> checkout.CartView | None:
    """Return the visitor's open cart, or None when there is none any more.

    ``towards`` is where it would go, by default what the browser remembers; it counts until there is an
    address. A cart of another customer never shows, whatever the cookie says (AUT-06).
    """
    token = cart_token(request)
    if not token:
        return None
    try:
        found = checkout.cart(
            token, at=clock.now(), towards=towards or place.remembered(request), locale=language()
        )
    except checkout.CartNotFound:
        return None
    if found.customer_id is not None and request.user.is_authenticated:
        customer = customer_of(request)
        if customer is None or customer.id != found.customer_id:
            return None
    return found if found.state in ("open", "placing") else None


def cart_for_adding(request: HttpRequest) -> str:
    """Return the token of the cart to add to; a new one where there is none or the channel is another."""
    channel = channel_of(request)
    found = current_cart(request)
    if found is not None and found.channel == channel.code and found.state == "open":
        return found.token
    customer = customer_of(request)
    return checkout.open_cart(
        channel_code=channel.code,
        locale=language(),
        customer_id=customer.id if customer else None,
        actor=actor_of(request),
        at=clock.now(),
    ).token
