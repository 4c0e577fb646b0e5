"""The language of a request, for the shop's pages only.

Django answers a missing page by a redirect to the same path under a language. A program that asks the
REST interface or sends a webhook must get its 404 instead, and so must the back office and files, whose
addresses carry no language.

Neither do those of sign-in and account. There the language is the one that ``?language=`` names, as mails and
the choice at the foot of these pages do, else that of the shop page somebody comes from or is led back to; a
cookie of these pages alone keeps it while they lead from one to the next.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from storecrew.kernel import wording

WITHOUT_LANGUAGE = (
    "/api/", "/webhooks/", "/payments/", "/admin/", "/accounts/", "/documents/", "/media/", "/static/",
)  # fmt: skip
ACCOUNTS = "/accounts/"
CHOSEN = "language"


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, without redirects where an address has no language; it speaks with the editors' words."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language, and look whether editors changed its words."""
        wording.refresh()
        super().process_request(request)
        found = _of_accounts(request) if request.path_info.startswith(ACCOUNTS) else ""
        if found:
            translation.activate(found)
            request.LANGUAGE_CODE = found
            request._language_of_accounts = found  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave answers outside the shop as they are."""
        if request.path_info.startswith(WITHOUT_LANGUAGE):
            found = getattr(request, "_language_of_accounts", "")
            if found and isinstance(response, HttpResponse):
                response.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME, found, path=ACCOUNTS, samesite="Lax", httponly=True,
                    secure=settings.SESSION_COOKIE_SECURE,
                )  # fmt: skip
            return response
        return super().process_response(request, response)


def _of_accounts(request: HttpRequest) -> str:
    """Return the language of a page of accounts; "" where nothing says it."""
    chosen = request.GET.get(CHOSEN, "")
    return chosen if chosen in dict(settings.LANGUAGES) else _of_the_shop_page(request)


def _of_the_shop_page(request: HttpRequest) -> str:
    """Return the language of the page that is to follow, else of the one before; "" where neither has one."""
    before = urlsplit(request.headers.get("Referer", ""))
    places = (
        urlsplit(request.GET.get("next", "")).path,
        before.path if before.netloc == request.get_host() else "",
    )
    return next(filter(None, map(translation.get_language_from_path, places)), "")
