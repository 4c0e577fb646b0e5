"""What the manner of shipping adds to the menu."""

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu

register_menu(
    gettext_lazy("Service rules"), "service_rules_list", "list-ol", "shipping.read", "shipping", order=15
)
