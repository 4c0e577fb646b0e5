"""A cart of twenty lines against a thousand active promotions, and codes taken in by the thousand.

The bound of a cart is the least any engine has to do with it: pick the promotions of its articles out of the index
and look once at each. The bound of codes is `executemany` (COPY on PostgreSQL is no bound here, since a code that
exists has to be found) of the same rows into the same table by the bare driver.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from bench.measures import Goal, Measure
from bench.processes import apart
from bench.sameness import bare_connection
from bench.stored import have_shop
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.facts import Basket, Line
from storecrew.contexts.promotions.models import Coupon
from storecrew.contexts.promotions.rules import codes, engine
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.terms import Benefit, Needs, Scope, Terms, Tier, lane_of
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor

ARTICLES, CATEGORIES, LINES = 5_000, 200, 20
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
FIVE_MS = Goal("ours", "<=", 5.0)
TEN_THOUSAND = Goal("ours", ">=", 10_000)
KINDS = ("percent_off", "amount_off", "bogo", "buy_x_for_total", "tiered")


@dataclass(frozen=True, slots=True)
class Scale:
    """Carts that are priced, and codes that are read in."""

    carts: int
    codes: int


SCALES = {"tiny": Scale(5, 200), "small": Scale(200, 10_000), "full": Scale(1_000, 100_000)}


def run(scale: Scale) -> Iterator[Measure]:
    """Price carts, then read codes in."""
    chance = random.Random(1)
    carts = [_cart(chance) for _ in range(scale.carts)]
    for case, share in (("a tenth for everything", 0.1), ("all for everything", 1.0)):
        index = Index(
            _promotion(number, chance, everywhere=chance.random() < share) for number in range(1, 1001)
        )
        ours, worst, looked_at = _priced(index, carts)
        yield Measure(
            f"{LINES} lines, 1,000 promotions, {case}", "ms of CPU", ours, _looked_at(index, carts),
            FIVE_MS if share < 1 else None, p99_ms=worst,
            note=f"{looked_at:.0f} promotions touch the cart",
        )  # fmt: skip
    have_shop()
    seconds, bare = apart(lambda: _read_in(scale.codes))
    yield Measure(
        f"{scale.codes:,} codes of a file", "codes/s", scale.codes / seconds, scale.codes / bare, TEN_THOUSAND
    )


def _cart(chance: random.Random) -> Basket:
    lines = tuple(
        Line(
            article,
            article,
            article,
            chance.randint(1, 5),
            chance.randint(300, 9_000),
            frozenset({article % CATEGORIES}),
        )
        for article in chance.sample(range(ARTICLES), LINES)
    )
    return Basket(lines, "EUR", "eu", AT, country="DE", groups=frozenset({"new"}))


def _promotion(number: int, chance: random.Random, *, everywhere: bool) -> Terms:
    kind = chance.choice(KINDS)
    scope = Scope()
    if not everywhere:
        by_category = chance.random() < 0.5
        ids = frozenset(
            chance.sample(range(CATEGORIES if by_category else ARTICLES), 3 if by_category else 20)
        )
        scope = Scope(categories=ids) if by_category else Scope(variants=ids)
    return Terms(
        id=number,
        revision=1,
        kind=kind,
        lane=lane_of(kind, scope),
        windows={"eu": (AT - dt.timedelta(days=1), AT + dt.timedelta(days=1))},
        scope=scope,
        benefit=Benefit(
            percent_bp=chance.randint(100, 3_000), amounts={"EUR": chance.randint(100, 2_000)}, buy=2,
            tiers={"": (Tier(2, 500), Tier(5, 1_000))},
        ),
        needs=Needs(min_quantity=chance.choice((0, 2, 4)), groups=chance.choice((frozenset(), frozenset({"new"})))),
        priority=chance.randint(0, 5),
        combines=chance.choice((frozenset({"product", "order"}), frozenset({"shipping"}))),
    )  # fmt: skip


def _priced(index: Index, carts: list[Basket]) -> tuple[float, float, float]:
    """Return the mean and the 99th percentile of CPU milliseconds, and how many promotions were looked at."""
    times, looked_at = [], 0
    for cart in carts:
        began = time.process_time()
        found = index.candidates(cart)
        engine.evaluate(cart, found)
        times.append((time.process_time() - began) * 1000)
        looked_at += len(found)
    times.sort()
    return sum(times) / len(times), times[int(len(times) * 0.99)], looked_at / len(carts)


def _looked_at(index: Index, carts: list[Basket]) -> float:
    began = time.process_time()
    for cart in carts:
        sum(1 for terms in index.candidates(cart) if terms.kind)
    return (time.process_time() - began) * 1000 / len(carts)


def _read_in(count: int) -> tuple[float, float]:
    """Return the seconds of an import, and of the same rows by the bare driver."""
    actor = system_actor("bench")
    content = promotions.Content(
        name="Bench", kind="percent_off", definition={"benefit": {"percent_bp": 1000}}
    )
    row = promotions.create_promotion(content, actor=actor, at=clock.now())
    chance = random.Random(2)
    texts = list(codes.generate(count, prefix="B", length=codes.SHORTEST_HIDDEN, choice=chance.choice))
    began = time.perf_counter()
    promotions.import_codes(row.pk, texts, name="Bench", actor=actor, at=clock.now())
    seconds = time.perf_counter() - began
    return seconds, _bare(count)


def _bare(count: int) -> float:
    table = Coupon._meta.db_table
    mark = "%s" if connection.vendor == "postgresql" else "?"
    with bare_connection() as bare:
        cursor = bare.cursor()
        cursor.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT {count}")
        kept = [tuple(row) for row in cursor.fetchall()]
        cursor.execute(f"DELETE FROM {table}")
        marks = ", ".join([mark] * len(kept[0]))
        began = time.perf_counter()
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", kept)
        bare.commit()
        return time.perf_counter() - began
