"""The texts of Wagtail's scripts, with ours where Wagtail has none in a language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, workspace_page

PACKAGES = ["wagtail.admin", "storecrew.surfaces.ui.backoffice"]
_catalog = JavaScriptCatalog.as_view(packages=PACKAGES)


@workspace_page(permission=(ANY_STAFF, "agencies.work"))
def script_texts(request: HttpRequest) -> HttpResponse:
    """Answer in place of Wagtail's own catalogue of script texts."""
    response: HttpResponse = get_localized_response(_catalog, request)
    return response
