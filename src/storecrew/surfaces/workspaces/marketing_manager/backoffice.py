"""What the marketing manager's workspace adds to the menu and the homes."""

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_group, register_menu
from storecrew.surfaces.workspaces.marketing_manager import home as _home  # noqa: F401

register_group("marketing", gettext_lazy("Marketing"), "pick")
register_menu(gettext_lazy("Promotions"), "promotions", "tag", "promotions.read", "marketing", order=10)
