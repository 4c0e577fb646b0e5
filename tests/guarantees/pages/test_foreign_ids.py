"""AUT-02, AUT-03, AUT-06, ABU-03: what belongs to somebody else is as if it were not there."""

from __future__ import annotations

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments.models import Payment
from storecrew.kernel import clock
from storecrew.surfaces.storefront.visitor import CART_COOKIE, remember_cart
from tests.guarantees.machinery.town import ORIGIN, Person, Town

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Mallory", "street": "Hauptstr. 1", "postal_code": "10115", "city": "Berlin", "country": "DE",
    "email": "bartholomew@example.com",
}  # fmt: skip


def cookie(token: str) -> str:
    return remember_cart(HttpResponse(), token).cookies[CART_COOKIE].value


def shopping(person: Person) -> Client:
    """The person's browser with the person's cart."""
    client = person.browser()
    client.cookies[CART_COOKIE] = cookie(person.cart)
    return client


def everything_of(person: Person) -> str:
    """All rows of a person, to see that nothing moved."""
    return json.dumps(
        {
            "customer": list(customers.addresses(person.customer_id)),
            "carts": list(Cart.objects.filter(customer_id=person.customer_id).values()),
            "lines": list(CartLine.objects.filter(cart__customer_id=person.customer_id).values()),
            "orders": list(Order.objects.filter(customer_id=person.customer_id).values()),
            "payments": list(Payment.objects.filter(order_id=person.order.id).values()),
        },
        default=str,
    )


def shown(person: Person, answer: HttpResponse) -> list[str]:
    page = answer.content.decode()
    return [
        word for word in (*person.words, person.order.number, person.order.token, person.cart) if word in page
    ]


def test_aut_02_addresses_of_others_are_not_found(town: Town):
    before, bob = everything_of(town.ann), town.bob.browser()
    path = f"/en/account/addresses/{town.ann.address_id}/"
    nowhere = "/en/account/addresses/999999/"
    for call in (
        bob.get,
        lambda where: bob.post(where, FORM),
        lambda where: bob.post(f"{where}delete/"),
    ):
        foreign, missing = call(path), call(nowhere)
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert shown(town.ann, foreign) == []
        assert plain(foreign) == plain(missing), "a foreign id and none at all are told the same"
    assert everything_of(town.ann) == before


def plain(answer: HttpResponse) -> str:
    """The page without what differs by nature: the asked address and random words."""
    page = re.sub(r"/addresses/\d+/", "/addresses/N/", answer.content.decode())
    page = re.sub(r'(name="(?:nonce|csrfmiddlewaretoken)" value=)"[^"]*"', r"\1", page)
    return re.sub(r'value="\d+"', "", page)


def test_aut_02_an_address_of_others_is_no_delivery_address(town: Town):
    before, bob = everything_of(town.ann), shopping(town.bob)
    ids = {str(town.ann.address_id): 404, "999999": 404, "²": 302, "1" * 5000: 302}
    for wanted, status in ids.items():
        answer = bob.post("/en/checkout/details/", {**FORM, "saved": wanted})
        assert answer.status_code == status, wanted
        assert shown(town.ann, answer) == []
    assert "Geheimgasse" not in json.dumps(Cart.objects.get(token=town.bob.cart).shipping_address)
    assert everything_of(town.ann) == before


def test_aut_02_lines_of_another_cart_are_not_found(town: Town):
    before, line = everything_of(town.ann), CartLine.objects.get(cart__token=town.ann.cart).pk
    bob = shopping(town.bob)
    for path, form in (
        (f"cart/lines/{line}/", {"quantity": 9}),
        (f"cart/lines/{line}/remove/", {}),
        (f"cart/lines/{line}/present/", {"email": "eve@example.com"}),
    ):
        answer = bob.post(f"/en/{path}", form)
        assert (answer.status_code, shown(town.ann, answer)) == (404, [])
    api = Client(raise_request_exception=False)
    where = f"/api/v1/carts/{town.bob.cart}/lines/{line}"
    assert api.patch(where, json.dumps({"quantity": 9}), content_type="application/json").status_code == 404
    assert api.delete(where).status_code == 404
    assert everything_of(town.ann) == before


def test_aut_02_pages_of_the_account_show_ones_own_things_only(town: Town):
    bob = shopping(town.bob)
    for path in ("account/", "account/addresses/", "account/profile/", "cart/", "me/", "checkout/details/"):
        answer = bob.get(f"/en/{path}?customer={town.ann.customer_id}&user={town.ann.user.pk}&page=1")
        assert shown(town.ann, answer) == [], path
    data = bob.post("/en/account/export/", {"customer_id": town.ann.customer_id})
    assert data.status_code == 200
    assert shown(town.ann, data) == []
    assert town.bob.order.number in data.content.decode()


def test_aut_02_shoppers_do_not_get_into_the_back_office(town: Town):
    bob = town.bob.browser()
    for path in (f"orders/{town.ann.order.number}/", f"customers/{town.ann.customer_id}/", "mails/"):
        answer = bob.get(f"/admin/{path}")
        assert answer.status_code in (302, 403)
        assert shown(town.ann, answer) == []


def neighbours(order) -> list[str]:
    """What somebody would try who knows an order of their own."""
    number = int(order.number.rpartition("-")[2])
    token = order.token
    flipped = [
        token[:spot] + ("A" if token[spot] != "A" else "B") + token[spot + 1 :]
        for spot in range(0, len(token), 3)
    ]
    guesses = [
        order.number,
        order.number.lower(),
        str(order.id),
        str(number),
        *flipped,
        token[:-1],
        token + "A",
    ]
    guesses += [f"SC-{number + step}" for step in (-1, 1)] + [str(order.id + step) for step in (-1, 1)]
    return [*guesses, token.swapcase(), " " + token, "*", "%", "' OR 1=1 --", "null", "0", "-1"]


def test_aut_03_neighbours_of_an_order_open_nothing(town: Town):
    client, api = Client(headers=ORIGIN), Client(raise_request_exception=False)
    before = everything_of(town.ann), everything_of(town.bob)
    for guess in neighbours(town.ann.order):
        for answer in (
            client.get(f"/en/order/{guess}/"),
            client.post(f"/en/order/{guess}/cancel/", {"nonce": "n"}),
            api.get(f"/api/v1/orders/{guess}"),
            api.get(f"/api/v1/carts/{guess}"),
        ):
            assert answer.status_code in (404, 422), guess
            assert [word for word in town.ann.words if word in answer.content.decode()] == []
    assert before == (everything_of(town.ann), everything_of(town.bob))


def test_aut_03_secrets_have_128_bits_and_never_stand_in_a_list(town: Town):
    tokens = [town.ann.order.token, town.bob.order.token, town.ann.cart, town.bob.cart]
    assert all(len(token) >= 22 and re.fullmatch(r"[\w-]+", token) for token in tokens)
    assert len(set(tokens)) == 4
    listed = town.staff().get("/admin/orders/").content.decode()
    assert town.ann.order.number in listed
    assert town.ann.order.token not in listed


def test_aut_03_the_page_behind_the_link_shows_the_minimum(town: Town):
    page = Client().get(f"/en/order/{town.ann.order.token}/").content.decode()
    assert town.ann.order.number in page
    assert "account/addresses" not in page
    body = Client().get(f"/api/v1/orders/{town.ann.order.token}").json()
    assert not {"customer_id", "cart_token", "id", "customer"} & set(body)


def sign_in(client: Client, person: Person):
    answer = client.post(
        "/accounts/login/", {"login": person.user.email, "password": "long enough for tests"}
    )
    assert answer.status_code == 302
    return answer


@pytest.mark.parametrize("how", ["signed out", "the session ended by itself"])
def test_aut_06_the_next_person_at_this_browser_gets_nothing_of_the_first(town: Town, how: str):
    browser = Client(headers=ORIGIN)
    sign_in(browser, town.ann)
    assert "Enamel mug" in browser.get("/en/cart/").content.decode()
    if how == "signed out":
        browser.post("/accounts/logout/")
    else:
        del browser.cookies["sessionid"]
    sign_in(browser, town.bob)
    for path in ("cart/", "me/", "checkout/details/", "account/", "account/addresses/", "account/profile/"):
        assert shown(town.ann, browser.get(f"/en/{path}")) == [], path
    assert "Enamel mug" not in browser.get("/en/cart/").content.decode()
    assert checkout.cart_of_customer(town.ann.customer_id) == town.ann.cart
    assert checkout.cart_of_customer(town.bob.customer_id) == town.bob.cart


def test_aut_06_signing_out_leaves_nothing_in_a_shared_browser(town: Town):
    browser = Client(headers=ORIGIN)
    sign_in(browser, town.ann)
    browser.post("/accounts/logout/")
    assert not browser.cookies[CART_COOKIE].value
    for path in ("cart/", "me/", "account/", "checkout/details/"):
        assert shown(town.ann, browser.get(f"/en/{path}", follow=True)) == [], path


def test_aut_06_even_a_cookie_that_stayed_shows_no_cart_of_another(town: Town):
    bob = town.bob.browser()
    bob.cookies[CART_COOKIE] = cookie(town.ann.cart)
    page = bob.get("/en/cart/")
    assert shown(town.ann, page) == []
    assert "Enamel mug" not in page.content.decode()
    before = everything_of(town.ann)
    assert bob.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1}).status_code == 302
    assert everything_of(town.ann) == before


def test_aut_06_a_guest_cart_is_joined_once_and_said(town: Town):
    browser = Client(headers=ORIGIN)
    browser.post("/en/cart/add/", {"sku": "LAMP-RED-S", "quantity": 2})
    guest = Cart.objects.latest("pk").token
    sign_in(browser, town.ann)
    sign_in(browser, town.ann)
    lines = checkout.cart(checkout.cart_of_customer(town.ann.customer_id), at=clock.now()).lines
    assert {line.sku: line.quantity for line in lines} == {"MUG-RED": 1, "LAMP-RED-S": 2}
    assert Cart.objects.get(token=guest).state == "merged"


def test_abu_03_orders_answer_the_same_for_wrong_and_never_given_links(town: Town):
    client = Client()
    token = town.ann.order.token
    wrong = [token[:-1] + ("_" if token[-1] != "_" else "-"), "x" * 32, town.ann.order.number]
    pages = {
        re.sub(r"x{32}|SC-\d+|[\w-]{31}[_-]", "", client.get(f"/en/order/{guess}/").content.decode())
        for guess in wrong[:2]
    }
    statuses = {client.get(f"/en/order/{guess}/").status_code for guess in wrong}
    assert statuses == {404}
    answers = []
    for guess in wrong[:2]:
        body = Client().get(f"/api/v1/orders/{guess}").json()
        body.pop("request_id")
        answers.append(body)
    assert answers[0] == answers[1]
    assert all(town.ann.order.number not in page for page in pages)


def test_abu_03_a_checkout_does_not_tell_whether_an_address_has_an_account(town: Town):
    pages = []
    for email in ("annegret@example.com", "nobody-knows@example.com"):
        guest = Client(headers=ORIGIN)
        guest.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1})
        answer = guest.post("/en/checkout/details/", {**FORM, "email": email})
        page = guest.get("/en/checkout/delivery/").content.decode().replace(email, "")
        assert answer.status_code == 302
        pages.append(re.sub(r'value="[^"]*"', "", page))
    assert pages[0] == pages[1]
