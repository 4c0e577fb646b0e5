"""From the cart to the order, and what belongs to one visitor alone."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.models import User
from storecrew.kernel import clock
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.tests.factories import set_price

pytestmark = pytest.mark.django_db
ADDRESS = {
    "email": "mina@example.com",
    "name": "Mina Park",
    "street": "Hauptstr. 1",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
    "phone": "",
}


def text(response) -> str:
    return response.content.decode()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def send(client: Client, path: str, data: dict | None = None, **more):
    """Send a form as a browser does: with the token of the page it is on."""
    page = text(client.get("/en/accessibility/"))
    token = client.cookies.get("csrftoken")
    del page
    values = dict(data or {})
    if token is not None:
        values["csrfmiddlewaretoken"] = token.value
    return client.post(path, values, **more)


@pytest.fixture
def buyer() -> Client:
    """A browser without the test client's exemption where it matters is `browser`; here forms just pass."""
    return Client(headers={"Origin": "http://testserver"})


def fill(client: Client, sku: str = "MUG-RED", quantity: int = 2) -> None:
    assert client.post("/en/cart/add/", {"sku": sku, "quantity": quantity}).status_code == 302


def go_to_payment(client: Client) -> str:
    fill(client)
    assert client.post("/en/checkout/details/", ADDRESS).headers["Location"] == "/en/checkout/delivery/"
    answer = client.post("/en/checkout/delivery/", {"shipping_method": "standard-eu"})
    assert answer.headers["Location"] == "/en/checkout/payment/"
    return text(client.get("/en/checkout/payment/"))


def pay(client: Client, page: str, token: str = "tok_ok", **changes):
    names = ("nonce", "expected_total", "expected_due", "expected_currency", "seen")
    data = {name: hidden(page, name) for name in names} | {"gateway": "simulator", "payment_token": token}
    return client.post("/en/checkout/payment/", data | changes)


# --- the cart -----------------------------------------------------------------------------------


def test_aut_07_adding_needs_our_own_page(shop):
    stranger = Client(enforce_csrf_checks=True)
    form = {"sku": "MUG-RED", "quantity": 1}
    assert stranger.post("/en/cart/add/", form).status_code == 403
    assert stranger.post("/en/cart/add/", form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert stranger.post("/en/cart/add/", form, headers={"Origin": "http://testserver"}).status_code == 302


def test_aut_07_other_forms_need_the_token(shop, browser):
    fill(browser)
    refused = browser.post("/en/checkout/details/", ADDRESS)
    assert refused.status_code == 403
    assert "Nothing was changed" in text(refused)


def test_adding_shows_the_cart_with_its_full_cost(shop, buyer):
    fill(buyer)
    page = text(buyer.get("/en/cart/"))
    assert "Enamel mug" in page
    assert "to Germany" in page
    assert "Tax included" in page
    assert "more for free delivery" in page


def test_adding_by_script_answers_with_a_notice_and_the_count(shop, buyer):
    answer = buyer.post("/en/cart/add/", {"sku": "MUG-RED", "quantity": 2}, headers={"HX-Request": "true"})
    assert "Added to your cart" in text(answer)
    assert 'id="count-top" hx-swap-oob="true">2' in text(answer)
    assert 'hx-swap-oob="true">2' in text(buyer.get("/en/me/"))


def test_more_than_there_is_is_refused_with_a_reason(shop, buyer):
    answer = buyer.post("/en/cart/add/", {"sku": "MUG-BLUE", "quantity": 3})
    assert answer.status_code == 409
    assert "There is not enough stock" in text(answer)


@pytest.mark.parametrize("quantity", ["-1", "0", "1e9", "1.5", "NaN", "１", "9223372036854775808", ""])
def test_bad_03_impossible_quantities_make_no_line(shop, buyer, quantity):
    answer = buyer.post("/en/cart/add/", {"sku": "MUG-RED", "quantity": quantity})
    assert answer.status_code == 422
    assert 'class="line"' not in text(answer)


def test_lines_are_changed_and_removed(shop, buyer):
    fill(buyer)
    line = re.search(r'id="line-(\d+)"', text(buyer.get("/en/cart/")))[1]
    assert buyer.post(f"/en/cart/lines/{line}/", {"quantity": 3}).status_code == 302
    assert 'name="quantity" value="3"' in text(buyer.get("/en/cart/"))
    assert buyer.post(f"/en/cart/lines/{line}/", {"quantity": 0}).status_code == 302
    assert "nothing in your cart" in text(buyer.get("/en/cart/"))


def test_a_foreign_or_forged_cart_cookie_is_no_cart(shop, buyer):
    other = checkout.open_cart(channel_code="eu", actor=guest_actor(), at=clock.now()).token
    buyer.cookies["sc_cart"] = other
    assert "nothing in your cart" in text(buyer.get("/en/cart/"))
    assert buyer.get("/en/checkout/").headers["Location"] == "/en/cart/"


def test_the_other_shop_has_its_own_cart_and_currency(shop, buyer):
    fill(buyer)
    answer = buyer.post("/en/channel/", {"channel": "kr", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/en/"
    assert "₩" in text(buyer.get("/en/search/"))
    assert "nothing in your cart" in text(buyer.get("/en/cart/"))
    assert buyer.post("/en/channel/", {"channel": "nope"}).status_code == 404


# --- the checkout -------------------------------------------------------------------------------


def test_a_guest_buys_in_three_steps(shop, buyer):
    page = go_to_payment(buyer)
    assert "We hold these products for you" in page
    answer = pay(buyer, page)
    assert re.fullmatch(r"/en/order/[\w-]{20,}/\?new=1", answer.headers["Location"])
    order = text(buyer.get(answer.headers["Location"]))
    assert "Thank you, Mina Park" in order
    assert "We are packing your order" in order
    assert "Make an account" in order
    assert "nothing in your cart" in text(buyer.get("/en/cart/"))


def test_the_form_asks_for_at_most_eight_things(shop, buyer):
    fill(buyer)
    page = text(buyer.get("/en/checkout/details/"))
    form = page[page.index('<form action="/en/checkout/details/"') :]
    form = form[: form.index("</form>")]
    shown = re.sub(r'<div id="extra-.*?</div>\s*</div>', "", form, flags=re.S)
    fields = re.findall(r'<(?:input class="input"|select class="select")', shown)
    assert len(fields) <= 8


def test_problems_are_named_at_the_field_and_at_the_top_and_input_stays(shop, buyer):
    fill(buyer)
    answer = buyer.post("/en/checkout/details/", {**ADDRESS, "email": "no", "postal_code": "1", "city": ""})
    page = text(answer)
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert 'href="#f-email"' in page
    assert 'href="#f-postal_code"' in page
    assert 'value="Mina Park"' in page
    assert 'aria-invalid="true"' in page


def test_the_address_form_follows_the_country(shop, buyer):
    buyer.cookies["channel"] = "kr"
    fill(buyer, "STOOL", 1)
    part = text(buyer.post("/ko/checkout/address-form/", {**ADDRESS, "country": "KR"}))
    assert "우편번호" in part
    assert 'value="Mina Park"' in part
    whole = text(buyer.post("/en/checkout/details/", {**ADDRESS, "action": "country"}))
    assert "Delivery address" in whole


def test_no_step_is_skipped(shop, buyer):
    fill(buyer)
    assert buyer.get("/en/checkout/payment/").headers["Location"] == "/en/checkout/details/"
    assert buyer.post("/en/checkout/payment/", {}).headers["Location"] == "/en/checkout/details/"
    assert buyer.get("/en/checkout/nonsense/").status_code == 404
    assert buyer.get("/en/checkout/").headers["Location"] == "/en/checkout/details/"


def test_a_method_must_be_chosen_and_offered(shop, buyer):
    fill(buyer)
    buyer.post("/en/checkout/details/", ADDRESS)
    assert buyer.post("/en/checkout/delivery/", {}).status_code == 422
    answer = buyer.post("/en/checkout/delivery/", {"shipping_method": "standard-kr"})
    assert "not available for your address" in text(answer)


def test_a_declined_payment_charges_nothing_and_may_be_tried_again(shop, buyer):
    page = go_to_payment(buyer)
    answer = pay(buyer, page, "tok_declined")
    assert answer.status_code == 402
    assert "Nothing was charged" in text(answer)
    assert pay(buyer, text(answer)).status_code == 302


def test_con_16_pressing_twice_makes_one_order(shop, buyer):
    page = go_to_payment(buyer)
    first, second = pay(buyer, page), pay(buyer, page)
    assert (
        first.headers["Location"] == second.headers["Location"] or second.headers["Location"] == "/en/cart/"
    )


def test_a_new_price_is_shown_before_anything_is_charged(shop, buyer):
    page = go_to_payment(buyer)
    set_price(shop, "MUG-RED", 9900)
    answer = pay(buyer, page)
    assert answer.status_code == 409
    assert "you have not paid yet" in text(answer)
    assert "€99.00 now" in text(answer)
    assert pay(buyer, text(answer)).status_code == 302


def test_bad_01_a_total_made_up_by_the_browser_is_never_charged(shop, buyer):
    page = go_to_payment(buyer)
    for wrong in (
        {"expected_total": "1"},
        {"expected_total": "x"},
        {"expected_currency": "KRW"},
        {"seen": "forged"},
    ):
        answer = pay(buyer, page, **wrong)
        assert answer.status_code in (302, 409)
        if "expected_total" in wrong or "expected_currency" in wrong:
            assert answer.status_code == 409


def test_a_payment_with_confirmation_leads_away_and_back(shop, buyer):
    page = go_to_payment(buyer)
    bank = pay(buyer, page, "tok_3ds").headers["Location"]
    assert bank.startswith("/payments/simulator/")
    assert buyer.get("/en/checkout/").headers["Location"] == "/en/checkout/return/"
    assert "being paid for" in text(buyer.get("/en/cart/"))
    back = buyer.post(bank, {"answer": "approve"}).headers["Location"]
    assert "/en/checkout/return/" in back
    assert "how your payment went" in text(buyer.get(back))
    answer = buyer.post("/en/checkout/return/", {"action": "ask"})
    assert "/en/order/" in answer.headers["Location"]


def test_a_confirmation_that_is_refused_or_stopped_opens_the_cart_again(shop, buyer):
    page = go_to_payment(buyer)
    bank = pay(buyer, page, "tok_3ds").headers["Location"]
    unfinished = buyer.post("/en/checkout/return/", {"action": "ask"})
    assert "not finished" in text(unfinished)
    stopped = buyer.post("/en/checkout/return/", {"action": "stop"})
    assert "How would you like to pay?" in text(stopped)
    page = text(buyer.get("/en/checkout/payment/"))
    bank = pay(buyer, page, "tok_3ds").headers["Location"]
    buyer.post(bank, {"answer": "refuse"})
    assert "declined" in text(buyer.post("/en/checkout/return/", {"action": "ask"}))


def test_a_bank_transfer_waits_for_the_money(shop, buyer):
    page = go_to_payment(buyer)
    answer = pay(buyer, page, gateway="bank_transfer")
    order = text(buyer.get(answer.headers["Location"]))
    assert "We are waiting for your payment" in order


def test_an_unknown_way_to_pay_is_refused(shop, buyer):
    page = go_to_payment(buyer)
    assert pay(buyer, page, gateway="gold").status_code in (404, 409, 422)
    assert pay(buyer, page, nonce="").status_code == 400


# --- orders and account -------------------------------------------------------------------------


def ordered(client: Client) -> orders.OrderFacts:
    answer = pay(client, go_to_payment(client))
    return orders.order_by_token(answer.headers["Location"].split("/")[3])


def test_aut_03_an_order_opens_by_its_token_only(shop, buyer, client):
    order = ordered(buyer)
    assert client.get(f"/en/order/{order.token}/").status_code == 200
    assert client.get(f"/en/order/{order.number}/").status_code == 404
    assert client.get(f"/en/order/{order.id}/").status_code == 404
    answer = client.get(f"/en/order/{order.token}/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_an_order_can_be_canceled_once_before_it_leaves(shop, buyer):
    order = ordered(buyer)
    page = text(buyer.get(f"/en/order/{order.token}/"))
    data = {"nonce": hidden(page, "nonce")}
    assert buyer.post(f"/en/order/{order.token}/cancel/", data).status_code == 302
    assert buyer.post(f"/en/order/{order.token}/cancel/", data).status_code == 302
    page = text(buyer.get(f"/en/order/{order.token}/?canceled=1"))
    assert "This order is canceled" in page
    assert "Cancel this order" not in page
    assert buyer.post(f"/en/order/{order.token}/cancel/", {}).status_code == 400


def customer(email: str) -> tuple[Client, User]:
    from allauth.account.models import EmailAddress

    user = User.objects.create_user(email=email, password="long enough for tests", name="Mina")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    assert join_customer(user) is not None
    signed_in = Client(headers={"Origin": "http://testserver"})
    signed_in.force_login(user)
    return signed_in, user


def test_the_account_shows_ones_own_orders_and_addresses(shop, buyer):
    order = ordered(buyer)
    mine, _user = customer("mina@example.com")
    assert order.number in text(mine.get("/en/account/"))
    answer = mine.post("/en/account/addresses/new/", {**ADDRESS, "is_default": "1"})
    assert answer.status_code == 302
    page = text(mine.get("/en/account/addresses/"))
    assert "Hauptstr. 1" in page
    wrong = mine.post("/en/account/addresses/new/", {**ADDRESS, "postal_code": "1"})
    assert wrong.status_code == 422


def test_aut_02_another_customers_address_is_not_found(shop):
    mine, _one = customer("mina@example.com")
    other, _two = customer("other@example.com")
    mine.post("/en/account/addresses/new/", ADDRESS)
    number = re.search(r"/en/account/addresses/(\d+)/", text(mine.get("/en/account/addresses/")))[1]
    assert other.get(f"/en/account/addresses/{number}/").status_code == 404
    assert other.post(f"/en/account/addresses/{number}/", ADDRESS).status_code == 404
    assert other.post(f"/en/account/addresses/{number}/delete/").status_code == 404
    assert mine.post(f"/en/account/addresses/{number}/delete/").status_code == 302


def test_profile_export_and_deletion(shop):
    mine, user = customer("mina@example.com")
    assert mine.post("/en/account/profile/", {"name": "Mina Park", "phone": ""}).status_code == 302
    assert "Mina Park" in text(mine.get("/en/account/profile/?saved=1"))
    assert mine.post("/en/account/profile/", {"name": "x" * 300}).status_code == 422
    data = mine.post("/en/account/export/")
    assert data.headers["Content-Disposition"].endswith('"my-data.json"')
    assert "mina@example.com" in text(data)
    assert mine.post("/en/account/delete/", {"confirm": "no"}).status_code == 422
    assert "Your account is deleted" in text(
        mine.post("/en/account/delete/", {"confirm": "MINA@example.com"})
    )
    user.refresh_from_db()
    assert "mina" not in user.email
    assert mine.get("/en/account/profile/").status_code == 302


def test_the_account_needs_a_sign_in(shop, client):
    for path in ("addresses/", "profile/", "addresses/1/"):
        assert client.get(f"/en/account/{path}").headers["Location"].startswith("/accounts/login/")
    assert client.post("/en/account/export/").status_code == 302
    assert "Sign in" in text(client.get("/en/account/"))


def test_aut_07_reading_pages_writes_nothing(shop, buyer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = go_to_payment(buyer)
    assert page
    paths = [
        "",
        "search/?q=mug",
        "p/enamel-mug/",
        "cart/",
        "me/",
        "checkout/details/",
        "checkout/delivery/",
        "checkout/payment/",
    ]
    for path in paths:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            buyer.get(f"/en/{path}")
        writes = [q["sql"] for q in seen if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
        assert writes == [], path


def test_bad_05_script_in_a_name_is_printed_and_not_run(shop, buyer):
    fill(buyer)
    evil = "<script>alert(1)</script>{{ 7*7 }}"
    buyer.post("/en/checkout/details/", {**ADDRESS, "name": evil})
    page = text(buyer.get("/en/checkout/delivery/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


def sign_in(client: Client, email: str) -> None:
    form = {"login": email, "password": "long enough for tests"}
    assert client.post("/accounts/login/", form).status_code == 302


def in_cart(client: Client) -> list[str]:
    return re.findall(r'name="quantity" value="(\d+)"', text(client.get("/en/cart/")))


def test_aut_06_carts_join_once_and_never_cross(shop, buyer):
    customer("mina@example.com")
    customer("other@example.com")
    fill(buyer, "MUG-RED", 2)
    sign_in(buyer, "mina@example.com")
    assert in_cart(buyer) == ["2"]
    buyer.post("/accounts/logout/")
    assert in_cart(buyer) == []
    sign_in(buyer, "other@example.com")
    assert in_cart(buyer) == []
    buyer.post("/accounts/logout/")
    fill(buyer, "MUG-RED", 1)
    sign_in(buyer, "mina@example.com")
    assert in_cart(buyer) == ["3"]
    assert 'id="me-top"' in text(buyer.get("/en/me/"))


def test_aut_06_a_cart_left_in_the_browser_is_not_taken_over(shop, buyer):
    customer("mina@example.com")
    customer("other@example.com")
    sign_in(buyer, "mina@example.com")
    fill(buyer, "MUG-RED", 2)
    buyer.cookies.pop("sessionid")  # the session ended, the cart's cookie stayed
    sign_in(buyer, "other@example.com")
    assert in_cart(buyer) == []


# --- gifts --------------------------------------------------------------------------------------


def test_inv_5_a_gift_is_chosen_with_the_delivery_and_shown_on_the_order(shop, buyer):
    go_to_payment(buyer)
    assert "Is it a gift?" not in text(buyer.get("/en/checkout/delivery/"))
    checkout.save_gift_wrap("eu", amount=450, actor=system_actor("tests"), at=clock.now())
    page = text(buyer.get("/en/checkout/delivery/"))
    assert "Is it a gift?" in page
    form = {"shipping_method": "standard-eu", "gift": "1", "gift_wrap": "1", "gift_message": "x" * 301}
    refused = buyer.post("/en/checkout/delivery/", form)
    assert refused.status_code == 422
    assert "too long" in text(refused)
    form["gift_message"] = "{{ 7*7 }} <script>alert(1)</script>"
    assert buyer.post("/en/checkout/delivery/", form).headers["Location"] == "/en/checkout/payment/"
    page = text(buyer.get("/en/checkout/payment/"))
    assert "Gift wrap" in page
    order_page = text(buyer.get(pay(buyer, page).headers["Location"]))
    assert "{{ 7*7 }} &lt;script&gt;alert(1)&lt;/script&gt;" in order_page
    assert "€4.50" in order_page
