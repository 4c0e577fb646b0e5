"""U027: hearts on pages that are kept for everybody, the own list, and the list behind a link."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.people.models import User
from storecrew.contexts.wishes.models import GiftMark, Wish, WishList

pytestmark = pytest.mark.django_db
QUIET = {"HX-Request": "true"}


def text(response) -> str:
    return response.content.decode()


def heart(shop, sku: str, kind: str = "v") -> str:
    variant = catalog.variants([shop.variants[sku]])[shop.variants[sku]]
    return f"p{variant.product_id}" if kind == "p" else f"v{variant.id}"


@pytest.fixture
def wished(shop, buyer) -> int:
    """A guest's list with a red mug on it."""
    buyer.post("/en/wishes/put/", {"add": heart(shop, "MUG-RED")})
    return WishList.objects.get().pk


def test_hearts_say_nothing_of_anybody_in_pages_that_are_kept(shop, buyer, wished):
    for client in (Client(), buyer):
        page = text(client.get("/en/p/enamel-mug/?variant=MUG-RED"))
        assert f'value="{heart(shop, "MUG-RED")}" data-heart aria-pressed="false"' in page
    assert re.search(r'value="p\d+" data-heart aria-pressed="false"', text(Client().get("/en/c/kitchen/")))


def test_the_script_hears_what_is_on_the_list_in_one_query_more(shop, buyer, wished):
    names = f"{heart(shop, 'MUG-RED')},{heart(shop, 'MUG-RED', 'p')},{heart(shop, 'MUG-BLUE')},x1,<b>"
    answer = text(buyer.get("/en/me/", {"hearts": names}))
    assert f'data-on="{heart(shop, "MUG-RED")} {heart(shop, "MUG-RED", "p")}"' in answer
    assert f'data-off="{heart(shop, "MUG-BLUE")}"' in answer
    assert 'data-on=""' in text(Client().get("/en/me/", {"hearts": names}))


def test_a_heart_of_a_card_takes_what_can_be_bought_and_pressing_again_takes_it_off(shop, browser):
    put = {"add": heart(shop, "LAMP-RED-L", "p")}
    answer = browser.post("/en/wishes/put/", put, headers=QUIET)
    assert "It is on your wish list." in text(answer)
    assert put["add"] in re.search(r'data-on="([^"]*)"', text(answer))[1]
    assert Wish.objects.get().variant_id != shop.variants["LAMP-RED-L"], "it is sold out"
    answer = browser.post("/en/wishes/put/", {"remove": put["add"]}, headers=QUIET)
    assert 'data-on=""' in text(answer)
    assert not Wish.objects.exists()


def test_without_script_the_list_itself_answers(shop, browser):
    answer = browser.post("/en/wishes/put/", {"add": heart(shop, "MUG-RED")})
    assert answer.headers["Location"] == "/en/wishes/?added=1"
    assert len(browser.cookies["sc_wishes"].value) > 22
    page = text(browser.get("/en/wishes/?added=1"))
    assert "It is on your wish list." in page
    assert "Enamel mug" in page


@pytest.mark.parametrize("name", ["", "v0", "p999999", "x1", "v" + "9" * 30])
def test_what_is_not_sold_is_refused_in_words(shop, browser, name):
    assert browser.post("/en/wishes/put/", {"add": name}).status_code == 404
    quiet = browser.post("/en/wishes/put/", {"add": name}, headers=QUIET)
    assert (quiet.status_code, "not offered here" in text(quiet)) == (200, True)


def test_aut_07_a_form_of_another_site_wishes_for_nothing(shop):
    stranger = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    assert stranger.post("/en/wishes/put/", {"add": heart(shop, "MUG-RED")}).status_code == 403
    assert not Wish.objects.exists()


def test_a_list_costs_a_bounded_number_of_queries(shop, buyer, wished, django_assert_max_num_queries):
    for sku in ("MUG-BLUE", "LAMP-RED-S"):
        buyer.post("/en/wishes/put/", {"add": heart(shop, sku)})
    buyer.get("/en/wishes/")
    with django_assert_max_num_queries(24):
        assert buyer.get("/en/wishes/").status_code == 200


def test_lists_are_made_named_and_deleted_and_refusals_stand_beside_the_field(shop, buyer, wished):
    made = buyer.post("/en/wishes/new/", {"name": "Party"}, follow=True)
    assert "<h1>Party</h1>" in text(made)
    party = WishList.objects.get(name="Party").pk
    again = buyer.post("/en/wishes/new/", {"name": "Party"})
    assert (again.status_code, "a list of this name already" in text(again)) == (422, True)
    empty = buyer.post(f"/en/wishes/{party}/", {"action": "rename", "name": " "})
    assert (empty.status_code, "Please give the list a name." in text(empty)) == (422, True)
    buyer.post(f"/en/wishes/{party}/", {"action": "rename", "name": "Trip"})
    assert "<h1>Trip</h1>" in text(buyer.get(f"/en/wishes/{party}/"))
    wish = Wish.objects.get()
    wrong = buyer.post(f"/en/wishes/{wished}/{wish.pk}/", {"quantity": "0", "note": "red", "action": "save"})
    assert (wrong.status_code, "from 1 to 999" in text(wrong)) == (422, True)
    values = {"quantity": "2", "note": "<b>red</b>", "to_list": str(party), "action": "save"}
    quiet = buyer.post(f"/en/wishes/{wished}/{wish.pk}/", values, headers=QUIET)
    assert quiet.status_code == 200
    assert "&lt;b&gt;red&lt;/b&gt;" in text(buyer.get(f"/en/wishes/{party}/"))
    gone = buyer.post(f"/en/wishes/{party}/", {"action": "delete"}, follow=True)
    assert "The list is deleted." in text(gone)
    assert buyer.get(f"/en/wishes/{party}/").status_code == 404


def test_all_that_can_be_bought_moves_to_the_cart_and_the_rest_is_named(shop, buyer, wished):
    buyer.post("/en/wishes/put/", {"add": heart(shop, "LAMP-RED-L")})
    page = text(buyer.post(f"/en/wishes/{wished}/", {"action": "to_cart"}))
    assert "1 is in your cart now." in page
    assert re.search(r"<li>Desk lamp: Sold out</li>", page)
    assert "Enamel mug" in text(buyer.get("/en/cart/"))
    wish = Wish.objects.get()
    assert "?variant=LAMP-RED-L#notify" in page
    left = buyer.post(f"/en/wishes/{wished}/{wish.pk}/", {"action": "to_cart"})
    assert "Desk lamp: Sold out" in text(left)
    buyer.post(f"/en/wishes/{wished}/{wish.pk}/", {"action": "remove"})
    assert "Nothing is on this list yet" in text(buyer.get("/en/wishes/"))


def shared(buyer, wished: int) -> str:
    buyer.post(f"/en/wishes/{wished}/", {"action": "share"})
    return re.search(r"/en/wishes/shared/[^/]+/", text(buyer.get("/en/wishes/")))[0]


def test_two_who_hold_the_link_do_not_buy_the_same_and_the_owner_learns_not_who(shop, buyer, wished):
    link, aunt, uncle = shared(buyer, wished), Client(), Client()
    wish = {"wish": Wish.objects.get().pk, "quantity": "1"}
    page = aunt.get(link)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert 'content="noindex, nofollow"' in text(page)
    assert "sc_wishes" not in aunt.cookies, "whoever looks is nobody"
    marked = aunt.post(link, wish | {"action": "mark"}, headers=QUIET)
    assert "Nobody learns that it was you" in text(marked)
    assert "You marked 1." in text(aunt.get(link))
    late = uncle.post(link, wish | {"action": "mark"})
    assert (late.status_code, "Somebody else has bought this" in text(late)) == (409, True)
    uncle.post(link, wish | {"action": "undo"})
    assert GiftMark.objects.count() == 1
    own = text(buyer.get("/en/wishes/"))
    assert "spoils the surprise" in own
    assert GiftMark.objects.get().buyer not in own
    assert "I buy this" not in text(buyer.get(link)), "it is their own list"
    assert aunt.post(link, wish | {"action": "undo"}).status_code == 302
    assert not GiftMark.objects.exists()
    buyer.post(f"/en/wishes/{wished}/", {"action": "unshare"})
    gone = uncle.get(link)
    assert (gone.status_code, "no longer shared" in text(gone)) == (404, True)
    assert uncle.post(link, wish | {"action": "mark"}).status_code == 404


def test_at_sign_in_the_list_of_the_browser_becomes_the_customers(shop, buyer, wished):
    user = User.objects.create_user(email="ann@example.com", password="not-a-secret-1", name="Ann")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    buyer.post("/accounts/login/", {"login": user.email, "password": "not-a-secret-1"})
    row = WishList.objects.get()
    assert (row.customer_id is not None, row.guest) == (True, "")
    assert not buyer.cookies["sc_wishes"].value
    assert "Enamel mug" in text(buyer.get("/en/wishes/"))
    stranger = Client(headers={"Origin": "http://testserver"})
    stranger.cookies["sc_wishes"] = "somebody:else"
    assert "Nothing is on your wish list yet" in text(stranger.get("/en/wishes/"))
    assert stranger.post(f"/en/wishes/{wished}/", {"action": "share"}).status_code == 404
