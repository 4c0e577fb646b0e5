"""A category page without the page cache, CPU per request, and an empty view behind the same middleware."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import generate
from bench.measures import Goal, Measure, cpu_of, memory_now_mb, percentiles, timed
from bench.processes import apart
from bench.stored import have_shop

EMPTY = "/en/bench/empty/"
CATEGORY = f"/en/c/{generate.BIG_CATEGORY}/"


@dataclass(frozen=True, slots=True)
class Scale:
    """(Products, most times the CPU of the empty view) of each step, and requests per step."""

    steps: tuple[tuple[int, float], ...]
    requests: int


SCALES = {
    "tiny": Scale(((10, 5), (30, 10)), 2),
    "small": Scale(((200, 5), (1_000, 10)), 30),
    "full": Scale(((1_000, 5), (100_000, 10)), 200),
}


def run(scale: Scale) -> Iterator[Measure]:
    """The same pages in a small and in a large catalog."""
    for products, most in scale.steps:
        have_shop(products=products, variants=2, index=True)
        yield from apart(lambda count=products, goal=most: _measure(count, goal, scale.requests))


def _measure(products: int, most: float, requests: int) -> list[Measure]:
    # The test client goes through all middleware, and not through the page cache, which is ahead of Django.
    client = Client(HTTP_HOST="127.0.0.1")
    pages = {"category page": CATEGORY, "category page, one filter": f"{CATEGORY}?f.color=Red"}
    for path in (EMPTY, *pages.values()):
        for _ in range(3):
            answer = client.get(path)
            if answer.status_code != 200:
                raise AssertionError(f"{path}: {answer.status_code}")
    # The least of some rounds: what else the machine does only ever adds.
    empty = min(cpu_of(requests, lambda _: client.get(EMPTY)) for _ in range(3))
    found = []
    for case, path in pages.items():
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        queries = len(captured)  # now: the next request forgets what was captured
        ours = min(cpu_of(requests, lambda _, path=path: client.get(path)) for _ in range(3))
        found.append(
            Measure(
                case=f"{case}, {products:,} products",
                unit="ms CPU",
                ours=ours * 1000,
                bound=empty * 1000,
                goal=Goal("ratio", "<=", most),
                memory_mb=memory_now_mb(),
                note=f"{queries} queries",
                **percentiles(timed(requests, lambda _, path=path: client.get(path))),
            )
        )
    return found
