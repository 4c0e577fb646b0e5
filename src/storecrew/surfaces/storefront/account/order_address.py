"""Where an order goes, behind its secret link: corrected or confirmed until a parcel is closed (LOG-6)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.order_views import find
from storecrew.surfaces.storefront.checkout import forms
from storecrew.surfaces.storefront.shop import page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.shell import PageMeta


@require_http_methods(["GET", "HEAD", "POST"])
def order_address(request: HttpRequest, token: str) -> HttpResponse:
    """Show the address of an order, with what is doubtful about it; change it or confirm it."""
    found = find(token)
    errors: dict[str, str] = {}
    error: DomainError | None = None
    values: dict[str, Any] = {name: found.shipping_address.get(name, "") for name in forms.NAMES}
    if request.method == "POST":
        try:
            if request.POST.get("action") == "confirm":
                fulfillment.release_address(found.id, actor=actor_of(request), at=clock.now())
            else:
                # The country stays: delivery and taxes were agreed for it.
                typed = {name: str(request.POST.get(name, "")).strip()[:200] for name in forms.NAMES}
                values = typed | {"country": values["country"]}
                fulfillment.change_address(
                    found.id,
                    address=values,
                    locale=shell(request).locale,
                    actor=actor_of(request),
                    at=clock.now(),
                )
        except shipping.InvalidAddress as refused:
            errors = {name: str(text) for name, text in refused.details.items()}
        except (fulfillment.TooLate, shipping.LabelPrinted) as refused:
            return _show(request, found, values, {}, None, too_late=refused)
        except DomainError as refused:
            error = refused
        else:
            return redirect(f"{reverse('storefront:order', args=(token,))}?address=1")
    return _show(request, found, values, errors, error)


def _show(
    request: HttpRequest,
    found: orders.OrderFacts,
    values: dict[str, Any],
    errors: dict[str, str],
    error: DomainError | None,
    *,
    too_late: DomainError | None = None,
) -> HttpResponse:
    shop = shell(request)
    channel = channels.facts_by_id(found.channel_id)
    waits = shipping.address_hold(found.id)
    doubts = shipping.address_doubts(found.shipping_address, locale=shop.locale) if waits else ()
    context = {
        "order": found,
        "form": forms.address_form(values, channel, shop.locale, errors),
        "reveal_words": forms.reveal_words(),
        "doubts": doubts,
        "error": error,
        "too_late": too_late,
    }
    meta = PageMeta(
        title=_("Address of order %(number)s") % {"number": found.number}, robots="noindex, nofollow"
    )
    status = 409 if too_late else 422 if errors else error.status if error else 200
    response = page(request, "account/order_address.jinja", context, meta=meta, status=status)
    # The address is the key to the order: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
