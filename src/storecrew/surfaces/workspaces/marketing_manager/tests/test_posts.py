"""Posts and links on screen (MKT-11, IT-10)."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from PIL import Image

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import SocialPost
from storecrew.contexts.marketing.tests.factories import AT, make_campaign
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import make_shop
from storecrew.surfaces.workspaces.marketing_manager.tests.test_mailings import signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    make_shop()
    with clock.frozen(AT), override_settings(STORECREW_DEMO=True):
        yield


def fields(**changes) -> dict[str, object]:
    return {
        "name": "Red mugs", "text": "They are back.", "networks": ["simulator"], "shop_channel": "eu",
        "locale": "en", "path": "/p/enamel-mug/", "skus": "MUG-RED", "due_at": AT.strftime("%Y-%m-%dT%H:%M"),
    } | changes  # fmt: skip


def upload(width: int, height: int) -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (width, height), "red").save(made, "PNG")
    return SimpleUploadedFile("mug.png", made.getvalue(), "image/png")


def test_mkt_11_a_post_is_written_scheduled_stopped_by_stock_and_posted():
    campaign = make_campaign()
    boss = signed_in("marketing_manager")
    assert "Nothing is planned for social media yet" in text(boss, "posts")
    assert ">Save</button>" in boss.get(reverse("post_add")).content.decode()
    wrong = boss.post(reverse("post_add"), fields(text="x" * 300))
    assert wrong.status_code == 422
    assert "Simulator takes 280 characters with the link" in wrong.content.decode()
    wrong = boss.post(reverse("post_add"), fields(skus="MUG-RED, NOPE"))
    assert "There is no article NOPE." in wrong.content.decode()
    wrong = boss.post(reverse("post_add"), fields(picture=upload(1000, 100), picture_alt="A mug"))
    assert "would cut a picture of 1000 × 100" in wrong.content.decode()
    picture = {"picture": upload(1200, 630), "picture_alt": "A mug"}
    boss.post(reverse("post_add"), fields(campaign=campaign.pk, **picture))
    row = SocialPost.objects.get()
    page = text(boss, "post", row.pk)
    assert "1200 × 630" in page
    assert "once it is scheduled it leaves at once" in page
    assert boss.get(reverse("post_picture", args=[row.pk]))["Content-Type"] == "image/jpeg"
    assert "They are back." in text(boss, "post_edit", row.pk)
    boss.post(reverse("post_schedule", args=[row.pk]))
    Variant.objects.filter(sku="MUG-RED").update(active=False)
    assert "As things are it stays here when its time comes: MUG-RED" in text(boss, "post", row.pk)
    marketing.publish_due(AT)
    assert "MUG-RED cannot be bought now." in text(boss, "post", row.pk)
    Variant.objects.filter(sku="MUG-RED").update(active=True)
    boss.post(reverse("post_schedule", args=[row.pk]))
    assert marketing.publish_due(AT) == 1
    page = text(boss, "post", row.pk)
    assert "utm_source=social" in page
    assert "Posted" in text(boss, "posts")
    refused = boss.post(reverse("post_cancel", args=[row.pk]), follow=True)
    assert "This cannot be done with the post as it is." in refused.content.decode()


def test_a_post_that_is_not_there_is_not_found():
    boss = signed_in("marketing_manager")
    for name in ("post", "post_edit", "post_picture"):
        assert boss.get(reverse(name, args=[999_999])).status_code == 404
    boss.post(reverse("post_add"), fields())
    assert boss.get(reverse("post_picture", args=[SocialPost.objects.get().pk])).status_code == 404


def test_it_10_a_link_is_made_and_the_page_is_shown_as_networks_show_it():
    boss = signed_in("marketing_manager")
    assert 'name="source"' in text(boss, "links")
    words = {"path": "/en/p/enamel-mug/", "source": "Instagram", "medium": "social", "campaign": "spring"}
    page = boss.get(reverse("links"), words).content.decode()
    assert "/en/p/enamel-mug/?utm_source=instagram&amp;utm_medium=social&amp;utm_campaign=spring" in page
    assert "data:image/svg+xml" in page
    assert "/en/p/enamel-mug/share.png" in page
    assert "<strong>Enamel mug" in page
    gone = boss.get(reverse("links"), {"path": "/en/p/nothing/"}).content.decode()
    assert "There is no page at this address" in gone


def test_it_10_a_link_leads_into_the_shop_that_is_chosen():
    boss, words = signed_in("marketing_manager"), {"path": "/en/p/enamel-mug/", "source": "flyer"}
    make_channel("second", is_default=False)
    own = advertising.origin(make_channel("own", is_default=False, host="own.example"))
    assert 'name="shop"' in text(boss, "links")
    page = boss.get(reverse("links"), words | {"shop": "second"}).content.decode()
    assert "/en/p/enamel-mug/?channel=second&amp;utm_source=flyer" in page
    whole = {"path": f"{own}/en/p/enamel-mug/", "shop": "own"}
    page = boss.get(reverse("links"), words | whole).content.decode()
    assert f"{own}/en/p/enamel-mug/?utm_source=flyer" in page


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/admin/", "en/"])
def test_only_pages_of_the_shop_are_linked(path):
    answer = signed_in("marketing_manager").get(reverse("links"), {"path": path})
    assert answer.status_code == 422
    assert "Begin with / and name a page of the shop." in answer.content.decode()
