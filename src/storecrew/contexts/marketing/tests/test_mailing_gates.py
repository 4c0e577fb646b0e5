"""Who gets a mailing and when: what pauses, holds back, is asleep, has had enough or is gone."""

from __future__ import annotations

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import FlowMail, FlowRun, Recipient
from storecrew.contexts.marketing.providers import holds
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, make_live
from storecrew.contexts.marketing.tests.mailing import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    agree,
    deliver,
    letters,
    reasons,
    send,
    write,
)
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion

pytestmark = pytest.mark.django_db


def test_mkt_18_nobody_gets_a_promotion_after_it_paused_and_the_rest_waits_for_nothing(shop):
    agree("ann", "bob", "cem")
    promotion = make_promotion(name="Ten", code="TEN")
    key = write(
        per_hour=2,
        blocks=({"kind": "coupon", "promotion": promotion.pk, "code": "TEN"},),
    )
    assert send(key) == 2
    assert "TEN" in letters()[0].body
    Promotion.objects.filter(pk=promotion.pk).update(state="paused", pause_reason="stock")
    assert deliver(NOON + HOUR + MINUTE) == 1
    assert len(letters()) == 2
    assert reasons(key) == {"promotion": 1}


def test_mkt_18_nobody_gets_a_promotion_of_another_shop(shop):
    agree("ann")
    make_channel("kr", timezone="Asia/Seoul")
    elsewhere = make_promotion(name="Seoul", code="SEOUL", channels=["kr"])
    key = write(blocks=({"kind": "coupon", "promotion": elsewhere.pk, "code": "SEOUL"},))
    send(key)
    assert letters() == []
    assert reasons(key) == {"promotion": 1}


def test_mkt_18_a_paused_campaign_hands_nothing_over(shop):
    agree("ann")
    campaign = make_live()
    key = write(campaign_id=campaign.pk)
    later = AT + DAY + 3 * HOUR
    marketing.pause_campaign(campaign.pk, actor=ACTOR, at=later)
    assert send(key, at=later) == 0
    marketing.resume_campaign(campaign.pk, actor=ACTOR, at=later)
    assert deliver(later + MINUTE) == 1
    assert "utm_campaign=spring" not in letters()[0].body, "links are counted, so the code is inside"


def test_nothing_is_sent_in_the_quiet_hours_of_the_recipient(shop):
    agree("ann")
    key = write()
    late = AT.replace(hour=22)
    assert send(key, at=late) == 0
    waiting = Recipient.objects.get()
    assert waiting.not_before.hour in (6, 7, 8)
    assert deliver(waiting.not_before) == 1


def test_an_hour_has_no_more_than_it_may_and_days_spread_the_audience(shop):
    agree(*(f"p{number}" for number in range(6)))
    key = write(per_hour=4)
    assert send(key) == 4
    assert deliver(NOON + 30 * MINUTE) == 0
    assert deliver(NOON + 61 * MINUTE) == 2
    second = write(name="Spread", days=3)
    marketing.schedule_mailing(second, send_at=NOON + 2 * HOUR, actor=ACTOR, at=NOON)
    counts = [marketing.send_due(NOON + 2 * HOUR + day * DAY) for day in range(3)]
    assert counts == [2, 2, 2]


def test_mkt_13_nobody_gets_more_than_three_mails_a_week(shop):
    agree("ann")
    for number in range(3):
        assert send(write(name=f"No. {number}"), at=NOON + number * HOUR) == 1
    fourth = write(name="Too much")
    assert send(fourth, at=NOON + 4 * HOUR) == 0
    assert reasons(fourth) == {"frequency": 1}
    assert send(write(name="Next week"), at=NOON + 8 * DAY) == 1


def test_an_open_ticket_holds_a_mail_back(shop, monkeypatch):
    monkeypatch.setattr(holds, "_holds", {})
    agree("ann", "bob")

    class Ticket:
        def holds(self, contact_id, *, email, at):
            return email.startswith("ann")

    marketing.register_hold("ticket", Ticket())
    key = write()
    send(key)
    assert [each.to for each in letters()] == [["bob@example.com"]]
    assert reasons(key) == {"ticket": 1}


def test_a_mailing_of_goods_that_are_gone_is_not_sent(shop):
    agree("ann")
    key = write(blocks=({"kind": "products", "skus": ["B-1"]},))
    send(key)
    assert letters() == []
    assert reasons(key) == {"stock": 1}
    with pytest.raises(marketing.InvalidMailing):
        marketing.preview_mailing(key, at=NOON)


def test_what_a_campaign_handed_over_before_it_paused_waits_for_it(shop):
    agree("ann")
    campaign = make_live()
    key = write(campaign_id=campaign.pk)
    later = AT + DAY + 3 * HOUR
    marketing.schedule_mailing(key, send_at=later, actor=ACTOR, at=AT)
    assert marketing.send_due(later) == 1
    marketing.pause_campaign(campaign.pk, actor=ACTOR, at=later)
    deliver(later)
    assert (letters(), reasons(key)) == ([], {})
    marketing.resume_campaign(campaign.pk, actor=ACTOR, at=later + MINUTE)
    deliver(later + 5 * MINUTE)
    assert len(letters()) == 1


def test_what_a_busy_mail_server_held_up_does_not_leave_at_night(shop):
    agree("ann")
    key = write()
    evening = AT.replace(hour=19, minute=59)
    marketing.schedule_mailing(key, send_at=evening, actor=ACTOR, at=AT)
    assert marketing.send_due(evening) == 1
    deliver(evening + 2 * MINUTE)
    assert letters() == []
    deliver(AT.replace(hour=7) + DAY)
    assert len(letters()) == 1


def test_mkt_13_what_flows_wrote_counts_among_the_mails_of_a_week(shop):
    ann, bob = agree("ann", "bob")
    step = {"after_minutes": 0, "subjects": {"en": "Hello"}, "blocks": []}
    flow = marketing.save_flow(
        marketing.FlowContent("welcome", "Hello", False, (step,), {}, 0), actor=ACTOR, at=AT
    )
    for number in range(3):
        run = FlowRun.objects.create(
            flow_id=flow, contact=ann, subject=f"s{number}", next_at=AT, entered_at=AT, state="done"
        )
        FlowMail.objects.create(run=run, step=0, state="sent", sent_at=AT)
    key = write()
    assert send(key) == 1
    assert [each.to for each in letters()] == [[bob.email]]
    assert reasons(key) == {"frequency": 1}
