"""Back-office lists as the owner sees them: time per page, and queries that do not grow with the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import shop
from bench.measures import Goal, Measure, memory_now_mb, percentiles, timed
from bench.processes import apart
from bench.stored import have_shop

SOON = Goal("p95_ms", "<=", 300)
ORDERS, PRODUCTS = "/admin/orders/", "/admin/products/"
PAGES = {
    "orders": ORDERS,
    "orders, to ship": f"{ORDERS}?f.status=confirmed&f.shipping=unfulfilled&sort=placed",
    "orders, canceled": f"{ORDERS}?f.status=canceled",
    "orders, one e-mail address": f"{ORDERS}?q=buyer777@example.com",
    "orders, one number": f"{ORDERS}?q=SC-1500",
    "orders, page 10": f"{ORDERS}?page=10",
    "products": PRODUCTS,
    "products, drafts": f"{PRODUCTS}?f.status=draft",
    "products, one category": f"{PRODUCTS}?f.category=women",
    "products, a word of the title": f"{PRODUCTS}?q=wool",
    "products, one SKU": f"{PRODUCTS}?q=SKU-7-0",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Products and orders of the comparison and of the measurement, and requests per page."""

    few: int
    products: int
    orders: int
    requests: int


SCALES = {
    "tiny": Scale(10, 20, 40, 2),
    "small": Scale(60, 500, 5_000, 10),
    "full": Scale(60, 100_000, 1_000_000, 30),
}


def run(scale: Scale) -> Iterator[Measure]:
    """Count the queries with few rows and with many, then measure with many."""
    have_shop(products=scale.few, variants=2, orders=scale.few)
    few = apart(_count_queries)
    have_shop(products=scale.products, variants=2, orders=scale.orders)
    many = apart(_count_queries)
    for case, path in PAGES.items():
        yield apart(lambda case=case, path=path: _measure(case, path, scale, few[case], many[case]))


def _client() -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(
        get_user_model().objects.get(email=shop.OWNER), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise AssertionError(f"{path}: {answer.status_code} {answer.headers.get('Location', '')}")


def _count_queries() -> dict[str, int]:
    client, found = _client(), {}
    for case, path in PAGES.items():
        _get(client, path)
        with CaptureQueriesContext(connection) as captured:
            _get(client, path)
        found[case] = len(captured)
    return found


def _measure(case: str, path: str, scale: Scale, few: int, many: int) -> Measure:
    client = _client()
    _get(client, path)
    times = percentiles(timed(scale.requests, lambda _: _get(client, path)))
    # A page with no row needs fewer queries than a full one, so the count may only fall short of the other.
    same = "constant" if many <= few else f"NOT constant, {few} with few rows"
    return Measure(
        case=case, unit="ms", ours=times["p95_ms"], goal=SOON, memory_mb=memory_now_mb(),
        note=f"{many} queries, {same}", **times,
    )  # fmt: skip
