"""The language of a request, for people's pages only.

Django answers a missing page by a redirect to the same path under a language. A program that asks the
REST interface or sends a webhook must get its 404 instead.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware

MACHINE_PREFIXES = ("/api/", "/webhooks/", "/payments/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, without redirects for programs."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave answers to programs as they are."""
        if request.path_info.startswith(MACHINE_PREFIXES):
            return response
        return super().process_response(request, response)
