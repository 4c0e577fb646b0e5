"""Mailings for tests: people who agreed, one that is written, sent and delivered."""

from __future__ import annotations

import datetime as dt

from django.core import mail as outgoing

from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Contact
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.work.models import Conflict
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import guest_actor

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = AT + 3 * HOUR


def agree(*names: str) -> list[Contact]:
    for number, name in enumerate(names):
        email = f"{name}@example.com"
        customers.ask_consent(
            email, ["news", "offers"], sentence="Yes", source="test", locale="en", channel_code="eu",
            proved=email, actor=guest_actor("", ip=f"198.51.100.{number}"), at=AT,
        )  # fmt: skip
    drain()
    return list(Contact.objects.order_by("pk"))


def answer_in_parts(promotion_id: int, days: int, *, until: dt.datetime = AT + 60 * DAY) -> Conflict:
    """Answer to too few people that mails of a promotion are sent in parts, as who plans the people would."""
    return Conflict.objects.create(
        code="capacity_pack", kind="promotion", record="promotions.promotion", record_id=str(promotion_id),
        title="Ten", severity="blocking", owner_role="logistics_manager", planner_role="marketing_manager",
        starts_at=AT, ends_at=AT + 60 * DAY, dedupe_key=f"pack:{promotion_id}", found_at=AT, seen_at=AT,
        state="accepted", answer="stagger", answer_days=days, reason="One packer", accepted_by="Lena",
        accepted_at=AT, accepted_until=until,
    )  # fmt: skip


def drain() -> None:
    while outbox.drain():
        pass


def write(**changes) -> int:
    values = {
        "name": "Offers of May",
        "kind": "discount",
        "topic": "offers",
        "subjects": {"en": "Look at this"},
        "blocks": (
            {"kind": "heading", "text": {"en": "Look"}},
            {"kind": "products", "skus": ["A-1", "B-1"]},
            {"kind": "button", "text": {"en": "To the shop"}, "url": "/categories/"},
        ),
    }
    content = marketing.MailingContent(**(values | changes))
    return marketing.save_mailing(content, actor=ACTOR, at=AT)


def send(key: int, at: dt.datetime = NOON) -> int:
    """Plan a mailing, hand it over and deliver it."""
    marketing.schedule_mailing(key, send_at=at, actor=ACTOR, at=at)
    return deliver(at)


def deliver(at: dt.datetime) -> int:
    with clock.frozen(at):
        handed = marketing.send_due(at)
        while mail.deliver_due():
            pass
    return handed


def letters() -> list:
    """Return what left for people, without the mails that asked for consent."""
    return [each for each in outgoing.outbox if "confirm" not in each.subject]


def reasons(key: int) -> dict[str, int]:
    return marketing.figures(key)[1]
