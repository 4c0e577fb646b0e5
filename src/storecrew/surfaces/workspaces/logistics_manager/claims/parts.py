"""What claims add to the menu; their tile stands with those of labels."""

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu

register_menu(
    gettext_lazy("Claims against carriers"), "claims_list", "warning", "shipping.read", "shipping", order=12
)
