"""Banners and pop-ups: what pages show follows campaign, promotion, goods and clock (MKT-10, MKT-18)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.contexts.marketing.tests.factories import (
    ACTOR,
    AT,
    DAY,
    make_banner,
    make_campaign,
    make_live,
    onsite_content,
)
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, clock, outbox, revisions
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
NOBODY = Actor(kind="staff", id="1", label="somebody")
LATER = AT + 2 * DAY


@pytest.fixture(autouse=True)
def _shop():
    make_shop({"A-1": 10, "B-1": 10})


def page(place: str = "home", at: dt.datetime = LATER, **more) -> marketing.OnsitePage:
    return marketing.onsite_page(place, channel=channels.facts(), locale="en", at=at, **more)


def state(key: int) -> tuple[str, str]:
    row = OnsiteMessage.objects.get(pk=key)
    return row.state, row.held_because


def test_mkt_10_a_banner_starts_and_ends_by_the_clock_and_the_page_knows_when():
    key = make_banner()
    assert page(at=AT).banner is None
    assert page(at=AT).until == AT.replace(hour=23)  # midnight in Berlin
    shown = page()
    assert shown.banner is not None
    assert (shown.banner.id, shown.banner.heading) == (key, "Spring is here")
    assert shown.until == AT.replace(hour=23) + 8 * DAY
    assert shown.tags == ("onsite",)
    assert page(at=AT + 9 * DAY).banner is None
    assert marketing.follow_onsite(LATER) == 1
    assert marketing.follow_onsite(LATER) == 0
    assert state(key) == ("running", "")
    assert marketing.follow_onsite(AT + 9 * DAY) == 1
    assert state(key) == ("ended", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("hears_changes")
def test_mkt_10_a_page_without_messages_asks_nothing_and_one_with_gates_asks_few():
    page()
    with CaptureQueriesContext(connection) as captured:
        assert page("product").is_empty
    assert len(captured) == 0
    make_banner(promotion_id=make_promotion(state="live").pk, skus=("A-1", "B-1"))
    page()
    with CaptureQueriesContext(connection) as captured:
        assert page().banner is not None
    assert len(captured) <= 8


def test_mkt_18_a_banner_goes_with_the_stock_of_its_promotion_and_comes_back():
    promotion = make_promotion(state="live", name="Tee week")
    key = make_banner(promotion_id=promotion.pk)
    shown = page()
    assert shown.banner is not None
    assert "promotions" in shown.tags  # the same tag that every promotion's own pages have
    Promotion.objects.filter(pk=promotion.pk).update(state="paused", pause_reason="stock")
    assert page().banner is None
    marketing.follow_onsite(LATER)
    assert state(key) == ("held", "promotion_stock")
    assert "too little stock" in marketing.onsite_words("promotion_stock")
    Promotion.objects.filter(pk=promotion.pk).update(state="live", pause_reason="")
    assert page().banner is not None


def test_mkt_18_a_banner_tells_only_shops_that_take_part_while_it_holds_there():
    seoul = make_channel("kr", timezone="Asia/Seoul")
    promotion = make_promotion(channels=["kr"], ends_local="2026-03-05T00:00")
    make_banner(promotion_id=promotion.pk)
    end = dt.datetime(2026, 3, 4, 15, tzinfo=dt.UTC)  # midnight in Seoul

    def told(at: dt.datetime) -> bool:
        return marketing.onsite_page("home", channel=seoul, locale="en", at=at).banner is not None

    assert page().banner is None
    assert told(LATER)
    assert told(end - dt.timedelta(seconds=1))
    assert marketing.onsite_page("home", channel=seoul, locale="en", at=LATER).until == end
    assert not told(end)


def test_mkt_18_the_pause_of_a_promotion_writes_down_at_once_that_its_banners_are_held():
    promotion = make_promotion(state="live")
    key = make_banner(promotion_id=promotion.pk)
    with clock.frozen(LATER):
        marketing.follow_onsite(LATER)
        promotions.pause_promotion(promotion.pk, reason="hand", actor=ACTOR, at=LATER)
        while outbox.drain():
            pass
    assert state(key) == ("held", "promotion_paused")


def test_mkt_18_a_banner_for_goods_that_are_gone_is_not_shown():
    key = make_banner(skus=("A-1",))
    shown = page()
    assert shown.banner is not None
    assert any(tag.startswith("product:") for tag in shown.tags)
    StockLevel.objects.update(on_hand=0)
    assert page().banner is None
    marketing.follow_onsite(LATER)
    assert state(key) == ("held", "goods")


def test_mkt_10_a_banner_follows_its_campaign():
    campaign = make_campaign()
    key = make_banner(campaign_id=campaign.pk)
    assert page().banner is None
    marketing.follow_onsite(LATER)
    assert state(key) == ("held", "campaign_waits")


def test_mkt_10_a_paused_campaign_shows_nothing_and_an_ended_one_never_again():
    campaign = make_live()
    key = make_banner(campaign_id=campaign.pk)
    shown = page()
    assert shown.banner is not None
    assert shown.banner.campaign == campaign.utm_campaign
    before = revisions.fingerprint("onsite")
    marketing.pause_campaign(campaign.pk, actor=ACTOR, at=LATER)
    assert page().banner is None
    assert before == revisions.fingerprint("onsite")  # told after the commit, and this one never comes
    marketing.end_campaign(campaign.pk, actor=ACTOR, at=LATER)
    marketing.follow_onsite(LATER)
    assert state(key) == ("ended", "campaign_over")
    with pytest.raises(marketing.OnsiteState):
        marketing.hold_onsite(key, actor=ACTOR, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_mkt_10_what_is_kept_is_renewed_when_one_is_written_starts_is_held_or_ends():
    seen = [revisions.fingerprint("onsite")]

    def renewed() -> bool:
        seen.append(revisions.fingerprint("onsite"))
        return seen[-1] != seen[-2]

    key = make_banner()
    assert renewed()
    marketing.follow_onsite(LATER)
    assert renewed()
    marketing.follow_onsite(LATER)
    assert not renewed()
    marketing.hold_onsite(key, reason="Typo", actor=ACTOR, at=LATER)
    assert renewed()
    marketing.release_onsite(key, actor=ACTOR, at=LATER)
    assert renewed()
    marketing.follow_onsite(AT + 9 * DAY)
    assert renewed()


def test_mkt_10_somebody_holds_a_message_lets_it_go_on_and_ends_it():
    key = make_banner()
    marketing.follow_onsite(LATER)
    marketing.hold_onsite(key, reason="Typo", actor=ACTOR, at=LATER)
    assert state(key) == ("held", "hand")
    assert page().banner is None
    marketing.release_onsite(key, actor=ACTOR, at=LATER)
    assert state(key) == ("running", "")
    assert page().banner is not None
    marketing.end_onsite(key, actor=ACTOR, at=LATER)
    assert state(key) == ("ended", "hand")
    assert not [each for each in work.calendar(since=AT, until=AT + 9 * DAY) if each.kind == "onsite"]
    with pytest.raises(marketing.OnsiteState):
        marketing.release_onsite(key, actor=ACTOR, at=LATER)
    with pytest.raises(marketing.OnsiteState):
        marketing.save_onsite(onsite_content(), message_id=key, actor=ACTOR, at=LATER)
    actions = [each.action for each in audit.entries_for("marketing.onsite", key)]
    assert {"marketing.onsite_saved", "marketing.onsite_held", "marketing.onsite_ended"} <= set(actions)


def test_mkt_10_one_of_each_kind_on_a_page_the_more_important_first():
    make_banner(name="low")
    high = make_banner(name="high", priority=5)
    bar = make_banner(placement="all")
    popup = make_banner(kind="popup", trigger="delay", trigger_after=10)
    shown = page()
    assert shown.banner is not None and shown.bar is not None and shown.popup is not None
    assert (shown.banner.id, shown.bar.id, shown.popup.id) == (high, bar, popup)
    elsewhere = page("product")
    assert elsewhere.banner is None
    assert elsewhere.bar is not None


def test_mkt_10_it_is_on_the_calendar_of_all_teams():
    make_banner()
    found = [each for each in work.calendar(since=AT, until=AT + 9 * DAY) if each.kind == "onsite"]
    assert [(each.title, each.owner_role) for each in found] == [("Spring banner", "marketing_manager")]


def test_mkt_10_a_message_for_a_segment_is_in_no_page_for_everybody(monkeypatch):
    segment = marketing.save_segment("Bought twice", {"orders_min": 2}, actor=ACTOR, at=AT)
    key = make_banner(segment_id=segment)
    shown = page()
    assert shown.banner is None
    assert shown.personal
    where = {"channel": channels.facts(), "locale": "en", "at": LATER}
    assert marketing.onsite_for(reader(1), "home", **where).is_empty
    from storecrew.contexts.marketing.queries import onsite

    monkeypatch.setattr(onsite, "is_member", lambda contact, wanted, at: (contact, wanted) == (7, segment))
    mine = marketing.onsite_for(reader(7), "home", **where)
    assert mine.banner is not None
    assert mine.banner.id == key
    assert marketing.onsite_for(reader(8), "home", **where).is_empty


def test_mkt_21_a_banner_of_what_some_have_early_is_theirs_and_says_until_when():
    early = {"starts": "2026-03-01T00:00", "groups": ["account"]}
    row = make_promotion(starts_local="2026-04-01T00:00")
    Promotion.objects.filter(pk=row.pk).update(definition={**row.definition, "early": early})
    make_banner(promotion_id=row.pk)
    shown = page()
    assert shown.banner is None
    assert shown.personal
    where = {"channel": channels.facts(), "locale": "en", "at": LATER}
    member = reader(1, customer_id=customers.ensure_customer(
        email="mina@example.com", name="Mina", locale="en", actor=ACTOR, at=AT
    ).id)  # fmt: skip
    mine = marketing.onsite_for(member, "home", **where).banner
    assert mine.note == "Early for you: everybody has it from 1 Apr 2026, 00:00."
    assert marketing.onsite_for(reader(2), "home", **where).is_empty


def reader(key: int, *, customer_id: int | None = None) -> customers.ContactFacts:
    return customers.ContactFacts(key, f"{key}@example.com", "t", "en", "eu", "DE", customer_id)


def test_mkt_10_a_preview_shows_it_before_its_time_and_says_why_it_would_not_be_shown():
    campaign = make_campaign()
    segment = marketing.save_segment("Bought twice", {"orders_min": 2}, actor=ACTOR, at=AT)
    key = make_banner(campaign_id=campaign.pk, segment_id=segment)
    token = marketing.onsite_preview(key)
    seen = marketing.read_onsite_preview(token, locale="ko")
    assert seen is not None and seen.banner is not None
    assert seen.banner.heading == "봄이 왔어요"
    assert marketing.read_onsite_preview(f"{token}x", locale="ko") is None
    row = OnsiteMessage.objects.get(pk=key)
    assert marketing.onsite_verdict(row, segment_id=None, at=LATER) == (
        False, "It is for another segment.",
    )  # fmt: skip
    assert marketing.onsite_verdict(row, segment_id=segment, at=LATER)[1] == "Its campaign has not started."
    assert marketing.onsite_verdict(row, segment_id=segment, at=AT)[1] == "Its time has not come."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"campaign_id": 999}, "campaign"),
        ({"promotion_id": 999}, "promotion"),
        ({"segment_id": 999}, "segment"),
        ({"picture_id": 999}, "picture"),
        ({"skus": ("NONE",)}, "skus"),
        ({"shop_channels": ("mars",)}, "shop_channels"),
        ({"path": "https://evil.example/"}, "path"),
    ],
)
def test_what_is_not_there_is_said_at_its_field_and_nothing_is_kept(changes, field):
    with pytest.raises(marketing.InvalidOnsite) as wrong:
        make_banner(**changes)
    assert set(wrong.value.details) == {field}
    assert not OnsiteMessage.objects.exists()


def test_an_ended_campaign_gets_no_new_messages():
    campaign = make_live()
    marketing.end_campaign(campaign.pk, actor=ACTOR, at=LATER)
    with pytest.raises(marketing.InvalidOnsite) as wrong:
        make_banner(campaign_id=campaign.pk)
    assert wrong.value.details == {"campaign": "This is over."}


def test_only_who_may_write_writes_and_there_must_be_such_a_message():
    with pytest.raises(Denied):
        marketing.save_onsite(onsite_content(), actor=NOBODY, at=AT)
    with pytest.raises(Denied):
        marketing.end_onsite(make_banner(), actor=NOBODY, at=AT)
    with pytest.raises(marketing.UnknownOnsite):
        marketing.hold_onsite(999, actor=ACTOR, at=AT)
    with pytest.raises(marketing.UnknownOnsite):
        marketing.save_onsite(onsite_content(), message_id=999, actor=ACTOR, at=AT)


def test_mkt_18_the_record_asks_stock_and_promotion_of_the_shops_that_it_is_for():
    make_channel("other", currency="EUR")
    here = channels.facts().code
    goods = make_banner(skus=("A-1",), shop_channels=("other",))
    promotion = make_promotion(state="live", channels=[here])
    offer = make_banner(promotion_id=promotion.pk, shop_channels=("other",))
    both = make_banner(promotion_id=promotion.pk, shop_channels=("other", here))
    marketing.follow_onsite(LATER)
    assert [state(key)[0] for key in (goods, offer, both)] == ["held", "held", "running"]
