"""Posts for social networks: written, checked as they leave, sent once (MKT-11)."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.test import override_settings
from PIL import Image

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, Placement, SocialPost
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.facebook import FacebookPage
from storecrew.contexts.marketing.providers.social.mastodon import Mastodon
from storecrew.contexts.marketing.providers.social.simulator import SimulatedNetwork
from storecrew.contexts.marketing.rules import social as rules
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_campaign
from storecrew.contexts.marketing.tests.network_server import Wall, call, serving
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
KEYS = {
    "STORECREW_MASTODON_TOKEN": "secret",
    "STORECREW_FACEBOOK_TOKEN": "secret",
    "STORECREW_FACEBOOK_PAGE": "9",
}


@pytest.fixture
def wall():
    """A shop, and networks on this machine."""
    make_shop({"A-1": 10, "B-1": 10})
    with serving() as (found, address):
        urls = {"STORECREW_MASTODON_URL": address, "STORECREW_FACEBOOK_API": address}
        for network in (Mastodon(call=call), FacebookPage(call=call)):
            social.register_network(network)
        with override_settings(**KEYS, **urls):
            yield found
        for network in (Mastodon(), FacebookPage()):
            social.register_network(network)


def picture(width: int, height: int) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), "red").save(made, "PNG")
    return made.getvalue()


def content(**changes) -> marketing.PostContent:
    values = {
        "name": "Mugs", "text": "Red mugs are back.", "networks": ("mastodon",), "shop_channel": "eu",
        "locale": "en", "path": "/c/mugs/", "due_at": AT,
    } | changes  # fmt: skip
    return marketing.PostContent(**values)


def scheduled(**changes) -> SocialPost:
    key = marketing.save_post(content(**changes), actor=ACTOR, at=AT)
    marketing.schedule_post(key, actor=ACTOR, at=AT)
    return SocialPost.objects.get(pk=key)


def alerts() -> list[str]:
    found = work.open_findings(role="marketing_manager")
    return [each.detail for each in found if each.code == "marketing.post_stopped"]


def test_mkt_11_a_post_leaves_at_its_time_with_the_link_of_its_campaign_and_a_picture(wall: Wall):
    campaign = make_campaign()
    post = scheduled(
        networks=("mastodon", "facebook"), campaign_id=campaign.pk, due_at=AT + DAY,
        picture=picture(1200, 630), picture_alt="A red mug", skus=("A-1",),
    )  # fmt: skip
    dates = work.calendar(since=AT, until=AT + 2 * DAY, kinds=["social"])
    assert [date.title for date in dates] == ["Mugs"]
    assert marketing.publish_due(AT) == 0
    assert marketing.publish_due(AT + DAY) == 2
    assert marketing.publish_due(AT + DAY + MINUTE) == 0
    post.refresh_from_db()
    assert post.state == "done"
    texts = [row["message"] for row in wall.posts.values()]
    assert all(f"utm_campaign={campaign.utm_campaign}" in text for text in texts)
    assert sorted("utm_source=mastodon" in text for text in texts) == [False, True]
    assert len(wall.pictures) == 2
    assert b"A red mug" in wall.pictures[0]
    assert {row.url for row in Placement.objects.all()} == {"https://n.example/1", "https://n.example/2"}


@pytest.mark.parametrize("network", ["mastodon", "facebook"])
def test_mkt_11_a_post_without_an_answer_is_looked_for_and_never_posted_twice(wall: Wall, network: str):
    scheduled(networks=(network,))
    wall.fault = "lost"
    assert marketing.publish_due(AT) == 0
    row = Placement.objects.get()
    assert row.state == "unknown"
    assert marketing.publish_due(AT + MINUTE) == 0
    wall.fault = "silent"
    assert marketing.publish_due(AT + 11 * MINUTE) == 0
    wall.fault = ""
    assert marketing.publish_due(AT + 22 * MINUTE) == 1
    assert len(wall.posts) == 1
    row.refresh_from_db()
    assert (row.state, row.tries) == ("posted", 1)


@pytest.mark.parametrize("network", ["mastodon", "facebook"])
def test_mkt_11_what_never_arrived_is_sent_again_after_it_was_looked_for(wall: Wall, network: str):
    scheduled(networks=(network,))
    wall.fault = "500"
    assert marketing.publish_due(AT) == 0
    wall.fault = ""
    assert marketing.publish_due(AT + 11 * MINUTE) == 0
    assert marketing.publish_due(AT + 12 * MINUTE) == 1
    assert len(wall.posts) == 1


def test_mkt_11_a_worker_that_died_while_sending_is_noticed(wall: Wall):
    scheduled()
    Placement.objects.update(state="sending", claimed_at=AT, tries=1)
    assert marketing.publish_due(AT + MINUTE) == 0
    assert marketing.publish_due(AT + 11 * MINUTE) == 0
    assert marketing.publish_due(AT + 12 * MINUTE) == 1


def test_a_network_that_is_busy_is_asked_later_and_given_up_in_the_end(wall: Wall):
    post = scheduled()
    wall.fault = "429"
    at = AT
    for _try in range(6):
        marketing.publish_due(at)
        at += 16 * MINUTE
    post.refresh_from_db()
    assert post.state == "stopped"
    assert alerts() == ["Mastodon did not take it in 6 tries."]
    assert not wall.posts


def test_a_refused_post_stops_is_changed_and_leaves_where_it_is_not_yet(wall: Wall):
    post = scheduled(networks=("facebook", "mastodon"))
    marketing.publish_due(AT, limit=1)
    wall.fault = "422"
    marketing.publish_due(AT)
    post.refresh_from_db()
    assert post.state == "stopped"
    assert "Mastodon refused it" in alerts()[0]
    wall.fault = ""
    marketing.save_post(
        content(networks=("facebook", "mastodon"), text="Other words"), post_id=post.pk, actor=ACTOR, at=AT
    )
    marketing.schedule_post(post.pk, actor=ACTOR, at=AT)
    assert not alerts()
    assert marketing.publish_due(AT) == 1
    assert len(wall.posts) == 2


def test_mkt_18_what_cannot_be_kept_now_is_not_posted(wall: Wall):
    post = scheduled(skus=("A-1", "B-1"))
    Variant.objects.filter(sku="A-1").update(active=False)
    assert marketing.publish_due(AT) == 0
    assert alerts() == ["A-1 cannot be bought now."]
    Variant.objects.filter(sku="A-1").update(active=True)
    marketing.schedule_post(post.pk, actor=ACTOR, at=AT)
    assert marketing.publish_due(AT) == 1


def test_mkt_18_neither_a_promotion_that_does_not_hold_nor_a_paused_campaign_is_posted(wall: Wall):
    promotion = make_promotion(name="Red week")
    type(promotion).objects.filter(pk=promotion.pk).update(state="paused")
    scheduled(promotion_id=promotion.pk)
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(state="paused")
    scheduled(campaign_id=campaign.pk)
    assert marketing.publish_due(AT) == 0
    assert sorted(alerts()) == [
        "The campaign “Spring” does not run.", "The promotion “Red week” does not hold now."
    ]  # fmt: skip


def test_mkt_18_a_promotion_of_another_shop_is_not_posted(wall: Wall):
    make_channel("kr")
    scheduled(promotion_id=make_promotion(name="Seoul week", channels=["kr"]).pk)
    assert marketing.publish_due(AT) == 0
    assert alerts() == ["The promotion “Seoul week” does not hold now."]


def test_a_network_that_lost_its_keys_stops_the_post(wall: Wall):
    scheduled()
    with override_settings(STORECREW_MASTODON_TOKEN=""):
        marketing.publish_due(AT)
    assert alerts() == ["Mastodon is not set up."]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " "}),
        ("text", {"text": " "}),
        ("text", {"text": "x" * 477}),
        ("networks", {"networks": ()}),
        ("networks", {"networks": ("telegraph",)}),
        ("path", {"path": "https://evil.example"}),
        ("path", {"path": "//evil.example"}),
        ("skus", {"skus": ("NONE",)}),
        ("shop_channel", {"shop_channel": "mars"}),
        ("campaign", {"campaign_id": 999_999}),
        ("promotion", {"promotion_id": 999_999}),
        ("picture", {"picture": b"no picture", "picture_alt": "x"}),
        ("picture", {"picture": picture(1000, 200), "picture_alt": "x"}),
        ("picture_alt", {"picture": picture(100, 100)}),
    ],
)
def test_mkt_11_what_a_network_does_not_take_is_refused_with_its_field(wall: Wall, field, changes):
    with pytest.raises(marketing.InvalidPost) as caught:
        marketing.save_post(content(**changes), actor=ACTOR, at=AT)
    assert list(caught.value.details) == [field]


def test_a_post_is_changed_until_it_is_scheduled_and_canceled_until_it_is_posted(wall: Wall):
    post = scheduled()
    with pytest.raises(marketing.PostState):
        marketing.save_post(content(), post_id=post.pk, actor=ACTOR, at=AT)
    with pytest.raises(marketing.PostState):
        marketing.schedule_post(post.pk, actor=ACTOR, at=AT)
    marketing.cancel_post(post.pk, actor=ACTOR, at=AT)
    assert marketing.publish_due(AT) == 0
    assert not work.calendar(since=AT - DAY, until=AT + DAY, kinds=["social"])
    with pytest.raises(marketing.PostState):
        marketing.cancel_post(post.pk, actor=ACTOR, at=AT)
    with pytest.raises(marketing.UnknownPost):
        marketing.cancel_post(999_999, actor=ACTOR, at=AT)


def test_the_simulator_takes_everything_and_keeps_nothing():
    message = social.Message("k", "text", "https://shop.example/en/", "en")
    assert SimulatedNetwork().post(message).id == "k"
    assert SimulatedNetwork().find(message) is None
    with override_settings(STORECREW_DEMO=False):
        assert not SimulatedNetwork().configured
    with override_settings(STORECREW_DEMO=True):
        assert [each.code for each in social.networks()] == ["simulator"]


def test_a_link_is_tagged_once():
    url = "https://shop.example/en/c/mugs/?sort=new&utm_source=old#top"
    assert rules.tagged(url, source="mail", medium="", campaign="spring") == (
        "https://shop.example/en/c/mugs/?sort=new&utm_source=mail&utm_campaign=spring#top"
    )


@pytest.mark.parametrize(
    ("size", "fits"),
    [
        ((1200, 630), True),
        ((100, 100), True),
        ((191, 100), True),
        ((192, 100), False),
        ((80, 100), True),
        ((79, 100), False),
    ],
)
def test_facebook_shows_pictures_from_four_by_five_to_one_ninety_one(size, fits):
    assert rules.picture_fits("facebook", *size) is fits
