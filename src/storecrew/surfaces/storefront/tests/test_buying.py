"""From the cart to the order."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from storecrew.contexts.checkout import public as checkout
from storecrew.kernel import clock
from storecrew.kernel.actor import guest_actor
from storecrew.surfaces.storefront.tests.buying import ADDRESS, fill, go_to_payment, pay, text
from storecrew.surfaces.storefront.tests.factories import set_price

pytestmark = pytest.mark.django_db


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
