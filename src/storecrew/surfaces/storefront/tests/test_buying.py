"""From the cart to the order."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from django.test import Client

from storecrew.contexts.catalog.models import Listing
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.content import public as content
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel import clock, idempotency
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.account.transfer import epc_code
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
    Listing.objects.filter(product__slug="desk-lamp", channel_id=shop.korea.id).delete()
    answer = buyer.post("/en/channel/", {"channel": "kr", "next": "/en/p/desk-lamp/"})
    assert answer.headers["Location"] == "/en/", "the other shop has no such lamp"
    answer = buyer.post("/en/channel/", {"channel": "kr", "next": "/en/p/enamel-mug/"})
    assert answer.headers["Location"] == "/en/p/enamel-mug/"
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
    shown = re.sub(r'<details class="fold">.*?</details>', "", shown, flags=re.S)
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


def test_who_buys_for_a_company_names_it_and_its_number(shop, buyer):
    fill(buyer)
    typed = {**ADDRESS, "company": "Example GmbH", "vat_number": "DE136695975"}
    answer = buyer.post("/en/checkout/details/", typed)
    page = text(answer)
    assert answer.status_code == 422
    assert 'href="#f-vat_number"' in page
    assert '<details class="fold" open>' in page
    assert 'value="Example GmbH"' in page
    part = text(buyer.post("/en/checkout/address-form/", typed))
    assert 'name="company"' not in part
    answer = buyer.post("/en/checkout/details/", typed | {"vat_number": "DE 136695976"})
    assert answer.headers["Location"] == "/en/checkout/delivery/"
    page = text(buyer.get("/en/checkout/details/"))
    assert 'value="DE136695976"' in page
    buyer.post("/en/checkout/details/", ADDRESS)
    assert "DE136695976" not in text(buyer.get("/en/checkout/details/"))


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


def test_what_applies_is_a_press_away_from_the_button_that_orders(shop, buyer):
    content.save_menu(
        code="legal", locale="en", items=[("Terms of sale", "/en/terms/")],
        actor=system_actor("test"), at=clock.now(),
    )  # fmt: skip
    form = go_to_payment(buyer).partition('id="pay"')[2].partition("</form>")[0]
    assert "Worth reading before you order" in form and 'href="/en/terms/">Terms of sale</a>' in form


def test_con_01_the_last_pieces_are_bought_by_one_and_the_other_is_told(shop, buyer, client):
    StockLevel.objects.filter(variant_id=shop.variants["MUG-RED"]).update(on_hand=2)
    fill(client, quantity=1)
    page = go_to_payment(buyer)
    assert "How would you like to pay?" in page
    client.post("/en/checkout/details/", ADDRESS)
    late = client.post("/en/checkout/delivery/", {"shipping_method": "standard-eu"}, follow=True)
    assert "Sold out in the meantime" in text(late)
    assert "/en/order/" in pay(buyer, page).headers["Location"]


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


def test_u014_a_discount_that_ended_is_named_with_its_sum_before_anything_is_charged(shop, buyer):
    row = make_promotion(code="SPRING")
    go_to_payment(buyer)
    buyer.post("/en/cart/code/", {"code": "SPRING"})
    page = text(buyer.get("/en/checkout/payment/"))
    promotions.end_promotion(row.pk, actor=system_actor("test"), at=clock.now())
    answer = pay(buyer, page)
    assert answer.status_code == 409
    told = text(answer).partition("you have not paid yet")[2].partition("</ul>")[0]
    assert "SPRING does not apply any more; it took off €" in told
    assert "The total was" not in told
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
    told = text(buyer.post("/en/checkout/return/", {"action": "ask"}))
    assert "Your bank could not confirm the payment with you. Nothing was charged." in told


def test_it_9_the_banks_no_is_told_also_when_its_message_was_faster_than_the_shopper(shop, buyer):
    bank = pay(buyer, go_to_payment(buyer), "tok_3ds").headers["Location"]
    back = buyer.post(bank, {"answer": "refuse"}).headers["Location"]
    order = Order.objects.get()
    checkout.finish_payment(payments.payments_of_order(order.id)[-1].id, at=clock.now())
    page = text(buyer.get(back))
    assert "Your bank could not confirm the payment with you. Nothing was charged." in page
    assert "How would you like to pay?" in page
    again = pay(buyer, page)
    assert "/en/order/" in again.headers["Location"]
    assert buyer.get("/en/checkout/return/").headers["Location"] == "/en/cart/"


def test_it_9_the_banks_no_is_told_when_it_arrives_while_the_question_is_on_the_screen(shop, buyer):
    bank = pay(buyer, go_to_payment(buyer), "tok_3ds").headers["Location"]
    asking = text(buyer.get(buyer.post(bank, {"answer": "refuse"}).headers["Location"]))
    # Who has no script presses a button that also fits when nothing was paid.
    assert "See how the payment went" in asking and "I have paid" not in asking
    checkout.finish_payment(payments.payments_of_order(Order.objects.get().id)[-1].id, at=clock.now())
    page = text(buyer.post("/en/checkout/return/", {"action": "ask"}))
    assert "Your bank could not confirm the payment with you. Nothing was charged." in page
    assert "How would you like to pay?" in page


def test_it_9_who_presses_twice_is_told_to_wait_in_a_shoppers_words(shop, buyer):
    page = go_to_payment(buyer)
    with mock.patch.object(idempotency, "once", side_effect=idempotency.KeyInProgress(retry_after=9)):
        answer = pay(buyer, page)
    assert answer.status_code == 409
    assert "nothing is ordered or paid twice" in text(answer)


def test_a_bank_transfer_waits_for_the_money(shop, buyer):
    page = go_to_payment(buyer)
    answer = pay(buyer, page, gateway="bank_transfer")
    order = text(buyer.get(answer.headers["Location"]))
    assert "We are waiting for your payment" in order
    assert "We have sent the confirmation" not in order
    assert "Ask us for the number of our account" in order


def test_it_9_who_transfers_the_money_is_told_where_to_on_the_page_and_by_mail(shop, buyer):
    actor, at = system_actor("test"), clock.now()
    told = receivables.PayToFacts("Enamel Ltd", "Example Bank", "DE02120300000000202051", "BYLADEM1001")
    receivables.save_pay_to(shop.channel.id, told, actor=actor, at=at)
    where = pay(buyer, go_to_payment(buyer), gateway="bank_transfer").headers["Location"]
    order = Order.objects.get()
    sent = Mail.objects.get(dedupe_key=f"checkout.transfer:{order.id}")
    for words in (text(buyer.get(where)), sent.text, sent.html):
        assert "DE02120300000000202051" in words and "Enamel Ltd" in words and order.number in words
    assert "where to transfer the money" in text(buyer.get(where))
    assert "QR code of this transfer" in text(buyer.get(where))
    Payment.objects.update(message="Internal: waiting for statement line")
    assert "statement line" not in text(buyer.get(where)), "words of a gateway are for the back office"


@pytest.mark.parametrize(
    ("account", "amount", "shown"),
    [
        ("DE02 1203 0000 0000 2020 51", Money(2190, "EUR"), True),
        ("DE02 1203 0000 0000 2020 52", Money(2190, "EUR"), False),
        ("110-234-567890", Money(2190, "EUR"), False),
        ("DE02120300000000202051", Money(28_500, "KRW"), False),
        ("DE02120300000000202051", Money(0, "EUR"), False),
    ],
)
def test_banking_apps_get_a_code_only_of_what_they_can_read(account, amount, shown):
    pay_to = receivables.PayToFacts("Enamel & Sons " + "x" * 90, "Example Bank", account, "BYLADEM1001")
    assert bool(epc_code(pay_to, amount, "SC-1001")) is shown


def test_an_unknown_way_to_pay_is_refused(shop, buyer):
    page = go_to_payment(buyer)
    assert pay(buyer, page, gateway="gold").status_code in (404, 409, 422)
    assert pay(buyer, page, nonce="").status_code == 400
