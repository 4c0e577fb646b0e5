"""SM-1: the life of orders. Place, pay, take, pick, pack, label, hand over, travel, hold, ship, cancel,
refund, wait, in any order.

After every step the books of the shop, of the warehouse and of the pretended bank must agree; at the end
of a life, nothing is left open and an order that ended holds neither goods nor money.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales import tasks as aftersales_tasks
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment import tasks as fulfillment_tasks
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments import tasks as payment_tasks
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping import tasks as shipping_tasks
from storecrew.contexts.shipping.models import SimulatedParcel
from storecrew.contexts.shipping.tests.factories import make_simulator, simulate
from storecrew.kernel import clock, outbox
from storecrew.kernel.errors import DomainError
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent
from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.django_db

TOKENS = (
    "tok_ok", "tok_declined", "tok_3ds", "tok_timeout", "tok_timeout_charged",
    "tok_refund_timeout", "tok_capture_timeout",
)  # fmt: skip
STREET = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
keys = itertools.count()


class OrderLife(RuleBasedStateMachine):
    """A few orders at once, and everything that people, gateways and time do to them."""

    def __init__(self) -> None:
        super().__init__()
        self.at = AT
        self.mine: list[int] = []

    def an_order(self, pick: int) -> orders.OrderFacts:
        return orders.order(self.mine[pick % len(self.mine)])

    def a_payment(self, pick: int) -> payments.PaymentFacts:
        return payments.payments_of_order(self.an_order(pick).id)[-1]

    @rule(token=st.sampled_from(TOKENS), units=st.integers(1, 3))
    def place(self, token: str, units: int) -> None:
        cart = shop.carts(1, {"A": units, "B": 1})[0]
        with suppress(checkout.PaymentDeclined):
            place(cart, token, at=self.at)
        # A declined order gives its cart back, so it is found as the newest one.
        self.mine.append(Order.objects.latest("id").pk)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), approve=st.booleans())
    def answer_at_the_bank(self, pick: int, approve: bool) -> None:
        payment = self.a_payment(pick)
        if SimulatorCharge.objects.filter(reference=payment.reference).exists():
            payments.simulate_confirmation(payment.reference, approve=approve, at=self.at)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9))
    def come_back_from_the_bank(self, pick: int) -> None:
        checkout.finish_payment(self.a_payment(pick).id, at=self.at)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), amount=st.integers(1, 3000))
    def take_a_part(self, pick: int, amount: int) -> None:
        payment = self.a_payment(pick)
        with suppress(payments.CapturesTooMuch, payments.GatewayUnreachable):
            payments.capture(
                payment.id, amount=Money(amount, "EUR"), key=f"take-{next(keys)}", actor=ACTOR, at=self.at
            )

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), units=st.integers(1, 3))
    def ship(self, pick: int, units: int) -> None:
        order = self.an_order(pick)
        with suppress(DomainError):
            fulfillment.ship(
                order.id, lines={order.lines[0].id: units}, key=f"ship-{next(keys)}", actor=ACTOR, at=self.at
            )

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9))
    def ship_the_rest_twice(self, pick: int) -> None:
        order, key = self.an_order(pick), f"rest-{next(keys)}"
        for _ in range(2):
            with suppress(DomainError):
                fulfillment.ship(order.id, key=key, actor=ACTOR, at=self.at)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), units=st.integers(1, 3))
    def pick_some(self, pick: int, units: int) -> None:
        """The warehouse takes an order on, picks some of it, and goes home."""
        fulfillment.give_to_warehouse(self.an_order(pick).id, at=self.at)
        with suppress(DomainError):
            run = fulfillment.start_run(location_code="main", kind="batch", actor=ACTOR, at=self.at)
            for stop in run.stops:
                with suppress(DomainError):
                    fulfillment.confirm_pick(
                        stop.id,
                        place=stop.bin_code,
                        item=stop.sku,
                        quantity=min(units, stop.left),
                        actor=ACTOR,
                        at=self.at,
                    )
            fulfillment.leave_run(run.id, actor=ACTOR, at=self.at)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), close=st.booleans())
    def pack_what_is_picked(self, pick: int, close: bool) -> None:
        for work in fulfillment.work_of_order(self.an_order(pick).id):
            with suppress(DomainError):
                parcel = fulfillment.open_parcel(work.id, actor=ACTOR, at=self.at)
                for line in work.lines:
                    with suppress(DomainError):
                        fulfillment.scan_into(
                            parcel.id, item=line.sku, quantity=line.picked, actor=ACTOR, at=self.at
                        )
                if close:
                    fulfillment.close_parcel(parcel.id, actor=ACTOR, at=self.at)

    @rule(mood=st.sampled_from(["", "", "refused", "timeout", "timeout_bought", "down"]))
    def the_carrier_feels(self, mood: str) -> None:
        simulate(**({"failure": mood} if mood else {}))

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), again=st.booleans())
    def ask_for_labels_or_open_a_parcel(self, pick: int, again: bool) -> None:
        for parcel in self.parcels(self.an_order(pick).id):
            with suppress(DomainError):
                if again:
                    fulfillment.get_label(parcel.id, actor=ACTOR, at=self.at)
                else:
                    fulfillment.reopen_parcel(parcel.id, reason="x", actor=ACTOR, at=self.at)

    def parcels(self, order_id: int) -> tuple[fulfillment.ParcelFacts, ...]:
        return fulfillment.parcels_of_work(work.id for work in fulfillment.work_of_order(order_id))

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9))
    def hand_over_twice(self, pick: int) -> None:
        for parcel in self.parcels(self.an_order(pick).id):
            for _ in range(2):
                with suppress(DomainError):
                    fulfillment.hand_over(parcel.code, actor=ACTOR, at=self.at)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), on=st.booleans())
    def hold_or_go_on(self, pick: int, on: bool) -> None:
        with suppress(DomainError):
            if on:
                fulfillment.resume(self.an_order(pick).id, actor=ACTOR, at=self.at)
            else:
                fulfillment.hold(self.an_order(pick).id, reason="x", actor=ACTOR, at=self.at)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9))
    def cancel(self, pick: int) -> None:
        with suppress(orders.OrderAlreadyShipped, fulfillment.TooLate):
            aftersales.cancel_order(self.an_order(pick).id, reason="x", actor=ACTOR, at=self.at)

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), amount=st.integers(1, 3000))
    def refund_an_amount_twice(self, pick: int, amount: int) -> None:
        key = f"refund-{next(keys)}"
        for _ in range(2):
            with suppress(aftersales.NothingToRefund, aftersales.RefundTooLarge):
                aftersales.refund(
                    self.an_order(pick).id,
                    amount=Money(amount, "EUR"),
                    reason="x",
                    key=key,
                    actor=ACTOR,
                    at=self.at,
                )

    @precondition(lambda self: self.mine)
    @rule(pick=st.integers(0, 9), units=st.integers(1, 3), shipping=st.booleans())
    def refund_a_line(self, pick: int, units: int, shipping: bool) -> None:
        order = self.an_order(pick)
        with suppress(aftersales.NothingToRefund, aftersales.RefundTooLarge, aftersales.RefundLineTooLarge):
            aftersales.refund(
                order.id, lines={order.lines[0].id: units}, shipping=shipping, reason="x",
                key=f"line-{next(keys)}", actor=ACTOR, at=self.at,
            )  # fmt: skip

    @rule(minutes=st.sampled_from([1, 5, 45]))
    def time_passes(self, minutes: int) -> None:
        self.at += dt.timedelta(minutes=minutes)
        with clock.frozen(self.at):
            payment_tasks.check_open(self.at)
            checkout.settle_pending(self.at)
            fulfillment_tasks.take_money_of_shipped(self.at)
            shipping_tasks.check_open_labels(self.at)
            fulfillment_tasks.heal_open_labels(self.at)
            shipping_tasks.poll_carriers(self.at)
            aftersales_tasks.finish_refunds(self.at)
            for _ in range(5):
                outbox.drain()

    @invariant()
    def books_agree(self) -> None:
        assert laws.stock() == []
        assert laws.promises() == []
        assert laws.warehouse() == []
        assert list(payments.ledger_differences()) == []
        for row in Payment.objects.filter(order_id__in=self.mine):
            assert row.refunded_amount <= row.captured_amount <= row.authorized_amount <= row.amount
            charge = SimulatorCharge.objects.filter(key=row.key).first()
            if charge is not None:
                self.the_bank_agrees(row, charge)

    def the_bank_agrees(self, row: Payment, charge: SimulatorCharge) -> None:
        """What we booked happened there; what happened there is booked or in flight here."""
        assert row.captured_amount <= charge.captured_amount <= row.captured_amount + row.capturing_amount
        given_back = sum(charge.refunds.values())
        assert row.refunded_amount <= given_back <= row.refunded_amount + row.refunding_amount

    @invariant()
    def every_unit_is_somewhere(self) -> None:
        """The timeline accounts for each unit of each line, and a state is never ahead of the parcel."""
        for order_id in self.mine:
            for line in fulfillment.timeline(order_id):
                assert sum(units for _state, _words, units in line.parts) == line.quantity

    @invariant()
    def a_label_is_there_or_wanted(self) -> None:
        """What a parcel believes of its label is so at the carrier, which made one label for each at most."""
        for order_id in self.mine:
            for parcel in self.parcels(order_id):
                made = SimulatedParcel.objects.filter(
                    key__regex=rf"^parcel/{parcel.id}(/\d+)?$", voided=False
                )
                assert made.count() <= 1
                if parcel.label_state == "bought":
                    assert [row.tracking_number for row in made] == [
                        shipping.label(parcel.label_id or 0).tracking_number
                    ]

    @invariant()
    def everything_is_told_once(self) -> None:
        placed = [row.payload["order_id"] for row in OutboxEvent.objects.filter(name="orders.OrderPlaced")]
        assert len(placed) == len(set(placed))
        for order_id in self.mine:
            order = orders.order(order_id)
            assert Mail.objects.filter(dedupe_key=f"aftersales.canceled:{order_id}").count() <= 1
            refunds = [item for item in aftersales.refunds_of_order(order_id) if item.status != "refused"]
            assert sum(item.tax.amount for item in refunds) <= order.tax.amount
            assert sum(item.amount.amount for item in refunds) <= order.captured.amount

    def teardown(self) -> None:
        """Let a day pass: then every order has ended well or holds nothing."""
        for _ in range(4):
            self.time_passes(45)
        self.at += dt.timedelta(days=1)
        for _ in range(3):
            self.time_passes(45)
        self.books_agree()
        for order_id in self.mine:
            order = orders.order(order_id)
            assert order.status in ("confirmed", "canceled")
            rows = payments.payments_of_order(order_id)
            assert not any(row.capturing or row.voiding or row.refunding for row in rows)
            if order.status == "canceled":
                kept = sum(row.authorized.amount - row.voided.amount - row.refunded.amount for row in rows)
                assert kept == 0


def test_sm_1_orders_of_any_life_keep_the_books():
    make_shop({"A": 100_000, "B": 100_000})
    inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ACTOR, at=AT)
    make_simulator()
    run_state_machine_as_test(
        OrderLife,
        settings=settings(
            max_examples=int(os.environ.get("STORECREW_SM_EXAMPLES", "12")),
            stateful_step_count=14,
            deadline=None,
            derandomize="STORECREW_SM_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
