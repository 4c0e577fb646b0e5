"""The benchmarks by name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

BOTH = ("sqlite", "postgresql")
MODULES = {"import": "importing"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A benchmark: the module of its name in this package, and the databases it runs on."""

    name: str
    what: str
    databases: tuple[str, ...] = BOTH


NAMES = {
    entry.name: entry
    for entry in (
        Entry("pages", "anonymous pages over HTTP, requests per second", ("sqlite",)),
        Entry("uncached", "category page without the page cache, CPU per request", ("sqlite",)),
        Entry("facets", "filters with counts, prefix and typo search, in the index", ("sqlite",)),
        Entry("placing", "the placing transaction, orders per second"),
        Entry("checkout", "whole checkouts over REST, and 300 buyers of one article"),
        Entry("import", "a product file taken in, rows per second"),
        Entry("lists", "back-office lists of orders and products"),
        Entry("promotions", "a cart against a thousand promotions, and codes read in"),
        Entry("mailing", "a mailing handed over to many, with a worker that breaks"),
        Entry("insights", "visits counted, and reports over ten million events"),
        Entry("forecast", "chosen forecasts against seasonal-naive and moving averages", ("sqlite",)),
        Entry("boxes", "how full containers, pallets and cartons become, and how fast", ("sqlite",)),
        Entry("trips", "planned trips against the best known ones", ("sqlite",)),
        Entry("lighthouse", "home, category, product and cart in Lighthouse, mobile", ("sqlite",)),
    )
}


def load(name: str) -> Any:
    """Return the module: `run(scale)` and `SCALES` by size."""
    return import_module(f"bench.benchmarks.{MODULES.get(name, name)}")
