"""One question to the columns: which products match, and what each further choice would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storecrew.contexts.discovery.index.columns import NO_PRICE, Columns, Ints

Mask = NDArray[np.bool_]
HISTOGRAM_STEPS = 20
MOST_KEPT = 4_000_000  # variants of lists that are kept gathered


@dataclass(frozen=True, slots=True)
class Question:
    """``facets`` map a code to the chosen values. ``text`` are the products that a search found."""

    channel_id: int
    category_id: int | None = None
    collection_id: int | None = None
    facets: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    codes: tuple[str, ...] = ()  # facets to count


@dataclass(slots=True)
class Answer:
    """Rows of products with the lowest price and the stock of their matching variants."""

    rows: Ints
    prices: Ints  # lowest of the matching variants, NO_PRICE when none has one
    in_stock: Mask
    counts: dict[str, dict[Any, int]]
    lowest: int | None
    highest: int | None
    histogram: tuple[int, ...]
    in_stock_count: int


class Members:
    """The variants of one list, gathered once and kept until the columns change under them."""

    def __init__(self, columns: Columns, rows: Ints) -> None:
        self.at = _variant_rows(columns, rows)
        self.owner: NDArray[np.int32] = columns.variant["product"][self.at]
        self.numbers: dict[str, NDArray[np.int32]] = {}
        self.keys: dict[str, Ints] = {}
        self.present: dict[str, dict[Any, int]] = {}
        self.unfiltered: dict[str, dict[Any, int]] = {}
        self.price: tuple[Any, Ints] | None = None
        self.stock: tuple[Any, Mask] | None = None
        self.prices: tuple[Any, Prices] | None = None

    def __len__(self) -> int:
        return len(self.at)

    def numbers_of(self, columns: Columns, code: str) -> NDArray[np.int32]:
        if code not in self.numbers:
            self.numbers[code] = columns.values[code][self.at]
        return self.numbers[code]

    def keys_of(self, columns: Columns, code: str) -> Ints:
        """Product and value as one number."""
        if code not in self.keys:
            size = len(columns.value_sets[code].members)
            self.keys[code] = self.owner.astype(np.int64) * size + self.numbers_of(columns, code)
        return self.keys[code]

    def present_in(self, columns: Columns, code: str) -> dict[Any, int]:
        """Every value that occurs in the list, at zero."""
        if code not in self.present:
            members = columns.value_sets[code].members
            tally = np.bincount(self.numbers_of(columns, code), minlength=len(members))
            self.present[code] = {value: 0 for number in np.flatnonzero(tally) for value in members[number]}
        return self.present[code]

    def price_and_stock(self, columns: Columns, channel_id: int) -> tuple[Ints, Mask]:
        """Prices and stock of the variants in a channel, gathered again only when they changed."""
        revisions = columns.revisions
        if self.price is None or self.price[0] != (channel_id, revisions["prices"]):
            column = columns.prices.get(channel_id)
            gathered = np.full(len(self), NO_PRICE, np.int64) if column is None else column[self.at]
            self.price = ((channel_id, revisions["prices"]), gathered)
        if self.stock is None or self.stock[0] != (channel_id, revisions["stock"]):
            flags = columns.stock.get(channel_id)
            found = np.zeros(len(self), np.bool_) if flags is None else flags[self.at]
            self.stock = ((channel_id, revisions["stock"]), found)
        return self.price[1], self.stock[1]


@dataclass(frozen=True, slots=True)
class Prices:
    """The range of prices of a list and how its products spread over it."""

    lowest: int | None = None
    highest: int | None = None
    histogram: tuple[int, ...] = ()


def ask(columns: Columns, question: Question, found: Ints | None = None) -> Answer:
    """Answer a question; ``found`` are the rows of the products that a text search found."""
    members = _members(columns, question, found)
    price, stock = members.price_and_stock(columns, question.channel_id)
    tests = _tests(columns, question, members, price, stock)
    matched = _all_but(tests, None)
    rows, prices, in_stock = _products(members.owner, price, stock, matched)
    summary = _price_summary(columns, members, price, tests)
    stocked = _both(_all_but(tests, "stock"), stock)
    return Answer(
        rows=rows,
        prices=prices,
        in_stock=in_stock,
        counts={
            code: _count(columns, code, members, tests) for code in question.codes if code in columns.values
        },
        lowest=summary.lowest,
        highest=summary.highest,
        histogram=summary.histogram,
        in_stock_count=len(_firsts(members.owner[stocked])),
    )


def _members(columns: Columns, question: Question, found: Ints | None) -> Members:
    """The variants of the list without its filters; those of whole lists are kept."""
    if found is not None:
        return Members(columns, _product_rows(columns, question, np.sort(found)))
    key = (question.channel_id, question.category_id, question.collection_id)
    revision = columns.revisions["layout"]
    kept = columns.kept.pop(key, None)
    if kept is None or kept[0] != revision:
        kept = (revision, Members(columns, _product_rows(columns, question, None)))
    columns.kept[key] = kept  # the last one asked for goes to the end
    size = sum(len(members) for _revision, members in columns.kept.values())
    while len(columns.kept) > 1 and size > MOST_KEPT:
        _revision, oldest = columns.kept.pop(next(iter(columns.kept)))
        size -= len(oldest)
    return kept[1]


def _product_rows(columns: Columns, question: Question, found: Ints | None) -> Ints:
    product = columns.product
    at: Any = slice(0, columns.products) if found is None else found
    keep = (
        product["alive"][at] & columns.sets["channels"].table([question.channel_id])[product["channels"][at]]
    )
    if question.category_id is not None:
        keep &= columns.sets["categories"].table([question.category_id])[product["categories"][at]]
    if question.collection_id is not None:
        keep &= columns.sets["collections"].table([question.collection_id])[product["collections"][at]]
    return np.flatnonzero(keep) if found is None else found[keep]


def _variant_rows(columns: Columns, product_rows: Ints) -> Ints:
    """The rows of all variants of the products, each product's side by side."""
    starts, counts = columns.product["start"][product_rows], columns.product["count"][product_rows]
    if not len(counts):
        return np.zeros(0, np.int64)
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def _tests(
    columns: Columns, question: Question, members: Members, price: Ints, stock: Mask
) -> dict[str, Mask]:
    """One mask over the variants for each thing that was asked."""
    tests: dict[str, Mask] = {}
    for code, wanted in question.facets.items():
        if code in columns.values:
            table = columns.value_sets[code].table(wanted)
            tests[f"facet:{code}"] = table[members.numbers_of(columns, code)]
        else:
            tests[f"facet:{code}"] = np.zeros(len(members), np.bool_)
    if question.price_min is not None or question.price_max is not None:
        test = price != NO_PRICE
        if question.price_min is not None:
            test &= price >= question.price_min
        if question.price_max is not None:
            test &= price <= question.price_max
        tests["price"] = test
    if question.in_stock:
        tests["stock"] = stock
    return tests


def _all_but(tests: Mapping[str, Mask], left_out: str | None) -> Mask | None:
    """All tests but one together; ``None`` when there is none and everything passes."""
    result: Mask | None = None
    for name, test in tests.items():
        if name != left_out:
            result = test if result is None else result & test
    return result


def _both(one: Mask | None, other: Mask) -> Mask:
    return other if one is None else one & other


def _firsts(owner: NDArray[Any]) -> Ints:
    """Where each product begins in an array of owners that stand side by side."""
    if not len(owner):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))


def _products(owner: NDArray[Any], price: Ints, stock: Mask, matched: Mask | None) -> tuple[Ints, Ints, Mask]:
    if matched is not None:
        kept = np.flatnonzero(matched)
        owner, price, stock = owner[kept], price[kept], stock[kept]
    firsts = _firsts(owner)
    if not len(firsts):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_)
    lowest = _lowest(price, firsts)
    return owner[firsts].astype(np.int64), lowest, np.logical_or.reduceat(stock, firsts)


def _lowest(price: Ints, firsts: Ints) -> Ints:
    none = np.iinfo(np.int64).max
    lowest = np.minimum.reduceat(np.where(price == NO_PRICE, none, price), firsts)
    return np.where(lowest == none, NO_PRICE, lowest)


def _price_summary(columns: Columns, members: Members, price: Ints, tests: Mapping[str, Mask]) -> Prices:
    """The range and histogram without the price filter itself."""
    matched = _all_but(tests, "price")
    if matched is not None:
        return _summarize(members.owner, price, matched)
    revision = columns.revisions["prices"]
    if members.prices is None or members.prices[0] != revision:
        members.prices = (revision, _summarize(members.owner, price, None))
    return members.prices[1]


def _summarize(owner: NDArray[Any], price: Ints, matched: Mask | None) -> Prices:
    priced = np.flatnonzero(_both(matched, price != NO_PRICE))
    if not len(priced):
        return Prices()
    prices = price[priced]
    # The highest price is that of the dearest variant, so that a filter up to it leaves nothing out.
    lowest, highest = int(prices.min()), int(prices.max())
    if highest == lowest:
        return Prices(lowest, highest)
    steps = (_lowest(prices, _firsts(owner[priced])) - lowest) * HISTOGRAM_STEPS // (highest - lowest + 1)
    return Prices(lowest, highest, tuple(np.bincount(steps, minlength=HISTOGRAM_STEPS).tolist()))


def _count(columns: Columns, code: str, members: Members, tests: Mapping[str, Mask]) -> dict[Any, int]:
    """Products by value: those that match everything but this facet, counted once each.

    Every value that the list has without any filter is in the answer; 0 would find nothing.
    """
    matched = _all_but(tests, f"facet:{code}")
    if matched is not None:
        return _tally(columns, code, members, np.flatnonzero(matched))
    if code not in members.unfiltered:
        members.unfiltered[code] = _tally(columns, code, members, None)
    return dict(members.unfiltered[code])


def _tally(columns: Columns, code: str, members: Members, kept: Ints | None) -> dict[Any, int]:
    sets = columns.value_sets[code].members
    numbers, owner = members.numbers_of(columns, code), members.owner
    counts = dict(members.present_in(columns, code))
    if code not in columns.varying:
        # The same in all variants of a product: its first one speaks for it.
        rows = owner if kept is None else owner[kept]
        firsts = _firsts(rows)
        tally = np.bincount(numbers[firsts if kept is None else kept[firsts]], minlength=len(sets))
    elif columns.value_sets[code].has_several:
        rows, numbers = (owner, numbers) if kept is None else (owner[kept], numbers[kept])
        return counts | _tally_expanded(sets, rows, numbers)
    else:
        keys = members.keys_of(columns, code)
        keys = keys if kept is None else keys[kept]
        numbers = numbers if kept is None else numbers[kept]
        tally = np.bincount(numbers[_once(keys, columns.most_variants)], minlength=len(sets))
    for number in np.flatnonzero(tally):
        for value in sets[number]:
            counts[value] += int(tally[number])
    return counts


def _once(keys: Ints, most: int) -> Mask:
    """Marks the first of equal (product, value) pairs. Equal ones are at most ``most`` - 1 apart."""
    if most > 32:
        keep = np.zeros(len(keys), np.bool_)
        keep[np.unique(keys, return_index=True)[1]] = True
        return keep
    keep = np.ones(len(keys), np.bool_)
    for distance in range(1, min(most, len(keys))):
        keep[distance:] &= keys[distance:] != keys[:-distance]
    return keep


def _tally_expanded(
    members: list[tuple[Any, ...]], rows: NDArray[Any], numbers: NDArray[Any]
) -> dict[Any, int]:
    """Counting where variants of one product hold several values each: exact, and rare."""
    seen = {
        (row, value)
        for row, number in zip(rows.tolist(), numbers.tolist(), strict=True)
        for value in members[number]
    }
    counts: dict[Any, int] = {}
    for _row, value in seen:
        counts[value] = counts.get(value, 0) + 1
    return counts
