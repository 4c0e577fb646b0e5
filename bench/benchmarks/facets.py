"""The search index at a size: filters with five counts, beginnings of words, typos; time and memory.

The index is built from generated documents without a database, so that a million articles are a matter of
minutes. What a page costs around it is measured by `uncached`.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench import generate
from bench.generate import COLORS, FACETS, FITS, KINDS, MATERIALS, SIZES, STYLES
from bench.measures import Goal, Measure, memory_now_mb, percentiles, timed
from bench.processes import apart
from bench.stored import have_index
from storecrew.contexts.discovery.index.counting import Question, ask
from storecrew.contexts.discovery.index.ordering import page, sort_keys
from storecrew.contexts.discovery.index.store import View, store

CHANNEL = 1
GROUPS = 5  # top categories, each with all kinds below it
VARIANTS = 4
SHOWN = 24
TYPING = 6  # suggestions while one types
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
FAST, AT_ONCE = Goal("p99_ms", "<=", 20), Goal("p99_ms", "<=", 5)


@dataclass(frozen=True, slots=True)
class Scale:
    """Articles (SKUs) of each step, and questions per line."""

    articles: tuple[int, ...]
    questions: int


SCALES = {
    "tiny": Scale((80,), 4),
    "small": Scale((4_000,), 100),
    "full": Scale((100_000, 1_000_000), 500),
}


def run(scale: Scale) -> Iterator[Measure]:
    """Each size in a process of its own, so that its memory is its own."""
    for articles in scale.articles:
        have_index(str(articles), lambda count=articles: apart(lambda: _build(count // VARIANTS)))
        yield from apart(lambda count=articles: _measure(count, scale.questions))


def _build(products: int) -> None:
    here, progress = store(), generate.Progress("index", products)

    def batches() -> Iterator[list[dict[str, Any]]]:
        for numbers in generate.chunks(range(1, products + 1)):
            yield [_document(number) for number in numbers]
            progress(numbers[-1])

    with here.writing(wait=True):
        here.rebuild(batches(), 0, f"{products}")


def _document(number: int) -> dict[str, Any]:
    chance = random.Random(number)
    kind, style, group = chance.randrange(len(KINDS)), chance.choice(STYLES), chance.randrange(GROUPS)
    material, fit, brand = chance.choice(MATERIALS), chance.choice(FITS), f"Brand {number % generate.BRANDS}"
    color, price = chance.choice(COLORS), 1_000 + chance.randrange(9_000)
    shared = {"color": [color], "material": [material], "fit": [fit], "brand": [brand]}
    return {
        "id": number, "channels": [CHANNEL], "collections": [],
        "categories": [1 + group, 100 + group * 10 + kind],
        "launched": number, "sold": chance.randrange(100), "margin": chance.randrange(5_000),
        "sell_through": chance.randrange(10_000), "rating": 0,
        "cover": chance.randrange(90),
        "variants": [
            {
                "id": number * VARIANTS + place, "values": {**shared, "size": [SIZES[place]]},
                "prices": {CHANNEL: price + 100 * place}, "stock": [CHANNEL] if chance.random() < 0.9 else [],
            }
            for place in range(VARIANTS)
        ],
        "text": {
            "title": f"{style} {material} {KINDS[kind]} {number}", "titles": "", "subtitle": "",
            "brand": brand,
            "body": f"A {style} {KINDS[kind]} made of {material}.", "values": f"{color} {material} {fit}",
            "skus": [generate.sku_of(number, place) for place in range(VARIANTS)],
        },
    }  # fmt: skip


def _measure(articles: int, count: int) -> list[Measure]:
    view = store().view()
    if view is None:
        raise AssertionError("there is no index")
    questions = [_question(number) for number in range(count + 50)]
    words = [_words(number) for number in range(count + 50)]
    size = f"{articles:,} SKUs"
    found = []
    for case, goal, call in (
        ("list with filters and 5 counts", FAST, lambda number: _list(view, questions[number])),
        ("search with 5 counts", FAST, lambda number: _search(view, words[number][0])),
        ("beginning of a word", AT_ONCE, lambda number: _find(view, words[number][1], TYPING)),
        ("word with a typo", AT_ONCE, lambda number: _find(view, words[number][2], TYPING)),
    ):
        # Warm, as after the first shoppers of the day, by other questions: what is counted is kept.
        timed(min(count, 50), lambda number, call=call: call(count + number))
        busy: list[float] = []
        times = percentiles(timed(count, call, busy))
        cpu = percentiles(busy)
        found.append(
            Measure(
                case=f"{case}, {size}",
                unit="ms",
                ours=times["p99_ms"],
                goal=goal,
                memory_mb=memory_now_mb(),
                note=f"CPU alone: p50 {cpu['p50_ms']:.1f}, p99 {cpu['p99_ms']:.1f} ms",
                **times,
            )
        )
    return found


def _question(number: int) -> Question:
    """What shoppers ask: any category, none to three filters, sometimes a price or only what is in stock."""
    chance = random.Random(number)
    group = chance.randrange(GROUPS)
    values = {
        "color": COLORS,
        "size": SIZES[:VARIANTS],
        "material": MATERIALS,
        "fit": FITS,
        "brand": ("Brand 7",),
    }
    chosen = chance.sample(FACETS, chance.choice((0, 1, 1, 2, 3)))
    low = chance.choice((None, 2_000))
    return Question(
        channel_id=CHANNEL,
        category_id=chance.choice(
            (None, 1 + group, 1 + group, 100 + group * 10 + chance.randrange(len(KINDS)))
        ),
        facets={code: tuple(chance.sample(values[code], min(2, len(values[code])))) for code in chosen},
        price_min=low,
        price_max=low and low + 4_000,
        in_stock=chance.random() < 0.3,
        codes=FACETS,
    )


def _words(number: int) -> tuple[str, str, str]:
    """A search, a beginning, and a word with two letters changed places."""
    chance = random.Random(number)
    first, second = chance.choice((*KINDS, *STYLES)), chance.choice(MATERIALS)
    place = chance.randrange(1, len(second) - 2)
    typo = f"{second[:place]}{second[place + 1]}{second[place]}{second[place + 2 :]}"
    return f"{second} {first}", first[: chance.choice((2, 3, 4))], typo


def _list(view: View, question: Question, scores: dict[int, float] | None = None) -> list[int]:
    rows: Any = None if scores is None else np.fromiter(scores, np.int64, len(scores))
    answer = ask(view.columns, question, rows)
    keys = sort_keys(view.columns, answer, "relevance" if scores else "merchandised", at=AT, scores=scores)
    ids = view.columns.product["pid"][answer.rows]
    return [int(ids[place]) for place in page(keys, ids, after=None, skip=0, size=SHOWN)]


def _search(view: View, text: str) -> list[int]:
    rows = view.columns.rows
    scores = {rows[id_]: score for id_, score in _find(view, text)}
    return _list(view, Question(channel_id=CHANNEL, codes=FACETS), scores)


def _find(view: View, text: str, limit: int = 10_000) -> Iterable[tuple[int, float]]:
    return view.text.search(text, channel_id=CHANNEL, limit=limit)
