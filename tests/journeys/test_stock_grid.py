"""Counts come out of a spreadsheet: pasted, looked at, written with a reason, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.inventory.models import StockLevel, StockMovement
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_accessibility import violations
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


def paste(page: Page, text: str) -> None:
    page.evaluate(PASTE, text)


def test_u067_inv_1_counts_are_pasted_from_a_spreadsheet_and_go_back(shop: TestShop, visit) -> None:
    page = work_as(visit, "inventory_manager", "/admin/stock/?sort=sku")
    page.get_by_role("link", name="Edit as a grid").click()
    cells = page.locator(".sc-sheet tbody tr").filter(has=page.get_by_label("Counted units")).first
    counted, safety = cells.get_by_label("Counted units"), cells.get_by_label("Safety stock")
    stood = int(counted.input_value())
    ledger = StockMovement.objects.count()
    counted.focus()
    paste(page, f"{stood + 7}\t2\r\n")
    expect(safety).to_have_value("2")
    expect(page.get_by_text("2 changed cells")).to_be_visible()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What will change")).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="Change 1 level").click()
    reason = page.get_by_label("Reason")
    expect(reason).to_be_focused()
    reason.fill("counted on Friday")
    page.get_by_role("button", name="Change 1 level").click()
    expect(page.get_by_text("1 level changed.")).to_be_visible()
    assert StockMovement.objects.count() == ledger + 2
    assert StockLevel.objects.filter(on_hand=stood + 7, safety=2).exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 level is as before.")).to_be_visible()
    assert StockMovement.objects.count() == ledger + 4
    assert not StockLevel.objects.filter(on_hand=stood + 7).exists()
