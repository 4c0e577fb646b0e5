"""SM-4: warehouse moves. Receive, put away, pick, put back, ship, count, transfer, close, in any order.

After every step bins equal their ledger, levels equal theirs, and each unit that ever came is on hand, on the
way, shipped, or written off with a reason.
"""

from __future__ import annotations

import itertools
import os
from contextlib import suppress

import pytest
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import (
    BinContent,
    CountTask,
    ReceiptLine,
    StockLevel,
    StockMovement,
    Transfer,
    TransferLine,
)
from storecrew.contexts.inventory.tests.factories import make_bins, make_location
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel.errors import DomainError
from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.django_db

ACT = {"actor": ACTOR, "at": AT}
keys = itertools.count()
PLACES = ("main", "north")


def key() -> str:
    return f"machine-{next(keys):06}"


class WarehouseMoves(RuleBasedStateMachine):
    """One article in two warehouses, one of which has bins."""

    def __init__(self) -> None:
        super().__init__()
        self.variant = Variant.objects.get(sku="A").pk
        self.main = inventory.location("main").id
        self.bins = inventory.bins(self.main)[:2]
        self.orders: list[tuple[int, str, int, int]] = []
        self.receipts: list[int] = []

    @rule(units=st.integers(1, 12))
    def order_goods(self, units: int) -> None:
        self.receipts.append(
            inventory.open_receipt(
                kind="purchase_order", reference=f"PO-{next(keys)}", location_id=self.main,
                lines=[(self.variant, units)], **ACT,
            )
        )  # fmt: skip

    @precondition(lambda self: self.receipts)
    @rule(
        pick=st.integers(0, 9), units=st.integers(1, 9),
        outcome=st.sampled_from(["accepted", "accepted", "damaged", "wrong"]),
    )  # fmt: skip
    def take_in(self, pick: int, units: int, outcome: str) -> None:
        receipt = self.receipts[pick % len(self.receipts)]
        scan = {"variant_id": self.variant, "quantity": units, "outcome": outcome, "key": key()}
        with suppress(DomainError):
            for _ in range(2):  # every scan is sent twice
                inventory.receive_line(receipt, **scan, **ACT)

    @precondition(lambda self: self.receipts)
    @rule(pick=st.integers(0, 9))
    def close(self, pick: int) -> None:
        receipt = self.receipts.pop(pick % len(self.receipts))
        with suppress(DomainError):
            inventory.close_receipt(receipt, reason="all that came", **ACT)

    @rule(shelf=st.integers(0, 1), units=st.integers(1, 6), back=st.booleans())
    def put(self, shelf: int, units: int, back: bool) -> None:
        document = self.orders[-1][1] if back and self.orders else ""
        with suppress(DomainError):
            inventory.put_in_place(
                location_id=self.main, variant_id=self.variant, bin_id=self.bins[shelf].id, quantity=units,
                document=document, **ACT,
            )  # fmt: skip

    @rule(units=st.integers(1, 4))
    def place_an_order(self, units: int) -> None:
        channel = Channel.objects.get().pk
        order = make_order(channel, [(self.variant, units)])
        with suppress(DomainError):
            inventory.allocate(order.id, wanted(order), channel_id=channel, **ACT)
            self.orders.append((order.id, order.number, order.lines[0].id, units))

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 9), shelf=st.sampled_from([0, 1, None]))
    def pick_an_order(self, pick: int, shelf: int | None) -> None:
        _id, number, _line, units = self.orders[pick % len(self.orders)]
        bin_id = None if shelf is None else self.bins[shelf].id
        with suppress(DomainError):
            inventory.take_from_bin(
                location_id=self.main, variant_id=self.variant, bin_id=bin_id, quantity=units,
                document=number, **ACT,
            )  # fmt: skip

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 9), cancel=st.booleans())
    def end_an_order(self, pick: int, cancel: bool) -> None:
        order_id, _number, line, units = self.orders.pop(pick % len(self.orders))
        if cancel:
            inventory.release_allocation(order_id, **ACT)
        else:
            inventory.ship_allocation(order_id, {line: units}, document=f"T{order_id}", **ACT)

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 9), place=st.sampled_from(PLACES))
    def route_elsewhere(self, pick: int, place: str) -> None:
        order_id = self.orders[pick % len(self.orders)][0]
        row = inventory.allocations_of(order_id)[-1]
        with suppress(DomainError):
            inventory.move_allocation(
                row.id,
                to_location_id=inventory.location(place).id,
                quantity=row.quantity,
                reason="nearer",
                **ACT,
            )

    @rule(shelf=st.sampled_from([0, 1, None]), off=st.integers(-2, 2), times=st.integers(1, 2))
    def count(self, shelf: int | None, off: int, times: int) -> None:
        bin_id = None if shelf is None else self.bins[shelf].id
        task = inventory.ask_for_count(location_id=self.main, variant_id=self.variant, bin_id=bin_id, **ACT)
        there = BinContent.objects.filter(bin_id=bin_id).aggregate(units=Sum("quantity", default=0))["units"]
        counted = max(0, (there if bin_id else inventory.level(self.variant, "main").on_hand) + off)
        with suppress(DomainError):
            for _ in range(times):
                inventory.record_count(task, counted, key=key(), **ACT)
            if CountTask.objects.get(pk=task).state == "approval":
                inventory.approve_count(task, reason="miscount", **ACT)

    @rule(source=st.sampled_from(PLACES), units=st.integers(1, 5))
    def send(self, source: str, units: int) -> None:
        target = "north" if source == "main" else "main"
        plan = inventory.open_transfer(source=source, target=target, lines=[(self.variant, units)], **ACT)
        with suppress(DomainError):
            sent = inventory.send_transfer(plan.id, **ACT)
            self.receipts.append(sent.receipt_id)

    @rule(pick=st.integers(0, 9), reason=st.sampled_from(["lost", "broken", "not_sent"]))
    def close_a_transfer(self, pick: int, reason: str) -> None:
        moving = list(Transfer.objects.filter(state="in_transit").order_by("pk"))
        if moving:
            row = moving[pick % len(moving)]
            inventory.close_transfer(row.pk, reasons={self.variant: reason}, **ACT)

    @invariant()
    def bins_and_levels_are_proved(self) -> None:
        assert laws.stock() == []

    @invariant()
    def bins_hold_no_more_than_there_is(self) -> None:
        for level in StockLevel.objects.all():
            lying = BinContent.objects.filter(
                variant_id=level.variant_id, bin__location_id=level.location_id
            ).aggregate(units=Sum("quantity", default=0))["units"]
            assert lying == level.in_bins <= level.on_hand

    @invariant()
    def every_unit_sent_is_somewhere(self) -> None:
        """What left by transfer is on the way, arrived, written off, or back at the source."""
        for line in TransferLine.objects.select_related("transfer"):
            on_the_way = line.sent - line.arrived - line.written_off
            assert on_the_way >= 0
            assert on_the_way == 0 or line.transfer.state == "in_transit"
        came = ReceiptLine.objects.filter(receipt__kind="transfer").aggregate(
            units=Sum(F("accepted") + F("damaged") + F("over") + F("wrong"), default=0)
        )["units"]
        back = TransferLine.objects.filter(reason="not_sent")
        sums = TransferLine.objects.aggregate(sent=Sum("sent", default=0))
        returned = back.aggregate(units=Sum("written_off", default=0))["units"]
        assert self.moved("transferred") == came + returned - sums["sent"]

    @invariant()
    def the_whole_is_the_sum_of_its_causes(self) -> None:
        """What is on hand came by deliveries and transfers, less what was shipped and counted away."""
        on_hand = StockLevel.objects.aggregate(units=Sum("on_hand", default=0))["units"]
        causes = ("received", "transferred", "counted", "shipped")
        assert on_hand == sum(self.moved(kind) for kind in causes)

    def moved(self, kind: str) -> int:
        rows = StockMovement.objects.filter(bucket="on_hand", kind=kind)
        return rows.aggregate(units=Sum("quantity", default=0))["units"]


def test_sm_4_warehouse_moves_in_any_order_conserve_every_unit() -> None:
    shop.open_shop(A=6)
    make_bins("main", "A-01", "A-02")
    make_location("north", channels=[Channel.objects.get().pk])
    run_state_machine_as_test(
        WarehouseMoves,
        settings=settings(
            max_examples=int(os.environ.get("STORECREW_SM_EXAMPLES", "12")),
            stateful_step_count=20,
            deadline=None,
            derandomize="STORECREW_SM_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
