"""A campaign does not start before its landing page is there (MKT-10, 5.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.content import public as content
from storecrew.contexts.content.models import LandingPage
from storecrew.contexts.content.operations import publishing
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_campaign, sign_off
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.surfaces.storefront.tests.factories import make_roots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site():
    make_roots()
    content.ensure_homes(shop_name="Shop", actor=ACTOR, at=AT)


def make(campaign, **changes) -> LandingPage:
    values = {"locale": "en", "slug": "spring", "title": "Spring page", "body": (), "actor": ACTOR, "at": AT}
    key = content.save_landing(campaign_id=campaign.pk, publish=False, **(values | changes))
    return LandingPage.objects.get(pk=key)


def found(campaign, at=AT) -> list[tuple[str, str, str]]:
    work.refresh_conflicts(records=[("marketing.campaign", str(campaign.pk))], at=at)
    rows = work.conflicts_of([("marketing.campaign", str(campaign.pk))])
    return [
        (each.severity, each.owner_role, work.conflict_words(each))
        for each in rows
        if each.code == "landing_missing" and each.state == "open"
    ]


def test_mkt_10_a_page_that_nobody_published_warns_and_blocks_the_last_day():
    campaign = make_campaign(starts_at=AT + 5 * DAY)
    assert found(campaign) == []
    make(campaign)
    words = "Not published: Spring page (en)"
    assert found(campaign) == [("warning", "content_team", words)]
    assert found(campaign, AT + 4 * DAY) == [("blocking", "content_team", words)]


def test_mkt_10_a_campaign_is_stopped_without_its_page_and_starts_with_it():
    campaign = make_campaign(starts_at=AT + 5 * DAY)
    page = make(campaign)
    marketing.schedule_campaign(campaign.pk, actor=ACTOR, at=AT)
    sign_off(campaign.pk, at=AT)
    assert marketing.launch_due(AT + 5 * DAY) == 0
    campaign.refresh_from_db()
    assert campaign.stopped_because[0]["code"] == "conflict_landing_missing"
    assert campaign.stopped_because[0]["owner_role"] == "content_team"
    with clock.frozen(AT + 5 * DAY):
        page.save_revision().publish()
        while outbox.drain():
            pass
    assert found(campaign, AT + 5 * DAY) == []
    marketing.schedule_campaign(campaign.pk, actor=ACTOR, at=AT + 5 * DAY)
    sign_off(campaign.pk, at=AT + 5 * DAY)
    assert marketing.launch_due(AT + 5 * DAY) == 1


def test_mkt_10_a_page_that_goes_live_by_itself_before_the_start_is_no_conflict():
    campaign = make_campaign(starts_at=AT + 5 * DAY)
    page = make(campaign)
    page.go_live_at = AT + 4 * DAY
    page.save()
    assert found(campaign) == []
    page.go_live_at = AT + 6 * DAY
    page.save()
    assert len(found(campaign)) == 1


def test_pages_go_live_and_away_at_the_time_their_editors_set():
    page = make(make_campaign())
    now = clock.now()
    page.go_live_at = now - dt.timedelta(seconds=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    publishing.publish_due()
    page.refresh_from_db()
    assert page.live
