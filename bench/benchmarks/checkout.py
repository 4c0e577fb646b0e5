"""Whole checkouts over REST by buyers who are real processes, and 300 buyers of one hot article.

A checkout is six requests: cart, three lines, details, completion with an idempotency key. The bound is the
rows of the placing transaction alone by bare SQL, in the same run (see `placing`).
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection

from bench import generate, server, shop
from bench.benchmarks import placing
from bench.measures import Goal, Measure, percentiles
from bench.processes import apart, rush
from bench.stored import have_shop
from storecrew.config import bootstrap
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.orders.models import Order

LINES = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """Articles, (buyers, checkouts in all) of each point, and the crowd: buyers and units of one article."""

    products: int
    points: tuple[tuple[int, int], ...]
    crowd: int
    units: int
    processes: int = 2


SCALES = {
    "tiny": Scale(10, ((2, 2),), 6, 2, 1),
    "small": Scale(100, ((1, 8), (8, 24)), 60, 20),
    "full": Scale(1_000, ((1, 60), (8, 240), (32, 320)), 300, 100),
}


def run(scale: Scale) -> Iterator[Measure]:
    """Buyers of many articles, buyers of one, then the crowd."""
    have_shop(products=scale.products)
    variants = apart(placing.variant_ids)
    sample = apart(lambda: placing.watch_one(variants))
    processes = 1 if connection.vendor == "sqlite" else scale.processes  # as `./dev up` serves them
    with server.serving("storecrew.config.wsgi:application", processes=processes) as port:
        for hot in (False, True):
            for place, (buyers, checkouts) in enumerate(scale.points):
                baskets = _baskets(scale.products, checkouts, hot=hot)
                found = rush(
                    lambda buyer, all=baskets, step=buyers: (_Shopper(port), all[buyer::step]),
                    lambda given, number: _buy(given[0], given[1][number]),
                    processes=buyers,
                    steps=checkouts // buyers,
                )
                ids = placing.baskets_of(variants, max(checkouts, 2 * buyers), hot=hot)
                block = (1 + place + 10 * hot) * placing.BLOCK
                bound = placing.bare(sample, ids, buyers, block)
                who = f"{buyers} buyer{'s' * (buyers > 1)}"
                yield Measure(
                    case=f"{who}, {'one hot article' if hot else 'many articles'}",
                    unit="checkouts/s",
                    ours=found.rate,
                    bound=bound.rate,
                    **percentiles(found.times),
                )
        yield _crowd(port, scale)


def _crowd(port: int, scale: Scale) -> Measure:
    """Everybody has the cart ready, then everybody buys at once; counted in the database afterwards."""
    before = apart(lambda: _make_scarce(scale.units))
    shoppers = [_Shopper(port) for _ in range(scale.crowd)]
    ready = [(shopper, _fill(shopper, [generate.sku_of(0, 0)])) for shopper in shoppers]
    barrier = threading.Barrier(scale.crowd)

    def buy(ready: tuple[_Shopper, str]) -> str:
        barrier.wait()
        return _complete(*ready)[1]

    with ThreadPoolExecutor(scale.crowd) as crowd:
        began = time.perf_counter()
        counts = Counter(crowd.map(buy, ready))
        seconds = time.perf_counter() - began
    orders, left = apart(lambda: _count(before))
    told = ", ".join(f"{count} {code}" for code, count in sorted(counts.items()))
    if orders != scale.units or left or counts.total() != scale.crowd:
        raise AssertionError(f"{scale.units} units became {orders} orders and {left} are left: {told}")
    return Measure(
        case=f"{scale.crowd} buyers at once, {scale.units} units",
        unit="orders",
        ours=orders,
        bound=scale.units,
        goal=Goal("ratio", ">=", 1.0),
        note=f"{told}; {scale.crowd / seconds:.0f} answers/s",
    )


def _make_scarce(units: int) -> int:
    """Leave exactly so many units of the hot article; return how many orders are confirmed before."""
    hot = catalog.variant_ids_by_sku([generate.sku_of(0, 0)])
    level = StockLevel.objects.get(variant_id=next(iter(hot.values())))
    inventory.adjust(
        level.variant_id, on_hand=level.on_hand - level.available + units, expected_on_hand=level.on_hand,
        reason="bench", actor=shop.ACTOR, at=shop.AT,
    )  # fmt: skip
    return _confirmed()


def _confirmed() -> int:
    return Order.objects.filter(status="confirmed").count()


def _count(before: int) -> tuple[int, int]:
    """Return the orders confirmed since, and the units left.

    Counted as a difference, not from an id on: the bound's rows have ids far above those that the
    database gives to ours.
    """
    hot = catalog.variant_ids_by_sku([generate.sku_of(0, 0)])
    left = StockLevel.objects.get(variant_id=next(iter(hot.values()))).available
    return _confirmed() - before, left


def _baskets(products: int, checkouts: int, *, hot: bool) -> list[list[str]]:
    chance = random.Random(checkouts)
    rest = [generate.sku_of(number, 0) for number in range(1, products)]
    first = [generate.sku_of(0, 0)] if hot else []
    return [first + chance.sample(rest, LINES - len(first)) for _ in range(checkouts)]


class _Shopper:
    """A connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Make a request; return status and JSON."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        self._connection.request(method, f"/api/v1{path}", json.dumps(body or {}), headers)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())

    def must(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make a request that has to go through."""
        status, answer = self.ask(method, path, body)
        if status >= 300:
            raise AssertionError(f"{method} {path}: {status} {answer}")
        return answer


def _fill(shopper: _Shopper, skus: Sequence[str]) -> str:
    cart = str(shopper.must("POST", "/carts")["id"])
    for sku in skus:
        shopper.must("POST", f"/carts/{cart}/lines", {"sku": sku, "quantity": 1})
    details = {
        "email": "ann@example.com", "shipping_address": shop.ADDRESS, "shipping_method": bootstrap.METHOD,
    }  # fmt: skip
    shopper.must("PUT", f"/carts/{cart}/checkout", details)
    return cart


def _complete(shopper: _Shopper, cart: str) -> tuple[int, str]:
    payment = {"payment": {"gateway": "simulator", "token": "tok_ok"}}
    status, answer = shopper.ask("POST", f"/carts/{cart}/complete", payment)
    return status, str(answer.get("code") or answer.get("status"))


def _buy(shopper: _Shopper, skus: Sequence[str]) -> None:
    status, word = _complete(shopper, _fill(shopper, skus))
    if (status, word) != (201, "confirmed"):
        raise AssertionError(f"{status} {word}")
