"""Filters and counts against a naive model in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.contexts.discovery.index.columns import NO_PRICE, Columns
from storecrew.contexts.discovery.index.counting import Question, ask

COLORS, SIZES, BRANDS = ["red", "blue", "green"], ["S", "M"], ["acme", "bolt"]

variants = st.fixed_dictionaries(
    {
        "color": st.lists(st.sampled_from(COLORS), max_size=2, unique=True),
        "size": st.lists(st.sampled_from(SIZES), max_size=1),
        "price": st.none() | st.integers(0, 20),
        "stock": st.booleans(),
    }
)
products = st.fixed_dictionaries(
    {
        "brand": st.sampled_from(BRANDS),
        "channels": st.lists(st.sampled_from([1, 2]), max_size=2, unique=True),
        "categories": st.lists(st.sampled_from([7, 8]), max_size=2, unique=True),
        "variants": st.lists(variants, max_size=4),
    }
)
questions = st.fixed_dictionaries(
    {
        "channel_id": st.just(1),
        "category_id": st.none() | st.sampled_from([7, 8]),
        "facets": st.dictionaries(
            st.sampled_from(["color", "size", "brand", "nothing"]),
            st.lists(st.sampled_from(COLORS + SIZES + BRANDS), min_size=1, max_size=2, unique=True).map(
                tuple
            ),
            max_size=2,
        ),
        "price_min": st.none() | st.integers(0, 20),
        "price_max": st.none() | st.integers(0, 20),
        "in_stock": st.booleans(),
    }
)


def as_doc(product_id: int, product: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": product_id,
        "channels": sorted(product["channels"]),
        "categories": sorted(product["categories"]),
        "collections": [],
        "launched": product_id,
        "sold": 0,
        "margin": 0,
        "sell_through": 0,
        "rating": 0,
        "cover": 0,
        "variants": [
            {
                "id": product_id * 10 + index,
                "values": {
                    code: sorted(values)
                    for code, values in (
                        ("color", variant["color"]),
                        ("size", variant["size"]),
                        ("brand", [product["brand"]]),
                    )
                    if values
                },
                "prices": {} if variant["price"] is None else {1: variant["price"]},
                "stock": [1] if variant["stock"] else [],
            }
            for index, variant in enumerate(product["variants"])
        ],
    }


def passes(variant: dict[str, Any], question: dict[str, Any], left_out: str = "") -> bool:
    """The naive rule: one variant fulfils every condition but the one left out."""
    for code, wanted in question["facets"].items():
        if code != left_out and not set(wanted) & set(variant["values"].get(code, [])):
            return False
    price = variant["prices"].get(1)
    low, high = question["price_min"], question["price_max"]
    limited = left_out != "price" and (low is not None or high is not None)
    if limited and (
        price is None or (low is not None and price < low) or (high is not None and price > high)
    ):
        return False
    return left_out == "stock" or not question["in_stock"] or bool(variant["stock"])


def naive(docs: list[dict[str, Any]], question: dict[str, Any]) -> dict[str, Any]:
    listed = [
        doc
        for doc in docs
        if question["channel_id"] in doc["channels"]
        and (question["category_id"] is None or question["category_id"] in doc["categories"])
    ]
    found = {doc["id"]: [v for v in doc["variants"] if passes(v, question)] for doc in listed}
    found = {id_: several for id_, several in found.items() if several}
    counts: dict[str, dict[str, int]] = {}
    for code in ("color", "size", "brand"):
        counts[code] = {}
        for doc in listed:
            for variant in doc["variants"]:
                for value in variant["values"].get(code, []):
                    counts[code].setdefault(value, 0)
            hits = {
                x for v in doc["variants"] if passes(v, question, code) for x in v["values"].get(code, [])
            }
            for value in hits:
                counts[code][value] += 1
    prices = [
        v["prices"][1]
        for doc in listed
        for v in doc["variants"]
        if passes(v, question, "price") and v["prices"]
    ]
    return {
        "ids": sorted(found),
        "prices": {
            id_: min((v["prices"][1] for v in several if v["prices"]), default=NO_PRICE)
            for id_, several in found.items()
        },
        "stock": {id_: any(v["stock"] for v in several) for id_, several in found.items()},
        "counts": counts,
        "range": (min(prices, default=None), max(prices, default=None)),
        "in_stock": sum(
            any(v["stock"] and passes(v, question, "stock") for v in doc["variants"]) for doc in listed
        ),
    }


def asked(columns: Columns, question: dict[str, Any]) -> dict[str, Any]:
    answer = ask(columns, Question(**question, codes=("color", "size", "brand", "nothing")))
    ids = columns.product["pid"][answer.rows].tolist()
    return {
        "ids": sorted(ids),
        "prices": dict(zip(ids, answer.prices.tolist(), strict=True)),
        "stock": dict(zip(ids, answer.in_stock.tolist(), strict=True)),
        "counts": {code: answer.summary.counts.get(code, {}) for code in ("color", "size", "brand")},
        "range": (answer.summary.prices.lowest, answer.summary.prices.highest),
        "in_stock": answer.summary.in_stock_count,
    }


@settings(max_examples=300, deadline=None)
@given(shop=st.lists(products, max_size=8), question=questions)
def test_filters_and_counts_equal_a_naive_model(shop: list[dict[str, Any]], question: dict[str, Any]) -> None:
    docs = [as_doc(index, product) for index, product in enumerate(shop, 1)]
    columns = Columns()
    for doc in docs:
        columns.apply(doc)
    assert asked(columns, question) == naive(docs, question)


@settings(max_examples=150, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(1, 4), st.none() | products), max_size=14),
    question=questions,
)
def test_changes_one_by_one_end_where_a_rebuild_does(
    changes: list[tuple[int, dict[str, Any] | None]], question: dict[str, Any]
) -> None:
    columns, last = Columns(), {}
    for product_id, product in changes:
        if product is None:
            columns.remove(product_id)
            last.pop(product_id, None)
        else:
            last[product_id] = as_doc(product_id, product)
            columns.apply(last[product_id])
        # Asked each time, so that nothing kept from before a change may be told after it.
        assert asked(columns, question) == naive(list(last.values()), question)
    for product_id, doc in last.items():
        assert columns.describe(product_id) == Columns.normal(doc)


@settings(max_examples=50, deadline=None)
@given(shop=st.lists(products, max_size=6), more=st.lists(products, max_size=3), question=questions)
def test_columns_read_back_from_files_are_the_same_and_can_grow(
    tmp_path_factory: Any, shop: list[Any], more: list[Any], question: dict[str, Any]
) -> None:
    docs = [as_doc(index, product) for index, product in enumerate(shop + more, 1)]
    columns = Columns()
    for doc in docs[: len(shop)]:
        columns.apply(doc)
    folder = tmp_path_factory.mktemp("columns") / "c"
    columns.save(folder)
    loaded = Columns.load(folder)
    for doc in docs[len(shop) :]:
        loaded.apply(doc)
    assert asked(loaded, question) == naive(docs, question)


@pytest.mark.parametrize("values", [40, 80], ids=["a set per value", "one table"])
def test_many_variants_are_counted_exactly(values: int) -> None:
    columns = Columns()
    doc = as_doc(1, {"brand": "acme", "channels": [1], "categories": [], "variants": []})
    doc["variants"] = [
        {"id": n, "values": {"size": [str(n % values)], "brand": ["acme"]}, "prices": {1: n}, "stock": [1]}
        for n in range(120)
    ]
    columns.apply(doc)
    answer = ask(columns, Question(channel_id=1, codes=("size",)))
    assert answer.summary.counts["size"] == {str(n): 1 for n in range(values)}
    assert answer.summary.prices.histogram == (1, *[0] * 19)


def test_a_search_result_restricts_the_list() -> None:
    columns = Columns()
    for index in (1, 2, 3):
        columns.apply(
            as_doc(
                index,
                {
                    "brand": "acme",
                    "channels": [1],
                    "categories": [],
                    "variants": [{"color": ["red"], "size": [], "price": 5, "stock": True}],
                },
            )
        )
    answer = ask(columns, Question(channel_id=1), np.array([columns.rows[3], columns.rows[1]]))
    assert columns.product["pid"][answer.rows].tolist() == [1, 3]
