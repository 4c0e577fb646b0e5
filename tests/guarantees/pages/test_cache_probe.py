"""PRV-05: the page cache shows nobody what belongs to another person, shop or language."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client, RequestFactory

from storecrew.kernel.pagecache.wsgi import PageCache
from storecrew.kernel.revisions import Revisions
from storecrew.surfaces.storefront.visitor import CART_COOKIE, KNOWN_COOKIE, remember_cart
from tests.guarantees.machinery import town as towns
from tests.guarantees.machinery.town import Person, Town

pytestmark = pytest.mark.django_db
SHARED = tuple(f"/{locale}/{path}" for locale in ("en", "ko") for path in towns.ANONYMOUS)
CURRENCIES = {"eu": ("€", "EUR"), "kr": ("₩", "KRW")}


class Edge:
    """The real application behind the real page cache."""

    def __init__(self, tmp_path) -> None:
        self.cache = PageCache(WSGIHandler(), revisions=Revisions(tmp_path / "revisions"))
        self.factory = RequestFactory()

    def get(
        self, path: str, cookies: dict[str, str] | None = None, **headers: str
    ) -> tuple[str, dict[str, str], str]:
        """Return (status, headers, text) of an answer."""
        environ = self.factory._base_environ()
        request = self.factory.get(path, **headers)
        environ = request.environ
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        told: list[tuple[str, list[tuple[str, str]]]] = []
        answer = self.cache(environ, lambda status, lines, *_rest: told.append((status, lines)))
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return told[0][0], {name.lower(): value for name, value in told[0][1]}, body.decode(errors="replace")


@pytest.fixture
def edge(tmp_path) -> Iterator[Edge]:
    # the end of a request would close the connection in which the test's changes wait
    signals.request_finished.disconnect(close_old_connections)
    signals.request_started.disconnect(close_old_connections)
    yield Edge(tmp_path)
    signals.request_finished.connect(close_old_connections)
    signals.request_started.connect(close_old_connections)


def cookies_of(person: Person) -> dict[str, str]:
    client: Client = person.browser()
    cart = remember_cart(HttpResponse(), person.cart).cookies[CART_COOKIE].value
    return {"sessionid": client.cookies["sessionid"].value, CART_COOKIE: cart, KNOWN_COOKIE: "1"}


def paths(town: Town, person: Person) -> list[str]:
    return [*SHARED, *(f"/en/{path}" for path in towns.PERSONAL), f"/en/order/{person.order.token}/"]


def secrets_of(person: Person, cookies: dict[str, str]) -> list[str]:
    return [*person.words, person.order.number, person.cart, *[v for v in cookies.values() if len(v) > 8]]


def test_prv_05_what_signed_in_people_read_is_never_shown_to_others(town: Town, edge: Edge):
    ann, bob = cookies_of(town.ann), cookies_of(town.bob)
    secrets = secrets_of(town.ann, ann)
    for path, _again in itertools.product(paths(town, town.ann), range(2)):
        edge.get(path, ann)
    assert len(edge.cache.store) > 10, "nothing was kept, so nothing was proved"
    for other in ({}, bob, {"sc_known": "1"}, {"sessionid": "unknown"}, {CART_COOKIE: "forged"}):
        for path in paths(town, town.bob):
            _status, headers, text = edge.get(path, other)
            assert [word for word in secrets if word in text + str(headers)] == [], (path, other)
            if headers.get("x-cache") == "HIT":
                assert "set-cookie" not in headers


def test_prv_05_personal_pages_are_kept_by_nobody(town: Town, edge: Edge):
    ann = cookies_of(town.ann)
    personal = [*(f"/en/{path}" for path in towns.PERSONAL), f"/en/order/{town.ann.order.token}/"]
    for path, _again in itertools.product(personal, range(2)):
        for visitor in (ann, {CART_COOKIE: ann[CART_COOKIE]}, {}):
            _status, headers, _text = edge.get(path, visitor)
            assert "x-cache" not in headers, path
            assert "no-store" in headers.get("cache-control", "no-store" if "location" in headers else ""), (
                path
            )


def test_prv_05_no_price_of_another_shop_and_no_word_of_another_language(town: Town, edge: Edge):
    for code, locale in itertools.product(CURRENCIES, ("en", "ko")):
        for path in (
            f"/{locale}/",
            f"/{locale}/search/",
            f"/{locale}/p/enamel-mug/",
            f"/{locale}/c/kitchen/",
        ):
            for _again in range(2):
                _status, _headers, text = edge.get(path, {"channel": code})
                foreign = [sign for other, signs in CURRENCIES.items() if other != code for sign in signs[:1]]
                main = text[text.index("<main") : text.index("</main>")]
                assert [sign for sign in foreign if sign in main] == [], (path, code)
                assert f'<html lang="{locale}"' in text
    assert any(edge.get("/en/p/enamel-mug/", {"channel": "kr"})[1].get("x-cache") == "HIT" for _ in range(2))


def test_prv_05_what_the_language_and_host_headers_say_poisons_nothing(town: Town, edge: Edge):
    plain = [edge.get("/en/p/enamel-mug/")[2] for _ in range(2)][1]
    for headers in (
        {"HTTP_ACCEPT_LANGUAGE": "ko"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PREFIX": "/evil"},
        {"HTTP_X_ORIGINAL_URL": "/en/cart/"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.1"},
        {"HTTP_AUTHORIZATION": "Basic YTpi"},
    ):
        edge.get("/en/p/enamel-mug/", **headers)
        assert edge.get("/en/p/enamel-mug/")[2] == plain, headers
