"""Mailings by several workers at once: each person gets a mailing once."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.contexts.marketing.tests.mailing import answer_in_parts
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work.models import Conflict
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.race
PEOPLE = 24
NOON = AT + dt.timedelta(hours=3)


def prepared() -> int:
    make_shop({"A-1": 5})
    for number in range(PEOPLE):
        email = f"p{number}@example.com"
        customers.ask_consent(
            email, ["news"], sentence="Yes", source="test", locale="en", channel_code="eu", proved=email,
            actor=guest_actor("", ip=f"198.51.100.{number}"), at=AT,
        )  # fmt: skip
    while outbox.drain():
        pass
    content = marketing.MailingContent(
        "News", "curated", "news", {"en": "News"}, ({"kind": "text", "text": {"en": "Hello"}},)
    )
    key = marketing.save_mailing(content, actor=ACTOR, at=AT)
    marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=AT)
    return key


def hand_over(key: int) -> int:
    """Hand over in small batches and deliver what is there, as a worker does."""
    with clock.frozen(NOON):
        handed = sum(marketing.advance(key, at=NOON, batch=5) for _ in range(8))
        mail.deliver_due()
        marketing.advance(key, at=NOON)
    return handed


def in_parts(key: int) -> str:
    """Let it be sent in parts, by a worker that does so while others hand over, and take that back."""
    row = Mailing.objects.get(pk=key)
    with clock.frozen(NOON):
        answered = Conflict.objects.filter(answer="stagger")
        for until in (NOON + dt.timedelta(days=9), NOON) * 3:
            answered.update(accepted_until=until)
            marketing.advance(row.pk, at=NOON, batch=2)
            mail.deliver_due()
    return "done"


def with_an_answer() -> int:
    key = prepared()
    promotion = make_promotion(name="Ten", code="TEN")
    Mailing.objects.filter(pk=key).update(blocks=[{"kind": "coupon", "promotion": promotion.pk}])
    answer_in_parts(promotion.pk, 3, until=NOON)
    return key


def come_to_an_end(key: int) -> None:
    for day in range(4):
        at = NOON + dt.timedelta(days=day, hours=2)
        with clock.frozen(at):
            while marketing.advance(key, at=at):
                pass
            while mail.deliver_due():
                pass
            marketing.advance(key, at=at)


def test_con_18_a_pace_that_changes_while_workers_hand_over_loses_and_doubles_nobody(arena):
    key = arena.run(with_an_answer)
    calls = [partial(hand_over, key)] * 3 + [partial(in_parts, key)] * 2
    outcomes = arena.stampede(calls)
    assert [one.value for one in outcomes if one.status == "error"] == []
    arena.run(partial(come_to_an_end, key))
    assert arena.run(counted) == (PEOPLE, PEOPLE, "sent")
    assert arena.run(unsent) == []


def unsent() -> list[str]:
    return list(
        Mail.objects.filter(compose__startswith="marketing").exclude(state="sent").values_list("state")
    )


def counted() -> tuple[int, int, str]:
    letters = Mail.objects.filter(dedupe_key__startswith="marketing.mailing")
    return Recipient.objects.count(), letters.count(), Mailing.objects.get().state


def test_con_22_several_workers_hand_each_recipient_over_once(arena):
    key = arena.run(prepared)
    outcomes = arena.stampede([partial(hand_over, key)] * 4)
    assert [one.value for one in outcomes if one.status == "error"] == []
    arena.run(partial(hand_over, key))
    assert sum(one.value for one in outcomes) <= PEOPLE
    assert arena.run(counted) == (PEOPLE, PEOPLE, "sent")
