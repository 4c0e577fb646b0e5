"""Headers, cookies and faults: what every answer says about itself (BAD-08, BAD-15, BAD-16)."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import django
import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.surfaces.storefront import shop as storefront_shop
from tests.guarantees.machinery import town as towns
from tests.guarantees.machinery.town import ORIGIN, Town

pytestmark = pytest.mark.django_db
INSIDE = re.compile(
    r'Traceback|File "|/srv/|/home/|site-packages|SELECT |INSERT |sqlite|psycopg|ZeroDivision|secret words'
)

NONCE = re.compile(r"'nonce-([^']+)'")


def policy(answer) -> dict[str, str]:
    parts = [part.split(None, 1) for part in answer.headers["Content-Security-Policy"].split(";")]
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


@pytest.mark.parametrize("who", ["a visitor", "a customer"])
def test_headers_of_the_storefront(town: Town, who: str):
    client = Client() if who == "a visitor" else town.ann.browser()
    for path in towns.storefront(town, town.ann):
        answer = client.get(path)
        rules = policy(answer)
        assert (rules["object-src"], rules["base-uri"], rules["frame-ancestors"]) == ("'none'",) * 3, path
        assert "unsafe" not in rules["script-src"] + rules["style-src"], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Referrer-Policy"] in ("strict-origin-when-cross-origin", "same-origin")
        assert answer.headers["X-Request-ID"], path
        personal = any(f"/{part}" in path for part in (*towns.PERSONAL, "order/"))
        if personal and answer.status_code == 200:
            assert "no-store" in answer.headers["Cache-Control"], path


def test_headers_of_the_back_office(town: Town):
    client = town.staff()
    pages, seen = 0, set()
    for path in towns.back_office(town)[:25]:
        answer = client.get(path)
        rules = policy(answer)
        assert (rules["object-src"], rules["base-uri"], rules["frame-ancestors"]) == (
            "'none'",
            "'none'",
            "'self'",
        )
        inline = rules["script-src"] + rules["style-src"] + rules["style-src-elem"]
        assert "unsafe" not in inline and "*" not in inline, path
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            seen.update(NONCE.findall(rules["script-src"]))
            pages += "'nonce-" in rules["script-src"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Request-ID"]
        if answer.status_code == 200:
            kept = answer.headers["Cache-Control"]
            assert "no-store" in kept or "private" in kept, path
    assert pages == len(seen) > 5, "each page has a nonce of its own"


def test_headers_of_rest(town: Town):
    for path in towns.rest(town.ann):
        answer = Client().get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if "openapi" not in path:
            assert answer.headers["Cache-Control"] == "no-store", path
        assert answer.headers["X-Request-ID"]


def test_uploads_run_nothing(town: Town, tmp_path):
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "evil.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    )
    answer = Client().get("/media/evil.svg")
    assert answer.status_code == 200
    assert "sandbox" in policy(answer)
    assert policy(answer)["default-src"] == "'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_pictures_of_the_shop_are_shown_in_mails_and_other_uploads_are_not(town: Town):
    for folder, allowed in (
        ("images", "cross-origin"),
        ("products", "cross-origin"),
        ("documents", "same-origin"),
        ("damages", "same-origin"),
    ):
        (settings.MEDIA_ROOT / folder).mkdir(parents=True, exist_ok=True)
        (settings.MEDIA_ROOT / folder / "plain.png").write_bytes(b"\x89PNG")
        answer = Client().get(f"/media/{folder}/plain.png")
        assert (answer.status_code, answer.headers["Cross-Origin-Resource-Policy"]) == (200, allowed)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(town: Town):
    client = Client(headers=ORIGIN)
    client.post("/en/cart/add/", {"sku": "MUG-RED", "quantity": 1})
    client.post("/en/channel/", {"channel": "eu"})
    client.post("/accounts/login/", {"login": town.ann.user.email, "password": "long enough for tests"})
    assert {"sessionid", "sc_cart", "channel"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] == "Lax", name
        if name not in ("sc_known", "csrftoken"):
            assert cookie["httponly"], name


@pytest.mark.parametrize("path", [
    "/media/../../etc/passwd", "/media/..%2f..%2fetc%2fpasswd", "/media/%00", "/media/a%00.jpg",
    "/media/" + "a" * 5000, "/static/..%2f..%2fconfig/settings/base.py", "/en/p/%00/", "/en/p/%ff%fe/",
    "/en/p/" + "a" * 3000 + "/", "/en/c/../../admin/", "/en/order/%00/", "/%ff/", "/en/%E0%A4%A/", "//evil.example/",  # noqa: E501
    "/media//etc/passwd", "/media/....//....//etc/passwd", "/admin/orders/%00/", "/api/v1/products/%00",
    "/en/search/?q=%00", "/en/search/?q=%ff", "/en/search/?f.color=%00&page=%00", "/en/checkout/%00/",
])  # fmt: skip
def test_bad_08_strange_addresses_are_not_found_and_nothing_breaks(town: Town, path: str):
    client = town.staff()
    client.raise_request_exception = False
    answer = client.get(path)
    assert answer.status_code in (200, 301, 302, 400, 404), answer.status_code
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"root:" not in body
    assert b"SECRET_KEY" not in body
    assert Client().get("/healthz").status_code == 200


def test_bad_08_a_nul_in_a_form_breaks_nothing(town: Town):
    client = town.ann.browser()
    client.raise_request_exception = False
    form = dict.fromkeys(
        ("email", "name", "street", "postal_code", "city", "country", "phone", "saved"), "a\x00b"
    )
    form |= {"sku": "MUG\x00", "quantity": "1", "channel": "e\x00u", "q": "a\x00", "login": "a\x00@b.example"}
    for path in (
        "/en/cart/add/", "/en/channel/", "/en/search/missed/", "/en/account/profile/",
        "/en/account/addresses/new/", "/accounts/login/", f"/en/order/{town.ann.order.token}/cancel/",
    ):  # fmt: skip
        data = urlencode({**form, "nonce": "a\x00", "password": "x\x00"})
        answer = client.post(path, data, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 400, path


@pytest.fixture
def broken(monkeypatch):
    def break_with(error: Exception) -> None:
        def fail(*_args, **_kwargs):
            raise error

        monkeypatch.setattr(storefront_shop.channels, "all_channels", fail)
        monkeypatch.setattr(orders, "visible_orders", fail)
        monkeypatch.setattr("storecrew.contexts.checkout.public.cart", fail)

    return break_with


PLACES = ("/en/", "/ko/p/enamel-mug/", "/en/cart/", "/admin/orders/", "/api/v1/carts/abc", "/sitemap.xml")


@pytest.mark.parametrize(("error", "status"), [
    (ZeroDivisionError("secret words of /srv/app SELECT 1"), 500),
    (OperationalError('secret words: connection to "db" at /home/x failed'), 503),
], ids=["fault", "outage"])  # fmt: skip
@pytest.mark.parametrize("path", PLACES)
def test_bad_16_a_fault_shows_its_number_and_nothing_from_inside(town: Town, broken, path, error, status):
    client = town.staff()
    client.raise_request_exception = False
    broken(error)
    answer = client.get(path, headers={"X-Request-ID": "number-12345"})
    page = answer.content.decode()
    assert answer.status_code == status
    assert "number-12345" in page
    assert answer.headers["X-Request-ID"] == "number-12345"
    assert not INSIDE.search(page)
    assert django.get_version() not in page
    assert not {"Server", "X-Powered-By", "X-Django-Version"} & set(answer.headers)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)


def test_bad_16_the_number_leads_to_the_audit_trail(town: Town):
    client = town.staff()
    page = client.get(f"/en/order/{town.ann.order.token}/").content.decode()
    nonce = re.search(r'name="nonce" value="([^"]*)"', page)[1]
    answer = client.post(
        f"/en/order/{town.ann.order.token}/cancel/",
        {"nonce": nonce},
        headers={"X-Request-ID": "cancel-12345"},
    )
    assert answer.status_code == 302
    entries = audit.entries_for("orders.order", town.ann.order.id)
    assert "cancel-12345" in {entry.request_id for entry in entries}


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "evil\r\nSet-Cookie: a=b", "<script>alert(1)</script>", "a b c d e f"]
)
def test_bad_16_a_made_up_number_is_not_repeated(given: str):
    answer = Client().get("/healthz", HTTP_X_REQUEST_ID=given)
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


@pytest.mark.parametrize("value", [
    "gASVKAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU", "..", "a" * 5000, '{"_auth_user_id": "1"}', "é", "%00", "x:y:z",  # noqa: E501
])  # fmt: skip
def test_bad_15_made_up_cookies_are_nobodys(town: Town, value: str):
    client = Client(raise_request_exception=False)
    for name in ("sessionid", "sc_cart", "channel", "csrftoken", "messages", "django_language"):
        client.cookies[name] = value
    for path in ("/en/", "/en/cart/", "/en/account/", "/en/me/", "/admin/", "/api/v1/products"):
        answer = client.get(path)
        assert answer.status_code in (200, 302, 404), path
        assert [word for word in town.ann.words if word in answer.content.decode()] == []
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
