"""Anonymous pages over HTTP: the product's page cache against the same server that answers a constant."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import generate, server
from bench.measures import Goal, Measure
from bench.stored import have_shop

PAGES = {
    "home": "/en/",
    "category": f"/en/c/{generate.BIG_CATEGORY}/",
    "product": "/en/p/product-1/",
    "search": "/en/search/?q=wool",
}
HALF = Goal("ratio", ">=", 0.5)


@dataclass(frozen=True, slots=True)
class Scale:
    """Products, seconds of load per page, web processes."""

    products: int
    seconds: int
    processes: int = 1


SCALES = {"tiny": Scale(20, 1), "small": Scale(200, 1), "full": Scale(1_000, 4)}


def run(scale: Scale) -> Iterator[Measure]:
    """Each page: warm it, then wrk on ours and on the constant of the same length."""
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is needed (apt-get install wrk, or brew install wrk)")
    have_shop(products=scale.products, variants=4, index=True)
    with server.serving("storecrew.config.wsgi:application", processes=scale.processes) as port:
        for name, path in PAGES.items():
            body = _warm(port, path)
            bound = _constant(body, scale)
            ours = server.load(port, path, seconds=scale.seconds)
            yield Measure(
                case=name,
                unit="requests/s",
                ours=ours.rate,
                bound=bound.rate,
                goal=HALF,
                p50_ms=ours.p50_ms,
                p99_ms=ours.p99_ms,
                note=f"{len(body) / 1024:.0f} KiB" + (f", {ours.failed} failed" if ours.failed else ""),
            )


def _warm(port: int, path: str) -> bytes:
    server.fetch(port, path)
    body, headers = server.fetch(port, path)
    if headers.get("x-cache") != "HIT":
        raise RuntimeError(f"{path} is not kept by the page cache: {headers}")
    return body


def _constant(body: bytes, scale: Scale) -> server.Load:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "body"
        file.write_bytes(body)
        with server.serving(
            "bench.constant:application", processes=scale.processes, environ={"BENCH_BODY": str(file)}
        ) as port:
            return server.load(port, "/", seconds=scale.seconds)
