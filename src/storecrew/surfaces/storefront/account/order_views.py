"""The order page behind a secret link: no sign-in, no number that could be guessed."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock, idempotency
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say
from storecrew.surfaces.storefront.account.codes import codes_of
from storecrew.surfaces.storefront.account.progress import order_view
from storecrew.surfaces.storefront.account.return_words import returns_of
from storecrew.surfaces.storefront.account.withdrawal_words import declared
from storecrew.surfaces.storefront.shop import page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.shell import PageMeta


def find(token: str) -> orders.OrderFacts:
    """Return the order of a link; 404 for everything else, order numbers included (AUT-03)."""
    try:
        return orders.order_by_token(token)
    except orders.OrderNotFound as error:
        raise Http404 from error


@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """Show an order and how it stands."""
    return show_order(request, find(token))


def show_order(
    request: HttpRequest,
    found: orders.OrderFacts,
    *,
    error: DomainError | None = None,
    status: int = 200,
    show_codes: bool = False,
) -> HttpResponse:
    shop = shell(request)
    view = order_view(found, shop.locale)
    if not request.user.is_authenticated:
        asked = urlencode({"next": shop.url("account"), "order": found.token})
        view.invite_url = f"{reverse('account_signup')}?{asked}"
    context = {
        "codes": codes_of(found, shown=show_codes),
        "order": found,
        "view": view,
        "returns": returns_of(found),
        "may_return": view.in_parcel
        and any(line.fulfilled_quantity for line in found.lines)
        and bool(aftersales.return_offer(found.id, at=clock.now()).lines),
        "may_review": found.status != "canceled" and any(line.fulfilled_quantity for line in found.lines),
        "withdrawals": declared(found),
        "may_withdraw": bool(aftersales.withdrawal_offer(found.id, at=clock.now()).lines),
        "fresh": request.GET.get("new") == "1" and found.status != "canceled",
        "error": error,
        "notices": _notices(request),
        "nonce": secrets.token_urlsafe(18),
    }
    meta = PageMeta(title=_("Order %(number)s") % {"number": found.number}, robots="noindex, nofollow")
    response = page(request, "account/order.jinja", context, meta=meta, status=status)
    if show_codes:
        response.headers["Cache-Control"] = "private, no-store"
    # The address is the key to the order: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _notices(request: HttpRequest) -> tuple[str, ...]:
    if "canceled" in request.GET:
        return (_("The order is canceled."),)
    if "returned" in request.GET:
        return (_("Your return is noted. We have sent you a mail with the sheet for the parcel."),)
    if "withdrawn" in request.GET:
        return (_("Your withdrawal is noted. We have confirmed it by mail, with date and time."),)
    if request.GET.get("return") == "canceled":
        return (_("The return is canceled. You keep what you have."),)
    if request.GET.get("return") == "label":
        return (_("Your label is ready: print it, or show its QR code."),)
    if request.GET.get("return") == "nolabel":
        return (_("The carrier gave no label now. Try again later, or use a carrier of your choice."),)
    if request.GET.get("return") == "photos":
        return (_("Thank you. Your photos stand with the return, and whoever opens the parcel sees them."),)
    if request.GET.get("return") == "closed":
        return (_("This return cannot be canceled any more: look below how it stands."),)
    if "rated" in request.GET:
        return (_("Thank you. The warehouse reads this."),)
    return (_("Thank you. We send it to this address."),) if "address" in request.GET else ()


@require_POST
def codes(request: HttpRequest, token: str) -> HttpResponse:
    """Show the codes of an order; a press, not a look, because what was seen is not taken back."""
    return show_order(request, find(token), show_codes=True)


@require_POST
def rate_packaging(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what the customer thinks of the packaging, once it has arrived."""
    found = find(token)
    stars = request.POST.get("stars", "")
    try:
        fulfillment.rate_packaging(
            found.id,
            stars=int(stars) if stars.isascii() and stars.isdigit() and len(stars) == 1 else 0,
            comment=request.POST.get("comment", ""),
            at=clock.now(),
        )
    except DomainError as error:
        return show_order(request, found, error=error, status=error.status)
    return redirect(f"{shell(request).url('order', token)}?rated=1")


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel the whole order while nothing has left the warehouse."""
    found = find(token)

    def run() -> tuple[int, dict[str, str]]:
        aftersales.cancel_order(
            found.id, reason=say("Canceled by the customer"), actor=actor_of(request), at=clock.now()
        )
        return 200, {}

    try:
        idempotency.once(
            scope=f"storefront.cancel:{found.id}",
            key=request.POST.get("nonce", ""),
            fingerprint="cancel",
            run=run,
        )
    except DomainError as error:
        return show_order(request, find(token), error=error, status=error.status)
    return redirect(f"{reverse('storefront:order', args=(token,))}?canceled=1")
