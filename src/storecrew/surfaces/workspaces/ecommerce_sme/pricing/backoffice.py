"""What the pages about prices add to the menu and the palette."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.pricing.models import PriceList
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    register_menu,
    register_palette_source,
    register_record,
)

register_menu(gettext_lazy("Price lists"), "price_lists_list", "tag", "pricing.read", "prices", order=10)
register_menu(
    gettext_lazy("Bulk changes"), "price_changes_list", "history", "pricing.read", "prices", order=20
)
register_menu(
    gettext_lazy("Costs and margins"), "costs_list", "minus", "pricing.cost_read", "prices", order=25
)
register_menu(gettext_lazy("Exchange rates"), "rates_list", "globe", "pricing.cost_read", "prices", order=27)
register_menu(gettext_lazy("Tax rates"), "tax_rates_list", "doc-full", "pricing.read", "prices", order=30)
register_menu(gettext_lazy("Tax classes"), "tax_classes_list", "tag", "pricing.read", "prices", order=35)
register_menu(
    gettext_lazy("Tax registrations"), "tax_registrations_list", "globe", "pricing.read", "prices", order=40
)
register_menu(
    gettext_lazy("Shipping methods"), "shipping_methods_list", "mail", "shipping.read", "prices", order=50
)


def _price_lists(text: str, look: Look) -> Iterable[PaletteItem]:
    rows = PriceList.objects.select_related("channel").filter(name__icontains=text).order_by("name")
    allowed = look.actor.scopes.get("channel")
    if allowed is not None:
        rows = rows.filter(channel__code__in=allowed)
    return [
        PaletteItem(row.name, reverse("price_grid", args=[row.code]), _("Price list"), row.currency)
        for row in rows[:8]
    ]


def _list_places(codes: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of price lists by their codes."""
    if not look.actor.can("pricing.read"):
        return {}
    rows = PriceList.objects.filter(code__in=codes)
    allowed = look.actor.scopes.get("channel")
    if allowed is not None:
        rows = rows.filter(channel__code__in=allowed)
    return {
        code: PaletteItem(name, reverse("price_lists_record", args=[code]), _("Price list"))
        for code, name in rows.values_list("code", "name")
    }


register_record("pricing.price_list", _list_places)
register_palette_source(_price_lists, permission="pricing.read", order=500)
