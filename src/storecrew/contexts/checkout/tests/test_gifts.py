"""Gift wrap and message: what it costs, what is written, and that nothing in it is run (INV-5)."""

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import GiftWrapOffer
from storecrew.contexts.checkout.rules import clean_message
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.facts import DraftFee
from storecrew.contexts.orders.models import OrderFee
from storecrew.contexts.orders.rules import what_is_wrong_with
from storecrew.contexts.payments import public as payments
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Denied
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

EUR = "EUR"
TEMPLATE = "{{ 7 * 7 }} {% debug %} <b>Hi</b> #panic()"


@pytest.fixture
def wraps(shop):
    checkout.save_gift_wrap("eu", amount=450, actor=ACTOR, at=AT)
    return shop


def gift(shop, **more):
    token = make_cart(shop, {"A-1": 2})
    checkout.set_details(token, gift_wrap=True, gift_message="For Mina", actor=GUEST, at=AT, **more)
    return token


def test_inv_5_a_wrapped_order_costs_its_fee_with_tax_and_keeps_it(wraps):
    token = gift(wraps)
    cart = checkout.cart(token, at=AT)
    assert (cart.fees, cart.total, cart.gift_message) == (Money(450, EUR), Money(2940, EUR), "For Mina")
    placed = place(token, expected_total=cart.total)
    checkout.save_gift_wrap("eu", amount=900, actor=ACTOR, at=AT)
    order = orders.order(placed.order_id)
    assert (order.fees, order.fee_tax, order.total) == (Money(450, EUR), Money(72, EUR), Money(2940, EUR))
    assert order.is_gift
    assert orders.gift_of(order.id) == (True, "For Mina")
    assert orders.fees_of(order.id) == (("gift_wrap", Money(450, EUR), Money(72, EUR)),)
    assert OrderFee.objects.get().tax_rate_ppm == 190_000
    assert sum(line.tax.amount for line in order.tax_lines) == order.tax.amount
    assert payments.payments_of_order(order.id)[0].amount == order.total


@pytest.mark.django_db
def test_net_prices_add_the_tax_of_the_wrap():
    shop = make_shop(tax_display="net")
    checkout.save_gift_wrap("eu", amount=500, actor=ACTOR, at=AT)
    order = orders.order(place(gift(shop)).order_id)
    assert (order.fees, order.fee_tax) == (Money(500, EUR), Money(95, EUR))
    assert order.total == order.subtotal + order.shipping + order.fees + order.tax


def test_a_message_alone_costs_nothing_and_a_wish_can_be_taken_back(wraps):
    token = gift(wraps)
    cart = checkout.set_details(token, gift_wrap=False, actor=GUEST, at=AT)
    assert (cart.fees.amount, cart.total, cart.gift_message) == (0, Money(2490, EUR), "For Mina")
    order = orders.order(place(token).order_id)
    assert (order.is_gift, order.gift_wrap, orders.fees_of(order.id)) == (True, False, ())


def test_inv_5_what_is_written_stays_what_it_is(wraps):
    token = gift(wraps)
    checkout.set_details(token, gift_message=TEMPLATE, actor=GUEST, at=AT)
    placed = place(token)
    assert orders.gift_of(placed.order_id).message == TEMPLATE
    while outbox.drain():
        pass
    mail = Mail.objects.get(dedupe_key=f"checkout.confirmation:{placed.order_id}")
    assert TEMPLATE in mail.text
    assert "&lt;b&gt;Hi&lt;/b&gt;" in mail.html
    assert "{{ 7 * 7 }}" in mail.html
    assert "Gift wrap: €4.50" in mail.text


def test_a_message_is_cleaned_of_what_cannot_be_seen():
    marks = "\N{RIGHT-TO-LEFT OVERRIDE}\x00\x1b"
    assert clean_message(f" Dear{marks} 미나,\r\n\n\n\nyours\tAnn \N{WHITE SMILING FACE} ") == (
        "Dear 미나,\n\nyours Ann \N{WHITE SMILING FACE}"
    )
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}"
    assert clean_message(family) == family


def test_too_long_a_message_and_a_wrap_that_is_not_offered_are_refused(wraps):
    token = gift(wraps)
    with pytest.raises(checkout.GiftMessageTooLong) as refusal:
        checkout.set_details(token, gift_message="x" * 301, actor=GUEST, at=AT)
    assert refusal.value.details == {"letters": 301, "most": 300}
    checkout.save_gift_wrap("eu", amount=450, active=False, actor=ACTOR, at=AT)
    with pytest.raises(checkout.RequirementsUnmet) as unmet:
        place(token)
    assert [row["code"] for row in unmet.value.details["requirements"]] == ["gift_wrap_unavailable"]
    with pytest.raises(checkout.GiftWrapUnavailable):
        checkout.set_details(token, gift_wrap=True, actor=GUEST, at=AT)
    checkout.set_details(token, gift_wrap=False, actor=GUEST, at=AT)
    assert place(token).status == "confirmed"


def test_the_price_of_a_wrap_is_set_by_who_sets_prices(wraps):
    with pytest.raises(Denied):
        checkout.save_gift_wrap("eu", amount=1, actor=GUEST, at=AT)
    with pytest.raises(checkout.InvalidGiftWrap):
        checkout.save_gift_wrap("eu", amount=-1, actor=ACTOR, at=AT)
    checkout.save_gift_wrap("eu", amount=450, actor=ACTOR, at=AT)
    assert GiftWrapOffer.objects.get().amount == 450
    written = [item.action for item in audit.entries_for("channels.channel", wraps.channel.id)]
    assert written.count("checkout.gift_wrap_saved") == 1


def test_a_guest_cart_brings_its_wishes_along(wraps):
    from storecrew.contexts.customers import public as customers

    person = customers.ensure_customer(email="ann@example.com", name="Ann", actor=ACTOR, at=AT)
    own = make_cart(wraps, {"B-1": 1})
    checkout.merge_carts(own, person.id, actor=GUEST, at=AT)
    merged = checkout.merge_carts(gift(wraps), person.id, actor=GUEST, at=AT)
    assert (merged.gift_wrap, merged.gift_message) == (True, "For Mina")


def test_the_wrap_is_refunded_with_its_tax_once(wraps):
    order = orders.order(place(gift(wraps)).order_id)
    payments.capture_order(order.id, key="test", actor=ACTOR, at=AT)
    assert aftersales.refundable(order.id).fees == Money(450, EUR)
    how = {"reason": "not wrapped", "actor": ACTOR, "at": AT}
    done = aftersales.refund(order.id, fees=True, key="a", **how)
    assert (done.amount, done.fees, done.tax) == (Money(450, EUR), Money(450, EUR), Money(72, EUR))
    assert aftersales.refundable(order.id).fees.amount == 0
    with pytest.raises(aftersales.InvalidRefund):
        aftersales.refund(order.id, fees=True, key="b", **how)
    rest = aftersales.refund(order.id, key="c", **how)
    assert done.amount + rest.amount == order.total
    assert done.tax + rest.tax == order.tax


def test_a_canceled_gift_gives_all_of_it_back(wraps):
    order = orders.order(place(gift(wraps)).order_id)
    payments.capture_order(order.id, key="test", actor=ACTOR, at=AT)
    aftersales.cancel_order(order.id, reason="wrong", actor=ACTOR, at=AT)
    assert orders.order(order.id).refunded == order.total


def test_a_draft_whose_fee_does_not_add_up_is_refused():
    fee = DraftFee("gift_wrap", amount=450, net_amount=378, tax_amount=71)
    draft = orders.OrderDraft(
        channel_id=1,
        currency=EUR,
        locale="en",
        tax_display="gross",
        email="",
        lines=(),
        subtotal_amount=0,
        total_amount=450,
        fees=(fee,),
    )
    assert what_is_wrong_with(draft) == "net and tax of gift_wrap"
