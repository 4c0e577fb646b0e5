"""What the e-commerce SME's workspace adds to the menu and the palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    register_menu,
    register_palette_source,
)
from storecrew.surfaces.workspaces.ecommerce_sme import found as _found  # noqa: F401
from storecrew.surfaces.workspaces.ecommerce_sme import home as _home  # noqa: F401
from storecrew.surfaces.workspaces.ecommerce_sme.categories import backoffice as _categories  # noqa: F401
from storecrew.surfaces.workspaces.ecommerce_sme.merchandising import backoffice as _lists  # noqa: F401
from storecrew.surfaces.workspaces.ecommerce_sme.pricing import backoffice as _pricing  # noqa: F401
from storecrew.surfaces.workspaces.ecommerce_sme.products import backoffice as _products  # noqa: F401

register_menu(gettext_lazy("Channels"), "channels_list", "globe", "channels.read", "selling", order=10)
register_menu(gettext_lazy("Imports"), "imports_list", "upload", "catalog.import", "catalog", order=80)
register_menu(gettext_lazy("Export"), "imports_export", "download", "catalog.export", "catalog", order=90)
register_menu(gettext_lazy("Markets"), "markets_list", "site", "channels.read", "selling", order=20)


def _channels(text: str, look: Look) -> Iterable[PaletteItem]:
    wanted = text.casefold()
    return [
        PaletteItem(c.name, reverse("channels_record", args=[c.code]), _("Channel"), c.currency)
        for c in channels.all_channels(include_inactive=True)
        if look.actor.can_see("channel", c.code) and (wanted in c.name.casefold() or wanted in c.code)
    ]


register_palette_source(_channels, permission="channels.read", order=600)
