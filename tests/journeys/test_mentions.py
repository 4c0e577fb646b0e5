"""A word on a network is handed on, answered, and its picture shown at the product (MKT-11, IT-10)."""

from __future__ import annotations

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mention, Reply
from storecrew.contexts.work.models import Task
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_mkt_11_it_10_a_mention_is_heard_handed_on_answered_and_its_picture_shown(
    shop: TestShop, visit
) -> None:
    with override_settings(STORECREW_SOCIAL=["simulator"]):
        assert marketing.listen(clock.now()) == 5
        page = work_as(visit, "marketing_manager", "/admin/mentions/")
        page.get_by_role("link", name="h.jansen").click()
        expect(page.get_by_text("My parcel has not moved").first).to_be_visible()
        page.get_by_role("link", name="To customer service").click()
        page.get_by_label("Note").fill("Sounds angry.")
        page.get_by_role("button", name="Hand over").click()
        expect(page.get_by_text("Customer service has it.")).to_be_visible()
        assert Task.objects.get(code="social_mention").owner_role == "customer_service"

        service = work_as(visit, "customer_service", "/admin/mentions/?f.state=service")
        service.get_by_role("link", name="h.jansen").click()
        service.get_by_role("link", name="Answer", exact=True).click()
        service.get_by_role("textbox", name="Answer").fill("We look for it, and write to you today.")
        service.get_by_role("button", name="Send the answer").click()
        expect(service.get_by_text("We look for it, and write to you today.").first).to_be_visible()
        assert marketing.send_answers(clock.now()) == 1
        assert Reply.objects.get().state == "posted" and not Task.objects.filter(state="open").exists()

        page.goto(page.url.split("/admin/")[0] + "/admin/mentions/")
        page.get_by_role("link", name="studio.nord").click()
        page.get_by_role("link", name="Keep the picture").click()
        page.get_by_label("Article (SKU)").fill("MUG-RED")
        page.get_by_role("textbox", name="What it shows").fill("A red mug on a shelf")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.get_by_role("link", name="A red mug on a shelf").click()
        shopper = visit("/en/p/enamel-mug/")
        expect(shopper.get_by_text("Seen at home with our customers")).to_have_count(0)
        page.get_by_role("link", name="Note the permission").click()
        page.get_by_label("What was said, and where").fill("“Gladly!”, as an answer to our comment.")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Show at the product").click()
        shopper.reload()
        expect(shopper.get_by_role("heading", name="Seen at home with our customers")).to_be_visible()
        expect(shopper.get_by_role("img", name="A red mug on a shelf")).to_be_visible()
        page.on("dialog", lambda asked: asked.accept())
        page.get_by_role("button", name="The owner wants it back").click()
        expect(page.get_by_text("Withdrawn").first).to_be_visible()
        shopper.reload()
        expect(shopper.get_by_text("Seen at home with our customers")).to_have_count(0)
    assert Mention.objects.filter(state="answered").count() == 1
    assert Product.objects.filter(variants__sku="MUG-RED").exists()
