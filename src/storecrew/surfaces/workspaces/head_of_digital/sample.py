"""Start with an own shop: what of the sample store goes and what stays, then take it away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.health import public as health
from storecrew.contexts.orders.models import Order
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.parts import link


@workspace_page(permission="settings.write")
def sample(request: HttpRequest) -> HttpResponse:
    """Show the preview; with the number of products typed, do it."""
    preview = health.sample_preview(at=clock.now())
    wrong = ""
    if request.method == "POST" and preview:
        if request.POST.get("typed", "").strip() != str(preview.products):
            wrong = _("Type the number of products to confirm.")
        else:
            return _retire(request)
    context: dict[str, Any] = {
        "header_title": _("Start with your own shop"),
        "preview": preview,
        "wrong": wrong,
    }
    if preview:
        own = Product.objects.exclude(pk__in=preview.product_ids).exclude(status="end_of_life").count()
        books = Order.objects.filter(pk__lte=preview.last_order_id).count()
        context |= {"goes": _goes(preview), "stays": _stays(own, books)}
    return render(request, "head_of_digital/sample.html", context, status=422 if wrong else 200)


def _retire(request: HttpRequest) -> HttpResponse:
    try:
        done = health.retire_sample(actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("setup_sample")
    said = _("The sample is gone: %(products)s products, %(orders)s open orders, %(people)s sign-ins.")
    messages.success(
        request, said % {"products": done.products, "orders": done.orders, "people": done.sign_ins}
    )
    if done.orders_left:
        left = _("%(n)s orders are packed or on the road already; the warehouse finishes them.")
        messages.warning(request, left % {"n": done.orders_left})
    return redirect("setup")


def _goes(preview: health.SamplePreview) -> list[tuple[str, int, str, str]]:
    """Return rows of (what, how many, what happens to it, where it is seen)."""
    return [
        (
            _("Sample products"),
            preview.products,
            _("end of life, and in no channel any more; one press sets one live again"),
            link("products_list"),
        ),
        (_("Promotions of the sample"), preview.promotions, _("ended"), link("promotions")),
        (
            _("Open sample orders"),
            preview.open_orders,
            _("canceled; their goods and their money go back"),
            link("orders_list"),
        ),
        (
            _("Sign-ins with the printed password"),
            preview.sign_ins,
            _("switched off, and their sessions end at once"),
            link("people_list"),
        ),
    ]


def _stays(own: int, books: int) -> list[tuple[str, int | str, str]]:
    """Return rows of (what, how many, why)."""
    return [
        (_("Your own products"), own, _("They are for sale as before.")),
        (_("Channels, taxes, shipping, warehouses, pages"), "", _("Yours to edit; most shops keep them.")),
        (
            _("Sample orders with their payments and parcels"),
            books,
            _("Books are never cut: totals, stock and the audit trail would no longer add up."),
        ),
        (
            _("Stock of the sample products"),
            "",
            _("It lies in the books of the warehouses until somebody corrects it to zero."),
        ),
    ]
