"""Whatever happened before, all refunds sum to what was paid, and later changes of the shop change none."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import GUEST, Shop, make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.tests.factories import assert_books_balance, cents
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.tests.factories import make_prices

pytestmark = pytest.mark.django_db

REFUSALS = (
    aftersales.NothingToRefund,
    aftersales.InvalidRefund,
    aftersales.RefundTooLarge,
    aftersales.RefundLineTooLarge,
)
AMOUNT = st.integers(1, 6000).map(lambda amount: {"amount": cents(amount)})
UNITS = st.tuples(st.integers(0, 3), st.integers(0, 1), st.booleans())
STEP = st.one_of(AMOUNT, UNITS)


@pytest.fixture
def shop() -> Shop:
    return make_shop({"A-1": 1000, "B-1": 1000}, price=999)


def paid(shop: Shop) -> orders.OrderFacts:
    order_id = place(make_cart(shop, {"A-1": 3, "B-1": 1})).order_id
    payments.capture_order(order_id, key="test", actor=ACTOR, at=AT)
    return orders.order(order_id)


def refund(order: orders.OrderFacts, key: str, **wish) -> aftersales.RefundFacts:
    return aftersales.refund(order.id, reason="broken", key=key, actor=ACTOR, at=AT, **wish)


def wish_of(order: orders.OrderFacts, step) -> dict:
    if isinstance(step, dict):
        return step
    first, second, shipping = step
    units = {order.lines[0].id: first, order.lines[1].id: second}
    return {"lines": {line: count for line, count in units.items() if count}, "shipping": shipping}


@settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
@given(steps=st.lists(STEP, max_size=6))
def test_mon_04_a_full_refund_after_any_history_of_refunds_is_what_was_paid(shop, steps):
    order = paid(shop)
    for number, step in enumerate(steps):
        with suppress(*REFUSALS):
            refund(order, f"{number}", **wish_of(order, step))
        left = aftersales.refundable(order.id).amount
        assert left + orders.order(order.id).refunded == order.total
    with suppress(aftersales.NothingToRefund):
        refund(order, "the rest")
    rows = aftersales.refunds_of_order(order.id)
    assert sum(row.amount.amount for row in rows) == order.total.amount
    assert sum(row.tax.amount for row in rows) == order.tax.amount
    assert (orders.order(order.id).refunded, orders.order(order.id).payment_status) == (
        order.total,
        "refunded",
    )
    assert_books_balance()


def test_mon_04_an_order_canceled_after_a_refund_gives_back_the_rest(shop):
    order = paid(shop)
    refund(order, "1", lines={order.lines[0].id: 2})
    aftersales.cancel_order(order.id, reason="changed mind", actor=ACTOR, at=AT)
    assert orders.order(order.id).refunded == order.total
    assert_books_balance()


def change_everything(shop: Shop, at: dt.datetime) -> None:
    """Change price, tax, name and the way of delivery of what was bought."""
    make_prices(shop.channel, dict.fromkeys(shop.variants.values(), 4999))
    pricing.set_tax_rate(
        country="DE", tax_class="standard", rate_ppm=70_000, valid_from=AT.date(), actor=ACTOR, at=at
    )
    Product.objects.update(title="Renamed")


def test_mon_12_later_prices_taxes_and_names_change_neither_the_order_nor_its_refunds(shop):
    order, twin = paid(shop), paid(shop)
    before = refund(twin, "1", lines={twin.lines[0].id: 2}, shipping=True)
    change_everything(shop, AT + dt.timedelta(hours=1))
    token = checkout.open_cart(channel_code=shop.channel.code, locale="en", actor=GUEST, at=AT).token
    checkout.add_line(token, "A-1", 1, actor=GUEST, at=AT)
    assert checkout.cart(token, at=AT).total == cents(4999 + 490), "the change is real"
    assert orders.order(order.id) == order
    after = refund(order, "1", lines={order.lines[0].id: 2}, shipping=True)
    assert (after.amount, after.tax, after.shipping) == (before.amount, before.tax, before.shipping)
    assert refund(order, "rest").amount == order.total - before.amount
