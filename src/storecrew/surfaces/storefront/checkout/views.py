"""The checkout: address, delivery, payment. Each step has its address, so Back and reload are safe.

What needs no parcel has no step of delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.cart import views as cart_views
from storecrew.surfaces.storefront.cart.view import address_line, missing_to_free
from storecrew.surfaces.storefront.checkout import consent, forms, payment, steps
from storecrew.surfaces.storefront.checkout.frame import answer
from storecrew.surfaces.storefront.delivery import place
from storecrew.surfaces.storefront.delivery.promise import days
from storecrew.surfaces.storefront.measuring import notes
from storecrew.surfaces.storefront.partners.referral import keep as keep_referral
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.storefront.visitor import actor_of, current_cart, customer_of
from storecrew.surfaces.ui.backoffice.outside_signin import service_links
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the first step that is not complete."""
    cart = current_cart(request)
    if cart is None or not cart.lines:
        return redirect(reverse("storefront:cart"))
    if cart.state == "placing":
        return redirect(reverse("storefront:checkout_return"))
    return _to(steps.first_open(cart))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, name: str) -> HttpResponse:
    """Show or take one step; a step whose forerunners are open leads to those."""
    if name not in steps.STEPS:
        raise Http404
    cart = current_cart(request)
    if cart is None or not cart.lines:
        return redirect(reverse("storefront:cart"))
    if cart.state == "placing":
        return redirect(reverse("storefront:checkout_return"))
    if not steps.may_show(cart, name):
        return _to(steps.first_open(cart))
    if request.method == "POST":
        # Whoever filled the cart before following a partner's link came by it all the same.
        keep_referral(request, cart.token)
    shown, taken = _STEPS[name]
    return taken(request, cart) if request.method == "POST" else shown(request, cart)


def _to(name: str) -> HttpResponse:
    if name == "cart":
        return redirect(reverse("storefront:cart"))
    return redirect(reverse("storefront:checkout_step", args=(name,)))


# --- address ------------------------------------------------------------------------------------


def show_details(request: HttpRequest, cart: checkout.CartView) -> HttpResponse:
    """Show contact and address, filled with what is known already: nothing is asked twice."""
    customer = customer_of(request)
    values = {**cart.address, "phone": cart.phone or cart.address.get("phone", "")}
    values["vat_number"] = cart.vat_number
    values["email"] = cart.email or (customer.email if customer else "")
    to = place.remembered(request)
    if not cart.address and to is not None:
        values |= to._asdict()
    if not cart.address and customer:
        values |= {"name": customer.name, "phone": customer.phone}
        values |= {name: text for name, text in _usual_address(request, customer.id).items() if text}
    return _details(request, cart, values)


def _usual_address(request: HttpRequest, customer_id: int) -> Mapping[str, str]:
    """Return where a customer has things sent: the first of the address book, else of the newest order."""
    channel = channel_of(request)
    served = channel.countries or (channel.country,)
    for one in customers.addresses(customer_id):
        if one.address.country in served:
            return one.address.as_json()
    for order in orders.orders_for_customer(customer_id, limit=5):
        if not order.pickup_point and order.shipping_address.get("country") in served:
            return order.shipping_address
    return {}


def _details(
    request: HttpRequest,
    cart: checkout.CartView,
    values: dict[str, str],
    errors: dict[str, str] | None = None,
    *,
    error: DomainError | None = None,
    saved: str = "",
) -> HttpResponse:
    shop = shell(request)
    book = _saved(request, saved)
    context = {
        "form": forms.address_form(
            values, channel_of(request), shop.locale, errors, in_parcel=cart.in_parcel, by_company=True
        ),
        "reveal_words": forms.reveal_words(),
        "signed_in": request.user.is_authenticated,
        "sign_in_url": f"{reverse('account_login')}?next={shop.url('checkout')}",
        "services": [] if request.user.is_authenticated else service_links(shop.url("checkout")),
        "saved_addresses": book,
        "saved_chosen": saved,
        "in_parcel": cart.in_parcel,
        "consent": consent.sentence(request),
        "agrees": request.POST.get("write_to_me") == "1",
    }
    codes = [f"{name}_invalid" for name in errors or ()]
    status = 422 if errors else error.status if error else 200
    return answer(request, cart, "details", context, error=error, refused=codes, status=status)


def _saved(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    customer = customer_of(request)
    if customer is None:
        return []
    return [
        {
            "id": str(one.id),
            "name": one.address.name,
            "line": address_line(one.address.as_json(), shell(request).locale),
            "chosen": str(one.id) == chosen,
        }
        for one in customers.addresses(customer.id)
    ]


def take_details(request: HttpRequest, cart: checkout.CartView) -> HttpResponse:
    """Take contact and address, or show again what is wrong with them; only the country may also change."""
    values = forms.typed(request.POST, channel_of(request))
    values["email"] = request.POST.get("email", "").strip()[:254]
    values["vat_number"] = request.POST.get("vat_number", "").strip()[:40]
    if request.POST.get("action") == "country":
        return _details(request, cart, values)
    saved = request.POST.get("saved", "")
    try:
        address = _chosen_address(request, saved, values["company"]) or {
            name: values[name] for name in forms.NAMES
        }
        checkout.set_details(
            cart.token,
            email=values["email"],
            shipping_address=address,
            phone=address.get("phone", ""),
            vat_number=values["vat_number"],
            locale=shell(request).locale,
            actor=actor_of(request),
            at=clock.now(),
        )
    except (checkout.InvalidContact, shipping.InvalidAddress) as error:
        problems = _problems(error, values, shell(request).locale, saved)
        if saved and isinstance(error, shipping.InvalidAddress):
            # What a saved address lacks is filled in where its fields are.
            customer = customer_of(request)
            phone = address["phone"] or (customer.phone if customer else "")
            values, saved = {**values, **address, "phone": phone}, ""
        return _details(request, cart, values, problems, saved=saved)
    except DomainError as error:
        return _details(request, cart, values, error=error, saved=saved)
    consent.take(request, values["email"])
    return _to("delivery") if cart.in_parcel else _hold(request, cart)


def _hold(request: HttpRequest, cart: checkout.CartView) -> HttpResponse:
    """Hold the products while the shopper pays."""
    try:
        checkout.hold_stock(cart.token, actor=actor_of(request), at=clock.now())
    except checkout.InsufficientStock as error:
        notes.stood(request, cart, [error.code])
        return cart_views.show(request, error=error, status=error.status)
    return _to("payment")


def _chosen_address(request: HttpRequest, saved: str, company: str) -> dict[str, str] | None:
    """Return an address of the customer's own book, for a company that is named beside it.

    Somebody else's address is not found (AUT-02).
    """
    customer = customer_of(request)
    if customer is None or not (saved.isascii() and saved.isdigit() and len(saved) < 19):
        return None
    found = customers.address(customer.id, int(saved)).address.as_json()
    return found | ({"company": company} if company else {})


def _problems(error: DomainError, values: dict[str, str], locale: str, saved: str) -> dict[str, str]:
    """Collect what is wrong with all fields at once, also where contact and address are both wrong."""
    found = _sentences(error)
    if isinstance(error, checkout.InvalidContact) and not saved:
        try:
            shipping.clean_address({name: values[name] for name in forms.NAMES}, locale)
        except shipping.InvalidAddress as second:
            found |= _sentences(second)
    return found


def _sentences(error: DomainError) -> dict[str, str]:
    given = error.details.get("fields", error.details)
    return {str(name): str(text) for name, text in dict(given).items()}


@require_POST
def address_part(request: HttpRequest) -> HttpResponse:
    """Answer with the fields of the chosen country, keeping what was typed. Writes nothing."""
    channel, cart = channel_of(request), current_cart(request)
    values = forms.typed(request.POST, channel)
    in_parcel = cart is None or cart.in_parcel
    # The checkout asks for the company beside the address.
    beside = "vat_number" in request.POST
    context = {
        "form": forms.address_form(
            values, channel, shell(request).locale, in_parcel=in_parcel, by_company=beside
        ),
        "reveal_words": forms.reveal_words(),
    }
    return page(request, "checkout/address_part.jinja", context, meta=PageMeta())


@same_origin_or_token
@require_POST
def address_search(request: HttpRequest) -> HttpResponse:
    """Answer with addresses to choose from; the fields below always work without."""
    words, country = request.POST.get("lookup", "")[:80], request.POST.get("country", "")[:2]
    context: dict[str, Any] = {"found": (), "error": None, "words": len(words.strip()) > 1}
    try:
        context["found"] = shipping.find_addresses(words, country, actor=actor_of(request))
    except DomainError as error:
        context["error"] = error
    return page(request, "checkout/found_addresses.jinja", context, meta=PageMeta(robots="noindex"))


# --- delivery -----------------------------------------------------------------------------------


def show_delivery(
    request: HttpRequest,
    cart: checkout.CartView,
    error: DomainError | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    """Show the methods with price and day of arrival."""
    options, locale = checkout.shipping_options(cart.token, at=clock.now()), shell(request).locale
    codes = [one.code for one in options]
    chosen = cart.shipping_method if cart.shipping_method in codes else (codes[0] if codes else "")
    choices = [
        {
            "code": one.code,
            "name": one.name,
            "price": one.price,
            "when": _when(one, locale),
            "free": _free_from(cart, one, locale),
            "chosen": one.code == chosen,
        }
        for one in options
    ]
    context = {
        "options": choices,
        "errors": errors or {},
        "gift": _gift(request, cart),
        "not_offered": cart.not_offered,
        "asks_where": any(one.needs_point for one in options),
    }
    codes = [_CODES[name] for name in errors or ()]
    status = 422 if errors or error else 200
    return answer(request, cart, "delivery", context, error=error, refused=codes, status=status)


def _when(option: shipping.ShippingOption, locale: str) -> str:
    """Say when it is there, and for what is collected, where: the next page asks for the place."""
    if option.way == "location":
        return _("Ready %(days)s at a place of ours; you choose which one next") % {
            "days": days(option, locale)
        }
    if option.way == "point":
        return _("At a pick-up point near you %(days)s; you choose which one next") % {
            "days": days(option, locale)
        }
    return _("With you %(days)s") % {"days": days(option, locale)}


def _free_from(cart: checkout.CartView, option: shipping.ShippingOption, locale: str) -> str:
    """Say from which value of goods a method is free and what is missing; "" where there is no such value."""
    missing = missing_to_free(cart, option)
    if missing is None or option.free_from is None:
        return ""
    amounts = {"amount": option.free_from.format(locale), "missing": missing.format(locale)}
    return _("Free from %(amount)s: %(missing)s more in your cart.") % amounts


def _gift(request: HttpRequest, cart: checkout.CartView) -> dict[str, Any] | None:
    """Return what may be said about a gift; what was just typed stays. None where it is not offered."""
    if cart.gift_wrap_price is None and not cart.gift_wrap and not cart.gift_message:
        return None
    typed = "gift" in request.POST
    return {
        "price": cart.gift_wrap_price,
        "wrap": "gift_wrap" in request.POST if typed else cart.gift_wrap,
        "message": request.POST.get("gift_message", "")[:2000] if typed else cart.gift_message,
        "most": checkout.MOST_GIFT_LETTERS,
    }


def take_delivery(request: HttpRequest, cart: checkout.CartView) -> HttpResponse:
    """Take the method and the wishes for a gift, and hold the products while the shopper pays."""
    method = request.POST.get("shipping_method", "")
    if not method:
        return show_delivery(
            request, cart, errors={"shipping_method": _("Please choose how it should arrive.")}
        )
    try:
        asked = "gift" in request.POST
        view = checkout.set_details(
            cart.token,
            shipping_method=method,
            gift_wrap="gift_wrap" in request.POST if asked else None,
            gift_message=request.POST.get("gift_message", "") if asked else None,
            actor=actor_of(request),
            at=clock.now(),
        )
        if _is_collected(view):
            return redirect(reverse("storefront:checkout_pick_up"))
        return _hold(request, cart)
    except checkout.GiftMessageTooLong as error:
        return show_delivery(request, cart, errors={"gift_message": f"{error.message} {error.for_shopper}"})
    except DomainError as error:
        return show_delivery(request, cart, error=error)


def _is_collected(view: checkout.CartView) -> bool:
    options = checkout.shipping_options(view.token, at=clock.now())
    return any(one.code == view.shipping_method and one.needs_point for one in options)


_CODES = {"shipping_method": "shipping_method_missing", "gift_message": "gift_message_too_long"}
_STEPS = {
    "details": (show_details, take_details),
    "delivery": (show_delivery, take_delivery),
    "payment": (payment.show, payment.take),
}
