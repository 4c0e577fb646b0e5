"""Pages report that they were seen: consent first, nothing that names a person (MKT-1, PRV-05, PRV-09)."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import CartPath, Event, Incoming, Visit
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock, ratelimit
from storecrew.surfaces.storefront.measuring import beacon
from storecrew.surfaces.storefront.tests.buying import ADDRESS, fill, pay, text

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"
HEADERS = {"Origin": "http://testserver", "User-Agent": PERSON}
LANDING = (
    "/en/p/enamel-mug/?variant=MUG-RED&utm_source=news&utm_medium=email&utm_campaign=Spring&gclid=SECRET"
)


def report(client, url="/en/", more=None, **headers):
    body = json.dumps({"u": url, "d": "phone", **(more or {})})
    return client.post("/seen/", body, content_type="text/plain;charset=UTF-8", headers=HEADERS | headers)


def waiting():
    return [row.body for row in Incoming.objects.all()]


def count():
    insights.ingest(at=clock.now())


@pytest.fixture
def client(shop):
    return Client(enforce_csrf_checks=True)


def test_u001_without_a_yes_nothing_is_kept_in_the_browser_and_nothing_of_it_here(client):
    answer = report(client, LANDING, {"r": "https://mail.example/?user=ann"})
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})
    (body,) = waiting()
    assert body == {
        "kind": "view", "channel_id": body["channel_id"], "device": "phone", "page": "product",
        "path": "/p/enamel-mug/", "slug": "enamel-mug", "host": "mail.example", "source": "news",
        "medium": "email", "campaign": "spring", "click": "google",
    }  # fmt: skip
    count()
    assert Event.objects.get(kind="visit").way == "paid_search"
    assert not Visit.objects.exists()


def test_a_yes_gives_the_browser_a_number_that_is_not_in_the_tables(client):
    client.cookies["sc_measure"] = "yes"
    report(client, LANDING)
    token = client.cookies["sc_visitor"].value
    assert client.cookies["sc_visitor"]["httponly"]
    report(client, "/en/c/kitchen/", {"r": "http://testserver/en/"})
    assert client.cookies["sc_visitor"].value == token
    count()
    visit = Visit.objects.get()
    assert (visit.views, visit.way, visit.pages) == (2, "paid_search", ["/p/enamel-mug/", "/c/kitchen/"])
    assert token not in json.dumps(list(Event.objects.values()), default=str)
    # taking it back
    report(client, more={"forget": True})
    assert client.cookies["sc_visitor"].value == ""
    assert not Visit.objects.exists()


def test_global_privacy_control_is_a_no(client):
    client.cookies["sc_measure"] = "yes"
    answer = report(client, **{"Sec-GPC": "1"})
    assert not answer.cookies
    assert "visitor" not in waiting()[0]


@pytest.mark.parametrize(
    ("url", "page", "path"),
    [
        ("/en/", "home", "/"),
        ("/ko/c/kitchen/", "category", "/c/kitchen/"),
        ("/en/order/SECRET-TOKEN/", "order", ""),
        ("/en/account/", "account", ""),
        ("/en/help/", "help", "/help/"),
    ],
)
def test_prv_05_of_personal_pages_only_the_kind_is_kept(client, url, page, path):
    report(client, url)
    (body,) = waiting()
    assert (body["page"], body.get("path", "")) == (page, path)
    assert "SECRET" not in json.dumps(body)


def test_searches_are_counted_with_what_they_found(client):
    report(client, "/en/search/?q=Blue%20%20Mug", {"n": 0})
    report(client, "/en/search/?q=ann%40example.com", {})
    first, second = waiting()
    assert (first["term"], first["found"]) == ("blue mug", 0)
    assert second["term"] == "(withheld)"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", {}), (b"\xff", {}), ("[]", {}), ("[" * 900, {}), ("null", {}),
        (json.dumps({"u": "/en/", "x": "y" * 3000}), {}),
        (json.dumps({"u": "/admin/"}), {}), (json.dumps({"u": "/en/nowhere/deep/"}), {}),
        (json.dumps({"u": ["/en/"]}), {}), (json.dumps({"u": "\x00"}), {}),
        (json.dumps({"u": "/en/"}), {"Origin": "https://evil.example"}),
        (json.dumps({"u": "/en/"}), {"User-Agent": "Googlebot/2.1"}),
    ],
)  # fmt: skip
def test_bad_08_forged_reports_are_dropped(client, body, headers):
    answer = client.post("/seen/", body, content_type="text/plain", headers=HEADERS | headers)
    assert answer.status_code == 204
    pages = [one["page"] for one in waiting()]
    assert pages in ([], ["page"])


def test_staff_are_no_shoppers_and_a_shop_may_count_nothing(client, settings):
    client.force_login(make_staff("owner"))
    report(client)
    client.logout()
    settings.STORECREW_TRAFFIC = False
    report(client)
    assert waiting() == []
    assert "data-counted" not in client.get("/en/").content.decode()


def test_r15_who_reports_too_often_is_not_counted_any_more(client, monkeypatch):
    monkeypatch.setitem(ratelimit._limits, beacon.LIMIT, {"ip": ratelimit.Limit(2, 3600)})
    for _ in range(4):
        assert report(client).status_code == 204
    assert len(waiting()) == 2


def test_mkt_04_putting_something_into_the_cart_begins_the_funnel(client):
    client.cookies["sc_measure"] = "yes"
    report(client, LANDING)
    client.post("/en/cart/add/", {"sku": "MUG-RED", "quantity": "1"}, headers=HEADERS)
    report(client, "/en/checkout/details/", {"r": "http://testserver/en/cart/"})
    count()
    path = CartPath.objects.get()
    assert (path.way, path.campaign) == ("paid_search", "spring")
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds.count("add") == kinds.count("cart") == kinds.count("details") == 1


def test_mkt_04_the_checkout_notes_what_is_open_and_refused_by_codes_alone(shop):
    buyer = Client(headers=HEADERS)
    fill(buyer)
    buyer.get("/en/checkout/details/")
    wrong = ADDRESS | {"postal_code": "not one", "email": "nobody"}
    assert buyer.post("/en/checkout/details/", wrong).status_code == 422
    count()
    path = CartPath.objects.get()
    assert path.stands == "email_missing"
    assert set(path.hindrances) == {"email_invalid", "postal_code_invalid"}
    assert path.visitor is None, "nobody agreed to be recognized"
    kept = json.dumps(list(Event.objects.values_list("kind", "term", "path", "source")))
    assert "nobody" not in kept
    assert "not one" not in kept
    assert buyer.post("/en/checkout/details/", ADDRESS).status_code == 302
    assert buyer.post("/en/checkout/delivery/", {}).status_code == 422
    count()
    path.refresh_from_db()
    assert (path.stands, path.hindrances[-1]) == ("shipping_method_missing",) * 2
    buyer.post("/en/checkout/delivery/", {"shipping_method": "standard-eu"})
    page = text(buyer.get("/en/checkout/payment/"))
    count()
    path.refresh_from_db()
    assert path.stands == "not_paid"
    pay(buyer, page, "tok_declined")
    count()
    path.refresh_from_db()
    assert (path.stands, path.hindrances[-1]) == ("not_paid", "payment_declined")


def test_prv_09_pages_kept_for_everybody_hold_no_number_of_a_visitor(client):
    client.cookies["sc_visitor"] = "x" * 24
    page = client.get("/en/").content.decode()
    assert "data-counted" in page
    assert "x" * 24 not in page
    assert 'id="visit-choice"' in page
