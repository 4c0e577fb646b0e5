"""Flows that split, end by a segment, and congratulate: by the facts of the moment a message is due."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail as outgoing

from storecrew.contexts.channels.models import Channel
from storecrew.contexts.checkout.tests.factories import GUEST, make_cart, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.loyalty.tests.factories import make_points
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import FlowMail, FlowRun
from storecrew.contexts.marketing.rules.holdout import in_holdout, in_share
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.test_flows import buy
from storecrew.kernel import clock, mail, outbox

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
OTHER = {"subjects": {"en": "For the others"}, "blocks": []}


@pytest.fixture
def shop(db):
    return make_shop({"A-1": 10})


def person(name: str, *, birthday=("", "", ""), at: dt.datetime = AT) -> int:
    """A customer who agreed to everything."""
    email = f"{name}@example.com"
    row = customers.ensure_customer(email=email, actor=ACTOR, at=at)
    customers.update_customer(
        customer_id=row.id, birthday=birthday, actor=ACTOR, at=at, expected_version=row.version
    )
    customers.ask_consent(
        email, ["news", "offers", "reminders"], sentence="Yes", source="test", locale="en", channel_code="eu",
        proved=email, actor=GUEST, at=at,
    )  # fmt: skip
    drain()
    return row.id


def drain() -> None:
    while outbox.drain():
        pass


def make_flow(kind: str = "welcome", *, count: int = 1, settings=None, **step) -> int:
    steps = tuple(
        {"after_minutes": n * 60, "subjects": {"en": f"Message {n}"}, "blocks": [], **(step if not n else {})}
        for n in range(count)
    )
    content = marketing.FlowContent(kind, kind, True, steps, settings or {}, 0)
    return marketing.save_flow(content, actor=ACTOR, at=AT)


def run(at: dt.datetime) -> list[tuple[str, str]]:
    """Let the flows run and return the new mails: (address, subject)."""
    before = len(outgoing.outbox)
    with clock.frozen(at):
        marketing.run_flows(at)
        while mail.deliver_due():
            pass
    return sorted((each.to[0], each.subject) for each in outgoing.outbox[before:])


def segment(**conditions) -> int:
    return marketing.save_segment("With points", conditions, actor=ACTOR, at=AT)


def test_mkt_8_a_step_splits_by_the_facts_of_the_moment(shop):
    ann, _bob = person("ann"), person("bob")
    key = make_flow(split={"segment": segment(points_min=10)}, other=OTHER)
    make_points(ann, 10)
    assert run(AT + MINUTE) == [("ann@example.com", "Message 0"), ("bob@example.com", "For the others")]
    (found,) = marketing.step_counts(key, 1)
    assert found == marketing.StepCount(waiting=0, sent=1, sent_other=1, skipped=0, left=0)


def test_mkt_8_who_goes_the_way_without_a_message_gets_the_next_one(shop):
    person("ann")
    key = make_flow(count=2, split={"segment": segment(points_min=10)}, other=None)
    assert run(AT + MINUTE) == []
    assert FlowMail.objects.get().reason == "split"
    assert marketing.step_counts(key, 2)[1].waiting == 1
    assert run(AT + 90 * MINUTE) == [("ann@example.com", "Message 1")]
    assert marketing.step_counts(key, 2) == [
        marketing.StepCount(0, 0, 0, 1, 0), marketing.StepCount(0, 1, 0, 0, 0)
    ]  # fmt: skip


def test_mkt_8_a_share_is_drawn_by_lot_and_stays(shop):
    names = [f"p{number}" for number in range(12)]
    for name in names:
        person(name)
    make_flow(split={"percent": 50}, other=OTHER)
    found = run(AT + MINUTE)
    assert len(found) == 12
    assert {subject for _email, subject in found} == {"Message 0", "For the others"}
    assert run(AT + 2 * MINUTE) == []


def test_a_share_is_drawn_apart_from_the_group_that_gets_nothing():
    held = [number for number in range(20_000) if in_holdout(7, number, 10)]
    inside = sum(in_share(7, 0, number, 50) for number in held) / len(held)
    assert abs(inside - 0.5) < 0.04
    assert [in_share(7, 0, n, 50) for n in range(9)] != [in_share(7, 1, n, 50) for n in range(9)]


def test_mkt_8_who_comes_into_the_segment_leaves(shop):
    ann = person("ann")
    key = make_flow(count=2, settings={"exit_segment": segment(points_min=10)})
    assert len(run(AT + MINUTE)) == 1
    make_points(ann, 10)
    assert run(AT + 90 * MINUTE) == []
    assert FlowRun.objects.get().reason == "exit"
    assert marketing.step_counts(key, 2)[1].left == 1


@pytest.mark.parametrize(
    ("step", "settings", "field"),
    [
        ({"split": {"segment": 99}}, {}, "split_1"),
        ({"split": {"percent": 0}}, {}, "percent_1"),
        ({}, {"exit_segment": 99}, "exit_segment"),
    ],
)
def test_a_flow_whose_way_leads_nowhere_is_refused(shop, step, settings, field):
    with pytest.raises(marketing.InvalidFlow) as wrong:
        make_flow(settings=settings, **step)
    assert field in wrong.value.details


def test_mkt_8_a_birthday_is_congratulated_in_the_morning_once_a_year(shop):
    person("ann", birthday=("3", "5", "1990"))
    person("bob", birthday=("3", "6", ""))
    make_flow("birthday")
    day = dt.datetime(2026, 3, 5, 7, 0, tzinfo=dt.UTC)
    assert run(day) == [], "it is eight in Berlin"
    assert run(day + 61 * MINUTE) == [("ann@example.com", "Message 0")]
    assert run(day + 120 * MINUTE) == []
    assert run(day + DAY + 61 * MINUTE) == [("bob@example.com", "Message 0")]
    buy(make_cart(shop, {"A-1": 1}), day)
    assert run(day.replace(year=2027) + 61 * MINUTE) == [("ann@example.com", "Message 0")]


def test_mkt_8_the_29th_of_february_is_the_28th_in_years_without_one(shop):
    person("ann", birthday=("2", "29", "1992"))
    make_flow("birthday")
    noon = dt.timedelta(hours=12)
    assert len(run(dt.datetime(2027, 2, 28, tzinfo=dt.UTC) + noon)) == 1
    assert run(dt.datetime(2027, 3, 1, tzinfo=dt.UTC) + noon) == []
    assert run(dt.datetime(2028, 2, 28, tzinfo=dt.UTC) + noon) == []
    assert len(run(dt.datetime(2028, 2, 29, tzinfo=dt.UTC) + noon)) == 1


def test_mkt_8_a_birthday_is_that_of_the_shop_s_own_day(shop):
    Channel.objects.filter(code="eu").update(timezone="Asia/Seoul")
    person("ann", birthday=("3", "5", ""))
    make_flow("birthday")
    assert len(run(dt.datetime(2026, 3, 5, 0, 30, tzinfo=dt.UTC))) == 1


def test_prv_04_who_takes_the_birthday_out_hears_nothing(shop):
    ann = person("ann", birthday=("3", "5", ""))
    make_flow("birthday")
    day = dt.datetime(2026, 3, 5, 12, 0, tzinfo=dt.UTC)
    with clock.frozen(day):
        assert marketing.run_flows(day) == 1
        Customer.objects.filter(pk=ann).update(birthday="")
        while mail.deliver_due():
            pass
    assert not [each for each in outgoing.outbox if each.subject == "Message 0"]
    assert FlowMail.objects.get().reason == "birthday"
