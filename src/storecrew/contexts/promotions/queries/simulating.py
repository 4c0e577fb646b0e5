"""Simulating promotions on the orders and carts of the last days: what was in them, priced anew with each."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import counting
from storecrew.contexts.promotions.facts import Basket, Compared, Line, Variant
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.queries import active
from storecrew.contexts.promotions.queries.asking import LAPSED
from storecrew.contexts.promotions.rules.simulating import Simulation, simulate
from storecrew.contexts.promotions.rules.terms import REGULAR_ORDERS, Terms
from storecrew.contexts.promotions.rules.varying import kind_of, varied
from storecrew.kernel.money import Money, round_half_up

MOST_ORDERS = 5_000
MOST_CARTS = 2_000
YEAR = dt.timedelta(days=365)
FROM_ORDERS = frozenset({"new", "returning", "regular", "lapsed", "account"})


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who an order or a cart belongs to, at that moment."""

    at: dt.datetime
    customer_id: int | None
    email: str


def simulate_promotion(row: Promotion, *, days: int, at: dt.datetime) -> dict[str, Simulation]:
    """Run a promotion over the confirmed orders of the last days; by the currency of the channel."""
    found = compare_variants(row, (), days=days, at=at)
    return {each.currency: each.orders[0] for each in found if each.orders[0].orders}


def compare_variants(
    row: Promotion,
    variants: Sequence[Variant],
    *,
    others: Sequence[Promotion] = (),
    days: int,
    at: dt.datetime,
) -> list[Compared]:
    """Run a promotion as it is, its variants and other promotions over the same orders and open carts.

    The baskets are those of the channels of ``row``, each with all of them, so that sums can be compared.
    Orders have the prices of then, carts those of now. Nothing is written.
    """
    terms = [_timeless(each) for each in _terms(row, variants, others)]
    wanted = {name for each in terms for name in each.needs.groups | each.needs.not_groups} - FROM_ORDERS
    since = at - dt.timedelta(days=days)
    found: dict[str, tuple[list[Basket], list[Basket]]] = {}
    for channel in channels.all_channels():
        if not row.channels or channel.code in row.channels:
            bought, open_carts = found.setdefault(channel.currency, ([], []))
            bought += _of_orders(channel, since, at, wanted)
            open_carts += _of_carts(channel, since, at, wanted)
    return [
        Compared(
            currency,
            tuple(simulate(bought, [each]) for each in terms),
            tuple(simulate(open_carts, [each]) for each in terms),
        )
        for currency, (bought, open_carts) in found.items()
        if bought or open_carts
    ]


def _terms(row: Promotion, variants: Sequence[Variant], others: Sequence[Promotion]) -> list[Terms]:
    """Return the promotion, its variants and the others, ready to be evaluated."""
    kept = row.definition
    rows = [row]
    for variant in variants:
        (copy,) = Promotion.objects.filter(pk=row.pk)
        copy.definition, copy.kind = varied(kept, variant), kind_of(row.kind, variant)
        rows.append(copy)
    return active.compiled([*rows, *others])


def _timeless(terms: Terms) -> Terms:
    """Return the promotion as if it had run all the time, without a code to type."""
    windows = dict.fromkeys(terms.windows, (None, None))
    return replace(terms, windows=windows, early=None, by_code=False, paused=False, customer_cap=0)


def _of_orders(
    channel: channels.ChannelFacts, since: dt.datetime, until: dt.datetime, wanted: Collection[str]
) -> list[Basket]:
    rows = orders.lines_between(channel.id, since, until, most_orders=MOST_ORDERS)
    articles = _Articles(channel, {row.variant_id for row in rows})
    by_order: dict[int, list[orders.LineRow]] = defaultdict(list)
    for row in rows:
        by_order[row.order_id].append(row)
    first = {key: lines[0] for key, lines in by_order.items()}
    buyers = {key: Buyer(one.placed_at, one.customer_id, one.email) for key, one in first.items()}
    groups = _groups(buyers, until, wanted)
    return [
        Basket(
            lines=tuple(
                articles.line(number, each.variant_id, each.quantity, each.unit_price, each.tax_rate_ppm)
                for number, each in enumerate(lines)
            ),
            currency=channel.currency,
            channel=channel.code,
            at=first[key].placed_at,
            country=first[key].country,
            groups=groups[key],
        )
        for key, lines in by_order.items()
    ]


def _of_carts(
    channel: channels.ChannelFacts, since: dt.datetime, until: dt.datetime, wanted: Collection[str]
) -> list[Basket]:
    rows = counting.carts(channel.id, since, until, MOST_CARTS)
    ids = {key for row in rows for key in row.units}
    prices = pricing.offers_for(ids, channel=channel, at=until, with_strike=False).prices
    articles = _Articles(channel, ids)
    rates = _rates(channel, ids, until)
    buyers = {row.cart_id: Buyer(row.touched_at, row.customer_id, row.email) for row in rows}
    groups = _groups(buyers, until, wanted)
    found = []
    for row in rows:
        lines = tuple(
            articles.line(
                number, key, units, prices[key].price.amount, rates.get(key, 0), prices[key].kind == "sale"
            )
            for number, (key, units) in enumerate(row.units.items())
            if key in prices
        )
        if lines:
            country = row.country or channel.country
            found.append(
                Basket(lines, channel.currency, channel.code, row.touched_at, country, groups[row.cart_id])
            )
    return found


class _Articles:
    """What the engine asks of articles besides their price: category and cost."""

    def __init__(self, channel: channels.ChannelFacts, variants: Collection[int]) -> None:
        self.with_tax = channel.tax_display == "gross"
        self.products = catalog.product_ids_of_variants(variants)
        self.categories = catalog.categories_of_products(set(self.products.values()))
        self.costs = pricing.costs_for(variants, currency=channel.currency)

    def line(
        self, number: int, variant_id: int, units: int, price: int, tax_rate_ppm: int, reduced: bool = False
    ) -> Line:
        """Return one line; its cost in the terms of its price: with the tax where prices have it."""
        product = self.products.get(variant_id, 0)
        cost: Money | None = self.costs.get(variant_id)
        rate = tax_rate_ppm if self.with_tax else 0
        shown = None if cost is None else round_half_up(cost.amount * (1_000_000 + rate), 1_000_000)
        categories = self.categories.get(product, frozenset())
        return Line(number, variant_id, product, units, price, categories, reduced, shown)


def _rates(channel: channels.ChannelFacts, ids: Collection[int], at: dt.datetime) -> dict[int, int]:
    """Return the tax rate of each article in the channel's own country, in millionths."""
    whole = 1_000_000
    known = catalog.variants(ids)
    taxes = pricing.tax_for(
        [
            pricing.TaxableLine(str(key), Money(whole, channel.currency), each.tax_class)
            for key, each in known.items()
        ],
        country=channel.country,
        region="",
        postal_code="",
        tax_display="net",
        at=at,
        timezone=channel.timezone,
        currency=channel.currency,
    )
    return {int(key): answer.tax.amount for key, answer in taxes.lines.items()}


def _groups(
    buyers: Mapping[int, Buyer], until: dt.datetime, wanted: Collection[str]
) -> dict[int, frozenset[str]]:
    """Return the groups each buyer belonged to then, from the orders before; others as they are now."""
    past = orders.purchases_of({each.email for each in buyers.values() if each.email}, until=until)
    extra: dict[int, frozenset[str]] = {}
    found = {}
    for key, buyer in buyers.items():
        moments = past.get(buyer.email, ())
        earlier = moments[: bisect_left(moments, buyer.at)]
        groups = {"account"} if buyer.customer_id else set[str]()
        groups |= {"returning"} if earlier else {"new"}
        if sum(moment >= buyer.at - YEAR for moment in earlier) >= REGULAR_ORDERS:
            groups.add("regular")
        if earlier and earlier[-1] < buyer.at - LAPSED:
            groups.add("lapsed")
        if wanted and buyer.customer_id:
            if buyer.customer_id not in extra:
                extra[buyer.customer_id] = frozenset(
                    customers.groups_of(buyer.customer_id, wanted=wanted, at=until)
                )
            groups |= extra[buyer.customer_id]
        found[key] = frozenset(groups)
    return found
