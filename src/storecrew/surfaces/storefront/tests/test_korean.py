"""U048: what a Korean shopper reads is Korean from the cart to the mail, whatever language came before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import make_shopper
from storecrew.kernel import clock
from storecrew.kernel.actor import customer_actor, guest_actor
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.checkout.forms import address_form
from storecrew.surfaces.storefront.tests.factories import settle

pytestmark = pytest.mark.django_db
GUEST = guest_actor("", ip="203.0.113.7")
ADDRESS = {
    "name": "박민아",
    "street": "테헤란로 1",
    "city": "서울",
    "postal_code": "06236",
    "country": "KR",
    "region": "서울특별시",
    "phone": "010-1234-5678",
}


def text(response) -> str:
    return response.content.decode()


def test_u048_options_of_a_variant_are_in_the_words_of_the_page(shop):
    id_ = shop.variants["MUG-BLUE"]
    assert dict(catalog.variants([id_])[id_].options) == {"Color": "Blue"}
    assert dict(catalog.variants([id_], locale="ko")[id_].options) == {"색상": "파랑"}
    plain = shop.variants["LAMP-BLUE-S"]
    assert dict(catalog.variants([plain], locale="ko")[plain].options) == {"색상": "파랑", "Size": "S"}


def test_u048_a_cart_that_began_in_english_is_korean_on_a_korean_page(shop):
    visitor = Client(headers={"Origin": "http://testserver"})
    visitor.post("/en/cart/add/", {"sku": "MUG-BLUE", "quantity": 1})
    assert "Blue" in text(visitor.get("/en/cart/"))
    korean = text(visitor.get("/ko/cart/"))
    assert "파랑" in korean
    assert "법랑 머그" in korean
    assert "Blue" not in korean


def test_u048_the_order_and_its_mail_are_in_the_language_of_the_checkout(shop):
    at = clock.now()
    token = checkout.open_cart(channel_code="kr", locale="en", actor=GUEST, at=at).token
    checkout.add_line(token, "MUG-BLUE", 1, actor=GUEST, at=at)
    checkout.set_details(
        token,
        email="mina@example.com",
        shipping_address=ADDRESS,
        shipping_method="standard-kr",
        locale="ko",
        actor=GUEST,
        at=at,
    )
    placed = checkout.place_order(token, gateway="simulator", payment_token="tok_ok", actor=GUEST, at=at)
    settle()
    order = orders.order_by_token(placed.order_token)
    assert (order.locale, dict(order.lines[0].options)) == ("ko", {"색상": "파랑"})
    letter = Mail.objects.get(to="mina@example.com")
    assert "파랑" in letter.text
    assert "Blue" not in letter.text + letter.html
    page = text(Client().get(f"/ko/order/{placed.order_token}/"))
    assert "파랑" in page


def korean_checkout() -> Client:
    """Return a guest of the Korean shop with a mug in the cart."""
    visitor = Client(headers={"Origin": "http://testserver"})
    visitor.cookies["channel"] = "kr"
    visitor.post("/ko/cart/add/", {"sku": "MUG-BLUE", "quantity": 1})
    return visitor


def test_u048_the_korean_checkout_asks_for_the_phone_that_carriers_call(shop):
    visitor = korean_checkout()
    form = text(visitor.get("/ko/checkout/details/"))
    assert "배송 전에 택배 기사가 연락드립니다." in form
    typed = {**ADDRESS, "email": "mina@example.com"}
    refused = visitor.post("/ko/checkout/details/", {**typed, "phone": ""})
    assert refused.status_code == 422
    assert "전화번호를 입력하세요. 택배 배송에 꼭 필요합니다." in text(refused)
    assert 'href="#f-phone"' in text(refused)
    taken = visitor.post("/ko/checkout/details/", typed)
    assert taken.headers["Location"] == "/ko/checkout/delivery/"


def test_u042_a_saved_korean_address_without_a_phone_opens_its_fields_filled(shop):
    visitor = korean_checkout()
    user = make_shopper("mina@example.com")
    customer = join_customer(user)
    assert customer is not None
    visitor.force_login(user)
    customers.save_address(
        customer_id=customer.id, address=customers.AddressFacts(**{**ADDRESS, "phone": ""}),
        locale="ko", actor=customer_actor(customer.id), at=clock.now(),
    )  # fmt: skip
    [saved] = customers.addresses(customer.id)
    answer = visitor.post("/ko/checkout/details/", {"email": "mina@example.com", "saved": saved.id})
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="테헤란로 1"' in page and 'href="#f-phone"' in page


def test_a_language_that_the_channel_does_not_speak_changes_nothing(shop):
    at = clock.now()
    token = checkout.open_cart(channel_code="kr", locale="ko", actor=GUEST, at=at).token
    assert checkout.set_details(token, locale="fr", actor=GUEST, at=at).locale == "ko"


def test_u048_no_field_of_a_korean_address_stands_alone_in_half_a_row(shop):
    fields = address_form({"country": "KR"}, replace(shop.channel, countries=("KR",)), "ko").fields
    widths = {one.name: one.width for one in fields}
    assert widths["postal_code"] == widths["region"] == "w-3"
    assert widths["city"] == ""
    german = address_form({"country": "DE"}, shop.channel, "en").fields
    assert [one.width for one in german if one.name in ("postal_code", "city")] == ["w-3", "w-3"]
