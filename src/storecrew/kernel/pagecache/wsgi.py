"""The half of the page cache ahead of Django: a WSGI application around another one.

On a hit it costs one dictionary look-up and the comparison of one number with the epoch of
``kernel.revisions``; only after some change anywhere are the page's own tags compared.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings

from storecrew.kernel.pagecache import ENVIRON_KEY, Policy
from storecrew.kernel.pagecache.store import Entry, PageStore, Varies
from storecrew.kernel.revisions import Revisions, Stamp, slot_of

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

MAX_BODY = 1024 * 1024
TRACKING = ("utm_", "gclid", "fbclid", "msclkid", "mc_cid", "mc_eid")
"""Parameters of advertisers: a page is looked up without them and never stored from such an address."""
REQUEST_HEADERS = (
    "HTTP_HX_REQUEST",
    "HTTP_HX_TARGET",
    "HTTP_HX_BOOSTED",
    "HTTP_HX_HISTORY_RESTORE_REQUEST",
    "HTTP_X_FORWARDED_PROTO",
)
"""Headers that are part of every key: pages differ by them even where a view forgets to say so."""
DROPPED = {"set-cookie", "content-length", "etag", "x-request-id", "server-timing", "date", "connection"}
FORBIDDEN_VARY = {"*", "cookie", "authorization"}


def key_cookies() -> tuple[str, ...]:
    """Return the cookies that are part of the key: they choose a channel or a language, not a person."""
    names = getattr(settings, "STORECREW_PAGE_CACHE_COOKIES", ("channel",))
    return (*names, settings.LANGUAGE_COOKIE_NAME)


def bypass_cookies() -> frozenset[str]:
    """Return the cookies whose owner gets stored pages only where the view made them for everyone."""
    return frozenset({settings.SESSION_COOKIE_NAME, "messages"})


class PageCache:
    """Answer anonymous GET and HEAD requests from memory; ask the wrapped application otherwise."""

    def __init__(
        self,
        application: Application,
        *,
        revisions: Revisions,
        store: PageStore | None = None,
        healthy: Callable[[], bool] = lambda: True,
    ) -> None:
        self.application = application
        self.store = store if store is not None else PageStore()
        self.revisions = revisions
        self.healthy = healthy
        self._slots = revisions.slots
        self._key_cookies = key_cookies()
        self._bypass_cookies = bypass_cookies()
        self._monotonic = time.monotonic

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ or not self.healthy():
            return self.application(environ, start_response)
        known_visitor, chosen = self._chosen_cookies(environ.get("HTTP_COOKIE"))
        query, tracked = self._query(environ.get("QUERY_STRING", ""))
        key = (
            environ.get("HTTP_HOST"),
            environ["PATH_INFO"],
            query,
            chosen,
            *[environ.get(name) for name in REQUEST_HEADERS],
            environ.get("wsgi.url_scheme"),
        )
        entry = self.store.get(key)
        if type(entry) is Varies:
            entry = self.store.get((*key, *_further(entry, environ)))
        if entry is not None and (entry.for_everyone or not known_visitor) and self._is_valid(entry):
            return self._answer(entry, environ, start_response, with_body=method == "GET")
        if method == "HEAD" or tracked:
            return self.application(environ, start_response)
        return self._ask(key, environ, start_response, known_visitor=known_visitor)

    def _chosen_cookies(self, header: str | None) -> tuple[bool, tuple[str, ...]]:
        """Return (belongs to a known visitor, values of the key's cookies)."""
        if not header:
            return False, ()
        cookies = _cookies(header)
        values = tuple(cookies.get(name, "") for name in self._key_cookies)
        return not self._bypass_cookies.isdisjoint(cookies), values if any(values) else ()

    @staticmethod
    def _query(raw: str) -> tuple[str, bool]:
        """Return the query in one order without parameters of advertisers, and whether it had such."""
        if not raw:
            return "", False
        parts = raw.split("&")
        kept = [part for part in parts if not unquote_plus(part).startswith(TRACKING)]
        # The order among equal names has a meaning (last one wins), so the sort is by name only.
        kept.sort(key=lambda part: part.partition("=")[0])
        return "&".join(part for part in kept if part), len(kept) < len(parts)

    def _is_valid(self, entry: Entry) -> bool:
        if self._monotonic() >= entry.expires:
            return False
        epoch = self._slots[0]
        if entry.epoch == epoch:
            return True
        if not self.revisions.is_current(entry.stamps):
            return False
        entry.epoch = epoch
        return True

    def _answer(
        self, entry: Entry, environ: Environ, start_response: StartResponse, *, with_body: bool
    ) -> Iterable[bytes]:
        variant = entry.plain
        if entry.gzipped is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            variant = entry.gzipped
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and _matches(asked, variant.etag):
            start_response("304 Not Modified", variant.not_modified_headers)
            return []
        start_response("200 OK", variant.headers)
        return [variant.body] if with_body else []

    def _ask(
        self, key: tuple[Any, ...], environ: Environ, start_response: StartResponse, *, known_visitor: bool
    ) -> Iterable[bytes]:
        """Let Django make the page; keep it when it may be kept."""
        before = self.revisions.snapshot()
        caught: list[tuple[str, Headers]] = []

        def catch(status: str, headers: Headers, exc_info: Any = None) -> None:
            caught[:] = [(status, headers)]

        answer = self.application(environ, catch)
        status, headers = caught[0]
        policy: Policy | None = environ.get(ENVIRON_KEY)
        if policy is None or not _may_be_kept(policy, status, headers, known_visitor):
            start_response(status, headers)
            return answer
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if len(body) > MAX_BODY:
            start_response(status, headers)
            return [body]
        entry = self._entry(policy, headers, body, before)
        self._keep(key, entry, environ, headers, policy.cookies)

        def start_fresh(status: str, headers: Headers) -> None:
            start_response(status, [*headers[:-1], ("X-Cache", "MISS")])

        return self._answer(entry, environ, start_fresh, with_body=True)

    def _keep(
        self,
        key: tuple[Any, ...],
        entry: Entry,
        environ: Environ,
        headers: Headers,
        cookies: tuple[str, ...],
    ) -> None:
        names = tuple(
            "HTTP_" + name.upper().replace("-", "_") for name in sorted(_vary(headers) - {"accept-encoding"})
        )
        if names or cookies:
            varies = Varies(names, cookies)
            self.store.put(key, varies)
            key = (*key, *_further(varies, environ))
        self.store.put(key, entry)

    def _entry(self, policy: Policy, headers: Headers, body: bytes, before: memoryview) -> Entry:
        slots = sorted({slot_of(tag) for tag in policy.tags})
        kept = [(name, value) for name, value in headers if name.lower() not in DROPPED | {"vary"}]
        if not any(name.lower() == "cache-control" for name, _ in kept):
            # The browser asks each time and mostly hears 304, so it never shows a stale price either.
            kept.append(("Cache-Control", "no-cache"))
        # Caches between us and the browser cannot tell one cookie from another.
        vary = _vary(headers) | {"accept-encoding"} | ({"cookie"} if policy.cookies else set())
        kept.append(("Vary", ", ".join(sorted(name.title() for name in vary))))
        return Entry.made(
            headers=kept,
            body=body,
            gzipped=gzip.compress(body, 6, mtime=0) if len(body) > 500 else None,
            digest=blake2b(body, digest_size=12).hexdigest(),
            stamps=tuple(Stamp(slot, before[slot]) for slot in slots),
            expires=self._monotonic() + policy.seconds,
            for_everyone=policy.for_everyone,
        )


def _cookies(header: str) -> dict[str, str]:
    return dict(part.strip().partition("=")[::2] for part in header.split(";"))


def _further(varies: Varies, environ: Environ) -> tuple[str | None, ...]:
    """Return the values of what a page varies on beside the key."""
    found = [environ.get(name) for name in varies.headers]
    if varies.cookies:
        cookies = _cookies(environ.get("HTTP_COOKIE") or "")
        found += [cookies.get(name) for name in varies.cookies]
    return tuple(found)


def _vary(headers: Headers) -> set[str]:
    return {
        word.strip().lower()
        for name, value in headers
        if name.lower() == "vary"
        for word in value.split(",")
        if word.strip()
    }


def _may_be_kept(policy: Policy, status: str, headers: Headers, known_visitor: bool) -> bool:
    """Tell whether a page may be shown to somebody else: the last word against a careless view."""
    if not status.startswith("200") or policy.seconds <= 0 or (known_visitor and not policy.for_everyone):
        return False
    if _vary(headers) & FORBIDDEN_VARY:
        return False
    for name, value in headers:
        lowered = name.lower()
        if lowered in {"set-cookie", "content-encoding"}:
            return False
        if lowered == "cache-control" and ("private" in value or "no-store" in value):
            return False
    return True


def _matches(asked: str, etag: str) -> bool:
    return asked.strip() == "*" or etag in [part.strip().removeprefix("W/") for part in asked.split(",")]
