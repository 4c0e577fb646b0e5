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
    """Rows of products with the lowest price and the stock of their matching variants.

    ``counts`` holds every value that the list has without any filter; a value of 0 would find nothing.
    """

    rows: Ints
    prices: Ints  # lowest of the matching variants, NO_PRICE when none has one
    in_stock: Mask
    counts: dict[str, dict[Any, int]]
    lowest: int | None
    highest: int | None
    histogram: tuple[int, ...]
    in_stock_count: int


def ask(columns: Columns, question: Question, found: Ints | None = None) -> Answer:
    """Answer a question; ``found`` are the rows of the products that a text search found."""
    product_rows = _product_rows(columns, question, found)
    at = _variant_rows(columns, product_rows)
    owner = columns.variant["product"][at]
    price, stock = _price_and_stock(columns, question.channel_id, at)
    tests = _tests(columns, question, at, price, stock)
    matched = _all_but(tests, None, len(at))
    rows, prices, in_stock = _products(owner, price, stock, matched)
    answer = Answer(rows, prices, in_stock, {}, None, None, (), 0)
    stocked = _all_but(tests, "stock", len(at)) & stock
    answer.in_stock_count = len(_firsts(owner[stocked]))
    _add_price_range(answer, owner, price, _all_but(tests, "price", len(at)))
    for code in question.codes:
        if code in columns.values:
            answer.counts[code] = _count(columns, code, at, owner, tests)
    return answer


def _product_rows(columns: Columns, question: Question, found: Ints | None) -> Ints:
    product = columns.product
    rows = np.arange(columns.products) if found is None else np.sort(found)
    keep = product["alive"][rows].copy()
    keep &= columns.sets["channels"].table([question.channel_id])[product["channels"][rows]]
    if question.category_id is not None:
        keep &= columns.sets["categories"].table([question.category_id])[product["categories"][rows]]
    if question.collection_id is not None:
        keep &= columns.sets["collections"].table([question.collection_id])[product["collections"][rows]]
    return rows[keep]


def _variant_rows(columns: Columns, product_rows: Ints) -> Ints:
    """The rows of all variants of the products, each product's side by side."""
    starts, counts = columns.product["start"][product_rows], columns.product["count"][product_rows]
    if not len(counts):
        return np.zeros(0, np.int64)
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def _price_and_stock(columns: Columns, channel_id: int, at: Ints) -> tuple[Ints, Mask]:
    prices, stock = columns.prices.get(channel_id), columns.stock.get(channel_id)
    return (
        np.full(len(at), NO_PRICE, np.int64) if prices is None else prices[at],
        np.zeros(len(at), np.bool_) if stock is None else stock[at],
    )


def _tests(columns: Columns, question: Question, at: Ints, price: Ints, stock: Mask) -> dict[str, Mask]:
    """One mask over the variants for each thing that was asked."""
    tests: dict[str, Mask] = {}
    for code, wanted in question.facets.items():
        column = columns.values.get(code)
        if column is None:
            tests[f"facet:{code}"] = np.zeros(len(at), np.bool_)
        else:
            tests[f"facet:{code}"] = columns.value_sets[code].table(wanted)[column[at]]
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


def _all_but(tests: Mapping[str, Mask], left_out: str | None, size: int) -> Mask:
    result = np.ones(size, np.bool_)
    for name, test in tests.items():
        if name != left_out:
            result &= test
    return result


def _firsts(owner: NDArray[Any]) -> Ints:
    """Where each product begins in an array of owners that stand side by side."""
    if not len(owner):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))


def _products(owner: NDArray[Any], price: Ints, stock: Mask, matched: Mask) -> tuple[Ints, Ints, Mask]:
    if not matched.all():
        owner, price, stock = owner[matched], price[matched], stock[matched]
    firsts = _firsts(owner)
    if not len(firsts):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_)
    lowest = _lowest(price, firsts)
    return owner[firsts].astype(np.int64), lowest, np.logical_or.reduceat(stock, firsts)


def _lowest(price: Ints, firsts: Ints) -> Ints:
    none = np.iinfo(np.int64).max
    lowest = np.minimum.reduceat(np.where(price == NO_PRICE, none, price), firsts)
    return np.where(lowest == none, NO_PRICE, lowest)


def _add_price_range(answer: Answer, owner: NDArray[Any], price: Ints, matched: Mask) -> None:
    """The range and histogram of the products' lowest prices, without the price filter itself."""
    priced = matched & (price != NO_PRICE)
    if not priced.any():
        return
    prices = price[priced]
    lowest = _lowest(prices, _firsts(owner[priced]))
    # The highest price is that of the dearest variant, so that a filter up to it leaves nothing out.
    answer.lowest, answer.highest = int(prices.min()), int(prices.max())
    if answer.highest > answer.lowest:
        steps = (lowest - answer.lowest) * HISTOGRAM_STEPS // (answer.highest - answer.lowest + 1)
        answer.histogram = tuple(np.bincount(steps, minlength=HISTOGRAM_STEPS).tolist())


def _count(
    columns: Columns, code: str, at: Ints, owner: NDArray[Any], tests: Mapping[str, Mask]
) -> dict[Any, int]:
    """Products by value: those that match everything but this facet, counted once each."""
    column, sets = columns.values[code], columns.value_sets[code]
    numbers = column[at]
    size = len(sets.members)
    matched = _all_but(tests, f"facet:{code}", len(at))
    counts = dict.fromkeys(_present(sets.members, np.bincount(numbers, minlength=size)), 0)
    rows, numbers = owner[matched], numbers[matched]
    if code not in columns.varying:
        # The same in all variants of a product: its first one speaks for it.
        numbers = numbers[_firsts(rows)]
        tally = np.bincount(numbers, minlength=size)
    elif any(len(members) > 1 for members in sets.members):
        return counts | _tally_expanded(sets.members, rows, numbers)
    else:
        tally = np.bincount(numbers[_once(rows, numbers, size, columns.most_variants)], minlength=size)
    for number in np.flatnonzero(tally):
        for value in sets.members[number]:
            counts[value] += int(tally[number])
    return counts


def _present(members: list[tuple[Any, ...]], tally: NDArray[Any]) -> dict[Any, None]:
    return {value: None for number in np.flatnonzero(tally) for value in members[number]}


def _once(rows: NDArray[Any], numbers: NDArray[Any], size: int, most: int) -> Mask:
    """Marks the first of equal (product, value) pairs. Equal ones are at most ``most`` - 1 apart."""
    keys = rows.astype(np.int64) * size + numbers
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
