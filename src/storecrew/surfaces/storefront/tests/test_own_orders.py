"""What belongs to one visitor alone: orders, the account, carts that join at sign-in."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people.models import User
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Promise
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.account import views as account
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.account.progress import names
from storecrew.surfaces.storefront.tests.buying import ADDRESS, fill, go_to_payment, hidden, pay, text
from storecrew.surfaces.storefront.tests.factories import settle

pytestmark = pytest.mark.django_db


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


def test_u042_who_makes_an_account_after_ordering_types_only_a_password(shop, buyer, client):
    order = ordered(buyer)
    page = text(client.get(f"/en/order/{order.token}/"))
    asked = re.search(r'href="(/accounts/signup/[^"]+)"', page)[1].replace("&amp;", "&")
    form = text(client.get(asked))
    assert f'value="{order.email}"' in form and f'value="{ADDRESS["name"]}"' in form
    for wrong in (order.number, "x" * 32, "%00" * 20):
        assert order.email not in text(client.get(f"/accounts/signup/?order={wrong}"))


def test_the_order_says_when_held_money_is_taken(shop, buyer):
    order = ordered(buyer)
    path = f"/en/order/{order.token}/"
    assert order.payment_status == "authorized"
    page = text(buyer.get(path))
    assert "it is charged when we send your order" in page
    assert re.search(r"<li[^>]*>Confirmed<", page)
    assert not re.search(r"<li[^>]*>Paid<", page), "nothing was taken yet"
    Order.objects.update(pickup_point={"kind": "location", "code": "BER", "name": "Our shop in Berlin"})
    page = text(buyer.get(path))
    assert "it is charged when you collect your order" in page
    assert "when we send" not in page


def test_u033_the_order_says_when_it_is_there_as_the_shopper_was_told(shop, buyer):
    order = ordered(buyer)
    assert "With you" in text(buyer.get(f"/en/order/{order.token}/")), (
        "nobody waits for it to be written down"
    )
    settle()
    (promise,) = Promise.objects.all()
    days = shipping.days_in_words(promise.earliest, promise.latest, "en")
    path = f"/en/order/{order.token}/"
    assert f"With you {days}" in text(buyer.get(path))
    mine, _user = customer("mina@example.com")
    assert f"With you {days}" in text(mine.get("/en/account/"))
    sent = Mail.objects.get(to=order.email, subject__startswith="Your order")
    assert f"With you {days}" in sent.text and f"With you {days}" in sent.html
    later = promise.latest + dt.timedelta(days=2)
    Promise.objects.update(told_latest=later)
    said = f"With you later than we said: by {shipping.days_in_words(later, later, 'en')}"
    assert said in text(buyer.get(path))
    Promise.objects.update(closed=True)
    assert "With you" not in text(buyer.get(path))


def test_u033_a_day_that_is_over_is_not_promised_any_more(shop, buyer):
    order = ordered(buyer)
    settle()
    past = clock.now().date() - dt.timedelta(days=3)
    Promise.objects.update(earliest=past, latest=past)
    assert "With you" not in text(buyer.get(f"/en/order/{order.token}/"))


def test_flt_07_whose_bank_is_silent_is_told_to_do_nothing(shop, buyer):
    answer = pay(buyer, go_to_payment(buyer), "tok_timeout")
    page = text(buyer.get(answer.headers["Location"]))
    assert "Your payment is being checked" in page and "You need not do anything" in page


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


def test_u036_the_list_of_orders_says_what_was_in_them_and_whether_they_are_there(shop, buyer, monkeypatch):
    order = ordered(buyer)
    mine, _user = customer("mina@example.com")
    page = text(mine.get("/en/account/"))
    assert order.lines[0].title in page and "Packing" in page
    Order.objects.filter(pk=order.id).update(fulfillment_status="fulfilled")
    assert "Sent" in text(mine.get("/en/account/"))
    monkeypatch.setattr(fulfillment, "arrived", frozenset)
    assert "Delivered" in text(mine.get("/en/account/"))


def test_u036_who_lost_a_device_signs_out_everywhere_else(shop):
    here, user = customer("mina@example.com")
    there = Client()
    there.force_login(user)
    assert there.get("/en/account/profile/").status_code == 200
    answer = here.post("/en/account/sessions/end/")
    assert answer.headers["Location"] == "/en/account/profile/?alone=1"
    assert "signed out everywhere else" in text(here.get("/en/account/profile/?alone=1"))
    assert there.get("/en/account/profile/").status_code == 302


def test_what_was_done_on_pages_of_security_is_told_where_one_comes_back(shop):
    mine, _user = customer("mina@example.com")
    form = {
        "oldpassword": "long enough for tests",
        "password1": "nine red lanterns",
        "password2": "nine red lanterns",
    }
    mine.post("/accounts/password/change/", form)
    page = text(mine.get("/en/account/profile/"))
    assert "Password successfully changed" in page
    assert "Password successfully changed" not in text(mine.get("/en/account/profile/"))


def test_u036_older_orders_are_a_press_away(shop, buyer, monkeypatch):
    monkeypatch.setattr(account, "AT_ONCE", 1)
    numbers = [ordered(buyer).number, ordered(buyer).number]
    mine, _user = customer("mina@example.com")
    page = text(mine.get("/en/account/"))
    assert numbers[1] in page and numbers[0] not in page
    assert "?show=2#order-1" in page
    page = text(mine.get("/en/account/?show=2"))
    assert all(number in page for number in numbers) and "Show older" not in page
    for odd in ("-1", "x", "0", "9" * 30):
        assert mine.get(f"/en/account/?show={odd}").status_code == 200


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (("Cup",), "Cup"),
        (("Cup", "Bowl"), "Cup, Bowl"),
        (("Cup", "Bowl", "Jug", "Lamp"), "Cup, Bowl and 2 more"),
    ],
)
def test_u036_a_long_order_is_named_by_its_first_articles(titles, said):
    assert names(titles) == said


def test_u034_an_order_is_bought_again_at_the_prices_of_today(shop, buyer, client):
    order = ordered(buyer)
    assert "Buy these again" in text(buyer.get(f"/en/order/{order.token}/"))
    other = Client(headers={"Origin": "http://testserver"})
    answer = other.post(f"/en/order/{order.token}/again/")
    assert answer.headers["Location"].endswith("/en/cart/?again=all")
    page = text(other.get(answer.headers["Location"]))
    assert "at the prices of today" in page
    assert all(line.title in page for line in order.lines)


def test_u034_what_is_not_to_be_had_is_not_bought_again(shop, buyer):
    order = ordered(buyer)
    Variant.objects.update(active=False)
    answer = Client(headers={"Origin": "http://testserver"}).post(f"/en/order/{order.token}/again/")
    assert answer.status_code == 404
    assert "There is nothing in your cart yet." in text(answer)


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


def test_u042_who_ordered_before_finds_the_address_filled_in(shop):
    mine, _user = customer("mina@example.com")
    fill(mine)
    assert 'value="Hauptstr. 1"' not in text(mine.get("/en/checkout/details/"))
    assert pay(mine, go_to_payment(mine)).status_code == 302
    fill(mine)
    again = text(mine.get("/en/checkout/details/"))
    assert 'value="Hauptstr. 1"' in again and 'value="10115"' in again and 'value="Mina Park"' in again
    mine.post("/en/account/addresses/new/", {**ADDRESS, "street": "Lindenweg 7", "is_default": "1"})
    assert 'value="Lindenweg 7"' in text(mine.get("/en/checkout/details/")), "the address book is nearer"
    other, _two = customer("other@example.com")
    fill(other)
    assert "Hauptstr. 1" not in text(other.get("/en/checkout/details/"))


def test_profile_export_and_deletion(shop):
    mine, user = customer("mina@example.com")
    assert mine.post("/en/account/profile/", {"name": "Mina Park", "phone": ""}).status_code == 302
    assert "Mina Park" in text(mine.get("/en/account/profile/?saved=1"))
    assert mine.post("/en/account/profile/", {"name": "x" * 300}).status_code == 422
    born = {"birth_month": "2", "birth_day": "30", "birth_year": ""}
    refused = mine.post("/en/account/profile/", {"name": "Mina Park", "phone": "", **born})
    assert refused.status_code == 422
    assert "This is no day." in text(refused)
    assert 'value="30"' in refused.content.decode()
    born |= {"birth_day": "29"}
    assert mine.post("/en/account/profile/", {"name": "Mina Park", "phone": "", **born}).status_code == 302
    assert '<option value="2" selected>' in mine.get("/en/account/profile/").content.decode()
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
    last = Mail.objects.get(to="mina@example.com")
    assert "is deleted" in last.subject and "Invoices stay" in last.text


def test_prv_02_the_orders_that_hold_a_deletion_up_are_named(shop):
    mine, user = customer("mina@example.com")
    order = ordered(mine)
    refused = mine.post("/en/account/delete/", {"confirm": "mina@example.com"})
    assert refused.status_code == 422
    assert f"Order {order.number} is still under way." in text(refused)
    user.refresh_from_db()
    assert user.email == "mina@example.com" and not Mail.objects.filter(subject__contains="deleted")


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


def test_who_signs_in_comes_back_to_the_page_they_wanted(shop):
    stranger = Client(headers={"Origin": "http://testserver"})
    answer = stranger.get("/en/account/points/?from=mail")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=%2Fen%2Faccount%2Fpoints%2F%3Ffrom%3Dmail")
    posted = stranger.post("/en/account/points/")
    assert posted.headers["Location"].endswith("?next=%2Fen%2Faccount%2F"), "a form is not sent by reading"
