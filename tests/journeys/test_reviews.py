"""HOD-12: a buyer says what they think, somebody looks at it, and the shop shows it to everybody."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import outbox
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_promotions import work_as
from tests.journeys.test_returning import buy_and_ship

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_hod_12_a_review_is_written_looked_at_shown_answered_and_reported(shop: TestShop, visit) -> None:
    page, order = buy_and_ship(visit)
    page.goto(f"/en/order/{order.token}/")
    page.get_by_role("link", name="Review what you bought").click()
    page.get_by_role("link", name="Write a review").first.click()
    page.get_by_role("radio", name="4 stars").check()
    page.get_by_label("In one line").fill("Keeps the tea warm")
    page.get_by_label("What should others know?").fill("For half an hour at least.")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_text("We look at your review")).to_be_visible()
    page.goto("/en/p/enamel-mug/")
    expect(page.get_by_text("Keeps the tea warm")).to_have_count(0)

    desk = work_as(visit, "content_team", "/admin/reviews/?f.state=waiting")
    desk.get_by_role("link", name="Keeps the tea warm").first.click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("The review is in the shop.")).to_be_visible()
    desk.get_by_role("link", name="Answer").click()
    desk.get_by_role("textbox", name="Answer").fill("Thank you, and enjoy it.")
    desk.get_by_role("button", name="Answer").click()
    while outbox.drain():
        pass

    reader = visit("/en/p/enamel-mug/")
    expect(reader.locator("#reviews").get_by_text("Keeps the tea warm").first).to_be_visible()
    expect(reader.get_by_text("Thank you, and enjoy it.")).to_be_visible()
    assert "AggregateRating" in reader.content()
    assert Axe().run(reader).violations_count == 0
    reader.locator("#reviews").get_by_role("link", name="Report").click()
    reader.get_by_role("radio", name="Is not about the product").check()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_text("Somebody looks at it")).to_be_visible()
    [made] = reviews.reviews_of_product(reviews.reviewable(order.id)[0].product_id)
    assert made.reports == 1


def picture(color: str, size: tuple[int, int] = (900, 700)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, color).save(made, "JPEG")
    return made.getvalue()


def test_hod_12_photos_of_a_buyer_are_looked_at_and_shown(shop: TestShop, visit) -> None:
    """In Korean: two photos are chosen, one too many is refused, one is taken out, the other is shown."""
    page, order = buy_and_ship(visit)
    page.goto(f"/ko/order/{order.token}/reviews/")
    page.get_by_role("link", name="리뷰 쓰기").first.click()
    face = page.locator(".file-face")
    expect(face).to_contain_text("파일 선택")
    expect(face).to_contain_text("선택한 파일 없음")
    page.get_by_role("radio", name="5").check()
    page.get_by_label("한 줄로").fill("차가 오래 따뜻해요")

    wrong = {"name": "note.txt", "mimeType": "image/jpeg", "buffer": b"no picture"}
    page.get_by_label("사진").set_input_files(wrong)
    expect(face).to_contain_text("note.txt")
    page.locator("form .button[type=submit]").click()
    expect(page.locator("#f-photos-error")).to_be_visible()
    assert not [word for word in ("picture", "photo") if word in page.locator("#f-photos-error").inner_text()]
    expect(page.get_by_label("한 줄로")).to_have_value("차가 오래 따뜻해요")
    assert Axe().run(page).violations_count == 0

    colors = ("#1f6f54", "#c5330b")
    page.get_by_label("사진").set_input_files(
        [
            {"name": f"{at}.jpg", "mimeType": "image/jpeg", "buffer": picture(color)}
            for at, color in enumerate(colors)
        ]
    )
    expect(page.locator(".file-face")).to_contain_text("파일 2개")
    page.locator("form .button[type=submit]").click()
    expect(page).to_have_url(re.compile("written=1"))

    desk = work_as(visit, "content_team", "/admin/reviews/?f.state=waiting")
    desk.get_by_role("link", name="차가 오래 따뜻해요").first.click()
    shown = desk.locator("main a[href*='/photos/']")
    expect(shown).to_have_count(2)
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Take photo 1 out").click()
    expect(shown).to_have_count(1)
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("The review is in the shop.")).to_be_visible()
    while outbox.drain():
        pass

    reader = visit("/ko/p/enamel-mug/")
    seen = reader.locator("#reviews img")
    seen.first.scroll_into_view_if_needed()
    expect(seen).to_have_count(1)
    assert seen.evaluate("async it => { await it.decode(); return it.naturalWidth }") > 100
    assert Axe().run(reader).violations_count == 0
