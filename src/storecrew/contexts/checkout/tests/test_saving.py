"""U012: a cart goes along to another device, and nothing of the person with it."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, place
from storecrew.kernel import ratelimit
from storecrew.kernel.mail.models import Mail

DAY = dt.timedelta(days=1)


def send(token, email="ann@example.com", at=AT):
    checkout.mail_cart(token, email, actor=GUEST, at=at)
    return Mail.objects.order_by("-pk").first()


def link_of(mail) -> str:
    found = re.search(r"/en/cart/saved/([^/]+)/", mail.text)
    assert found
    return found[1]


def resume(link, **more):
    return checkout.resume_cart(link, actor=GUEST, at=AT, **more)


def test_u012_the_mail_has_the_articles_and_a_link_that_fills_a_new_cart(shop):
    token = make_cart(shop, {"A-1": 2, "B-1": 1})
    mail = send(token)
    assert "2 x Tee (A-1)" in mail.text
    assert "April 1, 2026" in mail.text
    cart = resume(link_of(mail))
    assert cart.token != token
    assert {line.sku: line.quantity for line in cart.lines} == {"A-1": 2, "B-1": 1}
    assert (cart.email, dict(cart.address), cart.shipping_method) == ("", {}, "")
    assert "Unter den Linden" not in mail.text + mail.html


def test_u012_following_the_link_twice_changes_nothing(shop):
    link = link_of(send(make_cart(shop, {"A-1": 2})))
    mine = make_cart(shop, {"A-1": 1, "C-1": 1}, ready=False)
    for _ in range(2):
        cart = resume(link, into=mine)
        assert {line.sku: line.quantity for line in cart.lines} == {"A-1": 2, "C-1": 1}


def test_u012_on_the_device_where_it_is_the_cart_stays_itself(shop):
    token = make_cart(shop, {"A-1": 2})
    assert resume(link_of(send(token)), into=token).token == token
    assert Cart.objects.count() == 1


def test_u012_an_ordered_cart_can_be_filled_again_from_its_link(shop):
    token = make_cart(shop, {"A-1": 2})
    link = link_of(send(token))
    place(token)
    assert [line.quantity for line in resume(link).lines] == [2]
    with pytest.raises(checkout.CartClosed):
        send(token)


def test_what_is_gone_is_left_out_and_what_is_left_comes_along(shop):
    link = link_of(send(make_cart(shop, {"A-1": 6, "B-1": 1})))
    place(make_cart(shop, {"A-1": 7, "B-1": 10}))
    assert {line.sku: line.quantity for line in resume(link).lines} == {"A-1": 3}


def test_pressing_again_sends_no_second_mail_and_a_changed_cart_does(shop):
    token = make_cart(shop, {"A-1": 1})
    send(token)
    send(token)
    assert Mail.objects.count() == 1
    checkout.add_line(token, "B-1", 1, actor=GUEST, at=AT)
    send(token)
    assert Mail.objects.count() == 2


def test_the_link_ends_and_a_foreign_one_never_works(shop):
    link = link_of(send(make_cart(shop, {"A-1": 1})))
    assert checkout.saved_cart(link, at=AT + 29 * DAY).lines
    for bad, at in ((link, AT + 30 * DAY), (link[:-2], AT), ("x", AT), ("", AT)):
        with pytest.raises(checkout.LinkExpired):
            checkout.saved_cart(bad, at=at)


def test_aut_03_the_token_of_a_cart_is_not_its_link(shop):
    with pytest.raises(checkout.LinkExpired):
        resume(make_cart(shop, {"A-1": 1}))


def test_abu_07_nobody_is_flooded_with_mails(shop):
    token = make_cart(shop, {"A-1": 1})
    for number in range(5):
        send(token, at=AT)
        checkout.add_line(token, "B-1", 1, actor=GUEST, at=AT)
        assert Mail.objects.count() == number + 1
    with pytest.raises(ratelimit.Refused):
        send(token)
    assert Mail.objects.count() == 5


@pytest.mark.parametrize(
    "email", ["", "x", "a@b@c", "a@example.com\nBcc: b@example.com", "a" * 300 + "@b.de"]
)
def test_bad_08_an_address_that_cannot_be_right_gets_nothing(shop, email):
    with pytest.raises(checkout.InvalidContact):
        send(make_cart(shop, {"A-1": 1}), email)
    assert not Mail.objects.exists()


def test_an_empty_or_unknown_cart_is_not_sent(shop):
    empty = checkout.open_cart(channel_code="eu", actor=GUEST, at=AT).token
    for token in (empty, "nobody"):
        with pytest.raises(checkout.CartNotFound):
            send(token)
