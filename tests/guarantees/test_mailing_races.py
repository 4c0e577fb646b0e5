"""Mailings by several workers at once: each person gets a mailing once."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing, Recipient
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
