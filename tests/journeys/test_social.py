"""A post from the form to the network, stopped by stock on its way, and the page as it is shared (MKT-11)."""

from __future__ import annotations

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Placement
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.mastodon import Mastodon
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.contexts.marketing.tests.network_server import call, serving
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wall():
    """A server on this machine that speaks Mastodon's interface."""
    with serving() as (found, address):
        social.register_network(Mastodon(call=call))
        with override_settings(STORECREW_MASTODON_URL=address, STORECREW_MASTODON_TOKEN="secret"):
            yield found
        social.register_network(Mastodon())


def test_mkt_11_a_post_is_stopped_by_stock_leaves_once_and_brings_people_to_the_shop(
    shop: TestShop, visit, wall
) -> None:
    campaign = make_campaign(name="Red spring")
    page = work_as(visit, "marketing_manager", "/admin/posts/")
    page.get_by_role("link", name="New post").first.click()
    page.get_by_label("Name", exact=True).fill("Red mugs")
    page.get_by_label("Mastodon").check()
    page.get_by_label("Text", exact=True).fill("They are back. " * 40)
    page.get_by_label("Leads to").fill("/p/enamel-mug/")
    page.get_by_label("Campaign").select_option(label="Red spring")
    page.get_by_label("Articles (SKUs)").fill("MUG-RED")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Mastodon takes 500 characters").first).to_be_visible()
    page.get_by_label("Text", exact=True).fill("They are back.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Red mugs")).to_be_visible()
    page.get_by_role("button", name="Schedule").click()
    Variant.objects.filter(sku="MUG-RED").update(active=False)
    marketing.publish_due(clock.now())
    page.reload()
    expect(page.get_by_text("MUG-RED cannot be bought now.").first).to_be_visible()
    Variant.objects.filter(sku="MUG-RED").update(active=True)
    page.get_by_role("button", name="Schedule").click()
    assert marketing.publish_due(clock.now()) == 1
    assert marketing.publish_due(clock.now()) == 0
    page.reload()
    expect(page.get_by_role("link", name="Mastodon")).to_have_attribute("href", "https://n.example/1")
    assert len(wall.posts) == 1

    (posted,) = wall.posts.values()
    link = posted["message"].split("\n")[-1]
    phone = visit(link.partition("://")[2].partition("/")[2].join(["/", ""]))
    expect(phone.get_by_role("heading", name="Enamel mug")).to_be_visible()
    assert f"utm_campaign={campaign.utm_campaign}" in phone.url
    assert Placement.objects.get().key in phone.url
    phone.get_by_text("Share this product", exact=True).click()
    expect(phone.get_by_role("link", name="Pinterest")).to_be_visible()

    page.goto(page.url.partition("/admin/")[0] + "/admin/links/?path=/en/p/enamel-mug/&source=instagram")
    expect(page.get_by_role("textbox", name="Link", exact=True)).to_have_value(
        marketing.tagged(link.partition("?")[0], source="instagram")
    )
    expect(page.get_by_role("heading", name="When it is shared")).to_be_visible()
    expect(page.locator("figcaption").get_by_text("Enamel mug")).to_be_visible()
