"""Landing pages: live goods, the end, a pause, and what machines keep of them (MKT-10, MKT-18)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.content import public as content
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.tests.factories import ACTOR, make_campaign
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
BODY = (
    {"type": "rich_text", "value": "<p>All that is red.</p>"},
    {"type": "product_row", "value": {"heading": "Chosen", "skus": "MUG-RED, STOOL, GONE"}},
    {"type": "countdown", "value": {"heading": "Be quick"}},
)  # fmt: skip


def make(**changes) -> int:
    now = clock.now()
    return content.save_landing(
        **{"locale": "en", "slug": "red-week", "title": "Red week", "body": BODY, "actor": ACTOR, "at": now}
        | changes
    )


def html(path: str = "/en/red-week/") -> str:
    return Client().get(path).content.decode()


def test_mkt_10_a_landing_page_shows_live_goods_and_how_long_they_are_offered():
    end = clock.now() + dt.timedelta(days=3)
    promotion = make_promotion(state="live", active_until=end)
    make(promotion_id=promotion.pk)
    response = Client().get("/en/red-week/")
    page = response.content.decode()
    for words in ("Red week", "Chosen", "Enamel mug", "€", "Be quick", f'data-countdown="{end.isoformat()}"'):
        assert words in page
    assert 'name="robots"' not in page
    assert {"promotions", "onsite"} <= response.cache_tags
    assert response.cache_until == end
    StockLevel.objects.update(on_hand=0)
    assert "Sold out" in html()


def test_mkt_10_the_end_is_told_with_its_weekday_and_without_seconds():
    end = (clock.now() + dt.timedelta(days=3)).replace(minute=30, second=15)
    make(promotion_id=make_promotion(state="live", active_until=end).pk)
    assert re.search(r"Until [A-Z][a-z]+day, [A-Z][a-z]+ \d+, \d{4}, \d\d:30<", html())


def test_mkt_18_a_landing_page_says_that_its_promotion_is_paused():
    promotion = make_promotion(state="live", active_until=clock.now() + dt.timedelta(days=3))
    make(promotion_id=promotion.pk)
    Promotion.objects.filter(pk=promotion.pk).update(state="paused", pause_reason="stock")
    page = html()
    assert "This offer does not hold at the moment." in page
    assert "Be quick" not in page
    assert "noindex" in page


def test_mkt_10_mkt_18_a_landing_page_asks_the_shop_that_it_is_read_in():
    make_channel("kr", currency="KRW", timezone="Asia/Seoul")
    promotion = make_promotion(state="live", channels=["kr"])
    make(promotion_id=promotion.pk)
    assert "This offer does not hold at the moment." in html(), "only the other shop takes part"
    assert "This offer does not hold" not in html("/en/red-week/?channel=kr")


def test_mkt_10_after_the_end_it_leads_on_or_says_so_and_is_in_no_index():
    campaign = make_campaign(starts_at=clock.now(), ends_at=clock.now() + dt.timedelta(days=3))
    Campaign.objects.filter(pk=campaign.pk).update(state="live")
    key = make(campaign_id=campaign.pk)
    assert "/en/red-week/" in html("/sitemap.xml")
    Campaign.objects.filter(pk=campaign.pk).update(state="ended")
    page = html()
    assert "This offer is over." in page
    assert 'content="noindex, follow"' in page
    assert "/en/red-week/" not in html("/sitemap.xml")
    assert make(campaign_id=campaign.pk, after_url="/c/kitchen/") == key
    answer = Client().get("/en/red-week/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/c/kitchen/")
    assert answer["X-Robots-Tag"] == "noindex"


def test_mkt_10_the_end_that_editors_wrote_goes_first_and_a_draft_is_not_shown():
    past = clock.now() - dt.timedelta(minutes=1)
    make(ends_at=past)
    assert "This offer is over." in html()
    make(slug="later", publish=False)
    assert Client().get("/en/later/").status_code == 404
