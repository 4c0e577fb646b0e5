"""Stock pages: levels, why a number is what it is, and correcting it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, make_cart, make_shop, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.wishes import public as wishes
from storecrew.contexts.wishes.tests.factories import wish as put_wish
from storecrew.kernel.actor import guest_actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 0})


@pytest.fixture
def client():
    client = Client()
    staff = make_staff("inventory_manager")
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, sku: str = "A-1") -> str:
    return reverse(name, args=[sku, "main"])


def test_the_list_shows_and_filters_levels(shop, client):
    text = client.get(reverse("stock_list")).content.decode()
    assert "A-1" in text
    assert "A-1" not in client.get(reverse("stock_list") + "?f.state=out").content.decode()
    assert "A-1" in client.get(reverse("stock_list") + "?q=a-1").content.decode()


def test_inv_1_the_record_answers_why_a_number_is_what_it_is(shop, client):
    placed = place(make_cart(shop, {"A-1": 3}))
    text = client.get(at("stock_record")).content.decode()
    assert placed.order_number in text
    assert "-3" in text or "+3" in text
    assert inventory.level(shop.variants["A-1"], "main").allocated == 3


def test_u077_a_counter_says_beside_it_what_it_means(shop, client):
    text = client.get(at("stock_record")).content.decode()
    assert '<small class="sc-quiet">What can be counted on the shelf.</small>' in text
    assert '<small class="sc-quiet">On hand less all of the above.</small>' in text


def test_con_13_the_second_of_two_corrections_hears_about_the_first(shop, client):
    body = {"on_hand": 8, "expected_on_hand": 10, "reason": "counted"}
    assert client.post(at("stock_adjust"), body).status_code == 302
    again = client.post(at("stock_adjust"), body | {"on_hand": 9})
    assert again.status_code == 422
    assert inventory.level(shop.variants["A-1"], "main").on_hand == 8


def test_u070_a_corrected_count_goes_back_by_an_opposite_entry(shop, client):
    body = {"on_hand": 8, "expected_on_hand": 10, "reason": "counted"}
    page = client.post(at("stock_adjust"), body, follow=True)
    said = next(str(message) for message in page.context["messages"])
    client.post("/admin/undo/", {"offer": said.split('value="')[1].split('"')[0]})
    assert inventory.level(shop.variants["A-1"], "main").on_hand == 10
    entries = inventory.ledger(shop.variants["A-1"], inventory.location("main").id).entries
    assert [entry.quantity for entry in entries[:2]] == [2, -2]


def test_receiving_and_moving_between_states(shop, client):
    assert client.post(at("stock_receive"), {"quantity": 5, "document": "DN-7"}).status_code == 302
    move = {"quantity": 2, "source": "available", "target": "damaged", "reason": "dropped"}
    assert client.post(at("stock_move"), move).status_code == 302
    level = inventory.level(shop.variants["A-1"], "main")
    assert (level.on_hand, level.damaged, level.available) == (15, 2, 13)
    refused = client.post(at("stock_move"), move | {"quantity": 99})
    assert refused.status_code == 422
    assert "DN-7" in client.get(at("stock_record")).content.decode()


def test_unknown_articles_and_places_are_not_found(shop, client):
    assert client.get(at("stock_record", "NO-SUCH")).status_code == 404
    assert client.get(reverse("stock_record", args=["A-1", "moon"])).status_code == 404


def test_inv_1_what_shoppers_wait_for_is_counted_by_article_without_their_addresses(shop, client):
    common = {"channel": shop.channel, "locale": "en", "consent": "One mail.", "at": AT}
    for email in ("ann@example.com", "bob@example.com", "eve@example.com"):
        proved = "" if email.startswith("eve") else email
        checkout.wait_for("B-1", email, proved=proved, actor=guest_actor("x", ip="203.0.113.7"), **common)
    for address in (reverse("stock_wait_list"), "/admin/"):
        text = client.get(address).content.decode()
        assert "B-1" in text
        assert "ann@example.com" not in text
    assert "Tee · 2 waiting" in client.get("/admin/").content.decode()
    most = client.get(reverse("stock_wait_list") + "?f.waiting.op=min&f.waiting=3").content.decode()
    assert "B-1" not in most


def test_u027_what_shoppers_wish_for_is_counted_by_article_without_whose_lists_they_are(shop, client):
    for guest in ("one-in-a-browser", "another-browser"):
        put_wish(shop, wishes.Owner(guest=guest), "B-1", quantity=2)
    put_wish(shop, wishes.Owner(guest="another-browser"), "A-1")
    page = client.get(reverse("stock_wished")).content.decode()
    assert page.index("B-1") < page.index("A-1")
    assert "another-browser" not in page
    most = client.get(reverse("stock_wished") + "?f.units.op=min&f.units=4").content.decode()
    assert ("B-1" in most, "A-1" in most) == (True, False)


def test_u066_many_levels_get_their_threshold_at_once_and_back(shop, client):
    ids = list(StockLevel.objects.order_by("variant__sku").values_list("pk", flat=True))
    before = list(StockLevel.objects.order_by("pk").values_list("low_threshold", flat=True))
    ask = {"bulk": "threshold", "ids": ids, "threshold": "12"}
    page = client.post("/admin/stock/", {**ask, "preview": "1"})
    assert {str(each.after) for each in page.context["effects"]} == {"12"}
    page = client.post("/admin/stock/", {**ask, "confirm": "1", "expected": len(ids)}, follow=True)
    assert f"{len(ids)} level changed." in page.content.decode()
    assert set(StockLevel.objects.values_list("low_threshold", flat=True)) == {12}
    said = next(str(message) for message in page.context["messages"])
    offer = said.split('value="')[1].split('"')[0]
    client.post("/admin/undo/", {"offer": offer})
    assert list(StockLevel.objects.order_by("pk").values_list("low_threshold", flat=True)) == before
