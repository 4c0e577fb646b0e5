"""The page of our own places where orders are collected; no map of others, which would learn of visitors."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock, hours
from storecrew.surfaces.storefront import structured
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.ui.shell import PageMeta


@require_safe
def stores(request: HttpRequest) -> HttpResponse:
    """Show our places with address and hours; with ``sku`` also where that article is now."""
    shop, channel = shell(request), channel_of(request)
    places = inventory.pickup_places(channel.id)
    today = clock.today(channel.timezone)
    variant = _variant(request.GET.get("sku", "")[:128], channel.id, shop.locale)
    missing = inventory.missing_at_places({variant.id: 1}, channel.id) if variant else {}
    trail = [(_("Home"), shop.url("home")), (_("Our stores"), shop.url("stores"))]
    context = {
        "trail": trail,
        "variant": variant,
        "places": [
            SimpleNamespace(
                name=place.name,
                lines=[
                    line
                    for line in shipping.printed_address(
                        place.address.as_json() | {"name": "", "company": ""}, shop.locale, phone=False
                    )
                    if line != place.name
                ],
                phone=place.address.phone,
                dial=place.address.phone.replace(" ", "").replace("-", ""),
                hours=hours.lines(place.hours, shop.locale),
                closed=[
                    shipping.day_words(day, shop.locale)
                    for day in shipping.closed_soon(place.code, today, hours.week(place.hours))
                ],
                there=variant is not None and not missing.get(place.id),
            )
            for place in places
        ],
    }
    meta = PageMeta(
        title=_("Our stores"),
        description=_("Where you can collect your order: addresses, opening hours and what is there now."),
        canonical=shop.url("stores"),
        robots="" if places and variant is None else "noindex",
        structured=(structured.breadcrumbs(shop, trail),) if places else (),
    )
    # What is there changes by the minute: with an article the page is made for each visitor.
    tags = None if variant else ("stores", shipping.REST_DAYS)
    return page(request, "stores/stores.jinja", context, meta=meta, tags=tags)


def _variant(sku: str, channel_id: int, locale: str) -> Any:
    if not sku:
        return None
    try:
        found = catalog.variant_by_sku(sku, locale=locale)
    except catalog.VariantNotFound:
        return None
    return catalog.sellable_variants([found.id], channel_id=channel_id, locale=locale).get(found.id)
