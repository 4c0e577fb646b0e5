"""What is answered to too few people is done: longer promises, and mails in parts (MKT-19)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.contexts.marketing.operations import sending
from storecrew.contexts.marketing.operations.moving import RECORD
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_campaign, sign_off
from storecrew.contexts.marketing.tests.test_mailings import agree, write
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions.tests.test_capacity import shift
from storecrew.contexts.promotions.tests.test_conflicts import settle
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import ShippingMethod
from storecrew.contexts.work import public as work
from storecrew.kernel import audit

pytestmark = pytest.mark.django_db
FIRST = (AT + DAY).date()


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def campaign(shop):
    """One that brings more than one packer can do."""
    person = shift("pack", FIRST, 1)
    shift("pack", FIRST + dt.timedelta(days=12), 1, person)
    row = make_campaign(goal="orders", goal_value=400, shop_channels=["eu"])
    settle()
    return row


def conflict(row) -> work.ConflictFacts:
    (found,) = [each for each in work.conflicts_of([(RECORD, str(row.pk))]) if each.code == "capacity_pack"]
    return found


def answer(row, what: str, days: int | None = 2) -> work.ConflictFacts:
    return work.accept_conflict(
        conflict(row).id, answer=what, days=days, reason="So it is", until=row.ends_at, actor=ACTOR, at=AT
    )


def promised(at: dt.datetime) -> shipping.ShippingOption:
    shipping.refresh_promises(at=at)
    shop = channels.facts("eu")
    return shipping.options(shop, shop.country, at=at)[0]


def test_mkt_19_a_longer_promise_holds_while_the_plan_runs_and_ends_with_it(shop, campaign):
    within, after = campaign.starts_at + DAY, campaign.ends_at
    usual = {at: promised(at).latest for at in (AT, within, after)}
    answer(campaign, "promise")
    assert promised(AT).latest == usual[AT], "it has not begun"
    shown = promised(within).latest
    assert shown >= usual[within] + 2 * DAY
    assert promised(after).latest == usual[after]
    shipping.refresh_promises(at=within)
    order = orders.order(place(make_cart(shop, {"A-1": 1}), at=within).order_id)
    assert shipping.arrival_of(order).latest == shown, "what was shown is what is told"
    told = [each.action for each in audit.entries_for("shipping.method", "standard")]
    assert {"shipping.promise_lengthened", "shipping.promise_as_before"} <= set(told)


def test_mkt_19_a_promise_of_another_shop_stays_as_it_is(campaign):
    answer(campaign, "promise")
    shipping.refresh_promises(at=campaign.starts_at)
    keys = {key for row in ShippingMethod.objects.all() for key in row.longer}
    assert keys == {str(channels.facts("eu").id)}


def test_mkt_19_the_calendar_and_the_plan_say_so_and_it_can_be_taken_back(campaign):
    found = answer(campaign, "promise")
    (plan,) = shipping.longer_promises(at=AT, record=(RECORD, str(campaign.pk)))
    assert (plan.days, plan.starts_at, plan.reason) == (2, campaign.starts_at, "So it is")
    shown = work.calendar(since=AT, until=AT + 30 * DAY, kinds=["longer_promise"])
    assert [date.record_id for date in shown] == [str(found.id)]
    work.reopen_conflict(found.id, reason="", actor=ACTOR, at=AT)
    assert shipping.longer_promises(at=AT) == []


def test_mkt_19_what_runs_has_no_conflict_any_more_and_its_answer_is_taken_back_all_the_same(campaign):
    found = answer(campaign, "promise")
    marketing.schedule_campaign(campaign.pk, actor=ACTOR, at=AT)
    sign_off(campaign.pk, at=AT)
    assert marketing.launch_due(campaign.starts_at) == 1
    begun = campaign.starts_at + DAY
    work.refresh_conflicts(at=begun)
    assert work.conflict(found.id).state == "resolved"
    assert shipping.longer_promises(at=begun)[0].holds(begun)
    work.withdraw_answer(found.id, actor=ACTOR, at=begun)
    assert shipping.longer_promises(at=begun) == []
    with pytest.raises(work.ConflictClosed):
        work.withdraw_answer(found.id, actor=ACTOR, at=begun)


@pytest.mark.parametrize("days", [None, 0, 31])
def test_mkt_19_an_answer_in_days_says_for_how_many(campaign, days):
    for what in ("promise", "stagger"):
        with pytest.raises(work.AnswerNeedsDays):
            answer(campaign, what, days)
    assert answer(campaign, "accept", days).answer_days is None


def test_mkt_19_the_mailing_of_the_campaign_leaves_in_parts(campaign):
    agree("ann", "bob", "cem", "dan", "eve", "fay")
    key = write(campaign_id=campaign.pk)
    row = Mailing.objects.get(pk=key)
    assert marketing.staggered(row, at=AT) is None
    found = answer(campaign, "stagger", 3)
    assert marketing.staggered(row, at=AT).id == found.id
    row.send_at = AT
    row.save()
    sending.advance(key, at=AT)
    days = {moment.date() for moment in Recipient.objects.values_list("not_before", flat=True)}
    assert len(days) == 3
    work.reopen_conflict(found.id, reason="", actor=ACTOR, at=AT)
    assert marketing.staggered(row, at=AT) is None
