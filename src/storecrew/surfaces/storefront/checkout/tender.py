"""Paying with gift vouchers, store credit and points, beside the ways of the gateways."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from storecrew.contexts.checkout import public as checkout
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.checkout import payment, steps
from storecrew.surfaces.storefront.visitor import actor_of, cart_token, current_cart, customer_of


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Pay with something more, or leave it out again; the payment step is the answer."""
    cart = current_cart(request)
    if cart is None or not cart.lines or not steps.may_show(cart, "payment"):
        return redirect(reverse("storefront:checkout"))
    customer = customer_of(request)
    token, actor, now = cart_token(request), actor_of(request), clock.now()
    kind = request.POST.get("kind", "")
    try:
        if request.POST.get("action") == "drop":
            account = request.POST.get("account", "")
            account_id = (
                int(account) if account.isascii() and account.isdigit() and len(account) < 19 else None
            )
            checkout.drop_tender(token, kind, account_id=account_id, actor=actor, at=now)
        elif kind == "voucher":
            code = request.POST.get("voucher", "")[:100]
            checkout.use_voucher(token, code, actor=actor, at=now)
        else:
            checkout.use_own(token, kind, customer_id=customer.id if customer else None, actor=actor, at=now)
    except DomainError as error:
        return payment.show(request, current_cart(request) or cart, error=error, status=error.status)
    return redirect(f"{reverse('storefront:checkout_step', args=('payment',))}#tenders")
