"""Placing and paying under real processes, and with somebody else exactly in between."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import partial

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.operations import finishing
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, GUEST
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.contexts.payments.providers.signatures import sign
from storecrew.contexts.payments.providers.simulator.gateway import Simulator, message_for, webhook_secret
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import OutboxEvent
from tests.guarantees.machinery import laws, shop
from tests.guarantees.machinery.interleaver import race
from tests.guarantees.test_stock_races import codes

pytestmark = pytest.mark.race
MINUTE = dt.timedelta(minutes=1)


def placing(arena, token, **interruption):
    """Place a cart in a process of its own, interrupted; return (how it ended, how the other ended)."""

    def run():
        from tests.guarantees.machinery.arena import attempt

        with race(arena, **interruption) as other:
            outcome = attempt(partial(shop.buy, token))
        assert other.came, "nobody came in between"
        return outcome, other.outcome

    return arena.run(run)


def test_con_02_somebody_buys_the_last_unit_before_the_claim(arena):
    arena.run(partial(shop.open_shop, A=1))
    mine, other = arena.run(lambda: shop.carts(2, {"A": 1}))
    results = placing(
        arena,
        mine,
        before="storecrew.contexts.inventory.operations.claiming.claim",
        do=partial(shop.buy, other),
    )
    assert sorted(codes(results)) == ["insufficient_stock", "ok"]
    assert arena.run(shop.count_orders) == 1
    assert arena.run(Payment.objects.count) == 1, "nobody was charged who got nothing"
    loser = mine if not results[0].ok else other
    view = arena.run(lambda: checkout.cart(loser, at=AT))
    assert (view.state, view.lines[0].notice) == ("open", "sold_out")
    assert arena.run(laws.broken) == []


def end_and_buy(mine, other):
    """Staff end the order that is being paid for, and somebody else buys the unit."""
    order = Order.objects.get(cart_token=mine)
    with finishing.transaction.atomic():
        finishing.undo(order.pk, reason="expired", actor=ACTOR, at=AT)
    return shop.buy(other)


POINTS = {
    "asking": "storecrew.contexts.payments.public.authorize",
    "settling": "storecrew.contexts.checkout.operations.placing._settle",
}


@pytest.mark.parametrize("point", POINTS)
def test_con_03_the_stock_is_lost_while_the_gateway_is_asked(arena, point):
    arena.run(partial(shop.open_shop, A=1))
    mine, other = arena.run(lambda: shop.carts(2, {"A": 1}))
    lost, won = placing(
        arena,
        mine,
        before=POINTS[point],
        do=partial(end_and_buy, mine, other),
        patience=20,
    )
    assert won.ok, won.value
    assert (lost.status, lost.code) == ("refused", "reservation_lost"), lost.value
    assert arena.run(shop.count_orders) == 1
    assert arena.run(lambda: Payment.objects.get(order__status="canceled").status) in {"voided", "failed"}
    assert arena.run(lambda: Cart.objects.get(token=mine).state) == "open"
    assert arena.run(laws.broken) == []


@pytest.mark.parametrize("point", POINTS)
def test_con_11_the_wait_ends_while_payment_is_in_flight(arena, point):
    arena.run(partial(shop.open_shop, A=1))
    mine, other = arena.run(lambda: shop.carts(2, {"A": 1}))

    def time_passes():
        from tests.guarantees.machinery.arena import attempt

        checkout.settle_pending(AT + 40 * MINUTE)
        return attempt(partial(shop.buy, other, at=AT + 40 * MINUTE)).status

    ended, _ = placing(arena, mine, before=POINTS[point], do=time_passes, patience=20)
    assert arena.run(shop.count_orders) == 1, "never both, never none"
    if point == "settling":
        assert ended.ok, "the gateway was asked by the same key and said that the money is held"
    else:
        assert ended.code == "reservation_lost"
    assert arena.run(laws.broken) == []


def test_con_17_nothing_changes_while_the_gateway_is_asked(arena):
    arena.run(partial(shop.open_shop, A=5, B=5))
    token = arena.run(lambda: shop.cart(A=1))

    def meddle():
        from tests.guarantees.machinery.arena import attempt

        line = CartLine.objects.get().pk
        return [
            attempt(call).code
            for call in (
                partial(checkout.add_line, token, "B", 1, actor=GUEST, at=AT),
                partial(checkout.change_line, token, line, 3, actor=GUEST, at=AT),
                partial(checkout.remove_line, token, line, actor=GUEST, at=AT),
                partial(checkout.set_details, token, shipping_method="express", actor=GUEST, at=AT),
                partial(checkout.set_details, token, email="eve@example.com", actor=GUEST, at=AT),
                partial(checkout.hold_stock, token, actor=GUEST, at=AT),
            )
        ]

    mine, other = placing(
        arena, token, before="storecrew.contexts.payments.public.authorize", do=meddle, patience=20
    )
    assert mine.ok, mine.value
    assert other.value == ["cart_in_payment"] * 6
    payment = arena.run(Payment.objects.get)
    assert payment.authorized_amount == arena.run(Order.objects.get).total_amount == 1490
    assert arena.run(laws.broken) == []


def test_con_17_a_change_just_before_the_claim_is_not_charged_unseen(arena):
    arena.run(partial(shop.open_shop, A=5, B=5))
    token = arena.run(lambda: shop.cart(A=1))
    mine, other = placing(
        arena,
        token,
        before="storecrew.contexts.checkout.operations.placing._claim_cart",
        do=partial(checkout.add_line, token, "B", 1, actor=GUEST, at=AT),
    )
    # One of the two is told; the order is what the cart was when it was priced.
    assert (mine.code or "ok", other.code or "ok") in {
        ("cart_changed", "ok"),
        ("ok", "cart_in_payment"),
        ("ok", "cart_closed"),
    }
    if mine.ok:
        assert arena.run(lambda: Order.objects.get(status="confirmed").total_amount) == 1490
    assert arena.run(laws.broken) == []


def test_con_17_a_change_between_the_price_and_the_order_is_not_charged_unseen(arena):
    arena.run(partial(shop.open_shop, A=5, B=5))
    token = arena.run(lambda: shop.cart(A=1))
    mine, other = placing(
        arena,
        token,
        before="storecrew.contexts.checkout.queries.requirements.unmet",
        do=partial(checkout.add_line, token, "B", 1, actor=GUEST, at=AT),
    )
    assert (mine.code, other.ok) == ("cart_changed", True), (mine.value, other.value)
    assert arena.run(Order.objects.count) == 0
    assert arena.run(laws.broken) == []


def test_a_double_click_is_one_order(arena):
    arena.run(partial(shop.open_shop, A=50))
    tokens = arena.run(lambda: shop.carts(6, {"A": 1}))
    results = arena.crowd([partial(shop.buy, token) for token in tokens for _ in range(6)], processes=6)
    assert codes(results) == ["ok"]
    assert len({result.value.order_token for result in results}) == 6
    assert arena.run(Order.objects.count) == arena.run(Payment.objects.count) == 6
    assert arena.run(lambda: shop.left("A")) == 44
    assert arena.run(laws.broken) == []


def by_return(payment):
    return checkout.finish_payment(payment.pk, at=AT + MINUTE).status


def by_webhook(payment):
    body = message_for(payment.key, f"evt-{payment.key}")
    header = sign(body, secret=webhook_secret(), at=AT + MINUTE)
    payments.handle_webhook("simulator", headers={"Simulator-Signature": header}, body=body, at=AT + MINUTE)


def by_poll(payment):
    checkout.settle_pending(AT + 35 * MINUTE)


def drain():
    with clock.frozen(AT + 36 * MINUTE):
        outbox.drain()


ROADS = {"return": by_return, "webhook": by_webhook, "poll": by_poll}


@pytest.mark.parametrize("order", list(itertools.permutations(ROADS)), ids="-".join)
def test_con_16_three_roads_in_any_order_twice_each(arena, order):
    def walk():
        (payment,) = _waits_for_bank(1)
        for name in order:
            for _ in range(2):
                ROADS[name](payment)
                drain()
        _one_of_each()

    arena.run(walk)


def test_con_16_three_roads_at_once(arena):
    (payment,) = arena.run(partial(_waits_for_bank, 1))
    calls = [partial(road, payment) for road in ROADS.values() for _ in range(2)]
    results = arena.stampede([*calls, drain])
    assert codes(results) == ["ok"]
    arena.run(drain)
    arena.run(_one_of_each)


def _waits_for_bank(count):
    """Orders whose shopper has said yes at the bank, while nobody here knows yet."""
    shop.open_shop(A=10)
    for token in shop.carts(count, {"A": 1}):
        assert shop.buy(token, "tok_3ds").status == "action_required"
    waiting = list(Payment.objects.all())
    for payment in waiting:
        Simulator().answer(payment.gateway_reference, approve=True)
    return waiting


def _one_of_each():
    assert Order.objects.get().status == "confirmed"
    assert OutboxEvent.objects.filter(name="orders.OrderPlaced").count() == 1
    assert PaymentEvent.objects.filter(operation="authorize", kind="success").count() == 1
    assert Mail.objects.filter(dedupe_key__startswith="checkout.confirmation").count() == 1
    assert Cart.objects.get().state == "placed"
    assert laws.broken() == []


def test_con_10_every_way_an_order_ends_gives_the_stock_back_once(arena):
    def prepare():
        shop.open_shop(A=10)
        assert shop.buy(shop.cart(A=4), "tok_3ds").status == "action_required"
        return Payment.objects.get()

    payment = arena.run(prepare)

    def by_timer():
        checkout.settle_pending(AT + 45 * MINUTE)

    def by_refusal():
        Simulator().answer(payment.gateway_reference, approve=False)
        by_return(payment)

    def by_shopper():
        checkout.back_to_cart(Cart.objects.get().token, actor=GUEST, at=AT + 2 * MINUTE)

    results = arena.stampede([by_timer, by_refusal, by_shopper] * 2)
    assert codes(results) == ["ok"]
    arena.run(drain)
    assert arena.run(lambda: shop.left("A")) == 10
    assert arena.run(lambda: Order.objects.get().status) == "canceled"
    assert arena.run(lambda: Cart.objects.get().state) == "open"
    assert arena.run(laws.broken) == []


def test_con_18_the_total_is_what_the_rows_say(arena):
    arena.run(partial(shop.open_shop, A=500, B=500))
    token = arena.run(lambda: shop.cart(A=1))

    def add(sku):
        for _ in range(5):
            checkout.add_line(token, sku, 1, actor=GUEST, at=AT)

    def look():
        return [checkout.cart(token, at=AT) for _ in range(5)]

    results = arena.stampede([partial(add, "A"), partial(add, "B"), partial(add, "A"), look, look])
    assert codes(results) == ["ok"]
    for view in [view for result in results[3:] for view in result.value]:
        assert view.subtotal.amount == sum(line.quantity for line in view.lines) * 1000
    final = arena.run(lambda: checkout.cart(token, at=AT))
    assert {line.sku: line.quantity for line in final.lines} == {"A": 11, "B": 5}
    assert final.total.amount == 16 * 1000 + 490
    assert final.version == 16


def test_aut_06_a_cart_is_merged_once_however_often_sign_in_runs(arena):
    def prepare():
        shop.open_shop(A=50)
        own, guest = shop.carts(2, {"A": 2})
        customer = Customer.objects.create(email="ann@example.com", created_at=AT, updated_at=AT).pk
        Cart.objects.filter(token=own).update(customer_id=customer)
        return guest, customer

    guest, customer = arena.run(prepare)
    results = arena.stampede([partial(checkout.merge_carts, guest, customer, actor=GUEST, at=AT)] * 6)
    assert codes(results) == ["ok"]
    assert arena.run(lambda: CartLine.objects.get(cart__state="open").quantity) == 4


def test_con_10_canceling_while_confirming_ends_one_way(arena):
    (payment,) = arena.run(partial(_waits_for_bank, 1))

    def end():
        with finishing.transaction.atomic():
            return finishing.undo(payment.order_id, reason="expired", actor=ACTOR, at=AT)

    results = arena.stampede([end, partial(by_return, payment), partial(by_return, payment)])
    assert codes(results) == ["ok"]
    arena.run(lambda: payments.carry_out_returns(at=AT + 40 * MINUTE))
    arena.run(drain)
    arena.run(partial(checkout.settle_pending, AT + 60 * MINUTE))
    assert arena.run(laws.broken) == []
