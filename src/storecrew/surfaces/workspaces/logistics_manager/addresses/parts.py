"""What addresses to check add to the menu; their tile stands with those of labels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu

register_menu(
    gettext_lazy("Addresses to check"), "address_holds_list", "home", "shipping.read", "shipping", order=7
)
