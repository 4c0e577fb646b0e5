"""The mail that confirms an order."""

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, make_cart, place
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail


class TestConfirmationMail:
    """Once, after the order, in the order's language."""

    def mail(self):
        with clock.frozen(AT):
            for _ in range(3):
                outbox.drain()
        return Mail.objects.get()

    def test_it_names_what_was_bought_and_links_to_the_order(self, shop):
        placed = place(make_cart(shop, {"A-1": 2}))
        mail = self.mail()
        assert (mail.to, mail.locale) == ("ann@example.com", "en")
        assert placed.order_number in mail.subject
        for body in (mail.text, mail.html):
            assert "Tee" in body
            assert "€24.90" in body
            assert f"/en/order/{placed.order_token}/" in body
        assert "<" not in mail.text
        assert '<html lang="en">' in mail.html

    def test_bad_14_what_a_shopper_types_is_printed_literally(self, shop):
        token = make_cart(shop, {"A-1": 1})
        nasty = "{{ order.token }}<script>{% load %}"
        Cart.objects.update(shipping_address=ADDRESS | {"name": nasty})
        place(token)
        mail = self.mail()
        assert nasty in mail.text
        assert "{{ order.token }}&lt;script&gt;{% load %}" in mail.html

    def test_a_declined_order_sends_none(self, shop):
        with pytest.raises(checkout.PaymentDeclined):
            place(make_cart(shop, {"A-1": 1}), "tok_declined")
        outbox.drain()
        assert not Mail.objects.exists()
