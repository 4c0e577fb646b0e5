"""The answer to a shopper's query: a page of cards, filters with counts, and help when nothing fits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery.errors import InvalidQuery
from storecrew.contexts.discovery.facts import (
    SORTS,
    PriceRange,
    ProductQuery,
    ProductResults,
    Sort,
    Suggestion,
)
from storecrew.contexts.discovery.index.counting import Answer, Prices, Question, ask
from storecrew.contexts.discovery.index.ordering import page, sort_keys
from storecrew.contexts.discovery.index.store import View, store
from storecrew.contexts.discovery.queries import fallback
from storecrew.contexts.discovery.queries.cards import product_cards
from storecrew.contexts.discovery.queries.facets import facet_codes, facets_of
from storecrew.contexts.discovery.queries.rules import rule_for, synonyms_for
from storecrew.contexts.discovery.rules import cursors
from storecrew.contexts.discovery.rules.ranking import Rule
from storecrew.contexts.discovery.rules.words import query_words

MOST_FACETS = 20
MOST_CHOSEN = 50
MOST_PAGE = 10_000
FEW = 6


@dataclass(slots=True)
class Wanted:
    """A query with everything looked up that it names."""

    query: ProductQuery
    sort: Sort
    at: dt.datetime
    after: tuple[float, int] | None = None
    category: catalog.CategoryFacts | None = None
    collection_id: int | None = None
    rule: Rule | None = None
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    schemas: list[catalog.AttributeSchema] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """One page of product ids, and what goes around it."""

    ids: list[int]
    total: int
    next_cursor: str = ""
    answer: Answer | None = None
    corrected: str = ""


def results(query: ProductQuery, *, at: dt.datetime) -> ProductResults:
    """Answer a query. The number of database queries does not grow with the catalog.

    Raises InvalidQuery, CategoryNotFound, CollectionNotFound.
    """
    wanted = _look_up(query, at)
    view = store().view()
    found = _from_index(view, wanted) if view else _from_database(wanted)
    cards = product_cards(found.ids, channel=query.channel, locale=query.locale, at=at)
    answer = found.answer
    return ProductResults(
        items=cards,
        total=found.total,
        facets=facets_of(answer.summary, wanted.schemas, query.facets, query.locale) if answer else (),
        price_range=_price_range(answer, query),
        in_stock_count=answer.summary.in_stock_count if answer else 0,
        sort=wanted.sort,
        page=query.page,
        pages=-(-found.total // query.page_size),
        next_cursor=found.next_cursor,
        did_you_mean=found.corrected,
        suggestions=() if found.total else _help(query),
        degraded=view is None,
    )


def _look_up(query: ProductQuery, at: dt.datetime) -> Wanted:
    _check(query)
    searching = bool(query_words(query.q))
    sort: Sort = query.sort or ("relevance" if searching else "merchandised")
    if sort == "relevance" and not searching:
        sort = "merchandised"
    wanted = Wanted(query=query, sort=sort, at=at)
    if query.cursor:
        try:
            wanted.after = cursors.decode(query.cursor, sort)
        except cursors.InvalidCursor:
            raise InvalidQuery(fields={"cursor": _("This is not a cursor of this list.")}) from None
    if query.category:
        wanted.category = catalog.category_by_path(
            query.category, locale=query.locale, channel=query.channel.code
        )
    if query.collection:
        wanted.collection_id = catalog.collection_by_slug(query.collection, locale=query.locale).id
    if sort == "merchandised":
        crumbs = wanted.category.breadcrumbs if wanted.category else ()
        wanted.rule = rule_for([crumb.id for crumb in crumbs], at=at)
    if searching:
        wanted.synonyms = synonyms_for(query.locale)
    if query.with_facets:
        wanted.schemas = catalog.attribute_schemas()
    return wanted


def _check(query: ProductQuery) -> None:
    wrong = {}
    if not 1 <= query.page_size <= 100:
        wrong["page_size"] = _("A page has 1 to 100 products.")
    if not 1 <= query.page <= MOST_PAGE:
        wrong["page"] = _("This page does not exist.")
    if query.sort and query.sort not in SORTS:
        wrong["sort"] = _("This order does not exist.")
    if len(query.facets) > MOST_FACETS or any(len(values) > MOST_CHOSEN for values in query.facets.values()):
        wrong["facets"] = _("These are too many filters.")
    for name in ("price_min", "price_max"):
        amount = getattr(query, name)
        if amount is not None and not 0 <= amount < 2**62:
            wrong[name] = _("This price is not possible.")
    if wrong:
        raise InvalidQuery(fields=wrong)


def question_of(wanted: Wanted) -> Question:
    """The query in the index's own terms."""
    query = wanted.query
    category = wanted.category
    return Question(
        channel_id=query.channel.id,
        category_id=category.id if category else None,
        collection_id=wanted.collection_id,
        facets={code: tuple(values) for code, values in query.facets.items() if values},
        price_min=query.price_min,
        price_max=query.price_max,
        in_stock=query.in_stock,
        codes=facet_codes(wanted.schemas, category.facet_codes if category else ())
        if query.with_facets
        else (),
    )


def _from_index(view: View, wanted: Wanted) -> Found:
    query = wanted.query
    with view.lock:
        columns = view.columns
        scores: dict[int, float] | None = None
        corrected = ""
        if query.q.strip():
            # Signs without any word are a search too, which finds nothing.
            scores, corrected = _search(view, wanted)
        rows = None if scores is None else np.fromiter(scores, np.int64, len(scores))
        answer = ask(columns, question_of(wanted), rows)
        keys = sort_keys(columns, answer, wanted.sort, at=wanted.at, rule=wanted.rule, scores=scores)
        ids = columns.product["pid"][answer.rows]
        skip = (query.page - 1) * query.page_size
        # One more than the page shows whether there is a next one.
        order = page(keys, ids, after=wanted.after, skip=skip, size=query.page_size + 1)
        shown = order[: query.page_size]
        more = len(order) > len(shown)
        cursor = cursors.encode(wanted.sort, float(keys[shown[-1]]), int(ids[shown[-1]])) if more else ""
        return Found([int(id_) for id_ in ids[shown]], len(answer.rows), cursor, answer, corrected)


def _search(view: View, wanted: Wanted) -> tuple[dict[int, float], str]:
    """Rows with their scores, and the corrected search when only that, or any single word, finds some."""
    query = wanted.query
    where: dict[str, Any] = {
        "channel_id": query.channel.id,
        "category_id": wanted.category.id if wanted.category else None,
        "collection_id": wanted.collection_id,
        "synonyms": wanted.synonyms,
    }
    hits = view.text.search(query.q, **where)
    corrected = "" if hits and _is_sure(hits) else view.text.correction(query.q)
    if not hits:
        hits = (view.text.search(corrected, **where) if corrected else []) or (
            view.text.search(query.q, loose=True, **where) if len(query_words(query.q)) > 1 else []
        )
    rows = view.columns.rows
    return {rows[id_]: score for id_, score in hits if id_ in rows}, corrected


def _is_sure(hits: list[tuple[int, float]]) -> bool:
    """Typos score half a point a word at most; anything better was found as written."""
    return hits[0][1] > 1.0


def _from_database(wanted: Wanted) -> Found:
    ids, total = fallback.product_ids(
        wanted.query, category_id=wanted.category.id if wanted.category else None
    )
    return Found(ids, total)


def _price_range(answer: Answer | None, query: ProductQuery) -> PriceRange | None:
    prices = answer.summary.prices if answer else Prices()
    if prices.lowest is None or prices.highest is None:
        return None
    return PriceRange(prices.lowest, prices.highest, query.channel.currency, prices.histogram)


def _help(query: ProductQuery) -> tuple[Suggestion, ...]:
    """Where to go on when nothing was found: the shop's main categories."""
    tree = catalog.category_tree(query.locale, query.channel.code)
    return tuple(
        Suggestion("category", node.name, f"/{query.locale}/c/{node.url_path}/") for node in tree[:FEW]
    )
