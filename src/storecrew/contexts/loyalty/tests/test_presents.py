"""Vouchers that are bought for somebody: whom for, when, without a parcel, and back while unused."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Account, SoldWish, Voucher
from storecrew.contexts.loyalty.tests.factories import ACTOR, assert_ledgers_balance, make_customer
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import ratelimit
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

ACT = {"actor": ACTOR, "at": AT}
DAY = AT.date() + dt.timedelta(days=10)
BEN = loyalty.Present("Ben", "ben@example.com", "Ann", "Enjoy it!", DAY)


@pytest.fixture
def cart(shop):
    """A cart with two vouchers of 10 euro that leave by e-mail."""
    StockLevel.objects.filter(variant_id=shop.variants["B-1"]).update(on_hand=0)
    loyalty.sell_variant(shop.variants["B-1"], by_mail=50, **ACT)
    return make_cart(shop, {"B-1": 2}, way="")


def said(token):
    return checkout.address_voucher(token, line_of(token), BEN, actor=GUEST, at=AT)


def line_of(token):
    return checkout.cart(token, at=AT).lines[0].id


def pay(token):
    order_id = place(token).order_id
    fulfillment.deliver_forgotten(at=AT)
    loyalty.issue_sold(order_id, at=AT)
    return order_id


def test_mkt_23_a_voucher_in_the_cart_says_whom_it_is_for(cart):
    assert checkout.cart(cart, at=AT).lines[0].present == loyalty.Present()
    assert said(cart).lines[0].present == BEN
    checkout.remove_line(cart, line_of(cart), actor=GUEST, at=AT)
    again = checkout.add_line(cart, "B-1", 1, actor=GUEST, at=AT)
    assert again.lines[0].present == loyalty.Present()


@pytest.mark.parametrize(
    ("field", "present"),
    [
        ("email", BEN._replace(email="ben")),
        ("message", BEN._replace(message="x" * 501)),
        ("deliver_on", BEN._replace(deliver_on=AT.date() - dt.timedelta(days=2))),
        ("deliver_on", BEN._replace(deliver_on=AT.date() + dt.timedelta(days=400))),
    ],
)
def test_mkt_23_what_cannot_be_right_is_told_beside_its_field(cart, field, present):
    with pytest.raises(checkout.InvalidPresent) as refused:
        checkout.address_voucher(cart, line_of(cart), present, actor=GUEST, at=AT)
    assert list(refused.value.details["fields"]) == [field]


def test_mkt_23_other_goods_are_for_nobody_in_particular(shop):
    token = make_cart(shop, {"A-1": 1})
    with pytest.raises(checkout.LineNotFound):
        said(token)


def test_mkt_23_it_is_mailed_on_its_day_to_whom_it_is_for_and_needs_no_parcel(cart):
    said(cart)
    order_id = pay(cart)
    assert orders.order(order_id).fulfillment_status == "fulfilled"
    assert list(fulfillment.work_of_order(order_id)) == []
    assert not SoldWish.objects.filter(order_id=order_id).exists()
    assert not Mail.objects.filter(attach=f"fulfillment.codes:{order_id}").exists()
    row = Voucher.objects.first()
    assert (row.recipient_name, row.sender, row.message) == ("Ben", "Ann", "Enjoy it!")
    assert loyalty.deliver_due(AT) == 0
    morning = dt.datetime.combine(DAY, dt.time(8), tzinfo=ZoneInfo("Europe/Berlin"))
    assert loyalty.deliver_due(morning - dt.timedelta(minutes=1)) == 0
    assert loyalty.deliver_due(morning) == 2
    assert set(Mail.objects.filter(record="loyalty.voucher").values_list("to", flat=True)) == {
        "ben@example.com"
    }
    assert loyalty.liability()[0].worth == Money(2000, "EUR")
    assert_ledgers_balance()


def test_mkt_23_its_mail_names_the_shop_that_sold_it_and_the_last_day_it_is_good(shop, cart):
    # the default shop is another one, on the other side of the earth
    make_channel("us", name="Shop us", currency="USD", timezone="America/Los_Angeles", is_default=True)
    assert channels.facts(None).code == "us"
    said(cart)
    pay(cart)
    loyalty.deliver_due(AT + dt.timedelta(days=30))
    text = Mail.objects.filter(record="loyalty.voucher").first().text
    assert shop.channel.name in text
    assert "Shop us" not in text
    assert f"Good until 31 Dec {AT.year + 3}" in text


@pytest.mark.parametrize(
    ("currency", "zone"), [("EUR", "Europe/Berlin"), ("USD", "America/Los_Angeles"), ("KRW", "Asia/Seoul")]
)
def test_ops_11_a_voucher_leaves_in_the_morning_and_ends_with_the_year_of_its_shop(shop, currency, zone):
    make_channel("us", currency="USD", timezone="America/Los_Angeles")
    make_channel("kr", currency="KRW", timezone="Asia/Seoul")
    loyalty.make_batch(
        Money(5000, currency), [loyalty.Recipient("ben@example.com", "Ben", DAY)], name="Team", **ACT
    )
    row = Voucher.objects.select_related("account").get()
    assert row.deliver_at == dt.datetime.combine(DAY, dt.time(8), tzinfo=ZoneInfo(zone))
    assert row.account.expires_at == dt.datetime(AT.year + 3, 12, 31, 23, 59, 59, tzinfo=ZoneInfo(zone))


def test_mkt_23_vouchers_of_before_end_on_the_day_that_was_told_not_on_the_first_of_january(shop, cart):
    make_channel("us", currency="USD", timezone="America/Los_Angeles")
    make_channel("kr", currency="KRW", timezone="Asia/Seoul")
    said(cart)
    pay(cart)
    for currency in ("EUR", "USD", "KRW", "CHF"):
        loyalty.make_batch(
            Money(5000, currency), [loyalty.Recipient("ben@example.com", "Ben", DAY)], name="Team", **ACT
        )
    others = loyalty.make_batch(
        Money(70, "EUR"), [loyalty.Recipient("ben@example.com", "Ben", DAY)], name="Other day", **ACT
    )
    old = dt.datetime(AT.year + 3, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
    right = dict(Account.objects.filter(kind="voucher").values_list("pk", "expires_at"))
    Account.objects.filter(kind="voucher").update(expires_at=old)
    untouched = Voucher.objects.filter(batch_id=others).values_list("account_id", flat=True)
    Account.objects.filter(pk__in=list(untouched)).update(expires_at=AT)
    step = import_module("storecrew.contexts.loyalty.migrations.0009_years_end_by_the_shops_clock")
    step.by_the_clock_of_the_shop(apps, None)
    right |= dict.fromkeys(untouched, AT)
    assert dict(Account.objects.filter(kind="voucher").values_list("pk", "expires_at")) == right
    assert len(set(right.values())) == 4


def test_mon_09_the_money_comes_back_while_it_is_unused(cart):
    said(cart)
    order_id = pay(cart)
    aftersales.refund(order_id, amount=Money(1000, "EUR"), key="r1", reason="Changed mind", **ACT)
    first = Voucher.objects.filter(account__blocked=False).get()
    Account.objects.filter(pk=first.account_id).update(balance=1)
    with pytest.raises(loyalty.VoucherSpent):
        aftersales.refund(order_id, amount=Money(1000, "EUR"), key="r2", reason="Changed mind", **ACT)


def test_inv_1_only_as_many_are_sold_as_the_shop_said(shop, cart):
    key = shop.variants["B-1"]
    left = inventory.available_to_promise([key], channel_id=shop.channel.id)[key].available
    assert left == 50
    pay(cart)
    loyalty.sell_variant(key, by_mail=20, **ACT)
    assert inventory.available_to_promise([key], channel_id=shop.channel.id)[key].available == 20


def test_prv_02_whom_a_voucher_was_for_is_forgotten(cart):
    me = make_customer("ben@example.com")
    said(cart)
    order_id = place(cart).order_id
    known = customers.export_data(me, **ACT)["loyalty"]
    assert known["vouchers_to_come"] == [{"name": "Ben", "message": "Enjoy it!"}]
    customers.erase(customer_id=me, **ACT)
    assert not SoldWish.objects.filter(order_id=order_id).exists()


def test_mkt_23_an_order_says_to_whom_its_vouchers_go_and_when(cart):
    assert said(cart)
    order_id = place(cart).order_id
    assert loyalty.presents_of(order_id) == [(BEN.email, DAY, None)]
    fulfillment.deliver_forgotten(at=AT)
    loyalty.issue_sold(order_id, at=AT)
    assert loyalty.presents_of(order_id) == [(BEN.email, DAY, None)] * 2
    morning = Voucher.objects.first().deliver_at
    loyalty.deliver_due(morning)
    assert loyalty.presents_of(order_id) == [(BEN.email, DAY, morning)] * 2


def test_a_cart_without_a_parcel_asks_for_the_tax_alone_until_something_is_packed(shop, cart):
    told = {"name": "Ann", "country": "DE", "postal_code": "10117"}
    ready = checkout.set_details(cart, email="ann@example.com", shipping_address=told, actor=GUEST, at=AT)
    assert ready.requirements == ()
    more = checkout.add_line(cart, "A-1", 1, actor=GUEST, at=AT)
    assert "address_missing" in {one.code for one in more.requirements}
    with pytest.raises(shipping.InvalidAddress):
        checkout.set_details(cart, shipping_address=told, actor=GUEST, at=AT)


def test_what_has_no_parcel_is_not_paid_at_the_door(shop, cart, settings):
    settings.STORECREW_GATEWAYS = ["simulator", "cash_on_delivery"]

    def offered():
        return {one.code for one in checkout.payment_methods(checkout.cart(cart, at=AT), at=AT)}

    assert offered() == {"simulator"}
    with pytest.raises(payments.GatewayNotAvailable):
        place(cart, "", gateway="cash_on_delivery")
    assert not orders.order_of_cart(cart)
    checkout.add_line(cart, "A-1", 1, actor=GUEST, at=AT)
    assert offered() == {"simulator", "cash_on_delivery"}


def test_who_has_the_code_sees_what_is_left_and_guessing_ends(shop):
    made = loyalty.make_voucher(Money(2_500, "EUR"), reason="Sold", key="left", **ACT)
    found = checkout.look_at_voucher(made.code.lower(), actor=GUEST, at=AT)
    assert (found.left, found.state) == (Money(2_500, "EUR"), "active")
    late = checkout.look_at_voucher(made.code, actor=GUEST, at=AT + dt.timedelta(days=2_000))
    assert late.state == "expired", "who has the code may know that it ran out"
    loyalty.set_blocked(made.id, blocked=True, reason="Lost", **ACT)
    with pytest.raises(loyalty.VoucherRefused):
        checkout.look_at_voucher(made.code, actor=GUEST, at=AT)
    with pytest.raises(ratelimit.Refused):
        for _guess in range(40):
            with suppress(loyalty.VoucherRefused):
                checkout.look_at_voucher("ABCD", actor=GUEST, at=AT)
