"""Stock under real processes: never oversold, never lost."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from functools import partial

import pytest
from django.db import connection, transaction

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Allocation, StockLevel, StockMovement
from storecrew.contexts.inventory.operations import claiming
from storecrew.contexts.inventory.rules import Take
from storecrew.contexts.inventory.tests.factories import make_location
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from tests.guarantees.machinery import laws, shop
from tests.guarantees.machinery.arena import FORK

pytestmark = pytest.mark.race


def codes(results):
    """What the results were, each word once; a traceback is shown whole."""
    errors = [result.value for result in results if result.status == "error"]
    assert not errors, errors[0]
    return sorted({result.code or result.status for result in results})


def ids():
    return dict(Variant.objects.values_list("sku", "id")), Channel.objects.get().pk


def draft_orders(count, lines):
    """Orders that have no stock yet: (order id, lines as `allocate` takes them)."""
    variants, channel = ids()
    made = [make_order(channel, [(variants[sku], units) for sku, units in lines]) for _ in range(count)]
    return [(order.id, wanted(order)) for order in made]


def allocate(order_id, lines):
    _, channel = ids()
    return inventory.allocate(order_id, lines, channel_id=channel, actor=ACTOR, at=AT)


def test_con_01_a_hundred_buyers_of_ten_units(arena):
    arena.run(partial(shop.open_shop, A=10))
    tokens = arena.run(lambda: shop.carts(100, {"A": 1}))
    results = arena.crowd([partial(shop.buy, token) for token in tokens], processes=16)
    assert codes(results) == ["insufficient_stock", "ok"]
    assert sum(result.ok for result in results) == 10
    assert all(result.value.status == "confirmed" for result in results if result.ok)
    assert arena.run(laws.broken) == []
    assert arena.run(shop.count_orders) == 10
    assert arena.run(lambda: shop.count_orders("canceled")) == 0
    assert arena.run(lambda: shop.left("A")) == 0


def test_con_04_no_warehouse_goes_below_zero_and_no_order_is_split(arena):
    def prepare():
        shop.open_shop(A=0)
        variants, channel = ids()
        for code, units in (("north", 5), ("south", 7), ("west", 4)):
            make_location(code, channels=[channel])
            inventory.receive([(variants["A"], units)], location_code=code, actor=ACTOR, at=AT)

    arena.run(prepare)
    orders = arena.run(lambda: draft_orders(50, [("A", 2)]))
    results = arena.crowd([partial(allocate, *order) for order in orders])
    assert codes(results) == ["insufficient_stock", "ok"]
    # 5, 7 and 4 units hold 2, 3 and 2 whole orders of two; the odd units are left.
    assert sum(result.ok for result in results) == 7
    assert all(len(result.value) == 1 for result in results if result.ok)
    assert arena.run(laws.stock) == []


def test_con_04_a_policy_that_allows_it_splits_to_the_last_unit(arena):
    def prepare():
        shop.open_shop(A=0)
        variants, channel = ids()
        inventory.set_split(channel, "units", actor=ACTOR, at=AT)
        for code, units in (("north", 5), ("south", 7), ("west", 4)):
            make_location(code, channels=[channel])
            inventory.receive([(variants["A"], units)], location_code=code, actor=ACTOR, at=AT)

    arena.run(prepare)
    orders = arena.run(lambda: draft_orders(50, [("A", 2)]))
    results = arena.crowd([partial(allocate, *order) for order in orders])
    assert codes(results) == ["insufficient_stock", "ok"]
    # All sixteen units: what one location cannot give alone comes from two.
    assert sum(result.ok for result in results) == 8
    assert {len(result.value) for result in results if result.ok} == {1, 2}
    levels = arena.run(lambda: list(StockLevel.objects.values_list("on_hand", "allocated")))
    assert all(0 <= allocated <= on_hand for on_hand, allocated in levels)
    assert sum(allocated for _, allocated in levels) == 16
    assert arena.run(laws.stock) == []


def test_con_07_the_stock_service_itself_is_safe(arena):
    arena.run(partial(shop.open_shop, A=10))
    orders = arena.run(lambda: draft_orders(80, [("A", 1)]))
    results = arena.crowd([partial(allocate, *order) for order in orders])
    assert codes(results) == ["insufficient_stock", "ok"]
    assert sum(result.ok for result in results) == 10
    assert arena.run(lambda: sum(Allocation.objects.values_list("quantity", flat=True))) == 10
    assert arena.run(laws.stock) == []


def test_con_07_holds_are_as_safe_as_orders(arena):
    arena.run(partial(shop.open_shop, A=10))

    def hold(number):
        variants, channel = ids()
        until = AT + dt.timedelta(minutes=5)
        inventory.reserve(f"h{number}", [(variants["A"], 1)], channel_id=channel, until=until, at=AT)

    results = arena.crowd([partial(hold, number) for number in range(60)])
    assert codes(results) == ["insufficient_stock", "ok"]
    assert sum(result.ok for result in results) == 10
    freed = arena.stampede([lambda: inventory.expire_reservations(AT + dt.timedelta(minutes=6))] * 4)
    assert sum(result.value for result in freed) == 10
    assert arena.run(laws.stock) == []


def test_con_09_opposite_orders_do_not_deadlock(arena):
    rounds = 30
    arena.run(partial(shop.open_shop, A=100_000, B=100_000))
    one = arena.run(lambda: draft_orders(rounds * 2, [("A", 1), ("B", 1)]))
    two = arena.run(lambda: draft_orders(rounds * 2, [("B", 1), ("A", 1)]))
    calls = [partial(allocate, *order) for pair in zip(one, two, strict=True) for order in pair]
    calls += [partial(inventory.release_allocation, order[0], actor=ACTOR, at=AT) for order in (*one, *two)]
    results = arena.crowd(calls, processes=4)
    assert codes(results) == ["ok"]
    assert max(result.seconds for result in results) < 3
    assert arena.run(laws.stock) == []


def test_con_10_one_release_of_many_counts(arena):
    arena.run(partial(shop.open_shop, A=10))
    ((order_id, lines),) = arena.run(lambda: draft_orders(1, [("A", 4)]))
    arena.run(partial(allocate, order_id, lines))
    results = arena.stampede([partial(inventory.release_allocation, order_id, actor=ACTOR, at=AT)] * 8)
    assert codes(results) == ["ok"]
    assert sorted(result.value for result in results) == [0] * 7 + [4]
    assert arena.run(lambda: StockMovement.objects.filter(kind="released").count()) == 1
    assert arena.run(lambda: shop.left("A")) == 10
    assert arena.run(laws.stock) == []


def test_con_13_of_many_corrections_of_one_count_one_lands(arena):
    arena.run(partial(shop.open_shop, A=10))

    def correct(number):
        variants, _ = ids()
        return inventory.adjust(
            variants["A"], on_hand=20 + number, expected_on_hand=10, reason="counted", actor=ACTOR, at=AT
        ).on_hand

    results = arena.stampede([partial(correct, number) for number in range(8)])
    assert codes(results) == ["ok", "stock_count_changed"]
    (landed,) = [result.value for result in results if result.ok]
    assert {result.details["on_hand"] for result in results if not result.ok} == {landed}
    assert arena.run(lambda: StockLevel.objects.get().on_hand) == landed
    assert arena.run(laws.stock) == []


def test_con_14_goods_leave_once_however_often_ship_is_pressed(arena):
    arena.run(partial(shop.open_shop, A=10))
    ((order_id, lines),) = arena.run(lambda: draft_orders(1, [("A", 4)]))
    arena.run(partial(allocate, order_id, lines))
    ship = partial(inventory.ship_allocation, order_id, {lines[0][0]: 4}, actor=ACTOR, at=AT)
    results = arena.stampede([ship] * 8)
    assert codes(results) == ["not_allocated", "ok"]
    assert sum(result.ok for result in results) == 1
    assert arena.run(lambda: StockLevel.objects.get().on_hand) == 6
    assert arena.run(laws.stock) == []


def test_con_05_any_mix_of_work_keeps_the_counters_true(arena):
    seconds = float(os.environ.get("STORECREW_RACE_SECONDS", "2.5"))
    arena.run(partial(shop.open_shop, A=20, B=20, C=20))
    shares = [arena.run(lambda: draft_orders(40, [("A", 2), ("B", 1), ("C", 3)])) for _ in range(4)]

    def work(seed, orders):
        dice = random.Random(seed)
        variants, channel = ids()
        skus = list(variants.values())
        alive, done = [], 0
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            done += _one_step(dice, skus, channel, orders, alive, f"h{seed}")
        return done

    results = arena.stampede([partial(work, seed, orders) for seed, orders in enumerate(shares)])
    assert codes(results) == ["ok"]
    assert sum(result.value for result in results) > 10
    assert arena.run(laws.stock) == []


def test_con_05_a_claim_judges_what_is_there_once_it_has_waited(arena):
    """Units come back while the claim waits for them: all of the order is promised, not a part."""
    if "postgresql" not in arena.settings["ENGINE"]:
        pytest.skip("SQLite has one writer")
    arena.run(partial(shop.open_shop, A=5, B=5))
    (other,), (order,) = (
        arena.run(partial(draft_orders, 1, lines)) for lines in ([("B", 5)], [("A", 2), ("B", 3)])
    )
    arena.run(partial(allocate, *other))
    taken = FORK.Event()

    def give_back():
        with transaction.atomic():
            inventory.release_allocation(other[0], actor=ACTOR, at=AT)
            taken.set()
            _until_somebody_waits()

    def claim():
        assert taken.wait(30)
        place = inventory.location().id
        takes = [Take(variant, place, units) for _line, variant, units in order[1]]
        parts = [(line, variant, place, units) for line, variant, units in order[1]]
        with transaction.atomic():
            return claiming.claim(order[0], takes, parts, actor=ACTOR, at=AT, document="")

    running = [arena.start(give_back), arena.start(claim)]
    outcomes = [each.wait() for each in running]
    assert [outcome.status for outcome in outcomes] == ["ok", "ok"], outcomes[1].value
    assert outcomes[1].value is True
    assert arena.run(laws.stock) == []


def _until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("nobody waited")


def _one_step(dice, skus, channel, orders, alive, holder):
    """Do one random thing; a refusal by the domain is fine, anything else is not."""
    kind = dice.choice(["receive", "claim", "claim", "release", "correct", "ship", "hold", "set_aside"])
    variant = dice.choice(skus)
    try:
        if kind == "receive":
            inventory.receive([(variant, dice.randint(1, 3))], actor=ACTOR, at=AT)
        elif kind == "claim" and orders:
            order = orders.pop()
            allocate(*order)
            alive.append(order)
        elif kind == "release" and alive:
            inventory.release_allocation(alive.pop()[0], actor=ACTOR, at=AT)
        elif kind == "ship" and alive:
            order_id, lines = alive.pop()
            inventory.ship_allocation(order_id, {lines[0][0]: 1}, actor=ACTOR, at=AT)
        elif kind == "correct":
            seen = inventory.level(variant).on_hand
            inventory.adjust(
                variant, on_hand=max(0, seen + dice.randint(-2, 2)), expected_on_hand=seen, reason="dice",
                actor=ACTOR, at=AT,
            )  # fmt: skip
        elif kind == "hold":
            until = AT + dt.timedelta(minutes=5)
            inventory.reserve(holder, [(variant, 1)], channel_id=channel, until=until, at=AT)
        elif kind == "set_aside":
            names = ["available", "safety", "damaged"]
            source, target = dice.sample(names, 2)
            inventory.move_bucket(variant, 1, source=source, target=target, reason="dice", actor=ACTOR, at=AT)
    except (
        inventory.InsufficientStock,
        inventory.CountChanged,
        inventory.StockCommitted,
        inventory.NotAllocated,
    ):
        return 0
    return 1
