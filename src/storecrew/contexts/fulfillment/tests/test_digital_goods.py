"""Goods that are codes: no parcel and no method, given once the money is there, mailed as they leave."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment import tasks
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.fulfillment.operations import shipping
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import ArticleCode
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.kernel import mail, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    made = make_shop({"A-1": 10, "KEY": 0})
    pool = inventory.open_code_pool(made.variants["KEY"], how="Enter it.", actor=ACTOR, at=AT)
    inventory.import_codes(pool, "KEY-0001\nKEY-0002\nKEY-0003\n", name="keys.csv", actor=ACTOR, at=AT)
    return made


def placed(shop, lines):
    way = "standard" if "A-1" in lines else ""
    return orders.order(place(make_cart(shop, lines, way=way)).order_id)


def ordered(shop, lines):
    order = placed(shop, lines)
    outbox.drain()
    tasks.deliver_forgotten_codes(AT)
    return order


def test_con_12_codes_leave_at_once_without_a_parcel(shop, mailoutbox):
    order = ordered(shop, {"KEY": 2})
    after = orders.order(order.id)
    assert (after.fulfillment_status, after.payment_status) == ("fulfilled", "paid")
    assert (after.shipping_method_code, after.shipping.amount) == ("email", 0)
    assert fulfillment.work_of_order(order.id) == ()
    assert [line.state for line in fulfillment.timeline(order.id)] == ["delivered"]
    assert [code.hint for code in inventory.codes_of(order.id)] == ["01", "02"]
    [letter] = Mail.objects.filter(dedupe_key__startswith="fulfillment.codes")
    assert "KEY-0001" not in letter.text + letter.html
    assert not Mail.objects.filter(dedupe_key__startswith="fulfillment.shipped").exists()
    mail.deliver_due()
    [sent] = [one for one in mailoutbox if "codes" in one.subject]
    assert sent.attachments[0][1].count("KEY-") == 2 and "Enter it." in sent.attachments[0][1]
    assert all(code.shown_at for code in inventory.codes_of(order.id))
    assert not fulfillment.may_rate(order.id)
    assert_proved()


def test_con_12_told_again_nothing_more_is_given(shop):
    order = ordered(shop, {"KEY": 1})
    assert [fulfillment.deliver_codes(order.id, at=AT) for _ in range(3)] == [0, 0, 0]
    tasks.deliver_forgotten_codes(AT)
    assert ArticleCode.objects.filter(state="given").count() == 1
    assert Shipment.objects.count() == 1


def test_beside_goods_the_parcel_goes_its_own_way(shop):
    order = ordered(shop, {"KEY": 1, "A-1": 2})
    after = orders.order(order.id)
    assert (after.fulfillment_status, after.shipping_method_code) == ("partial", "standard")
    [work] = fulfillment.work_of_order(order.id)
    assert [(line.sku, line.quantity) for line in work.lines] == [("A-1", 2)]
    fulfillment.ship(order.id, tracking_number="00340434", carrier="DHL", actor=ACTOR, at=AT)
    assert orders.order(order.id).fulfillment_status == "fulfilled"
    assert len(inventory.codes_of(order.id)) == 1
    assert Mail.objects.filter(dedupe_key__startswith="fulfillment.shipped").count() == 1


def test_codes_weigh_nothing_and_cost_no_delivery(shop):
    cart = make_cart(shop, {"KEY": 3}, way="")
    [way] = checkout.shipping_options(cart, at=AT)
    assert (way.code, way.price.amount, way.at_once) == ("email", 0, True)
    view = checkout.cart(cart, at=AT)
    assert not view.shipping_is_estimate and view.total == view.subtotal


def test_nothing_leaves_before_the_money_is_there(shop):
    order = placed(shop, {"KEY": 1})
    assert order.payment_status == "authorized"
    # Held money is taken before a code leaves, which cannot be called back.
    assert fulfillment.deliver_codes(order.id, at=AT) == 0
    payments.capture_order(order.id, key="x", actor=ACTOR, at=AT)
    outbox.drain()
    assert [code.hint for code in inventory.codes_of(order.id)] == ["01"]


def test_held_money_is_taken_as_soon_as_the_order_is_told(shop, django_capture_on_commit_callbacks):
    order = placed(shop, {"KEY": 1})
    with django_capture_on_commit_callbacks(execute=True):
        outbox.drain()
    after = orders.order(order.id)
    assert (after.payment_status, after.fulfillment_status) == ("paid", "fulfilled")


def test_money_that_is_refused_gets_no_code(shop, monkeypatch):
    order = placed(shop, {"KEY": 1})
    monkeypatch.setattr(shipping, "take_money", lambda *_args, **_more: False)
    tasks.deliver_forgotten_codes(AT)
    assert inventory.codes_of(order.id) == []


def test_a_canceled_order_gets_none(shop):
    order = placed(shop, {"KEY": 1})
    aftersales.cancel_order(order.id, reason="customer", actor=ACTOR, at=AT)
    outbox.drain()
    assert inventory.codes_of(order.id) == []
    assert inventory.level(shop.variants["KEY"], "codes").available == 3


def test_codes_are_mailed_again_when_customer_service_says_so(shop):
    order = placed(shop, {"KEY": 1})
    with pytest.raises(fulfillment.NoCodesYet):
        fulfillment.resend_codes(order.id, actor=ACTOR, at=AT)
    tasks.deliver_forgotten_codes(AT)
    fulfillment.resend_codes(order.id, actor=ACTOR, at=AT)
    assert Mail.objects.filter(dedupe_key__startswith="fulfillment.codes").count() == 2
    with pytest.raises(Denied):
        nobody = Actor(kind="staff", id="1", label="x", permissions=frozenset())
        fulfillment.resend_codes(order.id, actor=nobody, at=AT)


def refunded(order, lines):
    """Refund as customer service does, without the right to move stock."""
    agent = Actor("system", "desk", "Desk", frozenset({"orders.refund"}))
    return aftersales.refund(
        order.id, lines=lines, reason="changed their mind", key=f"k{lines}", actor=agent, at=AT
    )


def test_con_12_money_that_goes_back_ends_its_codes(shop):
    order = ordered(shop, {"KEY": 2})
    [line] = order.lines
    inventory.show_codes(order.id, at=AT)
    refunded(order, {line.id: 1})
    assert sorted(code.state for code in inventory.codes_of(order.id)) == ["burned", "given"]
    refunded(order, None)
    assert [code.state for code in inventory.codes_of(order.id)] == ["burned", "burned"]
    assert_proved()


def test_a_refunded_code_that_nobody_saw_is_for_sale_again(shop):
    order = ordered(shop, {"KEY": 1})
    refunded(order, {order.lines[0].id: 1})
    assert inventory.codes_of(order.id) == []
    assert inventory.level(shop.variants["KEY"], "codes").on_hand == 3
    assert_proved()
