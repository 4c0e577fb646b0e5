"""What the developers' workspace adds to the menu and the homes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu
from storecrew.surfaces.workspaces.developer import home as _home  # noqa: F401

register_menu(
    gettext_lazy("Background work"),
    "background",
    "cogs",
    "settings.read",
    order=90,
    keywords=gettext_lazy("jobs tasks outbox dead letters worker scheduler retry"),
)
register_menu(
    gettext_lazy("Speed of the shop"),
    "speed",
    "time",
    "reports.read",
    order=85,
    keywords=gettext_lazy("performance web vitals LCP INP CLS slow pages"),
)
