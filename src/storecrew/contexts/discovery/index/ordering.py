"""Sort keys for the products of an answer: the smaller comes first, ties by product id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storecrew.contexts.discovery.index.columns import NO_PRICE, Columns, Ints
from storecrew.contexts.discovery.index.counting import Answer
from storecrew.contexts.discovery.rules.ranking import HALF_LIFE_DAYS, MOST_COVER_DAYS, Rule

Keys = NDArray[np.float64]
PINNED = -1e9
SOLD_OUT = 1e6


def sort_keys(
    columns: Columns,
    answer: Answer,
    sort: str,
    *,
    at: dt.datetime,
    rule: Rule | None = None,
    scores: Mapping[int, float] | None = None,
) -> Keys:
    """One key for each row of the answer. ``scores`` of a text search are by row."""
    rows = answer.rows
    if sort == "newest":
        return -columns.product["launched"][rows].astype(np.float64)
    if sort == "best_sellers":
        return -columns.product["sold"][rows].astype(np.float64)
    if sort == "rating":
        # Few of the same mean follow many: what sells more comes first.
        sold = columns.product["sold"][rows].astype(np.float64)
        return -(columns.product["rating"][rows].astype(np.float64) + sold / (sold + 1e3))
    if sort in {"price_asc", "price_desc"}:
        prices = answer.prices.astype(np.float64)
        keys = prices if sort == "price_asc" else -prices
        return np.where(answer.prices == NO_PRICE, np.inf, keys)  # without a price: last both ways
    if sort == "relevance" and scores is not None:
        return -np.array([scores[row] for row in rows.tolist()], np.float64)
    return merchandised(columns, answer, rule or Rule(), at=at)


def merchandised(columns: Columns, answer: Answer, rule: Rule, *, at: dt.datetime) -> Keys:
    """The keys of a sort rule."""
    keys = -sum(points(columns, answer, rule, at=at).values(), np.zeros(len(answer.rows)))
    ids = columns.product["pid"][answer.rows]
    for position, product_id in enumerate(rule.pins):
        keys[ids == product_id] = PINNED + position
    if rule.sold_out_last:
        # A pin does not keep up what cannot be bought.
        keys[~answer.in_stock] = SOLD_OUT - np.clip(-keys[~answer.in_stock], -1e5, 1e5)
    return keys


def points(columns: Columns, answer: Answer, rule: Rule, *, at: dt.datetime) -> dict[str, Keys]:
    """What each part of a rule gives to each row: weights by name, boosts as ``boost:<index>``."""
    rows, product = answer.rows, columns.product
    shares = {
        "newness": lambda: _newness(columns, at)[rows],
        "margin": lambda: np.clip(product["margin"][rows] / 10_000, 0, 1),
        "stock_cover": lambda: np.clip(product["cover"][rows] / MOST_COVER_DAYS, 0, 1),
        "sell_through": lambda: np.clip(product["sell_through"][rows] / 10_000, 0, 1),
        "rating": lambda: np.clip((product["rating"][rows] - 100) / 400, 0, 1),
        "best_sellers": lambda: _relative(columns, rows),
    }
    given = {name: shares[name]() * (weight / 100) for name, weight in rule.weights.items()}
    for index, boost in enumerate(rule.boosts):
        given[f"boost:{index}"] = _holds(columns, rows, boost) * (boost["by"] / 100)
    return given


def _newness(columns: Columns, at: dt.datetime) -> Keys:
    """1 for what is launched now or later, half of it after each half-life; of all products.

    Age is counted in whole minutes and the curve kept for that minute: it costs more than a whole answer.
    """
    minute = int(at.timestamp()) // 60

    def curve() -> Keys:
        launched = columns.product["launched"][: columns.products]
        days = np.maximum(minute * 60 - launched, 0) / 86_400
        return np.where(launched > 0, np.exp2(-days / HALF_LIFE_DAYS), 0.0)

    return columns.derived("newness", minute, curve)


def _relative(columns: Columns, rows: Ints) -> Keys:
    """0 to 1, by the logarithm, against the best of the list."""

    def logarithms() -> Keys:
        return np.log1p(np.maximum(columns.product["sold"][: columns.products], 0))

    found = columns.derived("best_sellers", None, logarithms)[rows]
    best = float(found.max()) if len(found) else 0.0
    return found / best if best > 0 else np.zeros(len(found))


def _holds(columns: Columns, rows: Ints, boost: Mapping[str, Any]) -> NDArray[np.bool_]:
    name = boost["field"]
    if name == "product":
        return np.isin(columns.product["pid"][rows], boost["values"])
    if name == "collection":
        table = columns.sets["collections"].table(boost["values"])
        return table[columns.product["collections"][rows]]
    code = "brand" if name == "brand" else boost["code"]
    if code not in columns.values:
        return np.zeros(len(rows), np.bool_)
    table = columns.value_sets[code].table(boost["values"])
    starts, counts = columns.product["start"][rows], columns.product["count"][rows]
    holds = table[columns.values[code][starts]]
    if code in columns.varying:
        column = columns.values[code]
        for index in np.flatnonzero(counts > 1):
            holds[index] = table[column[starts[index] : starts[index] + counts[index]]].any()
    return holds


def page(keys: Keys, ids: Ints, *, after: tuple[float, int] | None, skip: int, size: int) -> Ints:
    """The indexes of one page in order, found without sorting the whole list."""
    candidates = np.arange(len(keys))
    if after is not None:
        key, product_id = after
        candidates = np.flatnonzero((keys > key) | ((keys == key) & (ids > product_id)))
        skip = 0
    wanted = skip + size
    if len(candidates) > wanted * 4:
        found = keys[candidates]
        limit = np.partition(found, wanted - 1)[wanted - 1]
        candidates = candidates[found <= limit]
    order = np.lexsort((ids[candidates], keys[candidates]))
    return candidates[order[skip:wanted]]
