"""The warehouse on a phone: a scanner that types, no connection, and the facts that follow."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import make_bins, shelve
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel import clock, gs1
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")
GTIN = "4006381333931"


def act() -> dict:
    return {"actor": ACTOR, "at": clock.now()}


def scan(page: Page, code: str) -> None:
    """Type a code as a scanner does: all keys at once, ended by Enter, wherever the focus is.

    The system stamps the keys as they come, 5 ms apart, however late a busy machine delivers them.
    """
    page.evaluate(
        """(code) => {
          const begun = performance.now();
          for (const [at, key] of [...code, "Enter"].entries()) {
            const group = key === "\\u001d";
            const press = { key: group ? "]" : key, ctrlKey: group, bubbles: true, cancelable: true };
            const event = new KeyboardEvent("keydown", press);
            Object.defineProperty(event, "timeStamp", { value: begun + 5 * at });
            document.activeElement.dispatchEvent(event);
          }
        }""",
        code,
    )


def on_the_phone(visit, path: str, email: str) -> Page:
    make_staff("inventory_manager", email=email, name=email.split("@", maxsplit=1)[0], password=PASSWORD)
    page = visit(path)
    sign_in(page, path, email)
    return page


def sign_in(page: Page, path: str, email: str) -> None:
    """Sign in on this device and come to a scan page."""
    page.goto(path)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(path)
    expect(page.locator("[data-sc-scan]")).to_be_visible()


def expect_sign(page: Page, kind: str, words: str) -> None:
    """The full-screen sign came, in its color, with these words; then it is tapped away."""
    flash = page.locator(f".sc-flash.sc-{kind}")
    expect(flash).to_contain_text(words)
    page.evaluate("document.querySelector('[data-sc-flash]').hidden = true")


def test_inv_1_goods_are_received_and_put_away_by_scan(shop: TestShop, visit) -> None:
    mug, place = shop.variants["MUG-RED"], inventory.location()
    Variant.objects.filter(pk=mug).update(barcode=GTIN)
    make_bins("main", "A-01", "A-02")
    before = inventory.level(mug, "main").on_hand
    shelf = inventory.bin_by_code(place.id, "A-01")
    if before:
        shelve(mug, shelf, before)
    receipt = inventory.open_receipt(
        kind="purchase_order", reference="PO-500", location_id=place.id, lines=[(mug, 24)], **act()
    )
    page = on_the_phone(visit, f"/admin/stock/phone/receive/{receipt}/", "dock@storecrew.example")
    scan(page, "NO-SUCH-CODE")
    expect_sign(page, "bad", "NO-SUCH-CODE")
    scan(page, f"]C101{GTIN.zfill(14)}3720")
    expect_sign(page, "good", "")
    assert page.locator("#quantity").input_value() == "20"
    assert page.get_by_role("button", name="Take in").bounding_box()["height"] >= 56
    page.get_by_role("button", name="Take in").click()
    expect_sign(page, "good", "20")
    page.get_by_role("button", name="MUG-RED").click()
    page.get_by_text("Damaged", exact=True).click()
    for key in "4":
        page.locator("[data-sc-pad]").get_by_role("button", name=key, exact=True).click()
    page.get_by_label("What is wrong?").fill("handles broken")
    page.get_by_role("button", name="Take in").click()
    expect_sign(page, "good", "4")
    expect(page.locator("[data-variant]")).to_contain_text("24 / 24")
    level = inventory.level(mug, "main")
    assert (level.on_hand, level.damaged) == (before + 24, 4)

    page.goto("/admin/stock/phone/put-away/main/")
    scan(page, GTIN)
    expect_sign(page, "good", "Now scan the bin")
    scan(page, "A-02")
    expect_sign(page, "good", "20 → A-02")
    lying = {row.bin_code: row.quantity for row in inventory.contents(variant_ids=[mug])}
    assert lying["A-02"] == 20
    assert inventory.recount(**act()).differences == ()


def test_inv_2_a_bin_is_counted_twice_without_seeing_the_number(shop: TestShop, visit) -> None:
    lamp, place = shop.variants["LAMP-RED-S"], inventory.location()
    bins = make_bins("main", "L-01")
    units = inventory.level(lamp, "main").on_hand
    shelve(lamp, bins["L-01"], units)
    inventory.ask_for_count(location_id=place.id, variant_id=lamp, bin_id=bins["L-01"].id, **act())
    inventory.save_count_policy("main", amount=10**9, percent=100, single_person=False, **act())
    page = on_the_phone(visit, "/admin/stock/phone/count/main/", "count@storecrew.example")
    for sign, words in (("bad", "count again"), ("good", "Counted")):
        scan(page, "L-01")
        expect_sign(page, "good", "L-01")
        for key in str(units - 1):
            page.locator("[data-sc-pad]").get_by_role("button", name=key, exact=True).click()
        page.get_by_role("button", name="That is what is there").click()
        expect_sign(page, sign, words)
    assert inventory.level(lamp, "main").on_hand == units - 1
    assert inventory.recount(**act()).differences == ()


def test_a_focused_field_keeps_its_keys(shop: TestShop, visit) -> None:
    page = on_the_phone(visit, "/admin/stock/phone/count/main/", "typing@storecrew.example")
    field = page.get_by_label("Scan a bin or an article")
    field.click()
    page.keyboard.type("ABC-123 xyz", delay=2)
    assert field.input_value() == "ABC-123 xyz"
    expect(page.locator("[data-sc-flash]")).to_be_hidden()


def test_con_05_without_a_connection_entries_wait_and_are_sent_once(shop: TestShop, visit) -> None:
    red, place = shop.variants["MUG-RED"], inventory.location()
    receipt = inventory.open_receipt(
        kind="purchase_order", reference="PO-501", location_id=place.id, lines=[(red, 9)], **act()
    )
    before = inventory.level(red, "main").on_hand
    page = on_the_phone(visit, f"/admin/stock/phone/receive/{receipt}/", "offline@storecrew.example")
    page.context.set_offline(True)
    for units in ("3", "2"):
        scan(page, "MUG-RED")
        page.evaluate("document.querySelector('[data-sc-flash]').hidden = true")
        page.locator("[data-sc-pad]").get_by_role("button", name=units, exact=True).click()
        page.get_by_role("button", name="Take in").click()
        expect_sign(page, "good", "Kept on this device")
    expect(page.locator("[data-sc-waiting]")).to_contain_text("2")
    assert inventory.level(red, "main").on_hand == before
    page.context.set_offline(False)
    expect(page.locator("[data-sc-outbox]")).to_be_hidden(timeout=20_000)
    expect(page.locator("[data-variant]")).to_contain_text("5 / 9")
    assert inventory.level(red, "main").on_hand == before + 5

    # A conflict: the receipt is closed while an entry waits; the page says so until it is dismissed.
    page.context.set_offline(True)
    scan(page, "MUG-RED")
    page.evaluate("document.querySelector('[data-sc-flash]').hidden = true")
    page.get_by_role("button", name="Take in").click()
    expect_sign(page, "good", "Kept on this device")
    inventory.close_receipt(receipt, reason="the rest comes later", **act())
    page.context.set_offline(False)
    expect(page.locator("[data-sc-conflicts]")).to_contain_text("This receipt is closed.", timeout=20_000)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("[data-sc-outbox]")).to_be_hidden()
    assert inventory.level(red, "main").on_hand == before + 5


def test_con_05_what_one_page_kept_is_sent_by_the_next_and_each_person_has_a_queue(
    shop: TestShop, visit
) -> None:
    red, place = shop.variants["MUG-RED"], inventory.location()
    receipt = inventory.open_receipt(
        kind="purchase_order", reference="PO-502", location_id=place.id, lines=[(red, 9)], **act()
    )
    before = inventory.level(red, "main").on_hand
    page = on_the_phone(visit, f"/admin/stock/phone/receive/{receipt}/", "first@storecrew.example")
    page.route("**/scan/", lambda route: route.abort())
    scan(page, "MUG-RED")
    page.evaluate("document.querySelector('[data-sc-flash]').hidden = true")
    page.get_by_role("button", name="Take in").click()
    expect_sign(page, "good", "Kept on this device")
    expect(page.locator("[data-sc-waiting]")).to_contain_text("one entry waits")

    # Somebody else with the same device sends nothing of it, and is told.
    cookies = page.context.cookies()
    page.unroute("**/scan/")
    page.context.clear_cookies()
    make_staff("inventory_manager", email="second@storecrew.example", name="Second", password=PASSWORD)
    sign_in(page, "/admin/stock/phone/count/main/", "second@storecrew.example")
    expect(page.locator("[data-sc-others]")).to_contain_text("Entries of somebody else wait")
    assert inventory.level(red, "main").on_hand == before

    # A session that ended keeps the entry and asks to sign in; the next page of its person sends it.
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.route("**/scan/", lambda route: route.fulfill(status=403, body="<h1>Forbidden</h1>"))
    page.goto("/admin/stock/phone/put-away/main/")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    assert inventory.level(red, "main").on_hand == before
    page.unroute("**/scan/")
    page.reload()
    expect(page.locator("[data-sc-outbox]")).to_be_hidden(timeout=20_000)
    assert inventory.level(red, "main").on_hand == before + 1


def test_the_page_reads_codes_as_the_server_does(shop: TestShop, visit) -> None:
    page = on_the_phone(visit, "/admin/stock/phone/count/main/", "codes@storecrew.example")
    today = dt.date(2026, 3, 1)
    for code in (
        "4006381333931", "(01)09506000134352(17)270131(10)ABC(37)24(21)7", "MUG-RED", "96385074",
        "]C101095060001343521727020010ABC\x1d3724", "]d2010950600013435215270131305",
    ):  # fmt: skip
        wanted = gs1.parse(code, today=today)
        found = page.evaluate("(code) => StorecrewScan.parse(code)", code)
        assert found["gtin"] == wanted.gtin, code
        assert (found["lot"], found["serial"]) == (wanted.lot, wanted.serial)
        assert found["count"] == (wanted.count or 0)
        assert found["until"] == (wanted.until.isoformat() if wanted.until else "")
