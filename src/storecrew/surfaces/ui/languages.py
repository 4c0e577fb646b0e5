"""The language of a request, for the shop's pages only.

Django answers a missing page by a redirect to the same path under a language. A program that asks the
REST interface or sends a webhook must get its 404 instead, and so must the back office and files, whose
addresses carry no language.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from storecrew.kernel import wording

WITHOUT_LANGUAGE = (
    "/api/", "/webhooks/", "/payments/", "/admin/", "/accounts/", "/documents/", "/media/", "/static/",
)  # fmt: skip


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, without redirects where an address has no language; it speaks with the editors' words."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language, and look whether editors changed its words."""
        wording.refresh()
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave answers outside the shop as they are."""
        if request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)
