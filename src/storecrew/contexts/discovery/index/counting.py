"""One question to the columns: which products match, and what each further choice would leave.

What is asked becomes sets of variants (``bits``), so that a condition on variants holds on one and the same
variant. What is the same in all variants of a product is counted per product, a quarter of the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storecrew.contexts.discovery.index.bits import Mask, lanes, pack, unpack
from storecrew.contexts.discovery.index.columns import NO_PRICE, Columns, Ints
from storecrew.contexts.discovery.index.members import Members, firsts, lowest, top_of

HISTOGRAM_STEPS = 20
MOST_KEPT = 4_000_000  # variants of lists that are kept gathered
FACET = "facet:"  # before the code, so that an attribute may be called "price"
MOST_ANSWERS = 128  # per list, about 10 KB each
FEW_VALUES = 64  # up to here one set per value is faster than a table of all


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
    """Rows of products with the stock of their matching variants; their prices only when asked for.

    ``summary`` is the same object for the same question for as long as nothing of it changed.
    """

    rows: Ints
    in_stock: Mask
    summary: Summary
    find_prices: Callable[[], Ints]

    @property
    def prices(self) -> Ints:
        """The lowest price of each row's matching variants, NO_PRICE when none has one."""
        return self.find_prices()


@dataclass(frozen=True, slots=True)
class Prices:
    """The range of prices of a list and how its products spread over it."""

    lowest: int | None = None
    highest: int | None = None
    histogram: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What is counted for a question. Compared by identity: equal ones need not be told apart."""

    counts: Mapping[str, Mapping[Any, int]]
    prices: Prices
    in_stock_count: int


def ask(columns: Columns, question: Question, found: Ints | None = None) -> Answer:
    """Answer a question; ``found`` are the rows of the products that a text search found."""
    members = _members(columns, question, found)
    asked = _Asked(columns, question, members)
    matched = asked.all_but(None)
    shown = np.flatnonzero(members.layout.mask(matched))
    stock = members.in_stock(columns, question.channel_id)
    return Answer(
        rows=members.rows[shown],
        in_stock=members.layout.mask(matched & stock)[shown],
        summary=_summarized(asked, question),
        find_prices=partial(_prices_of, asked, matched),
    )


def _summarized(asked: _Asked, question: Question) -> Summary:
    """Count, or return what was counted for the same question while prices and stock were the same.

    Most shoppers ask few questions: the list as it is, what is in stock of it, its largest facets.
    """
    columns, members = asked.columns, asked.members
    facets = tuple(sorted(question.facets.items()))
    asked_for = (question.price_min, question.price_max, question.in_stock, question.codes)
    key = (question.channel_id, facets, *asked_for, columns.revisions["prices"], columns.revisions["stock"])
    found: Summary | None = members.answers.pop(key, None)
    if found is None:
        stock = members.in_stock(columns, question.channel_id)
        found = Summary(
            counts={code: _tally(asked, code) for code in question.codes if code in columns.values},
            prices=_price_summary(asked),
            in_stock_count=members.layout.count(asked.all_but("stock") & stock),
        )
        if len(members.answers) >= MOST_ANSWERS:
            members.answers.pop(next(iter(members.answers)))
    members.answers[key] = found  # the last one asked for goes to the end
    return found


class _Asked:
    """A question as one set of variants for each thing that was asked."""

    def __init__(self, columns: Columns, question: Question, members: Members) -> None:
        self.columns, self.members, self.channel_id = columns, members, question.channel_id
        self.everything = (1 << len(members)) - 1
        self.tests = dict(self._tests(question))
        self._products: dict[str | None, Ints] = {}

    def _tests(self, question: Question) -> dict[str, int]:
        columns, members = self.columns, self.members
        tests: dict[str, int] = {}
        for code, wanted in question.facets.items():
            tests[FACET + code] = 0
            for value in wanted if code in columns.values else ():
                tests[FACET + code] |= members.holding(columns, code, value)
        if question.price_min is not None or question.price_max is not None:
            price = members.prices(columns, self.channel_id)
            test = price != top_of(price)
            if question.price_min is not None:
                test &= price >= question.price_min
            if question.price_max is not None:
                test &= price <= question.price_max
            tests["price"] = pack(test)
        if question.in_stock:
            tests["stock"] = members.in_stock(columns, self.channel_id)
        return tests

    def all_but(self, left_out: str | None) -> int:
        """The variants that pass all tests but one."""
        found = self.everything
        for name, test in self.tests.items():
            if name != left_out:
                found &= test
        return found

    def concerns_products(self, left_out: str) -> bool:
        """Say whether every other test holds for all variants of a product or for none."""
        others = self.tests.keys() - {left_out}
        return not others & {"price", "stock", *(FACET + code for code in self.columns.varying)}

    def products(self, left_out: str) -> Ints:
        """The places in the list of the products of which a variant passes all tests but one."""
        key = left_out if left_out in self.tests else None
        if key not in self._products:
            self._products[key] = np.flatnonzero(self.members.layout.mask(self.all_but(key)))
        return self._products[key]


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


def _prices_of(asked: _Asked, matched: int) -> Ints:
    members = asked.members
    kept = np.flatnonzero(unpack(matched, len(members)))
    found = lowest(members.prices(asked.columns, asked.channel_id)[kept], firsts(members.owner[kept]))
    return np.where(found == top_of(found), NO_PRICE, found).astype(np.int64)


def _price_summary(asked: _Asked) -> Prices:
    """The range and histogram without the price filter itself."""
    members = asked.members
    if asked.concerns_products("price"):
        shown = asked.products("price")
        least, most = (each[shown] for each in members.price_ranges(asked.columns, asked.channel_id))
        return _summary(least, int(most.max()) if len(most) else 0)
    price = members.prices(asked.columns, asked.channel_id)
    lane = lanes(asked.all_but("price"), len(members), price.dtype)
    highest = int((members.priced(asked.columns, asked.channel_id) & lane).max()) if len(lane) else 0
    # Top has every bit of a price, so it is what any price becomes that is not matched. In place, because
    # a million numbers more cost as much as what is done with them.
    np.invert(lane, out=lane)
    np.bitwise_and(lane, top_of(price), out=lane)
    np.bitwise_or(lane, price, out=lane)
    return _summary(members.lowest(lane), highest)


def _summary(least: NDArray[Any], highest: int) -> Prices:
    """Sum up the lowest prices of products, top where there is none.

    The highest is that of the dearest variant, so that a filter up to it leaves nothing out.
    """
    lowest_of_all = int(least.min()) if len(least) else top_of(least)
    if lowest_of_all == top_of(least):
        return Prices()
    if highest == lowest_of_all:
        return Prices(lowest_of_all, highest)
    span = highest - lowest_of_all + 1
    steps = least.astype(np.int64)
    steps -= lowest_of_all
    np.minimum(steps, span, out=steps)  # what has no price lies beyond the last step
    steps *= HISTOGRAM_STEPS
    steps //= span
    tally = np.bincount(steps, minlength=HISTOGRAM_STEPS + 1)[:HISTOGRAM_STEPS]
    return Prices(lowest_of_all, highest, tuple(tally.tolist()))


def _tally(asked: _Asked, code: str) -> dict[Any, int]:
    """Products by value: those that match everything but this facet, counted once each.

    Every value that the list has without any filter is in the answer; 0 would find nothing.
    """
    columns, members = asked.columns, asked.members
    sets = columns.value_sets[code].members
    counts = dict(members.present(columns, code))
    if code in columns.varying:
        matched = asked.all_but(FACET + code)
        if len(counts) > FEW_VALUES:
            return counts | _pairs(members.owner, members.numbers(columns, code), sets, matched)
        return {
            value: members.layout.count(matched & members.holding(columns, code, value)) for value in counts
        }
    shown = asked.products(FACET + code)
    tally = np.bincount(members.numbers_of_products(columns, code)[shown], minlength=len(sets))
    for number in np.flatnonzero(tally):
        for value in sets[number]:
            counts[value] += int(tally[number])
    return counts


def _pairs(
    owner: NDArray[Any], numbers: NDArray[Any], sets: list[tuple[Any, ...]], matched: int
) -> dict[Any, int]:
    """Count by value where there are many values: one pass over the variants that matched."""
    kept = np.flatnonzero(unpack(matched, len(owner)))
    pairs = np.unique(owner[kept].astype(np.int64) * len(sets) + numbers[kept])
    counts: dict[Any, int] = {}
    seen: set[tuple[int, Any]] = set()
    several = any(len(values) > 1 for values in sets)
    for row, number in zip((pairs // len(sets)).tolist(), (pairs % len(sets)).tolist(), strict=True):
        for value in sets[number]:
            # Two variants of a product may share one of their values without sharing the set of them.
            if several and (row, value) in seen:
                continue
            if several:
                seen.add((row, value))
            counts[value] = counts.get(value, 0) + 1
    return counts
