"""Prices, costs and stock of a batch: compared with what is stored, written, remembered for undo."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports.facts import Problem
from storecrew.contexts.imports.operations.recognize import Known
from storecrew.contexts.imports.rules.cells import ON_REQUEST
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

_Price = tuple[int, int | None, bool]  # amount, strike price, on request


def price_row(variant_id: int, least: int, price: _Price | None) -> pricing.PriceRow:
    """Return the row that makes a price what it should be; None takes it away."""
    if price is None:
        return pricing.PriceRow(variant_id, None, None, least)
    amount, strike, on_request = price
    if on_request:
        return pricing.PriceRow(variant_id, None, None, least, on_request=True)
    return pricing.PriceRow(variant_id, amount, strike, least)


@dataclass
class Written:
    """What the ledger changed, by the first row of the product; ``before`` is for undo."""

    changes: dict[int, list[tuple[str, Any, Any]]] = field(default_factory=lambda: defaultdict(list))
    warnings: dict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    before: dict[str, list[Any]] = field(default_factory=lambda: {"prices": [], "costs": [], "stock": []})


@dataclass(frozen=True, slots=True)
class _Owner:
    row: int  # of the product
    line: int  # of the variant
    sku: str
    variant_id: int  # 0 for one that a preview would make


class Ledger:
    """Collects the prices, costs and stock of a batch and writes them with a few statements."""

    def __init__(
        self, channel: channels.ChannelFacts, location: str, *, dry_run: bool, pricer: Actor
    ) -> None:
        self._channel, self._location, self._dry_run = channel, location, dry_run
        self._pricer = pricer
        self._base = {pricing.base_list_code(each): each for each in channels.all_channels()}
        self._prices: dict[str, list[tuple[_Owner, int, _Price]]] = defaultdict(list)
        self._costs: dict[str, list[tuple[_Owner, int]]] = defaultdict(list)
        self._stock: dict[str, list[tuple[_Owner, int]]] = defaultdict(list)

    def add(self, item: Known, result: catalog.RowResult) -> None:
        """Take the numbers of one product that the catalog took."""
        for variant in item.draft.variants:
            owner = _Owner(item.draft.row, variant.row, variant.sku, result.variant_ids.get(variant.sku, 0))
            for price in variant.prices:
                new = (price.amount, price.compare_at, price.on_request)
                self._prices[price.price_list].append((owner, price.min_quantity, new))
            if variant.cost is not None:
                self._costs[variant.cost[1]].append((owner, variant.cost[0]))
            for location, quantity in variant.stock.items():
                self._stock[location or self._location].append((owner, quantity))

    def write(self, actor: Actor, at: dt.datetime, document: str) -> Written:
        """Write what differs (or only compare) and say what changed."""
        written = Written()
        # Costs first: a price is compared with the cost of the same file.
        for currency, costs in self._costs.items():
            self._write_costs(currency, costs, written, actor, at)
        for code, prices in self._prices.items():
            self._write_prices(code, prices, written, at, document)
        for location, stock in self._stock.items():
            self._write_stock(location, stock, written, actor, at, document)
        return written

    def _write_prices(
        self,
        code: str,
        prices: list[tuple[_Owner, int, _Price]],
        written: Written,
        at: dt.datetime,
        document: str,
    ) -> None:
        list_code = code or pricing.base_list_code(self._channel)
        ids = [owner.variant_id for owner, _, _ in prices if owner.variant_id]
        stored = {
            (row.variant_id, row.min_quantity): (row.amount, row.compare_at_amount, row.on_request)
            for row in pricing.stored_prices(ids, price_list_code=list_code)
        }
        differing = [row for row in prices if stored.get((row[0].variant_id, row[1])) != row[2]]
        waiting = self._set_or_look(code, list_code, differing, at, document)
        for owner, least, new in differing:
            old = stored.get((owner.variant_id, least))
            if (owner.variant_id, least) in waiting:
                told = {"old": self._shown(old) or "–", "new": self._shown(new)}
                written.warnings[owner.row].append(
                    Problem("price_waits", owner.line, "price", sku=owner.sku, params=told)
                )
                continue
            written.before["prices"].append([list_code, owner.variant_id, least, old, new])
            written.changes[owner.row].append((f"{owner.sku}.price", self._shown(old), self._shown(new)))

    def _set_or_look(
        self,
        code: str,
        list_code: str,
        prices: list[tuple[_Owner, int, _Price]],
        at: dt.datetime,
        document: str,
    ) -> frozenset[tuple[int, int]]:
        """Set the prices, or only look in a dry run; return those that wait for a second person."""
        rows = [price_row(owner.variant_id, least, new) for owner, least, new in prices]
        if not rows:
            return frozenset()
        if self._dry_run:
            known = [row for row in rows if row.variant_id]
            return pricing.would_wait(rows=known, price_list_code=list_code, actor=self._pricer, at=at)
        base = self._base.get(code)
        done = pricing.set_prices(
            rows=rows,
            price_list_code="" if base else code,
            channel=base or self._channel,
            reason=document,
            batch=document,
            actor=self._pricer,
            at=at,
        )
        return frozenset(done.waiting)

    def _shown(self, price: _Price | None) -> str | None:
        if price is None:
            return None
        if price[2]:
            return ON_REQUEST
        amount, strike = (
            str(Money(each, self._channel.currency).decimal) if each is not None else "" for each in price[:2]
        )
        return f"{amount} ({strike})" if strike else amount

    def _write_costs(
        self, currency: str, costs: list[tuple[_Owner, int]], written: Written, actor: Actor, at: dt.datetime
    ) -> None:
        stored = pricing.stored_costs([owner.variant_id for owner, _ in costs if owner.variant_id])
        new = {}
        for owner, amount in costs:
            old = stored.get(owner.variant_id, {}).get(currency)
            if old != amount:
                new[owner.variant_id] = amount
                written.before["costs"].append([currency, owner.variant_id, old, amount])
                was, becomes = (
                    None if each is None else f"{Money(each, currency).decimal} {currency}"
                    for each in (old, amount)
                )
                written.changes[owner.row].append((f"{owner.sku}.cost", was, becomes))
        if new and not self._dry_run:
            pricing.set_costs(costs=new, currency=currency, actor=actor, at=at)

    def _write_stock(
        self,
        location: str,
        stock: list[tuple[_Owner, int]],
        written: Written,
        actor: Actor,
        at: dt.datetime,
        document: str,
    ) -> None:
        ids = [owner.variant_id for owner, _ in stock if owner.variant_id]
        stored = {
            level.variant_id: level for level in inventory.levels(ids) if level.location_code == location
        }
        wanted: dict[int, int] = {}
        for owner, quantity in stock:
            level = stored.get(owner.variant_id)
            old = level.on_hand if level else 0
            committed = level.on_hand - level.available if level else 0
            if quantity == old:
                if level is None:
                    wanted[owner.variant_id] = quantity  # a level of 0 says that the shop keeps it
                continue
            if quantity < committed:
                written.warnings[owner.row].append(
                    Problem(
                        "stock_committed",
                        owner.line,
                        "",
                        str(quantity),
                        owner.sku,
                        params={"committed": committed},
                    )
                )
                continue
            wanted[owner.variant_id] = quantity
            written.before["stock"].append([location, owner.variant_id, old, quantity])
            written.changes[owner.row].append((f"{owner.sku}.stock", old, quantity))
        if not wanted or self._dry_run:
            return
        answer = inventory.set_on_hand_from_import(
            wanted, location_code=location, actor=actor, at=at, document=document
        )
        for owner, quantity in stock:
            if owner.variant_id in answer.refused:
                committed = answer.refused[owner.variant_id]
                written.warnings[owner.row].append(
                    Problem(
                        "stock_committed",
                        owner.line,
                        "",
                        str(quantity),
                        owner.sku,
                        params={"committed": committed},
                    )
                )
