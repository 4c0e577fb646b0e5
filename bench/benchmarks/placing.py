"""How many orders a second the placing transaction writes.

Ours: `checkout.operations.placing` from the priced cart to the commit: order, three lines, taxes, payment
with its ledger line, audit, the cart's claim, the stock's claim with allocations and ledger. The bound: the
very same rows by bare SQL, one INSERT per table, and the same updates, claiming the stock first as a script
does.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from bench import generate, shop
from bench.measures import Goal, Measure, percentiles
from bench.processes import Rush, apart, rush, rush_in_one
from bench.sameness import Repeater, Sample, bare_connection, watch
from bench.stored import have_shop
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.operations import placing
from storecrew.contexts.checkout.queries import quoting
from storecrew.contexts.inventory.models import StockLevel
from storecrew.kernel.actor import guest_actor

GUEST = guest_actor("bench", ip="203.0.113.7")
GOALS = {"postgresql": 0.45, "sqlite": 0.55}
LINES = 3
BLOCK = 10**12
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Scale:
    """Articles of the shop, and (buyers, orders in all) of each point."""

    products: int
    points: tuple[tuple[int, int], ...]


SCALES = {
    "tiny": Scale(20, ((2, 4),)),
    "small": Scale(200, ((1, 40), (4, 80))),
    "full": Scale(5_000, ((1, 400), (8, 1_600), (32, 1_600))),
}


def run(scale: Scale) -> Iterator[Measure]:
    """Many articles, then one hot article in every order."""
    have_shop(products=scale.products)
    variants = apart(variant_ids)
    sample = apart(lambda: watch_one(variants))
    blocks = iter(range(1, 100))
    for hot in (False, True):
        for buyers, orders in scale.points:
            baskets = baskets_of(variants, orders, hot=hot)
            bound = bare(sample, baskets, buyers, next(blocks) * BLOCK)
            ours = _ours(baskets, buyers)
            goal = Goal("ratio", ">=", 1.0 if hot else GOALS[connection.vendor])
            yield Measure(
                case=f"{buyers} buyer{'s' * (buyers > 1)}, {'one hot article' if hot else 'many articles'}",
                unit="orders/s",
                ours=ours.rate,
                bound=bound.rate,
                goal=goal,
                note=f"{sample.statements} statements",
                **percentiles(ours.times),
            )
    for buyers, orders in scale.points[-2:]:
        whole = _whole(baskets_of(variants, orders, hot=False), buyers)
        yield Measure(
            case=f"{buyers} buyer{'s' * (buyers > 1)}, with pricing, payment and confirmation",
            unit="orders/s",
            ours=whole.rate,
            **percentiles(whole.times),
        )


def variant_ids() -> list[int]:
    """Return the articles of the shop, the hot one first."""
    hot = list(catalog.variant_ids_by_sku([generate.sku_of(0, 0)]).values())
    return hot + sorted({*StockLevel.objects.values_list("variant_id", flat=True)} - {*hot})


def baskets_of(variants: Sequence[int], orders: int, *, hot: bool) -> list[list[int]]:
    """Return three variants per order."""
    chance = random.Random(orders)
    rest = variants[1:]
    if hot:
        return [[variants[0], *chance.sample(rest, LINES - 1)] for _ in range(orders)]
    return [chance.sample(rest, LINES) for _ in range(orders)]


def _quotes(tokens: Sequence[str]) -> list[quoting.Quote]:
    return [placing._agreed(quoting.load(token), "simulator", None, None, at=shop.AT) for token in tokens]


def _place(quote: quoting.Quote) -> None:
    with transaction.atomic():
        placing._draft(quote, "simulator", check=False, actor=GUEST, at=shop.AT)


def watch_one(variants: Sequence[int]) -> Sample:
    """Watch the second of two: the first also makes what is made once, such as the sequence of numbers."""
    first, second = _quotes(shop.make_carts([variants[1 : LINES + 1]] * 2))
    _place(first)
    return watch(lambda: _place(second))


def _ours(baskets: list[list[int]], buyers: int) -> Rush:
    tokens = apart(lambda: shop.make_carts(baskets))
    return by_buyers(
        lambda buyer: _quotes(tokens[buyer::buyers]),
        lambda quotes, number: _place(quotes[number]),
        buyers=buyers,
        steps=len(baskets) // buyers,
    )


def by_buyers(
    prepare: Callable[[int], Any], step: Callable[[Any, int], object], *, buyers: int, steps: int
) -> Rush:
    """Let buyers buy as an installation serves them: by processes, on SQLite by threads of one."""
    if connection.vendor == "sqlite":
        return rush_in_one(prepare, step, threads=buyers, steps=steps)
    return rush(prepare, step, processes=buyers, steps=steps)


def _whole(baskets: list[list[int]], buyers: int) -> Rush:
    tokens = apart(lambda: shop.make_carts(baskets))

    def place(mine: list[str], number: int) -> None:
        placed = placing.place_order(
            mine[number], gateway="simulator", payment_token="tok_ok", actor=GUEST, at=shop.AT
        )
        if placed.status != "confirmed":
            raise AssertionError(placed)

    return by_buyers(lambda buyer: tokens[buyer::buyers], place, buyers=buyers, steps=len(baskets) // buyers)


def bare(sample: Sample, baskets: list[list[int]], buyers: int, block: int) -> Rush:
    """Write the sample's rows for each basket, with ids from `block` on."""

    def prepare() -> tuple[list[int], dict[int, int]]:
        tokens = shop.make_carts(baskets)
        ids = dict(Cart.objects.filter(token__in=tokens[:1]).values_list("token", "id"))
        first = ids[tokens[0]]
        return [first + place for place in range(len(tokens))], dict(
            StockLevel.objects.values_list("variant_id", "id")
        )

    carts, levels = apart(prepare)

    def begin(buyer: int) -> tuple[Any, Repeater, list[int], list[list[int]]]:
        repeater = Repeater(sample, block + buyer * 10**9)
        mine = [sorted(levels[variant] for variant in basket) for basket in baskets[buyer::buyers]]
        return bare_connection(), repeater, carts[buyer::buyers], mine

    def order(given: tuple[Any, Repeater, list[int], list[list[int]]], number: int) -> None:
        # A program for SQLite would let its own writers queue, too: its busy waiting is no order.
        with _TURN if connection.vendor == "sqlite" else nullcontext():
            _bare_order(sample, given, number)

    return by_buyers(begin, order, buyers=buyers, steps=len(baskets) // buyers)


def _bare_order(sample: Sample, given: tuple[Any, Repeater, list[int], list[list[int]]], number: int) -> None:
    bare, repeater, carts, levels = given
    mark = "%s" if connection.vendor == "postgresql" else "?"
    order = repeater.id_of("orders_order", sample.ids("orders_order")[0], number)
    payment = repeater.id_of("payments_payment", sample.ids("payments_payment")[0], number)
    bare.execute("BEGIN" if connection.vendor == "postgresql" else "BEGIN IMMEDIATE")
    for level in levels[number]:
        bare.execute(
            f"UPDATE inventory_stocklevel SET allocated = allocated + 1 WHERE id = {mark} "
            "AND on_hand - allocated - reserved - safety - quality_hold - damaged >= 1",
            (level,),
        )
    repeater.write(bare, number)
    updated = bare.execute(
        f"UPDATE checkout_cart SET state = 'placing', version = version + 1, order_id = {mark}, "
        f"payment_id = {mark}, claimed_until = created_at, updated_at = created_at "
        f"WHERE id = {mark} AND state = 'open'",
        (order, payment, carts[number]),
    )
    if updated.rowcount != 1:
        raise AssertionError("the cart was not there")
    bare.execute("COMMIT")
