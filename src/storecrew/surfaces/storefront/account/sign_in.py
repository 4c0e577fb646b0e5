"""What happens to the cart and the wish lists at sign-in and sign-out (AUT-06).

These are allauth's own signals, the one place where it lets us see its answer and set a cookie on it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.wishes import public as wishes
from storecrew.kernel import clock
from storecrew.kernel.actor import customer_actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.visitor import cart_token, forget_cart, mark_known, remember_cart
from storecrew.surfaces.storefront.wishes.owner import GUEST_COOKIE, guest_of


@receiver(user_logged_in)
def take_cart_along(request: HttpRequest, user: Any, response: Any = None, **_kwargs: Any) -> None:
    """Join the guest's cart and wish lists with the customer's own, once; the cart stays in this browser."""
    if response is None:
        return
    customer = join_customer(user)
    if customer is None:
        mark_known(response)
        return
    guest = cart_token(request)
    if guest:
        # A cookie may name a cart that is gone; the customer's own one is what counts.
        with suppress(DomainError):
            checkout.merge_carts(guest, customer.id, actor=customer_actor(customer.id), at=clock.now())
    if lists := guest_of(request):
        wishes.join_lists(lists, customer.id, actor=customer_actor(customer.id), at=clock.now())
        response.delete_cookie(GUEST_COOKIE)
    own = checkout.cart_of_customer(customer.id)
    remember_cart(response, own) if own else forget_cart(response)
    # Last: whoever has no cart still has a name, and prices of their own.
    mark_known(response)


@receiver(user_logged_out)
def leave_nothing(request: HttpRequest | None, **_kwargs: Any) -> None:
    """Let the next answer take the cart out of a shared browser."""
    if request is not None:
        request._storefront_forget = True  # type: ignore[attr-defined]
