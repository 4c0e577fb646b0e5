"""What a device does for its owner by itself, and a shopper who waits: none of it is needed to buy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_u029_u046_a_device_remembers_says_when_it_is_offline_and_forgets(shop: TestShop, visit) -> None:
    page = visit("/en/p/enamel-mug/")
    seen = page.get_by_role("region", name="Recently viewed")
    expect(seen).to_be_hidden()
    page.goto("/en/p/oak-stool/")
    expect(seen.get_by_role("link", name="Enamel mug")).to_be_visible()
    expect(seen.get_by_role("link", name="Oak stool")).to_have_count(0)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/en/cart/")
    expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
    expect(seen.get_by_role("link", name="Enamel mug")).to_be_visible()
    assert "€" not in page.content()
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="Your cart")).to_be_visible()
    page.goto("/en/")
    seen.get_by_role("button", name="Clear, and stop remembering").click()
    expect(seen).to_be_hidden()
    page.goto("/en/p/enamel-mug/")
    page.goto("/en/p/oak-stool/")
    expect(seen).to_be_hidden()


def tap(page: Page, name: str, role: str = "link", *, down: int = 300) -> float:
    """Press with a finger, which also takes the focus, and return where the page stood."""
    page.evaluate(f"scrollTo(0, {down})")
    box = page.locator("#main").get_by_role(role, name=name, exact=True).bounding_box()
    stood = page.evaluate("scrollY")
    page.touchscreen.tap(box["x"] + 10, box["y"] + 10)
    return stood


def test_a_small_change_leaves_the_page_and_the_focus_where_they_are(shop: TestShop, visit) -> None:
    page = visit("/en/p/desk-lamp/?variant=LAMP-RED-S")
    stood = tap(page, "Blue")
    expect(page).to_have_url(re.compile("variant=LAMP-BLUE"))
    assert abs(page.evaluate("scrollY") - stood) < 5
    page.goto("/en/p/enamel-mug/?variant=MUG-RED")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    expect(page.locator("#add").get_by_role("button", name="Add to cart")).to_be_focused()
    page.goto("/en/cart/")
    with page.expect_response(re.compile("/cart/")):  # the number itself changes before the shop answers
        stood = tap(page, "One more", "button", down=40)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("spinbutton")).to_have_value("2")
    expect(page.get_by_role("button", name="One more")).to_be_focused()
    assert abs(page.evaluate("scrollY") - stood) < 5
    page.get_by_text("I have a code").click()
    page.get_by_label("Code", exact=True).fill("NOPE")
    page.get_by_role("button", name="Use the code").click()
    expect(page.get_by_text("We do not know this code.")).to_be_visible()
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    expect(page.get_by_label("Code", exact=True)).to_have_value("NOPE")


def test_what_is_typed_while_an_answer_is_on_its_way_stays(shop: TestShop, visit) -> None:
    page = visit("/en/p/enamel-mug/?variant=MUG-RED")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/cart/")
    on_its_way: list[Route] = []
    page.route("**/cart/lines/**", lambda route: on_its_way.append(route))  # noqa: PLW0108 - Playwright asks it for its names
    page.locator("#main").get_by_role("button", name="One more", exact=True).click()
    page.get_by_text("I have a code").click()
    code = page.get_by_label("Code", exact=True)
    code.fill("NOPE")
    with page.expect_response("**/cart/lines/**"):
        on_its_way[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("spinbutton")).to_have_value("2")
    expect(code).to_have_value("NOPE")
    expect(code).to_be_focused()


def test_a_picture_is_enlarged_by_keyboard_and_by_touch(shop: TestShop, visit) -> None:
    page = visit("/gallery/product/")
    button = page.get_by_role("button", name="Enlarge the picture")
    button.focus()
    page.keyboard.press("Enter")
    large = page.get_by_role("dialog", name="The picture, enlarged")
    expect(large.get_by_role("img")).to_be_visible()
    assert large.get_by_role("img").evaluate("one => one.getBoundingClientRect().width") >= 900
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(button).to_be_focused()
    page.locator(".gallery-strip img").first.click()
    expect(large).to_be_visible()
    large.get_by_role("button", name="Close").click()
    expect(large).to_be_hidden()


def test_u024_a_shopper_waits_for_what_is_sold_out_without_leaving_the_page(shop: TestShop, visit) -> None:
    page = visit("/en/p/desk-lamp/?variant=LAMP-RED-L")
    form = page.locator("#notify")
    form.get_by_label("Email").fill("mina@")
    form.get_by_role("button", name="Tell me").click()
    expect(form.get_by_text("This does not look like an email address.")).to_be_visible()
    form.get_by_label("Email").fill("mina@example.com")
    form.get_by_role("button", name="Tell me").click()
    expect(form.get_by_text("please look at your mail")).to_be_visible()
    assert page.url.endswith("/en/p/desk-lamp/?variant=LAMP-RED-L")
    token = WaitListEntry.objects.get(email="mina@example.com").token
    page.goto(f"/en/waiting/{token}/")
    page.get_by_role("button", name="Yes, tell me").click()
    expect(page.get_by_text("You get one mail")).to_be_visible()
    page.get_by_role("button", name="Forget my address").click()
    expect(page.get_by_role("heading", name="You are forgotten")).to_be_visible()
    assert not WaitListEntry.objects.exists()


def test_u010_a_korean_address_is_found_by_its_building(shop: TestShop, visit) -> None:
    page = visit("/ko/")
    page.context.add_cookies([{"name": "channel", "value": "kr", "url": page.url}])
    page.goto("/ko/p/oak-stool/")
    page.locator("form#add button[type=submit]").click()
    expect(page.locator(".toast")).to_be_visible()
    page.goto("/ko/checkout/")
    page.get_by_label("주소 찾기").fill("강남파이낸스센터")
    page.locator(".found button").click()
    expect(page.locator("[name=postal_code]")).to_have_value("06236")
    expect(page.locator("[name=street]")).to_have_value("테헤란로 152")
    assert page.locator("[name=region] option:checked").text_content() == "서울특별시"
