"""The last step: how to pay, and the one press that orders."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, idempotency
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.cart import views as cart_views
from storecrew.surfaces.storefront.checkout import purse, seen, steps
from storecrew.surfaces.storefront.checkout.frame import answer
from storecrew.surfaces.storefront.measuring import notes
from storecrew.surfaces.storefront.shop import page, shell
from storecrew.surfaces.storefront.visitor import actor_of, cart_token, current_cart, forget_cart
from storecrew.surfaces.ui.headers import allow_form_targets
from storecrew.surfaces.ui.shell import PageMeta


def test_tokens() -> tuple[tuple[str, str], ...]:
    """Return what the pretended bank can be told to answer, in words."""
    return (
        ("tok_ok", _("It pays")),
        ("tok_declined", _("It refuses the card")),
        ("tok_3ds", _("It wants a confirmation on its own page")),
        ("tok_timeout", _("It does not answer, and does not pay")),
        ("tok_timeout_charged", _("It does not answer, but pays")),
    )


def show(
    request: HttpRequest,
    cart: checkout.CartView,
    *,
    error: DomainError | None = None,
    changes: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the ways to pay beside the full cost."""
    gateways = checkout.payment_methods(cart, at=clock.now())
    usable = [one.code for one in gateways if not one.refusal]
    wanted = request.POST.get("gateway", "")
    if wanted not in usable:
        wanted = usable[0] if usable else ""
    uses_simulator = any(one.code == "simulator" for one in gateways)
    context: dict[str, Any] = {
        "gateways": [
            {
                "code": one.code,
                "name": one.name,
                "description": one.description,
                "chosen": one.code == wanted,
                "why": one.why,
            }
            for one in gateways
        ],
        "test_tokens": test_tokens() if uses_simulator else (),
        "chosen_token": request.POST.get("payment_token") or "tok_ok",
        "nonce": secrets.token_urlsafe(18),
        "seen": seen.write(cart),
        "changes": changes or (),
        "held_until": cart.held_until,
        "purse": purse.offered(request, cart),
        "voucher_open": request.POST.get("kind") == "voucher",
        "voucher_typed": request.POST.get("voucher", "")[:60] if error else "",
    }
    codes = [checkout.CartChanged.code] if changes else []
    response = answer(request, cart, "payment", context, error=error, refused=codes, status=status)
    for one in gateways:
        # The form is answered with a way to the provider's own page.
        allow_form_targets(response, *one.origins)
    return response


def take(request: HttpRequest, cart: checkout.CartView) -> HttpResponse:
    """Order and pay once, however often the button is pressed; say what changed when the total did."""
    gateway = request.POST.get("gateway", "")
    # Only the pretended bank takes its answer from our page; real cards are typed in at the provider's.
    token = request.POST.get("payment_token", "") if gateway == "simulator" else ""
    expected, due = (_expected(request, cart, name) for name in ("expected_total", "expected_due"))
    shop = shell(request)

    def run() -> tuple[int, dict[str, Any]]:
        placed = checkout.place_order(
            cart.token,
            gateway=gateway,
            payment_token=token,
            expected_total=expected,
            expected_due=due,
            return_url=shop.absolute(shop.url("checkout_return")),
            actor=actor_of(request),
            at=clock.now(),
        )
        return 201, {"token": placed.order_token, "status": placed.status, "redirect": placed.redirect_url}

    fingerprint = hashlib.sha256(
        f"{gateway}|{token}|{expected.as_json()}|{due.as_json()}".encode()
    ).hexdigest()
    try:
        done = idempotency.once(
            scope=f"storefront.pay:{cart.token}",
            key=request.POST.get("nonce", ""),
            fingerprint=fingerprint,
            run=run,
        )
    except checkout.CartChanged:
        now = current_cart(request) or cart
        told = seen.changes(request.POST.get("seen", ""), now, shop.locale)
        return show(request, now, changes=told, status=409)
    except (checkout.InsufficientStock, checkout.RequirementsUnmet) as error:
        notes.stood(request, current_cart(request) or cart, [error.code])
        return cart_views.show(request, error=error, status=error.status)
    except idempotency.KeyInProgress:
        again = _("Wait a moment, then press once more: nothing is ordered or paid twice.")
        wait = idempotency.KeyInProgress(next_step=again)
        return show(request, current_cart(request) or cart, error=wait, status=wait.status)
    except DomainError as error:
        if isinstance(error, checkout.PaymentDeclined):
            notes.declined(request, cart.token)
        return show(request, current_cart(request) or cart, error=error, status=error.status)
    return _lead_on(done.body["status"], done.body["token"], done.body["redirect"])


def _expected(request: HttpRequest, cart: checkout.CartView, name: str) -> Money:
    """Return a sum that the page showed; nonsense becomes a sum that no cart has."""
    text = request.POST.get(name, "")
    if (
        text.isascii()
        and text.isdigit()
        and len(text) < 19
        and request.POST.get("expected_currency") == cart.currency
    ):
        return Money(int(text), cart.currency)
    return Money(-1, cart.currency)


def _lead_on(status: str, order_token: str, redirect_url: str) -> HttpResponse:
    if status == "action_required" and redirect_url:
        return redirect(redirect_url)
    if status == "canceled":
        return redirect(reverse("storefront:checkout_step", args=("payment",)))
    return forget_cart(redirect(f"{reverse('storefront:order', args=(order_token,))}?new=1"))


@require_http_methods(["GET", "HEAD", "POST"])
def comes_back(request: HttpRequest) -> HttpResponse:
    """The shopper returns from the provider's page, or opens the checkout while a payment is open.

    Opening the page changes nothing; its form, which script sends by itself, asks how the payment stands.
    """
    token = cart_token(request)
    order = orders.order_of_cart(token) if token else None
    if order is None:
        return _came_to_nothing(request)
    cart = current_cart(request)
    if cart is not None and cart.state == "open":
        return redirect(reverse("storefront:checkout"))
    found = payments.payments_of_order(order.id)
    if request.method != "POST" or not found:
        return _checking(request, order, found, asked=False)
    if request.POST.get("action") == "stop":
        checkout.back_to_cart(token, actor=actor_of(request), at=clock.now())
    else:
        checkout.finish_payment(found[-1].id, at=clock.now())
    now = orders.order(order.id)
    if now.status == "canceled":
        cart = current_cart(request)
        if cart is None:
            return redirect(reverse("storefront:cart"))
        if request.POST.get("action") == "stop":
            return show(request, cart)
        notes.declined(request, token)
        return show(request, cart, error=checkout.why_undone(token))
    if now.status == "pending_payment" and payments.payments_of_order(order.id)[-1].redirect_url:
        return _checking(request, now, payments.payments_of_order(order.id), asked=True)
    return forget_cart(redirect(f"{reverse('storefront:order', args=(order.token,))}?new=1"))


def _came_to_nothing(request: HttpRequest) -> HttpResponse:
    """Say that nothing was paid: the provider's word came before the shopper did, the cart is open again."""
    cart = current_cart(request)
    if cart is None or cart.state != "open" or steps.first_open(cart) != "payment":
        return redirect(reverse("storefront:cart"))
    stopped = request.POST.get("action") == "stop"
    return show(request, cart, error=None if stopped else checkout.why_undone(cart.token))


def _checking(request: HttpRequest, order: orders.OrderFacts, found: Any, *, asked: bool) -> HttpResponse:
    context = {
        "order": order,
        "asked": asked,
        "redirect_url": found[-1].redirect_url if found and order.status == "pending_payment" else "",
    }
    meta = PageMeta(title=_("Your payment"), robots="noindex")
    return page(request, "checkout/return.jinja", context, meta=meta)
