"""Banners and pop-ups on screen (MKT-10)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_banner
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import make_shop
from storecrew.surfaces.workspaces.marketing_manager.tests.test_mailings import signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    make_shop()
    with clock.frozen(AT):
        yield


def fields(**changes) -> dict[str, object]:
    return {
        "name": "Tee week", "kind": "popup", "placement": "product", "heading_en": "Ten off all tees",
        "heading_ko": "티셔츠 할인", "text_en": "Until Sunday.", "button_en": "To the tees",
        "path": "/c/kitchen/", "starts": "2026-03-03T09:00", "ends": "2026-03-09T00:00", "priority": 3,
        "trigger": "delay", "trigger_after": 15, "cap_times": 2, "cap_days": 30, "skus": "MUG-RED",
        "shop_channels": ["eu"],
    } | changes  # fmt: skip


def test_mkt_10_a_message_is_written_seen_held_and_ended():
    manager = signed_in("marketing_manager")
    assert "Nothing is said in the shop yet" in text(manager, "onsite_messages")
    assert 'name="heading_ko"' in text(manager, "onsite_add")
    manager.post(reverse("onsite_add"), fields())
    row = OnsiteMessage.objects.get()
    assert (row.starts_local, row.skus, row.cap_days) == ("2026-03-03T09:00", ["MUG-RED"], 30)
    assert row.starts_at == dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)  # nine in Berlin
    page = text(manager, "onsite_message", row.pk)
    for words in ("Ten off all tees", "15 seconds", "at most 2 times in 30 days", "Nobody has seen it yet"):
        assert words in page
    assert "Tee week" in text(manager, "onsite_messages")
    assert 'value="2026-03-03T09:00"' in text(manager, "onsite_edit", row.pk)
    manager.post(reverse("onsite_edit", args=[row.pk]), fields(name="Tee days"))
    manager.post(reverse("onsite_step", args=[row.pk, "hold"]))
    page = text(manager, "onsite_message", row.pk)
    assert "Tee days" in page
    assert "Somebody stopped it by hand." in page
    manager.post(reverse("onsite_step", args=[row.pk, "release"]))
    row.refresh_from_db()
    assert row.state == "planned"
    manager.post(reverse("onsite_step", args=[row.pk, "end"]))
    assert "/edit/" not in text(manager, "onsite_message", row.pk)
    answer = manager.post(reverse("onsite_step", args=[row.pk, "hold"]), follow=True)
    assert "This cannot be done with the message as it is." in answer.content.decode()


def test_a_wrong_field_is_marked_and_what_was_typed_stays():
    manager = signed_in("marketing_manager")
    answer = manager.post(reverse("onsite_add"), fields(heading_en="", heading_ko=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a heading in at least one language." in page
    assert "To the tees" in page
    answer = manager.post(reverse("onsite_add"), fields(trigger_after=1))
    assert "nothing opens on arrival" in answer.content.decode()
    assert not OnsiteMessage.objects.exists()


def test_mkt_18_the_record_says_in_plain_words_why_a_message_is_held():
    promotion = make_promotion(state="paused", name="Tee week")
    type(promotion).objects.filter(pk=promotion.pk).update(pause_reason="stock")
    key = make_banner(promotion_id=promotion.pk)
    marketing.follow_onsite(AT + 2 * DAY)
    manager = signed_in("marketing_manager")
    words = "Its promotion is paused, because too little stock is left."
    assert words in text(manager, "onsite_message", key)
    assert words in text(manager, "onsite_messages")


def test_mkt_10_the_record_counts_how_often_it_was_seen_and_followed():
    key, at = make_banner(), AT + 2 * DAY
    shop = insights.report_channels(ACTOR)[0]
    kinds = [insights.kinds.SHOWN] * 4 + [insights.kinds.CLICKED]
    insights.take([insights.Note(at, kind, shop.id, path=str(key)) for kind in kinds], at=at)
    page = text(signed_in("marketing_manager"), "onsite_message", key)
    assert "25.0%" in page


def test_mkt_10_a_message_is_looked_at_before_it_runs_as_a_segment_on_a_date():
    segment = marketing.save_segment("Bought twice", {"orders_min": 2}, actor=ACTOR, at=AT)
    manager = signed_in("marketing_manager")
    for placement in ("home", "all", "category", "product", "cart"):
        key = make_banner(placement=placement, segment_id=segment)
        answer = manager.get(reverse("onsite_seen", args=[key]), {"language": "ko"})
        assert answer.status_code == 200
        assert "봄이 왔어요" in answer.content.decode()
        assert "script-src" not in answer["Content-Security-Policy"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    url = reverse("onsite_message", args=[key])
    then = {"day": "2026-03-04T10:00", "language": "en", "segment": segment}
    assert "On that date it would be shown." in manager.get(url, then).content.decode()
    page = manager.get(url, then | {"segment": ""}).content.decode()
    assert "It is for another segment." in page
    page = manager.get(url, then | {"day": "2026-03-20T10:00"}).content.decode()
    assert "Its time is over." in page


def test_aut_01_who_may_only_read_sees_no_steps():
    key = make_banner()
    page = text(signed_in("head_of_digital"), "onsite_message", key)
    assert "Spring is here" in page
