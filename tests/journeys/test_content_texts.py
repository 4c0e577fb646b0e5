"""Editors change what mails and the shop say, and pages that hold live goods, without a release."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.content import public as content
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_buying import fill_address
from tests.journeys.test_second_person import desk
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")


def test_it_14_an_editor_changes_the_confirmation_and_an_error_and_a_shopper_reads_both(
    shop: TestShop, visit
) -> None:
    bought(shop, "MUG-RED")
    theirs = visit("/en/no-such-page/", phone=False)
    expect(theirs.get_by_text("It may have moved")).to_be_visible()

    # An error sentence of the shop: found by its words, published, there on the next view.
    mina = desk(visit, "/admin/texts/messages/?q=may+have+moved", "content_team", "Mina")
    mina.locator("td a, th a", has_text="It may have moved").click()
    box = mina.get_by_label("Text", exact=True)
    box.fill("We moved it. {place}")
    mina.get_by_role("button", name="Publish").click()
    expect(mina.get_by_text("There is no placeholder {place} here.").first).to_be_visible()
    box.fill('We "moved" it, or it is sold out for good.')
    mina.get_by_role("button", name="Publish").click()
    expect(mina.get_by_text("The shop says it like that from now on.")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_text("We “moved” it, or it is sold out for good.")).to_be_visible()

    # The confirmation: seen with a real order before anybody gets it.
    mina.goto("/admin/texts/mails/")
    mina.get_by_role("link", name="Order confirmation").click()
    mina.get_by_label("Subject").fill("Hooray, {number} is ours")
    mina.get_by_role("button", name="Keep as a draft").click()
    expect(
        mina.get_by_text("There is no placeholder").or_(mina.get_by_text("is missing")).first
    ).to_be_visible()
    mina.get_by_label("Subject").fill("Hooray, {shop} packs {number}")
    mina.locator("textarea", has_text="Thank you for your order").fill("We are on it: {number}!")
    mina.get_by_role("button", name="Keep as a draft").click()
    expect(mina.get_by_text("Kept as a draft.")).to_be_visible()
    seen = mina.locator("iframe.sc-mail")  # it runs no script, so its page is read where it is written
    expect(seen).to_have_attribute("srcdoc", re.compile(r"We are on it: .*Enamel mug", re.DOTALL))
    mina.get_by_role("link", name="Phone", exact=True).click()
    assert mina.locator("iframe.sc-mail-phone").bounding_box()["width"] <= 390  # type: ignore[index]
    mina.get_by_role("button", name="Send to me").click()
    expect(mina.get_by_text("sent to mina@storecrew.example")).to_be_visible()
    assert "We are on it" in Mail.objects.get(to="mina@storecrew.example").text
    mina.get_by_role("button", name="Publish").click()
    expect(mina.get_by_text("The next mail says it like that.")).to_be_visible()
    expect(mina.locator("#versions").get_by_text("Version 1")).to_be_visible()

    # A shopper buys and reads it.
    theirs.goto("/en/p/oak-stool/")
    theirs.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(theirs.get_by_text("Added to your cart")).to_be_visible()
    theirs.goto("/en/checkout/")
    fill_address(theirs, email="reader@example.com")
    theirs.get_by_role("button", name="Continue to delivery").click()
    theirs.get_by_role("button", name="Continue to payment").click()
    theirs.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(theirs.get_by_text("Your order is in")).to_be_visible()
    settle()
    got = Mail.objects.get(to="reader@example.com")
    assert got.subject.startswith("Hooray, Storecrew EU packs ")
    assert "We are on it: " in got.text
    assert "We are on it: " in got.html

    # And back, with one press.
    mina.get_by_role("button", name="Restore the original").click()
    expect(mina.get_by_text("Restored.")).to_be_visible()
    assert content.sample(name="checkout.confirmation", locale="en").subject.startswith("Your order ")


def test_it_14_the_preview_of_a_page_shows_the_catalog_as_it_is_now(shop: TestShop, visit) -> None:
    grid = {"heading": "Ours", "category": "kitchen", "collection": "", "count": 4}
    page_id = content.save_page(
        locale="en", slug="guide", title="Mugs for every day", actor=ROOT, at=clock.now(),
        body=[{"type": "product_grid", "value": grid}],
    )  # fmt: skip
    mina = desk(visit, f"/admin/pages/{page_id}/edit/", "content_team", "Mina")
    mina.locator("[name=title]").fill("A draft about mugs")
    mina.get_by_role("button", name=re.compile("^Save [Dd]raft$")).first.click()
    expect(mina.get_by_text(re.compile("has been (saved|updated)")).first).to_be_visible()
    # One preview: the words of the draft, and goods that are asked for at the moment.
    mina.goto(f"/admin/pages/{page_id}/view_draft/")
    expect(mina.get_by_role("heading", name="A draft about mugs")).to_be_visible()
    expect(mina.get_by_text("Enamel mug").first).to_be_visible()
    expect(mina.get_by_text(re.compile("€")).first).to_be_visible()
    Product.objects.filter(slug="enamel-mug").update(title="Enamel mug, now with a lid")
    from storecrew.kernel import revisions

    revisions.bump("catalog", f"product:{Product.objects.get(slug='enamel-mug').pk}")
    mina.reload()
    expect(mina.get_by_text("Enamel mug, now with a lid").first).to_be_visible()
    # Nobody else has read the draft.
    theirs = visit("/en/guide/", phone=False)
    expect(theirs.get_by_role("heading", name="Mugs for every day")).to_be_visible()
