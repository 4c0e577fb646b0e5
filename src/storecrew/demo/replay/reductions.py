"""Lower prices of a while, found in the orders of a real shop: its promotions, which nobody wrote down.

An article is reduced in a week when the middle of the prices that known customers paid lies a tenth or more
below what was usual in the weeks before. It was a promotion when the old price came back within six weeks;
what stays low is a new price. Anonymous orders are left out: their prices are others, with tax.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from storecrew.contexts.promotions import public as promotions
from storecrew.demo.replay.history import History, Sale, SoldLine, Taken

WEEK = dt.timedelta(days=7)
MOST_WEEKS = 6
LINES_NEEDED = 3
WEEKS_BEFORE = 4
USUAL_NEEDED = 2
REDUCED_TO = 90
"""Percent of the usual price at which a price counts as reduced."""


class Reduction(NamedTuple):
    """An article that cost less for whole weeks, from a Monday on; prices in minor units."""

    sku: str
    first: dt.date
    weeks: int
    usual: int
    price: int

    @property
    def last(self) -> dt.date:
        """The last day of it."""
        return self.first + self.weeks * WEEK - dt.timedelta(days=1)


def found_in(history: History) -> list[Reduction]:
    """Return the promotions of a history, oldest first."""
    prices: dict[str, dict[dt.date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for sale in _sales(history):
        if sale.customer:
            for line in sale.lines:
                if line.price:
                    prices[line.sku][_monday(sale.at)].append(line.price)
    found = [each for sku, weeks in prices.items() for each in _of_article(sku, weeks)]
    return sorted(found, key=lambda each: (each.first, each.sku))


def _of_article(sku: str, weeks: Mapping[dt.date, Sequence[int]]) -> Iterator[Reduction]:
    usual: list[int] = []
    low: list[tuple[dt.date, int]] = []
    for monday in sorted(weeks):
        price = int(median(weeks[monday]))
        before = int(median(usual)) if len(usual) >= USUAL_NEEDED else None
        if before and price * 100 <= before * REDUCED_TO:
            if low or len(weeks[monday]) >= LINES_NEEDED:
                low.append((monday, price))
            if low and (monday - low[0][0]) // WEEK >= MOST_WEEKS:
                # It stays low: this is what the article costs now.
                usual, low = [each for _week, each in low], []
            continue
        if low and before:
            count = (low[-1][0] - low[0][0]) // WEEK + 1
            yield Reduction(sku, low[0][0], count, before, int(median(each for _week, each in low)))
        low = []
        usual = [*usual[-WEEKS_BEFORE + 1 :], price]


def as_past(history: History) -> promotions.RealPast:
    """Return a history as a past to replay: reductions that began and ended together are one campaign."""
    reductions = found_in(history)
    titles = history.articles()
    ids = {sku: number for number, sku in enumerate(sorted(titles), start=1)}
    windows = sorted({(each.first, each.last) for each in reductions})
    names = {window: f"{window[0]:%G-W%V}, {_weeks(window)} w" for window in windows}
    by_article: dict[str, list[Reduction]] = defaultdict(list)
    for each in reductions:
        by_article[each.sku].append(each)
    keys = {(names[each.first, each.last], each.sku): each for each in reductions}
    return promotions.RealPast(
        campaigns=tuple(promotions.PastCampaign(names[window], *window) for window in windows),
        sent={},
        coupons={key: frozenset({ids[each.sku]}) for key, each in keys.items()},
        redemptions=(),
        sold=tuple(_sold(history, ids, by_article)),
        left_out=dict(history.skipped),
        currency=history.currency,
        reductions={key: 10_000 - each.price * 10_000 // each.usual for key, each in keys.items()},
        names={number: f"{sku} {titles[sku]}".strip() for sku, number in ids.items()},
    )


def _sold(
    history: History, ids: Mapping[str, int], reduced: Mapping[str, Sequence[Reduction]]
) -> Iterator[promotions.PastSale]:
    """Yield what was sold and not taken back again."""
    taken = _taken_back(history)
    for sale in _sales(history):
        for place, line in enumerate(sale.lines):
            units = line.quantity - taken[sale.number, place]
            if units <= 0 or not line.price:
                continue
            saved = max(0, _usual(reduced.get(line.sku, ()), sale.at.date(), line) - line.price)
            yield promotions.PastSale(
                sale.customer or sale.number, sale.number, ids[line.sku], units, line.price * units,
                saved * units, sale.at,
            )  # fmt: skip


def _usual(reductions: Iterable[Reduction], day: dt.date, line: SoldLine) -> int:
    return next((each.usual for each in reductions if each.first <= day <= each.last), line.price)


def _taken_back(history: History) -> Counter[tuple[str, int]]:
    """Return how many units of which line of which order went back, from the newest order on."""
    bought: dict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    found: Counter[tuple[str, int]] = Counter()
    for happening in history.happenings:
        if isinstance(happening, Sale):
            for place, line in enumerate(happening.lines):
                bought[happening.customer, line.sku].append((happening.number, place, line.quantity))
        elif isinstance(happening, Taken):
            for line in happening.lines:
                left = line.quantity
                for number, place, units in reversed(bought[happening.customer, line.sku]):
                    back = min(left, units - found[number, place])
                    found[number, place] += back
                    left -= back
    return found


def _sales(history: History) -> Iterator[Sale]:
    return (each for each in history.happenings if isinstance(each, Sale))


def _monday(at: dt.datetime) -> dt.date:
    return at.date() - dt.timedelta(days=at.weekday())


def _weeks(window: tuple[dt.date, dt.date]) -> int:
    return (window[1] - window[0]) // WEEK + 1
