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
    "technology",
    order=90,
    keywords=gettext_lazy("jobs tasks outbox dead letters worker scheduler retry"),
)
register_menu(
    gettext_lazy("Speed of the shop"),
    "speed",
    "time",
    "reports.read",
    "technology",
    order=85,
    keywords=gettext_lazy("performance web vitals LCP INP CLS slow pages"),
)
register_menu(
    gettext_lazy("API keys"),
    "api_key_list",
    "key",
    "keys.write",
    "technology",
    order=95,
    keywords=gettext_lazy("interface REST token secret integration program"),
)
register_menu(
    gettext_lazy("Custom fields"),
    "field_list",
    "form",
    "settings.read",
    "technology",
    order=92,
    keywords=gettext_lazy("attributes metadata own properties extra columns"),
)
register_menu(
    gettext_lazy("Extensions"),
    "extensions",
    "plus-inverse",
    "settings.read",
    "technology",
    order=94,
    keywords=gettext_lazy("plugins add-ons packages contract deprecations"),
)
register_menu(
    gettext_lazy("Webhooks"),
    "webhook_list",
    "link",
    "webhooks.read",
    "technology",
    order=96,
    keywords=gettext_lazy("events subscriptions deliveries signature secret integration program"),
)
register_menu(
    gettext_lazy("Webhook deliveries"),
    "webhook_deliveries",
    "history",
    "webhooks.read",
    "technology",
    order=97,
    keywords=gettext_lazy("events sent attempts given up redeliver"),
)
register_menu(
    gettext_lazy("Look of the shop"),
    "look_list",
    "view",
    "content.read",
    "technology",
    order=80,
    keywords=gettext_lazy("theme colors logo font design gallery templates dark preview"),
)
register_menu(
    gettext_lazy("Time for tasks"),
    "task_times",
    "history",
    "reports.read",
    "technology",
    order=87,
    keywords=gettext_lazy("efficiency productivity seconds how long work"),
)
