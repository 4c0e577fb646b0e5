"""The page cache around a real Django: what a view or a middleware touches decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory, override_settings
from django.urls import path

from storecrew.kernel import clock
from storecrew.kernel.pagecache import cacheable
from storecrew.kernel.pagecache.middleware import PageCacheMiddleware
from storecrew.kernel.pagecache.wsgi import PageCache
from storecrew.kernel.revisions import Revisions

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def plain(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse("plain"), "product:1")


def reads_user(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse(f"hello {request.user}"), "product:1")


def reads_session(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse(str(request.session.get("cart"))), "product:1")


def has_form(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse(get_token(request)), "product:1")


def reads_cart(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse(request.COOKIES.get("cart", "")), "product:1")


def looks_for_cart(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse(str("cart" in request.COOKIES)), "product:1")


def lists_cookies(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse(str(dict(request.COOKIES.items()))), "product:1")


def reads_channel(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse(request.COOKIES.get("channel", "default")), "product:1")


def on_sale(request: HttpRequest) -> HttpResponse:
    return cacheable(HttpResponse("sale"), "product:1", until=AT)


VIEWS = [
    plain,
    reads_user,
    reads_session,
    has_form,
    reads_cart,
    looks_for_cart,
    lists_cookies,
    reads_channel,
    on_sale,
]
urlpatterns = [path(view.__name__, view) for view in VIEWS]
MIDDLEWARE = [
    "storecrew.kernel.pagecache.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

Fetch = Callable[..., tuple[str, str]]


@pytest.fixture
def fetch(tmp_path: Path) -> Iterator[Fetch]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE):
        cache = PageCache(WSGIHandler(), revisions=Revisions(tmp_path / "revisions.map"))

        def call(name: str, cookies: str = "") -> tuple[str, str]:
            environ = RequestFactory(HTTP_HOST="localhost")._base_environ(
                PATH_INFO=f"/{name}", HTTP_COOKIE=cookies
            )
            caught: list[list[tuple[str, str]]] = []
            parts = cache(environ, lambda status, headers, exc_info=None: caught.append(headers))
            return b"".join(parts).decode(), dict(caught[-1]).get("X-Cache", "")

        # As Django's own test client does: the test keeps its connection.
        for signal in (signals.request_started, signals.request_finished):
            signal.disconnect(close_old_connections)
        yield call
        for signal in (signals.request_started, signals.request_finished):
            signal.connect(close_old_connections)


def test_a_tagged_page_is_kept(fetch: Fetch) -> None:
    assert fetch("plain") == ("plain", "MISS")
    assert fetch("plain") == ("plain", "HIT")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["reads_user", "reads_session", "has_form", "reads_cart", "looks_for_cart", "lists_cookies"]
)
def test_prv_05_a_view_that_touches_the_person_is_not_kept(fetch: Fetch, name: str) -> None:
    cookies = "csrftoken=" + "a" * 32 + "; cart=minas"
    _, mark = fetch(name, cookies)
    assert mark == ""
    assert fetch(name, "cart=somebody")[1] == ""


def test_the_channel_cookie_is_part_of_the_key(fetch: Fetch) -> None:
    assert fetch("reads_channel", "channel=kr") == ("kr", "MISS")
    assert fetch("reads_channel") == ("default", "MISS")
    assert fetch("reads_channel", "channel=kr; other=1") == ("kr", "HIT")


def test_a_page_is_not_kept_beyond_its_own_end(fetch: Fetch) -> None:
    with clock.frozen(AT - dt.timedelta(seconds=5)):
        assert fetch("on_sale")[1] == "MISS"
        assert fetch("on_sale")[1] == "HIT"
    response = PageCacheMiddleware(on_sale)
    request = RequestFactory().get("/on_sale")
    with clock.frozen(AT):
        response(request)
    assert request.META["storecrew.pagecache"].seconds == 0
