"""People who agreed to mails, segments of them, a mailing that was sent with its figures, and flows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.orders import public as orders
from storecrew.demo.steps.credit import plenty
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import Actor, guest_actor

DAY = dt.timedelta(days=1)
SENTENCE = "Yes, write to me about what I chose. I can stop at any time by one press."
PEOPLE, CARTS = 40, 6
PERSON = "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1.15"
MACHINE = "Mozilla/5.0 (via ggpht.com GoogleImageProxy)"


def build(variant_ids: Sequence[int], *, actor: Actor, until: dt.datetime) -> None:
    """Let people agree, write segments and mailings, and turn two flows on."""
    _agree(until)
    keys = _segments(actor, until)
    skus = articles(variant_ids)
    _sent(skus, actor, until)
    _write("What is new this month", "curated", "news", None, skus, actor, until)
    later = _write("Come back and look", "discount", "offers", keys["Long time no order"], skus, actor, until)
    marketing.schedule_mailing(later, send_at=until + 3 * DAY, actor=actor, at=until)
    _leave_carts(plenty(variant_ids), until)
    _flows(keys["Points for a small gift"], actor, until)
    marketing.check_sender(actor=actor, at=until)


def _agree(until: dt.datetime) -> None:
    """Let every second buyer of some weeks agree, by their own account."""
    emails: dict[str, str] = {}
    for channel in channels.all_channels():
        rows = orders.confirmed_between(channel.id, until - 60 * DAY, until).order_by("placed_at", "pk")
        for email, locale in rows.values_list("email", "locale")[: 3 * PEOPLE]:
            emails.setdefault(email, f"{channel.code}|{locale}|{channel.country}")
    for number, (email, where) in enumerate(sorted(emails.items())[:PEOPLE]):
        code, locale, country = where.split("|")
        topics = ["news", "offers", "reminders"] if number % 4 else ["news"]
        customers.ask_consent(
            email, topics, sentence=SENTENCE, source="checkout", locale=locale, channel_code=code,
            country=country, proved=email if number % 9 else "",
            actor=guest_actor("", ip=f"203.0.113.{number}"), at=until - (5 + number % 40) * DAY,
        )  # fmt: skip


def _segments(actor: Actor, at: dt.datetime) -> dict[str, int]:
    rows: dict[str, dict[str, Any]] = {
        "Bought twice or more": {"orders_min": 2},
        "Long time no order": {"orders_min": 1, "not_bought_for_days": 45},
        "Big baskets": {"spend_min": 30_000, "currency": "EUR"},
        "Read Korean": {"locales": ["ko"]},
        "Points for a small gift": {"points_min": 100},
        "Never returned anything": {"orders_min": 1, "returned_max": 0},
        "Wait for what is back": {"waits_in_stock": True},
    }
    return {name: marketing.save_segment(name, known, actor=actor, at=at) for name, known in rows.items()}


def articles(variant_ids: Sequence[int]) -> list[str]:
    """Return the SKUs of a few products of the shop, one variant of each."""
    channel = channels.facts()
    sold = catalog.sellable_variants(list(variant_ids)[:400], channel_id=channel.id).values()
    found: dict[str, str] = {}
    for each in sorted(sold, key=lambda one: one.sku):
        found.setdefault(each.product_slug, each.sku)
    return list(found.values())[:12:3]


def _write(
    name: str,
    kind: str,
    topic: str,
    segment_id: int | None,
    skus: Sequence[str],
    actor: Actor,
    at: dt.datetime,
) -> int:
    subjects = {"en": f"{name}: chosen for you", "ko": "당신을 위해 골랐어요"}
    content = marketing.MailingContent(
        name=name,
        kind=kind,
        topic=topic,
        subjects=subjects,
        segment_id=segment_id,
        blocks=(
            {"kind": "heading", "text": {"en": "Chosen for you", "ko": "당신을 위해 골랐어요"}},
            {
                "kind": "text",
                "text": {"en": "Some things we like just now.", "ko": "요즘 저희가 좋아하는 상품입니다."},
            },
            {"kind": "products", "skus": list(skus)},
            {"kind": "button", "text": {"en": "To the shop", "ko": "쇼핑하러 가기"}, "url": "/categories/"},
        ),
    )
    return marketing.save_mailing(content, actor=actor, at=at)


def _sent(skus: Sequence[str], actor: Actor, until: dt.datetime) -> None:
    """Send one two days ago at noon of both markets, and let people and machines react."""
    at = (until - 2 * DAY).replace(hour=10, minute=0, second=0, microsecond=0)
    key = _write("Thank you, and what fits", "engagement", "news", None, skus, actor, at)
    marketing.schedule_mailing(key, send_at=at, actor=actor, at=at)
    with clock.frozen(at):
        while outbox.drain(limit=500):
            pass
        marketing.send_due(at)
        while mail.deliver_due(limit=500):
            pass
    _react(key, at)


def _react(mailing_id: int, at: dt.datetime) -> None:
    """Let six in ten open, three in ten machines fetch, two in ten click, by the links of the mails."""
    for number, (opened, click) in enumerate(marketing.links_of(mailing_id)):
        hours = dt.timedelta(hours=1 + number % 30, minutes=number % 60)
        if number % 10 < 3:
            marketing.note_open(opened, at=at + dt.timedelta(seconds=2), agent=MACHINE)
        if number % 5 < 3:
            marketing.note_open(opened, at=at + hours, agent=PERSON)
        if number % 5 == 1:
            marketing.follow_click(click, at=at + hours, agent=PERSON)


def _flows(savers: int, actor: Actor, at: dt.datetime) -> None:
    texts = (
        (60, "You left something", "두고 가신 것이 있어요", "It is still there.", "아직 그대로 있어요."),
        (1440, "Still thinking?", "아직 고민 중이신가요?", "Here is what you chose.", "고르신 상품입니다."),
    )
    steps = tuple(
        {
            "after_minutes": after,
            "subjects": {"en": subject, "ko": subject_ko},
            "blocks": [{"kind": "text", "text": {"en": text, "ko": text_ko}}],
        }
        for after, subject, subject_ko, text, text_ko in texts
    )
    marketing.save_flow(
        marketing.FlowContent("abandoned_cart", "Carts that were left", True, steps, {"idle_minutes": 30}),
        actor=actor,
        at=at,
    )
    marketing.save_flow(
        marketing.FlowContent("win_back", "Come back", False, steps[1:], {"days": 90}), actor=actor, at=at
    )
    birthday = tuple({**step, "after_minutes": 0} for step in _birthday_steps(savers))
    marketing.save_flow(
        marketing.FlowContent("birthday", "Birthdays", True, birthday, {}), actor=actor, at=at
    )
    _tell_birthdays(actor, at)
    marketing.run_flows(at)


def _birthday_steps(savers: int) -> tuple[dict[str, Any], ...]:
    """Return one message in two versions: for those with points, and for the others."""
    texts = (
        (
            "Happy birthday!",
            "생일 축하합니다!",
            "Your points wait for you.",
            "모으신 포인트가 기다려요.",
        ),
        ("Happy birthday!", "생일 축하합니다!", "All the best from us.", "진심으로 축하드려요."),
    )
    one, two = (
        {
            "subjects": {"en": subject, "ko": subject_ko},
            "blocks": [{"kind": "text", "text": {"en": text, "ko": text_ko}}],
        }
        for subject, subject_ko, text, text_ko in texts
    )
    return ({**one, "split": {"segment": savers}, "other": two},)


def _tell_birthdays(actor: Actor, at: dt.datetime) -> None:
    """Let some customers tell their birthday, two of them that of today."""
    contacts = customers.contacts(customers.contact_ids(limit=PEOPLE)).values()
    known = [row for each in contacts if (row := customers.customer_by_email(each.email))]
    for number, row in enumerate(known):
        day = at.date() + dt.timedelta(days=13 * max(number - 1, 0))
        customers.update_customer(
            customer_id=row.id,
            birthday=(str(day.month), str(day.day), "" if number % 2 else "1992"),
            expected_version=row.version,
            actor=actor,
            at=at,
        )


def _leave_carts(skus: Sequence[str], until: dt.datetime) -> None:
    """Let some who agreed to reminders leave a cart some hours ago."""
    at = until - dt.timedelta(hours=3)
    known = customers.contacts(customers.contact_ids(limit=PEOPLE))
    agreed = customers.agreed(list(known), "reminders")
    mine = [
        each for key, each in known.items() if key in agreed and each.channel_code == channels.facts().code
    ]
    for number, contact in enumerate(mine[:CARTS]):
        actor = guest_actor("", ip=f"198.51.100.{number}")
        token = checkout.open_cart(
            channel_code=contact.channel_code, locale=contact.locale, actor=actor, at=at
        ).token
        checkout.add_line(token, skus[number % len(skus)], 1 + number % 2, actor=actor, at=at)
        checkout.set_details(token, email=contact.email, actor=actor, at=at)
