"""The cart page, and the small answers that make other pages personal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.cart.view import cart_view, to_free_delivery
from storecrew.surfaces.storefront.delivery import place
from storecrew.surfaces.storefront.delivery.promise import of_options
from storecrew.surfaces.storefront.measuring import notes
from storecrew.surfaces.storefront.own_prices import own_prices
from storecrew.surfaces.storefront.partners.referral import keep as keep_referral
from storecrew.surfaces.storefront.shop import channel_of, page, refused, remember_channel, shell
from storecrew.surfaces.storefront.visitor import (
    actor_of,
    cart_for_adding,
    cart_token,
    current_cart,
    customer_of,
    forget_cart,
    mark_known,
    remember_cart,
)
from storecrew.surfaces.storefront.wishes.owner import guest_of, owner_of
from storecrew.surfaces.storefront.wishes.views import hearts
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta

Change = Callable[[str], checkout.CartView]


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """Show the cart with its full cost."""
    words = {
        "merged": _("The products of both of your carts are together now."),
        "saved": _("The link to your cart is on its way."),
    }
    again = {
        "all": _("The products of your order are in the cart, at the prices of today."),
        "some": _(
            "Not everything of your order can be bought now. The rest is in the cart, at the prices of today."
        ),
    }
    notices = (
        *(text for name, text in words.items() if name in request.GET),
        *(text for name, text in again.items() if request.GET.get("again") == name),
    )
    return show(request, notices=notices)


def show(
    request: HttpRequest,
    *,
    error: DomainError | None = None,
    notices: tuple[str, ...] = (),
    errors: dict[str, str] | None = None,
    typed_code: str = "",
    typed_present: dict[str, Any] | None = None,
    to: shipping.Destination | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the cart page. ``to``: where it would go, else what this browser remembers."""
    shop = shell(request)
    to = to or place.remembered(request)
    found = current_cart(request, to)
    view = expected = None
    if found is not None:
        options = checkout.shipping_options(found.token, at=clock.now(), towards=to) if found.lines else []
        view = cart_view(found, shop.locale, free_over=to_free_delivery(found, options))
        code = found.address.get("postal_code", "") if found.address else to.postal_code if to else ""
        where = shipping.Destination(found.country, code)
        expected = of_options(options, where, channel_of(request), shop) if found.lines else None
        if expected and expected.at_once and all(_has_a_day(line) for line in found.lines):
            expected = replace(expected, headline=_("By e-mail, on the day you chose"), detail="")
    context: dict[str, Any] = {
        "cart": view,
        "delivery": expected,
        "asks_place": bool(found and not found.address),
        "errors": errors or {},
        "typed_code": typed_code,
        "typed_present": typed_present or {},
        "typed": place.as_typed(request),
        "error": error,
        "notices": notices,
        "paying": bool(found and found.state == "placing"),
        "signed_in": request.user.is_authenticated,
    }
    meta = PageMeta(
        title=_("Your cart"),
        description=_("What you chose, with the full cost including delivery."),
        place="cart",
        canonical=shop.url("cart"),
    )
    return page(request, "cart/page.jinja", context, meta=meta, status=status)


def _has_a_day(line: checkout.CartLineView) -> bool:
    return bool(line.present and line.present.deliver_on)


@require_POST
def delivery(request: HttpRequest) -> HttpResponse:
    """Take where the cart would go, and show it with the days and the cost of that place."""
    quiet = bool(request.headers.get("HX-Request"))
    try:
        to = place.typed(request, shell(request).locale)
    except shipping.InvalidAddress as error:
        sentences = {name: str(text) for name, text in error.details.items()}
        return show(request, errors=sentences, status=200 if quiet else 422)
    return place.remember(show(request, to=to) if quiet else redirect(_cart_url()), to)


@same_origin_or_token
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a variant into the cart: a small notice for script, the cart page without."""
    quiet = bool(request.headers.get("HX-Request"))
    try:
        token = cart_for_adding(request)
        changed = checkout.add_line(
            token,
            request.POST.get("sku", ""),
            request.POST.get("quantity", "1"),
            actor=actor_of(request),
            at=clock.now(),
        )
    except DomainError as error:
        if quiet:
            return _added(request, error=error, count=0)
        return show(request, error=error, status=error.status)
    notes.added(request, changed, request.POST.get("sku", ""))
    keep_referral(request, token)
    answer = _added(request, error=None, count=changed.item_count) if quiet else redirect(_cart_url())
    return remember_cart(answer, token)


def _cart_url() -> str:
    return reverse("storefront:cart")


def _added(request: HttpRequest, *, error: DomainError | None, count: int) -> HttpResponse:
    # htmx shows only answers below 400, and the refusal is the answer here.
    return page(request, "cart/added.jinja", {"error": error, "count": count}, meta=PageMeta())


@require_POST
def change(request: HttpRequest, line_id: int) -> HttpResponse:
    """Set how many of a line; 0 takes it out."""
    wanted = request.POST.get("quantity", "")
    if wanted.strip() == "0":
        return remove(request, line_id)
    return _change(
        request,
        lambda token: checkout.change_line(token, line_id, wanted, actor=actor_of(request), at=clock.now()),
    )


@require_POST
def remove(request: HttpRequest, line_id: int) -> HttpResponse:
    """Take a line out."""
    return _change(
        request, lambda token: checkout.remove_line(token, line_id, actor=actor_of(request), at=clock.now())
    )


def _change(request: HttpRequest, operation: Change) -> HttpResponse:
    try:
        operation(cart_token(request))
    except DomainError as error:
        quiet = bool(request.headers.get("HX-Request"))
        return show(request, error=error, status=200 if quiet else error.status)
    if request.headers.get("HX-Request"):
        return show(request)
    return redirect(_cart_url())


@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Take a code: it counts, or it says what is missing; a refused one is told beside its field."""
    typed = request.POST.get("code", "")[:80]
    try:
        _take_code(cart_token(request), typed, actor=actor_of(request), at=clock.now())
    except DomainError as error:
        quiet = bool(request.headers.get("HX-Request"))
        return show(
            request, errors={"code": str(error)}, typed_code=typed, status=200 if quiet else error.status
        )
    return show(request) if request.headers.get("HX-Request") else redirect(_cart_url())


def _take_code(token: str, typed: str, *, actor: Actor, at: dt.datetime) -> None:
    """Use a discount code, or a gift voucher: who has a code need not know which of both it is."""
    try:
        checkout.add_code(token, typed, actor=actor, at=at)
    except checkout.CodeRefused:
        if not loyalty.may_be_a_code(typed):
            raise
        checkout.use_voucher(token, typed, actor=actor, at=at)


@require_POST
def remove_code(request: HttpRequest) -> HttpResponse:
    """Take a code out, or a gift voucher, which its account names."""
    wanted, account = request.POST.get("code", ""), request.POST.get("account", "")
    if account.isascii() and account.isdigit() and len(account) < 19:
        return _change(
            request,
            lambda token: checkout.drop_tender(
                token, "voucher", account_id=int(account), actor=actor_of(request), at=clock.now()
            ),
        )
    return _change(
        request, lambda token: checkout.remove_code(token, wanted, actor=actor_of(request), at=clock.now())
    )


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Answer with the personal parts of a page: how many things are in the cart, who is signed in.

    ``prices`` names the articles whose prices the page shows; members get theirs. ``hearts`` names those that
    can be put on the wish list.
    """
    token = cart_token(request)
    customer = customer_of(request)
    context = {
        "count": checkout.item_count(token) if token else 0,
        "name": customer.name if customer else "",
        "prices": own_prices(customer.id, request.GET.get("prices", ""), channel_of(request))
        if customer
        else (),
        **hearts(owner_of(request), request.GET.get("hearts", "").split(",")),
    }
    return page(request, "cart/me.jinja", context, meta=PageMeta())


def _not_sold_in(channel: channels.ChannelFacts, target: str) -> bool:
    """Say whether an address is that of a product which the other shop does not have."""
    try:
        match = resolve(urlsplit(target).path)
        if match.url_name == "product":
            catalog.product_page(match.kwargs["slug"], channel.locale, channel.id)
    except Resolver404:
        return False
    except catalog.ProductNotFound:
        return True
    return False


@same_origin_or_token
@require_POST
def choose_channel(request: HttpRequest) -> HttpResponse:
    """Remember the shop and currency that the visitor chose; a cart of the other shop stays there."""
    code = request.POST.get("channel", "")
    try:
        channel = channels.facts(code)
    except channels.UnknownChannel as error:
        return refused(request, error)
    target = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    if not known or _not_sold_in(channel, target):
        target = shell(request).url("home")
    answer = HttpResponseRedirect(target)
    remember_channel(answer, channel.code)
    forget_cart(answer)
    return mark_known(answer) if guest_of(request) or request.user.is_authenticated else answer
