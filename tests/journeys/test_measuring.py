"""What the shop learns from a visit about its own speed: numbers, and nothing else."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from storecrew.contexts.health.models import VitalsCount
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LEAVE = """() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
PERSON = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def test_u001_a_visit_reports_its_speed_when_the_page_is_left(
    shop: TestShop, chromium: Browser, address: str, settings, django_db_blocker
) -> None:
    settings.STORECREW_VITALS_PERCENT = 100
    context = chromium.new_context(base_url=address, viewport=PHONE, user_agent=PERSON)  # type: ignore[arg-type]
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => false })")
    page = context.new_page()
    page.goto("/en/p/enamel-mug/")
    page.get_by_role("link", name="Red").first.click()
    page.wait_for_url("**variant=MUG-RED")
    with page.expect_response("**/vitals/") as answer:
        page.evaluate(LEAVE)
    report = answer.value.request
    assert answer.value.status == 204
    assert "cookie" not in report.headers
    found = json.loads(report.post_data or "")
    assert found["kind"] == "product"
    assert found["device"] == "phone"
    assert set(found) <= {"kind", "device", "lcp", "inp", "cls", "fcp", "ttfb"}
    assert 0 < found["ttfb"] <= found["fcp"] <= found["lcp"] < 60_000
    with django_db_blocker.unblock():
        counted = set(VitalsCount.objects.values_list("page", "device", "measure"))
    assert {("product", "phone", code) for code in ("lcp", "fcp", "ttfb", "cls")} <= counted
    context.close()


def test_a_driven_browser_reports_nothing(shop: TestShop, visit) -> None:
    page = visit("/en/p/enamel-mug/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/vitals/" in request.url else None)
    page.evaluate(LEAVE)
    page.goto("/en/cart/")
    assert sent == []
