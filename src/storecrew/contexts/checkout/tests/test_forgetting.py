"""PRV-07: carts that nobody comes back for are deleted, with the names and addresses in them."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout import tasks
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.operations import forgetting
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.customers.tests.factories import make_customer
from storecrew.contexts.orders import public as orders

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
GOODS = {"A-1": 1}


@pytest.fixture
def shop():
    return make_shop({"A-1": 50})


def there(token: str) -> bool:
    return Cart.objects.filter(token=token).exists()


def test_prv_07_a_guests_cart_goes_when_its_cookie_has_and_takes_the_address_along(shop):
    token = make_cart(shop, GOODS)
    tasks.forget_carts(AT + 60 * DAY)
    assert there(token)
    tasks.forget_carts(AT + 61 * DAY)
    assert not there(token)
    assert not CartLine.objects.filter(cart__token=token).exists()


def test_prv_07_a_cart_that_was_touched_again_counts_from_then(shop):
    token = make_cart(shop, GOODS)
    checkout.add_line(token, "A-1", 1, actor=ACTOR, at=AT + 50 * DAY)
    tasks.forget_carts(AT + 61 * DAY)
    assert there(token)


def test_prv_07_a_customer_finds_their_cart_for_a_year(shop):
    customer = make_customer("ann@example.com")
    token = checkout.open_cart(customer_id=customer.id, actor=ACTOR, at=AT).token
    checkout.add_line(token, "A-1", 1, actor=ACTOR, at=AT)
    tasks.forget_carts(AT + 365 * DAY)
    assert there(token)
    tasks.forget_carts(AT + 366 * DAY)
    assert not there(token)


def test_prv_07_what_was_placed_is_in_its_order_and_stays_there(shop):
    token = make_cart(shop, GOODS)
    placed = place(token)
    tasks.forget_carts(AT + 61 * DAY)
    assert not there(token)
    assert orders.order(placed.order_id).shipping_address["city"] == "Berlin"


def test_prv_07_a_cart_in_payment_is_never_forgotten(shop):
    token = make_cart(shop, GOODS)
    place(token, payment_token="tok_3ds")
    assert Cart.objects.get(token=token).state == Cart.State.PLACING
    tasks.forget_carts(AT + 400 * DAY)
    assert there(token)


def test_many_carts_go_in_batches(shop, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for _ in range(5):
        make_cart(shop, GOODS)
    assert forgetting.forget_carts(at=AT + 61 * DAY) == 5
    assert not Cart.objects.exists()
