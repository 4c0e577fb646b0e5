"""Lighthouse with its mobile settings on home, category, product and cart of the demo shop.

`LIGHTHOUSE_URL=http://127.0.0.1:8000 ./dev bench lighthouse` measures a shop that runs already; without it
the demo shop is built for the run. Lighthouse comes from npm, the browser is the one of the machine.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import server
from bench.measures import Goal, Measure

PACKAGE = "lighthouse@12.8.2"
GOALS = {
    "performance": Goal("ours", ">=", 95),
    "accessibility": Goal("ours", ">=", 100),
    "best-practices": Goal("ours", ">=", 100),
    "seo": Goal("ours", ">=", 100),
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
VITALS = {
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
    "page": "total-byte-weight",
}
PATIENCE = 300
ATTEMPTS = 3
# what a merchant's installation runs with; the benchmarks' own settings have no page of the shop in them
DEMO = {"DJANGO_SETTINGS_MODULE": "storecrew.config.settings.dev", "STORECREW_DEMO": "1"}


@dataclass(frozen=True, slots=True)
class Scale:
    """How often each page is measured; the median counts."""

    runs: int


SCALES = {"tiny": Scale(1), "small": Scale(1), "full": Scale(3)}


def run(scale: Scale) -> Iterator[Measure]:
    """Each page: warm it, let Lighthouse look, give the four scores."""
    node, browser = _tools()
    with _shop() as base:
        for name, path, cookie in _pages(base):
            _get(base + path, cookie)
            reports = [_whole(node, browser, base + path, cookie) for _ in range(scale.runs)]
            for category, goal in GOALS.items():
                scores = [_score(report, category) for report in reports]
                yield Measure(
                    case=f"{name}: {category}",
                    unit="points",
                    ours=statistics.median(scores),
                    goal=goal,
                    note=_note(reports[-1], category),
                )


def _tools() -> tuple[str, str]:
    node = shutil.which("npx")
    if node is None:
        raise SystemExit("Lighthouse needs Node.js 20 or newer with npx, and this machine has none.")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    browser = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, names)), None)
    if browser is None:
        raise SystemExit("Lighthouse needs Chromium or Chrome; CHROME_PATH may name it.")
    return node, browser


@contextmanager
def _shop() -> Iterator[str]:
    """Give the address of a shop: the one that runs already, or the demo, built here."""
    given = os.environ.get("LIGHTHOUSE_URL", "").rstrip("/")
    if given:
        yield given
        return
    for command in (["migrate", "-v0"], ["build_demo"], ["collectstatic", "--noinput", "-v0"]):
        words = [sys.executable, "-m", "storecrew.config.manage", *command]
        environ = {**os.environ, **DEMO, "PYTHONPATH": str(server.ROOT / "src")}
        subprocess.run(words, check=True, cwd=server.ROOT, env=environ, stdout=subprocess.DEVNULL)
    with server.serving("storecrew.config.wsgi:application", processes=1, environ=DEMO) as port:
        yield f"http://127.0.0.1:{port}"


def _pages(base: str) -> Iterator[tuple[str, str, str]]:
    """Yield (name, path, cookie header) of the four pages; the cart has one line in it."""
    yield "home", "/en/", ""
    home = _get(f"{base}/en/").decode()
    found = re.search(r'href="(/en/c/[^"?#]+)"', home)
    if found:
        yield "category", found[1], ""
    first = json.loads(_get(f"{base}/api/v1/products?page_size=1"))["items"][0]
    yield "product", first["url"], ""
    sku = json.loads(_get(f"{base}/api/v1/products/{first['slug']}"))["variants"][0]["sku"]
    yield "cart", "/en/cart/", _cart(base, sku)


def _cart(base: str, sku: str) -> str:
    """Put one thing into a new cart and return its cookies."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    body = urllib.parse.urlencode({"sku": sku, "quantity": "1"}).encode()
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin"}
    opener.open(urllib.request.Request(f"{base}/en/cart/add/", body, headers), timeout=60).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _get(url: str, cookie: str = "") -> bytes:
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def _whole(npx: str, browser: str, url: str, cookie: str) -> dict[str, Any]:
    """Look again where the browser of a busy machine gave no trace to judge."""
    for _attempt in range(ATTEMPTS):
        report = _look(npx, browser, url, cookie)
        if all("displayValue" in report["audits"][key] for key in VITALS.values()):
            return report
    raise RuntimeError(f"Lighthouse could not judge {url}: {report.get('runtimeError') or 'no trace'}")


def _look(npx: str, browser: str, url: str, cookie: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="storecrew-lighthouse-") as folder:
        file = Path(folder) / "report.json"
        words = [
            npx, "--yes", PACKAGE, url, "--quiet", "--output=json", f"--output-path={file}",
            f"--only-categories={','.join(GOALS)}", f"--chrome-flags={FLAGS}",
        ]  # fmt: skip
        if cookie:
            words.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
        done = subprocess.run(
            words, env={**os.environ, "CHROME_PATH": browser}, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        if not file.exists():
            raise RuntimeError(f"Lighthouse gave no report of {url}:\n{done.stderr[-2000:]}")
        report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def _score(report: dict[str, Any], category: str) -> float:
    return round((report["categories"][category]["score"] or 0) * 100)


def _note(report: dict[str, Any], category: str) -> str:
    """Return the vitals for performance, and what cost points for the others."""
    audits = report["audits"]
    if category == "performance":
        return ", ".join(
            f"{name} {audits[key]['displayValue']}".replace("page Total size was", "page")
            for name, key in VITALS.items()
        )
    lost = [
        ref["id"]
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)
    ]
    return ", ".join(lost)
