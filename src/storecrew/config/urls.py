"""All addresses: the back office, sign-in, REST, webhooks, then the storefront."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

from storecrew.surfaces.storefront.urls import urlpatterns as storefront_addresses
from storecrew.surfaces.ui.backoffice import extending
from storecrew.surfaces.ui.backoffice.calendar_pages import feed as calendar_feed
from storecrew.surfaces.ui.backoffice.outside_pages import addresses as outside_signin_addresses
from storecrew.surfaces.ui.backoffice.signed_in import addresses as device_addresses
from storecrew.surfaces.ui.backoffice.staff_signin import addresses as staff_sign_in_addresses
from storecrew.surfaces.ui.uploads import upload


def _include(prefix: str, module: str) -> list:
    """Include a surface's addresses when that surface is installed."""
    try:
        found = find_spec(module) is not None
    except ModuleNotFoundError:
        found = False
    return [path(prefix, include(module))] if found else []


urlpatterns = [
    path("accounts/", include(outside_signin_addresses)),
    path("accounts/", include(staff_sign_in_addresses)),
    path("accounts/", include(device_addresses)),
    path("accounts/", include("allauth.urls")),
    *_include("admin/", "storecrew.surfaces.workspaces.urls"),
    *extending.addresses("admin/ext/"),
    path("admin/", include("wagtail.admin.urls")),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("documents/", include("wagtail.documents.urls")),
    *_include("api/", "storecrew.surfaces.rest.urls"),
    *_include("webhooks/", "storecrew.surfaces.rest.webhooks.urls"),
    *_include("payments/simulator/", "storecrew.surfaces.storefront.simulator.urls"),
    path("media/<path:path>", upload),
    *storefront_addresses,
]

handler404 = "storecrew.surfaces.storefront.help.errors.not_found"
handler403 = "storecrew.surfaces.storefront.help.errors.forbidden"
handler500 = "storecrew.surfaces.storefront.help.errors.server_error"
