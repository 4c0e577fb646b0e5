"""The variants of one list, gathered once and kept until the columns change under them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from storecrew.contexts.discovery.index.bits import Layout, pack
from storecrew.contexts.discovery.index.columns import NO_PRICE, Columns, Ints

# Sets of variants kept per list; each takes an eighth of a byte per variant.
MOST_SETS = 256
FEW_VARIANTS = 8


class Members:
    """A list: its variants, the products they belong to, and what was derived from them so far."""

    def __init__(self, columns: Columns, rows: Ints) -> None:
        self.at = _variant_rows(columns, rows)
        self.owner: NDArray[np.int32] = columns.variant["product"][self.at]
        self.firsts = firsts(self.owner)
        self.layout = Layout(self.firsts, len(self.at))
        self.rows: Ints = self.owner[self.firsts].astype(np.int64)
        self._further = _further(self.firsts, len(self.at))
        self.answers: dict[Any, Any] = {}  # what was counted last, see ``counting``
        self._numbers: dict[str, NDArray[np.int32]] = {}
        self._of_products: dict[str, NDArray[np.intp]] = {}
        self._present: dict[str, dict[Any, int]] = {}
        self._sets: dict[tuple[str, Any], int] = {}
        self._price: tuple[Any, Ints] | None = None
        self._priced: tuple[Any, Ints] | None = None
        self._ranges: tuple[Any, tuple[Ints, Ints]] | None = None
        self._stock: tuple[Any, int] | None = None

    def __len__(self) -> int:
        return len(self.at)

    def numbers(self, columns: Columns, code: str) -> NDArray[np.int32]:
        """The set number of each variant's values."""
        if code not in self._numbers:
            self._numbers[code] = columns.values[code][self.at]
        return self._numbers[code]

    def numbers_of_products(self, columns: Columns, code: str) -> NDArray[np.intp]:
        """The same of each product, for codes that do not vary within products; as wide as counting wants."""
        if code not in self._of_products:
            self._of_products[code] = self.numbers(columns, code)[self.firsts].astype(np.intp)
        return self._of_products[code]

    def present(self, columns: Columns, code: str) -> dict[Any, int]:
        """Every value that occurs in the list, at zero."""
        if code not in self._present:
            members = columns.value_sets[code].members
            tally = np.bincount(self.numbers(columns, code), minlength=len(members))
            self._present[code] = {value: 0 for number in np.flatnonzero(tally) for value in members[number]}
        return self._present[code]

    def holding(self, columns: Columns, code: str, value: Any) -> int:
        """The variants that have a value, as bits."""
        key = (code, value)
        found = self._sets.pop(key, None)
        if found is None:
            found = pack(columns.value_sets[code].table([value]).take(self.numbers(columns, code)))
            if len(self._sets) >= MOST_SETS:
                self._sets.pop(next(iter(self._sets)))
        self._sets[key] = found  # the last one asked for goes to the end
        return found

    def prices(self, columns: Columns, channel_id: int) -> NDArray[Any]:
        """The price of each variant in a channel, gathered again only when prices changed.

        A variant without one has more than any price, ``top_of(prices)``; in 32 bits where all prices fit,
        because half the memory is twice the speed.
        """
        stamp = (channel_id, columns.revisions["prices"])
        if self._price is None or self._price[0] != stamp:
            column = columns.prices.get(channel_id)
            gathered = np.full(len(self), NO_PRICE, np.int64) if column is None else column[self.at]
            fits = not len(gathered) or int(gathered.max()) < np.iinfo(np.int32).max
            gathered = gathered.astype(np.int32 if fits else np.int64)
            gathered[gathered == NO_PRICE] = top_of(gathered)
            self._price = (stamp, gathered)
        return self._price[1]

    def priced(self, columns: Columns, channel_id: int) -> NDArray[Any]:
        """The same with 0 for a variant without a price: what the highest price is found in."""
        stamp = (channel_id, columns.revisions["prices"])
        if self._priced is None or self._priced[0] != stamp:
            price = self.prices(columns, channel_id)
            self._priced = (stamp, np.where(price == top_of(price), price.dtype.type(0), price))
        return self._priced[1]

    def price_ranges(self, columns: Columns, channel_id: int) -> tuple[Ints, Ints]:
        """The lowest and highest price of each product; top and 0 where no variant has one."""
        stamp = (channel_id, columns.revisions["prices"])
        if self._ranges is None or self._ranges[0] != stamp:
            price = self.prices(columns, channel_id)
            priced = self.priced(columns, channel_id)
            highest = np.maximum.reduceat(priced, self.firsts) if len(price) else priced
            self._ranges = (stamp, (self.lowest(price), highest))
        return self._ranges[1]

    def lowest(self, price: NDArray[Any]) -> NDArray[Any]:
        """The lowest price of each product, ``top_of(price)`` where no variant has one.

        Products have few variants: to compare their first, second and third ones side by side takes half as
        long as numpy's own reduction by groups.
        """
        if self._further is None:
            return lowest(price, self.firsts)
        found = price[self.firsts]
        for products, at in self._further:
            found[products] = np.minimum(found[products], price[at])
        return found

    def in_stock(self, columns: Columns, channel_id: int) -> int:
        """The variants that a channel has in stock, as bits."""
        stamp = (channel_id, columns.revisions["stock"])
        if self._stock is None or self._stock[0] != stamp:
            flags = columns.stock.get(channel_id)
            self._stock = (stamp, 0 if flags is None else pack(flags[self.at]))
        return self._stock[1]


def _variant_rows(columns: Columns, product_rows: Ints) -> Ints:
    """The rows of all variants of the products, each product's side by side."""
    starts, counts = columns.product["start"][product_rows], columns.product["count"][product_rows]
    if not len(counts):
        return np.zeros(0, np.int64)
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def _further(starts: Ints, size: int) -> list[tuple[Any, Ints]] | None:
    """The products that have a second variant and where it is, a third ..., or None where some have many."""
    counts = np.diff(starts, append=size)
    if not len(counts) or int(counts.max()) > FEW_VARIANTS:
        return None
    found: list[tuple[Any, Ints]] = []
    for place in range(1, int(counts.max())):
        has = np.flatnonzero(counts > place)
        found.append(
            (slice(None) if len(has) == len(starts) else has, (starts[has] + place).astype(np.int32))
        )
    return found


def firsts(owner: NDArray[Any]) -> Ints:
    """Where each product begins in an array of owners that stand side by side."""
    if not len(owner):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))


def lowest(price: NDArray[Any], starts: Ints) -> NDArray[Any]:
    """The lowest price of each product, ``top_of(price)`` where no variant has one."""
    return np.minimum.reduceat(price, starts) if len(starts) else price[:0]


def top_of(price: NDArray[Any]) -> int:
    """What stands for no price: more than any."""
    return int(np.iinfo(price.dtype).max)
