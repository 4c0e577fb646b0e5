"""The half of the page cache inside Django: it tells the wrapper what a finished page may be kept for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from storecrew.kernel import clock, wording
from storecrew.kernel.pagecache import DEFAULT_SECONDS, ENVIRON_KEY, Policy
from storecrew.kernel.pagecache.wsgi import key_cookies


class WatchedCookies(dict[str, str]):
    """The request's cookies, remembering which were read that the cache does not know; None for all."""

    def __init__(self, cookies: dict[str, str], known: frozenset[str]) -> None:
        super().__init__(cookies)
        self._known = known
        self.read: set[object] = set()

    def _read(self, name: object) -> None:
        if name not in self._known:
            self.read.add(name)

    def __getitem__(self, name: str) -> str:
        self._read(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._read(name)
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a cookie and remember that it was read."""
        self._read(name)
        return super().get(name, default)

    def items(self) -> Any:
        """Return all cookies, which is a read of unknown ones."""
        self.read.add(None)
        return super().items()

    def values(self) -> Any:
        """Return all values, which is a read of unknown ones."""
        self.read.add(None)
        return super().values()


def watched_names() -> frozenset[str]:
    """Return the cookies whose reading needs no mark.

    Those in the key are told apart by the cache; for session and CSRF cookies Django itself adds
    ``Vary: Cookie`` as soon as they influence the page.
    """
    return frozenset({*key_cookies(), settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME})


class PageCacheMiddleware:
    """Pass a view's wish to keep its page on to the wrapper. Belongs first in ``MIDDLEWARE``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._known = watched_names()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and leave a Policy in the environ when the page may be kept."""
        cookies = WatchedCookies(request.COOKIES, self._known)
        request.COOKIES = cookies
        response = self.get_response(request)
        tags = getattr(response, "cache_tags", None)
        chosen_by = getattr(response, "cache_cookies", ())
        if tags and cookies.read <= set(chosen_by):
            request.META[ENVIRON_KEY] = Policy(
                tags=frozenset({*tags, wording.TAG}),
                seconds=_seconds(getattr(response, "cache_until", None)),
                for_everyone=bool(getattr(response, "cache_for_everyone", False)),
                cookies=tuple(sorted(chosen_by)),
            )
        return response


def _seconds(until: Any) -> float:
    if until is None:
        return DEFAULT_SECONDS
    return min(DEFAULT_SECONDS, (until - clock.now()).total_seconds())
