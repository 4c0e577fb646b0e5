"""Pages report how fast they were."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from storecrew.contexts.health.models import VitalsCount
from storecrew.kernel import ratelimit
from storecrew.surfaces.storefront.help import vitals

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"
HEADERS = {"Origin": "http://testserver", "User-Agent": PERSON}
VIEW = {"kind": "product", "device": "phone", "lcp": 1200, "cls": 4, "ttfb": 90}


def report(client, view=VIEW, **headers):
    body = view if isinstance(view, str | bytes) else json.dumps(view)
    return client.post("/vitals/", body, content_type="text/plain;charset=UTF-8", headers=HEADERS | headers)


def counted():
    return sum(VitalsCount.objects.values_list("count", flat=True))


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def test_u001_a_page_reports_without_cookie_and_without_answer(client):
    answer = report(client)
    assert (answer.status_code, answer.content) == (204, b"")
    assert not answer.cookies
    assert counted() == 3


@pytest.mark.parametrize(
    "agent",
    [
        "Googlebot/2.1",
        "Mozilla/5.0 HeadlessChrome/130",
        "Chrome-Lighthouse",
        "curl/8.5",
        "python-requests/2",
        "",
    ],
)
def test_machines_are_left_out(client, agent):
    assert report(client, **{"User-Agent": agent}).status_code == 204
    assert counted() == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_aut_07_other_sites_report_nothing(client, origin):
    assert report(client, Origin=origin).status_code == 204
    assert counted() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        "[]",
        "3",
        "{",
        "[" * 500,
        "null",
        json.dumps({**VIEW, "kind": "admin"}),
        json.dumps({**VIEW, "kind": ["product"]}),
        json.dumps({**VIEW, "device": "toaster"}),
        json.dumps({**VIEW, "more": "x" * 600}),
    ],
)
def test_bad_08_forged_and_oversize_reports_are_dropped(client, body):
    assert report(client, body).status_code == 204
    assert counted() == 0


def test_r15_who_reports_too_often_is_not_counted_any_more(client, monkeypatch):
    monkeypatch.setitem(ratelimit._limits, vitals.LIMIT, {"ip": ratelimit.Limit(2, 3600)})
    for _ in range(4):
        assert report(client).status_code == 204
    assert counted() == 6


def test_reading_the_address_is_not_a_report(client):
    assert client.get("/vitals/").status_code == 405


@pytest.mark.parametrize(
    ("path", "kind"),
    [("", "home"), ("c/kitchen/", "category"), ("p/enamel-mug/", "product"), ("cart/", "cart")],
)
def test_pages_say_their_kind_and_how_many_views_report(shop, client, settings, path, kind):
    settings.STORECREW_VITALS_PERCENT = 25
    assert kind in vitals.KINDS
    assert f'data-kind="{kind}" data-measured="25"' in client.get(f"/en/{path}").content.decode()


def test_nothing_is_measured_where_the_shop_says_so(shop, client, settings):
    settings.STORECREW_VITALS_PERCENT = 0
    assert "data-measured" not in client.get("/en/").content.decode()
