"""FLT-01, FLT-02: processes are killed and connections cut while people buy over real HTTP.

A short drill runs with every change; `STORECREW_DRILL_SECONDS=600` makes it a long one.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from functools import partial
from pathlib import Path

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from tests.guarantees.machinery import laws, shop
from tests.guarantees.machinery.arena import Arena
from tests.guarantees.machinery.house import House
from tests.guarantees.machinery.shoppers import Crowd, History

pytestmark = [pytest.mark.race, pytest.mark.drill]
SECONDS = float(os.environ.get("STORECREW_DRILL_SECONDS", "8"))
SHOPPERS = 4
LATER = dt.timedelta(minutes=15)


def heal() -> None:
    """What timed work does within 15 minutes after the last crash."""
    now = clock.now()
    for minutes in (5, 10, 15):
        at = now + dt.timedelta(minutes=minutes)
        with clock.frozen(at):
            checkout.settle_pending(at)
            payments.carry_out_returns(at=at)
            while outbox.drain():
                pass


def judge(history: History) -> list[str]:
    """Compare what shoppers were told with what is in the books."""
    heal()
    found = laws.broken()
    for told in history.orders:
        kept = Order.objects.filter(cart_token=told["cart"])
        if [row.number for row in kept] != [told["number"]]:
            found.append(f"{told['number']} was acknowledged and is {[row.number for row in kept]}")
        elif kept[0].status != "confirmed":
            found.append(f"{told['number']} was acknowledged and is {kept[0].status}")
    for told in history.waiting:
        ended = Order.objects.filter(number=told["number"], status__in=("confirmed", "canceled"))
        if not ended.exists():
            found.append(f"{told['number']} was to be told later and never ended")
    for cart in history.declined:
        if Order.objects.filter(cart_token=cart, status="confirmed").exists():
            found.append(f"cart {cart} was declined and is an order")
    found += [f"cart {row.pk} is stuck" for row in Cart.objects.filter(state=Cart.State.PLACING)]
    confirmed = set(Order.objects.filter(status="confirmed").values_list("pk", flat=True))
    mailed = [int(key.rpartition(":")[2]) for key in confirmations()]
    if sorted(mailed) != sorted(confirmed):
        found.append(f"{len(mailed)} mails for {len(confirmed)} orders")
    return found


def confirmations() -> list[str]:
    rows = Mail.objects.filter(dedupe_key__startswith="checkout.confirmation:")
    return list(rows.values_list("dedupe_key", flat=True))


def test_flt_01_kill_9_at_random_points_loses_and_doubles_nothing(arena: Arena, tmp_path: Path):
    arena.run(partial(shop.open_shop, A=100_000, B=100_000))
    dice = random.Random(7)
    with House(arena, tmp_path) as house:
        with Crowd(house.port, SHOPPERS) as history:
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                time.sleep(dice.uniform(0.5, 2))
                house.keep_up()
                roll = dice.random()
                if roll < 0.2:
                    house.kill_the_worker()
                elif roll > 0.95:
                    house.kill_the_web_server()
                else:
                    house.kill_a_web_process(dice)
                house.wait()
        assert house.kills >= 3
    assert history.faults == []
    assert history.orders, f"nobody could buy anything: {history.statuses}"
    assert history.broken_connections, "nothing was hit"
    assert arena.run(partial(judge, told_in(history))) == []


def told_in(history: History) -> History:
    """Return only what was told."""
    return History(orders=history.orders, waiting=history.waiting, declined=history.declined)


def cut(arena: Arena) -> int:
    """End every connection of the shop to its database, from the server's side; return how many."""
    import psycopg

    known = arena.settings
    with psycopg.connect(
        dbname="postgres", host=known["HOST"], port=known["PORT"] or 5432, user=known["USER"],
        password=known.get("PASSWORD") or None, autocommit=True,
    ) as connection:  # fmt: skip
        found = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s",
            [known["NAME"]],
        ).fetchone()
    return int(found[0]) if found else 0


def test_flt_02_cut_connections_are_told_and_recovered_from(arena: Arena, tmp_path: Path):
    if "postgresql" not in arena.settings["ENGINE"]:
        pytest.skip("SQLite has no connections that could be cut")
    arena.run(partial(shop.open_shop, A=100_000, B=100_000))
    ended = 0
    with House(arena, tmp_path) as house:
        with Crowd(house.port, SHOPPERS) as history:
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                time.sleep(0.7)
                ended += cut(arena)
        assert ended > 5
        assert history.faults == [], "503, never 500"
        assert set(history.statuses) <= {200, 201, 402, 409, 503}, history.statuses
        assert history.statuses[503], "nothing was hit"
        started = time.monotonic()
        with Crowd(house.port, 1, seed=2) as after:
            while not after.orders:
                assert time.monotonic() - started < 10, "no order within 10 s of the last cut"
                time.sleep(0.05)
    told = told_in(history)
    told.orders += after.orders
    told.waiting += after.waiting
    told.declined += after.declined
    assert arena.run(partial(judge, told)) == []
