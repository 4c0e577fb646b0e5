"""The page cache: right for everybody, fresh at the very next request, and small."""

from __future__ import annotations

import gzip
import multiprocessing
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from storecrew.kernel.pagecache import ENVIRON_KEY, Policy
from storecrew.kernel.pagecache.store import Entry, PageStore
from storecrew.kernel.pagecache.wsgi import PageCache
from storecrew.kernel.revisions import Revisions

BODY = b"<p>Lamp, 19.00 EUR</p>" * 100


class Shop:
    """A tiny WSGI application whose every trait a test can change."""

    def __init__(self) -> None:
        self.body = BODY
        self.status = "200 OK"
        self.headers: list[tuple[str, str]] = [("Content-Type", "text/html")]
        self.policy: Policy | None = Policy(frozenset({"product:1"}))
        self.asked = 0
        self.closed = 0
        self.during: Callable[[], None] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        body = self.body
        self.during()
        if self.policy is not None:
            environ[ENVIRON_KEY] = self.policy
        start_response(self.status, list(self.headers))
        return _Closing([body], self)


class _Closing(list):
    def __init__(self, parts: list[bytes], shop: Shop) -> None:
        super().__init__(parts)
        self.shop = shop

    def close(self) -> None:
        self.shop.closed += 1


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.body = status, body
        self.headers = {name.lower(): value for name, value in headers}
        assert len(self.headers) == len(headers), "a header appears twice"

    @property
    def hit(self) -> bool:
        return self.headers.get("x-cache") == "HIT"


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def revs(tmp_path: Path) -> Revisions:
    return Revisions(tmp_path / "revisions.map")


@pytest.fixture
def cache(shop: Shop, revs: Revisions) -> PageCache:
    return PageCache(shop, revisions=revs)


def ask(cache: PageCache, path: str = "/en/p/lamp/", *, method: str = "GET", **environ: str) -> Answer:
    path, _, query = path.partition("?")
    request = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "shop.example",
        "wsgi.url_scheme": "http",
        **environ,
    }
    caught: list[Any] = []
    parts = cache(request, lambda status, headers, exc_info=None: caught.append((status, headers)))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return Answer(caught[-1][0], caught[-1][1], body)


def test_the_second_request_is_answered_ahead_of_django(cache: PageCache, shop: Shop) -> None:
    first, second = ask(cache), ask(cache)
    assert (first.hit, second.hit, shop.asked) == (False, True, 1)
    assert first.body == second.body == BODY
    assert second.headers["content-length"] == str(len(BODY))
    assert second.headers["cache-control"] == "no-cache"
    assert shop.closed == 1


def test_a_page_without_tags_is_never_kept(cache: PageCache, shop: Shop) -> None:
    shop.policy = None
    ask(cache)
    assert not ask(cache).hit
    assert shop.asked == shop.closed == 2


def test_a_bump_makes_the_very_next_request_fresh(cache: PageCache, shop: Shop, revs: Revisions) -> None:
    ask(cache)
    shop.body = b"Lamp, 17.00 EUR"
    revs.bump(["product:1"])
    assert ask(cache).body == b"Lamp, 17.00 EUR"
    assert ask(cache).hit


def test_a_change_of_something_else_keeps_the_page(cache: PageCache, shop: Shop, revs: Revisions) -> None:
    ask(cache)
    revs.bump(["product:2"])
    assert ask(cache).hit
    assert ask(cache).hit


def test_a_change_while_the_page_is_made_is_not_missed(cache: PageCache, shop: Shop, revs: Revisions) -> None:
    """The page read the old price, then the price changed, then the page was stored."""
    shop.during = lambda: revs.bump(["product:1"])
    ask(cache)
    shop.during = lambda: None
    assert not ask(cache).hit
    assert ask(cache).hit


def _bump(path: str) -> None:
    Revisions(Path(path)).bump(["product:1"])


def test_a_bump_in_another_process_makes_the_very_next_request_fresh(
    cache: PageCache, shop: Shop, revs: Revisions
) -> None:
    ask(cache)
    process = multiprocessing.get_context("spawn").Process(target=_bump, args=(str(revs.path),))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    assert not ask(cache).hit


@pytest.mark.parametrize(
    "change",
    [
        {"HTTP_HOST": "other.example"},
        {"wsgi.url_scheme": "https"},
        {"PATH_INFO": "/ko/p/lamp/"},
        {"QUERY_STRING": "color=red"},
        {"HTTP_COOKIE": "channel=kr"},
        {"HTTP_COOKIE": "django_language=ko"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "results"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
)
def test_prv_05_what_changes_the_body_is_part_of_the_key(
    cache: PageCache, shop: Shop, change: dict[str, str]
) -> None:
    ask(cache)
    shop.body = b"another body"
    assert ask(cache, **change).body == b"another body"
    assert ask(cache, **change).hit
    assert ask(cache).body == BODY


def test_prv_05_cookies_of_measuring_tools_share_one_page(cache: PageCache, shop: Shop) -> None:
    ask(cache)
    assert ask(cache, HTTP_COOKIE="consent=yes; theme=dark").hit


def test_prv_05_a_known_visitor_neither_fills_nor_reads_the_cache(cache: PageCache, shop: Shop) -> None:
    shop.body = b"Hello Mina, your price is 12.00"
    ask(cache, HTTP_COOKIE="sessionid=abc")
    shop.body = BODY
    assert ask(cache).body == BODY
    assert ask(cache).hit
    shop.body = b"Hello Mina"
    assert ask(cache, HTTP_COOKIE="channel=; sessionid=abc").body == b"Hello Mina"
    assert ask(cache, HTTP_COOKIE="messages=xyz").body == b"Hello Mina"
    assert ask(cache).body == BODY


def test_a_page_for_everyone_is_also_given_to_known_visitors(cache: PageCache, shop: Shop) -> None:
    shop.policy = Policy(frozenset({"content"}), for_everyone=True)
    ask(cache, HTTP_COOKIE="sessionid=abc")
    assert ask(cache).hit
    assert ask(cache, HTTP_COOKIE="sessionid=other").hit


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=1"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, COOKIE"),
        ("Vary", "*"),
        ("Vary", "Authorization"),
        ("Cache-Control", "private"),
        ("Cache-Control", "max-age=0, no-store"),
        ("Content-Encoding", "gzip"),
    ],
)
def test_prv_05_a_personal_page_is_never_kept_whatever_the_view_says(
    cache: PageCache, shop: Shop, header: tuple[str, str]
) -> None:
    shop.headers.append(header)
    answer = ask(cache)
    assert answer.headers[header[0].lower()] == header[1]
    assert not ask(cache).hit
    assert shop.asked == 2


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Internal Server Error", "206 Partial"])
def test_only_200_is_kept(cache: PageCache, shop: Shop, status: str) -> None:
    shop.status = status
    ask(cache)
    assert ask(cache).status == status
    assert shop.asked == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_writing_requests_pass_by(cache: PageCache, shop: Shop, method: str) -> None:
    ask(cache)
    ask(cache, method=method)
    assert shop.asked == 2
    ask(cache, HTTP_AUTHORIZATION="Bearer x")
    assert shop.asked == 3


def test_head_is_answered_from_the_kept_page_without_body(cache: PageCache, shop: Shop) -> None:
    ask(cache, method="HEAD")
    assert not ask(cache).hit, "an answer to HEAD has no body and must not be kept"
    answer = ask(cache, method="HEAD")
    assert (answer.hit, answer.body) == (True, b"")
    assert answer.headers["content-length"] == str(len(BODY))


def test_an_unchanged_page_costs_304(cache: PageCache, shop: Shop) -> None:
    etag = ask(cache).headers["etag"]
    for asked in (etag, f'"x", W/{etag}', "*"):
        answer = ask(cache, HTTP_IF_NONE_MATCH=asked)
        assert (answer.status, answer.body) == ("304 Not Modified", b"")
        assert answer.headers["etag"] == etag
        assert "content-length" not in answer.headers
    assert ask(cache, HTTP_IF_NONE_MATCH='"old"').status == "200 OK"


def test_a_gzip_variant_is_made_once_and_has_its_own_etag(cache: PageCache, shop: Shop) -> None:
    plain = ask(cache)
    packed = ask(cache, HTTP_ACCEPT_ENCODING="br, gzip")
    assert gzip.decompress(packed.body) == BODY
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]
    assert shop.asked == 1


def test_a_header_named_in_vary_tells_pages_apart(cache: PageCache, shop: Shop) -> None:
    shop.headers.append(("Vary", "Accept-Language"))
    ask(cache, HTTP_ACCEPT_LANGUAGE="en")
    shop.body = "등불".encode()
    assert ask(cache, HTTP_ACCEPT_LANGUAGE="ko").body == "등불".encode()
    assert ask(cache, HTTP_ACCEPT_LANGUAGE="en").body == BODY
    assert ask(cache, HTTP_ACCEPT_LANGUAGE="ko").hit
    # The page starts to vary on something more: the old division must not be used for it.
    shop.headers[-1] = ("Vary", "Accept-Language, Sec-CH-Width")
    ask(cache, HTTP_ACCEPT_LANGUAGE="de", HTTP_SEC_CH_WIDTH="1")
    shop.body = b"wide"
    assert ask(cache, HTTP_ACCEPT_LANGUAGE="de", HTTP_SEC_CH_WIDTH="2").body == b"wide"


def test_the_order_of_parameters_does_not_matter_but_repeated_ones_keep_theirs(
    cache: PageCache, shop: Shop
) -> None:
    ask(cache, "/en/c/lamps/?b=2&a=1")
    assert ask(cache, "/en/c/lamps/?a=1&b=2").hit
    ask(cache, "/en/c/lamps/?a=1&a=2")
    assert not ask(cache, "/en/c/lamps/?a=2&a=1").hit


def test_parameters_of_advertisers_read_the_cache_and_never_fill_it(cache: PageCache, shop: Shop) -> None:
    ask(cache, "/en/?utm_source=mail&utm_medium=x")
    assert not ask(cache, "/en/").hit, "a page with the advertiser's parameters in its links was kept"
    assert ask(cache, "/en/?gclid=1").hit
    assert ask(cache, "/en/?%75tm_source=1").hit


def test_a_page_ends_when_its_sale_does(cache: PageCache, shop: Shop) -> None:
    shop.policy = Policy(frozenset({"a"}), seconds=30)
    moment = 1000.0
    cache._monotonic = lambda: moment
    ask(cache)
    moment = 1029.9
    assert ask(cache).hit
    moment = 1030.0
    assert not ask(cache).hit
    shop.policy = Policy(frozenset({"a"}), seconds=0)
    ask(cache, "/over/")
    assert not ask(cache, "/over/").hit


def test_a_machine_cut_off_from_the_others_asks_django(shop: Shop, revs: Revisions) -> None:
    well = True
    cache = PageCache(shop, revisions=revs, healthy=lambda: well)
    ask(cache)
    well = False
    assert not ask(cache).hit
    well = True
    assert ask(cache).hit


def test_memory_is_bounded_and_pages_in_use_stay(shop: Shop, revs: Revisions) -> None:
    cache = PageCache(shop, revisions=revs, store=PageStore(max_bytes=50_000))
    ask(cache, "/favorite/")
    for number in range(200):
        ask(cache, f"/{number}/")
        assert cache.store.bytes <= 50_000
        assert ask(cache, "/favorite/").hit
    assert 5 < len(cache.store) < 50
    cache.store.clear()
    assert len(cache.store) == cache.store.bytes == 0


def test_a_page_larger_than_the_budget_or_a_megabyte_is_passed_on(shop: Shop, revs: Revisions) -> None:
    shop.body = b"x" * (1024 * 1024 + 1)
    cache = PageCache(shop, revisions=revs)
    assert ask(cache).body == shop.body
    assert not ask(cache).hit
    small = PageStore(max_bytes=10)
    entry = Entry.made(
        headers=[], body=b"y", gzipped=None, digest="d", stamps=(), expires=0, for_everyone=False
    )
    small.put(("k",), entry)
    assert len(small) == 0


def test_an_application_that_fails_fails(cache: PageCache, shop: Shop) -> None:
    def fail() -> None:
        raise RuntimeError("broken")

    shop.during = fail
    with pytest.raises(RuntimeError, match="broken"):
        ask(cache)


def test_a_page_may_name_the_cookies_that_choose_its_variant(cache: PageCache, shop: Shop) -> None:
    shop.policy = Policy(frozenset({"product:1"}), cookies=("sc_ab_7",))
    assert not ask(cache).hit
    shop.body = b"another button"
    first = ask(cache, HTTP_COOKIE="sc_ab_7=1; other=x")
    assert (first.hit, first.body) == (False, b"another button")
    assert ask(cache, HTTP_COOKIE="other=y; sc_ab_7=1").body == b"another button"
    assert ask(cache, HTTP_COOKIE="other=y; sc_ab_7=1").hit
    control = ask(cache, HTTP_COOKIE="other=z")
    assert (control.hit, control.body) == (True, BODY)
    assert "Cookie" in control.headers["vary"]
    assert shop.asked == 2
