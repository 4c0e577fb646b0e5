"""axe on every template, the keyboard, and what a page may load."""

from __future__ import annotations

import gzip
from typing import Any
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from storecrew.surfaces.storefront.tests.factories import TestShop
from storecrew.surfaces.ui.gallery.pages import PAGES

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLORS = ("color-contrast", "link-in-text-block")
REAL = (
    "",
    "categories/",
    "c/kitchen/",
    "search/?q=zzqq",
    "p/desk-lamp/",
    "cart/",
    "help/",
    "delivery/",
    "accessibility/",
    "accessibility/report/",
    "voucher/",
    "p/desk-lamp/?variant=LAMP-RED-L",
    "offline/",
    "account/",
    "nowhere/",
)
REST = """() => Promise.all(document.getAnimations()
    .filter(each => Number.isFinite(each.effect.getComputedTiming().endTime))
    .map(each => each.finished.catch(() => null)))"""


def violations(page: Page, **options: Any) -> list[str]:
    """Return what axe finds once everything that moves or fades in has come to rest."""
    page.evaluate(REST)
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": list(RULES), **options})
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_any_template(visit, dark: bool) -> None:
    page = visit("/gallery/", dark=dark)
    # The dark look is the same page in other colors.
    options = {"runOnly": {"type": "rule", "values": list(COLORS)}} if dark else {}
    for name in PAGES:
        page.goto(f"/gallery/{name}/")
        assert violations(page, **options) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_axe_finds_nothing_on_real_pages(shop: TestShop, visit, locale: str) -> None:
    page = visit(f"/{locale}/", phone=False)
    # Another language is the same page in the same colors.
    options = {"rules": {rule: {"enabled": locale == "en"} for rule in COLORS}}
    for path in REAL:
        page.goto(f"/{locale}/{path}")
        assert violations(page, **options) == [], path


STAYING = """() => [...document.querySelectorAll(".top, .dock, .buybar")].filter((one) => {
  const { top, bottom, height } = one.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
}).map((one) => one.className)"""


def test_pages_reflow_at_400_percent(shop: TestShop, visit) -> None:
    page = visit("/en/")
    page.set_viewport_size({"width": 320, "height": 256})
    for path in ("", "c/kitchen/", "p/desk-lamp/", "cart/"):
        page.goto(f"/en/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.evaluate("scrollTo(0, 600)")
        assert page.evaluate(STAYING) == [], f"{path}: bars take the room that reading needs"


SMALL = """() => [
  ...document.querySelectorAll("main a, footer a, nav a, button, summary, select"),
].filter((one) => {
  const { width, height } = one.getBoundingClientRect();
  const inSentence = getComputedStyle(one).display === "inline";
  return width > 1 && height > 1 && !inSentence && !one.closest(".visually-hidden, .card") && height < 43.5;
}).map((one) => one.outerHTML.slice(0, 120))"""


def test_u004_fingers_have_room_on_every_page(shop: TestShop, chromium, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    for path in REAL:
        page.goto(f"{address}/en/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate(SMALL) == [], path
    context.close()


def test_the_keyboard_reaches_the_content_and_sees_its_focus(shop: TestShop, visit) -> None:
    page = visit("/en/", phone=False)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_prv_09_pages_ask_nobody_else_and_break_no_policy(shop: TestShop, visit, address: str) -> None:
    page = visit("/en/")
    strangers: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda request: (
            strangers.append(request.url) if not request.url.startswith((address, "data:")) else None
        ),
    )
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in ("", "c/kitchen/", "p/enamel-mug/", "cart/"):
        page.goto(f"/en/{path}")
    assert strangers == []
    assert complaints == []


def test_a_page_is_small(shop: TestShop, visit, address: str) -> None:
    page = visit("/en/c/kitchen/")
    scripts = page.eval_on_selector_all("script[src]", "nodes => nodes.map(node => node.src)")
    styles = page.eval_on_selector_all("link[rel=stylesheet]", "nodes => nodes.map(node => node.href)")

    def size(urls: list[str]) -> int:
        return sum(len(gzip.compress(urlopen(url).read())) for url in urls)

    assert size(scripts) < 60_000
    assert size([*styles, page.url]) < 40_000
