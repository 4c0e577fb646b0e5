"""A club with members, points in every state, gift vouchers in every state, and goodwill from a budget."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db.models import Count

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.pricing import public as pricing
from storecrew.demo.steps.organization import PASSWORD
from storecrew.demo.steps.trade import REGULAR, REGULAR_NAME
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)
MEMBERS = 9
TIERS: tuple[tuple[str, dict[str, str], dict[str, int], int, dict[str, str]], ...] = (
    (
        "friend", {"en": "Friend", "ko": "프렌드"}, {}, 10_000,
        {"en": "Points on every order", "ko": "모든 주문 적립"},
    ),
    (
        "silver", {"en": "Silver", "ko": "실버"}, {"EUR": 15_000, "KRW": 200_000}, 12_500,
        {"en": "A quarter more points on every order", "ko": "모든 주문에 포인트 25% 추가"},
    ),
    (
        "gold", {"en": "Gold", "ko": "골드"}, {"EUR": 40_000, "KRW": 550_000}, 15_000,
        {"en": "Half more points, the lowest club prices, sales a day early",
         "ko": "포인트 50% 추가, 클럽 최저가, 세일 하루 먼저"},
    ),
)  # fmt: skip
MEMBER_PRICE_EVERY = 4
MEMBER_LISTS = (("member", "Hearth Club", 8), ("tier:gold", "Hearth Club Gold", 14))
TEAM_GIFTS = "email,name,day\nmira@example.com,Mira,\nnoah@example.com,Noah,{later}\n,Front desk,\n"


def build(variant_ids: list[int], *, actor: Actor, start: dt.datetime, until: dt.datetime) -> None:
    """Live through the club as a marketing team would."""
    loyalty.save_program(
        name="Hearth Club", is_open=True, earn_per={"EUR": 100, "KRW": 1_500}, worth={"EUR": 5, "KRW": 75},
        return_days=30, expiry_days=730, least_units=20, rolling_days=365, shows_prices=True, actor=actor,
        at=start,
    )  # fmt: skip
    for code, names, thresholds, bonus, benefits in TIERS:
        loyalty.save_tier(
            code=code,
            names=names,
            benefits=benefits,
            thresholds=thresholds,
            bonus_bp=bonus,
            actor=actor,
            at=start,
        )
    _member_prices(variant_ids[::MEMBER_PRICE_EVERY], actor, until)
    members = _members(actor, start, until)
    _account(actor, start)
    loyalty.confirm_due(until)
    _points_by_hand(members, actor, until)
    _vouchers(actor, until)
    _goodwill(members, actor, until)
    loyalty.expire_due(until)


def _member_prices(some: list[int], actor: Actor, until: dt.datetime) -> None:
    """Prices for members in each channel on a part of the range, and lower ones for the highest tier."""
    for channel in channels.all_channels():
        base = pricing.stored_prices(some, price_list_code=pricing.base_list_code(channel))
        unit = 1_000 if channel.currency == "KRW" else 50
        for group, name, percent in MEMBER_LISTS:
            code = f"{channel.code}-{group.replace(':', '-')}"
            pricing.save_price_list(
                code=code, name=name, currency=channel.currency, kind="segment", segment=group,
                channel_code=channel.code, actor=actor, at=until - 9 * DAY,
            )  # fmt: skip
            rows = [
                pricing.PriceRow(each.variant_id, each.amount * (100 - percent) // 100 // unit * unit)
                for each in base
                if each.amount and each.amount > 20 * unit
            ]
            pricing.set_prices(rows=rows, price_list_code=code, actor=actor, at=until - 9 * DAY)


def _members(actor: Actor, start: dt.datetime, until: dt.datetime) -> list[int]:
    """Let those who bought most join; their orders earned since then."""
    found = orders.visible_orders(actor).filter(status="confirmed", customer=None).order_by()
    often = found.values_list("email").annotate(n=Count("id")).order_by("-n", "email")[:MEMBERS]
    ids = []
    for email, _n in often:
        person = customers.ensure_customer(email=email, name=_name(email), actor=actor, at=start)
        orders.adopt(email=email, customer_id=person.id, actor=actor, at=start)
        loyalty.join(person.id, actor=actor, at=start)
        for order in reversed(orders.orders_for_customer(person.id, limit=50)):
            loyalty.earn(order.id, at=order.placed_at)
        ids.append(person.id)
    return ids


def _account(actor: Actor, at: dt.datetime) -> None:
    """Let the one who orders again and again sign in to the shop."""
    person = people.add_person(
        email=REGULAR, name=f"{REGULAR_NAME} Example", password=PASSWORD, is_staff=False, actor=actor, at=at
    )
    known = customers.ensure_customer(email=REGULAR, name=person.name, actor=actor, at=at)
    customers.link_account(customer_id=known.id, user_id=person.id, actor=actor, at=at)


def _name(email: str) -> str:
    return email.partition("@")[0].partition("+")[0].replace(".", " ").title()


def _points_by_hand(members: list[int], actor: Actor, until: dt.datetime) -> None:
    """Points that ran out, that run out soon, and that were given for a review."""
    for place, (customer_id, days, units) in enumerate(
        zip(members, (760, 705, 3), (120, 80, 25), strict=False)
    ):
        loyalty.adjust_points(
            customer_id, units, reason="Thank you for your review", key=f"demo-points-{place}", actor=actor,
            at=until - days * DAY,
        )  # fmt: skip


def _vouchers(actor: Actor, until: dt.datetime) -> None:
    """Vouchers that are whole, blocked, run out and on their way to a team."""
    amounts = (2_500, 5_000, 10_000)
    made = [
        loyalty.make_voucher(
            Money(amount, "EUR"),
            reason="Sold at the counter",
            key=f"demo-{amount}",
            actor=actor,
            at=until - 20 * DAY,
        )
        for amount in amounts
    ]
    loyalty.set_blocked(made[1].id, blocked=True, reason="Reported lost", actor=actor, at=until - 2 * DAY)
    loyalty.make_voucher(
        Money(3_000, "EUR"),
        reason="Sold at the counter",
        key="demo-old",
        actor=actor,
        at=until - 1_500 * DAY,
        years=2,
    )
    later = (until + 12 * DAY).date().isoformat()
    loyalty.make_batch(
        Money(4_000, "EUR"),
        loyalty.read_recipients(TEAM_GIFTS.format(later=later)),
        name="Team presents",
        company="Muster Studio",
        paid_by="Invoice 2041",
        message="Thank you for a good year.",
        actor=actor,
        at=until - DAY,
    )


def _goodwill(members: list[int], actor: Actor, until: dt.datetime) -> None:
    """A budget of the quarter, and three gifts from it."""
    first = until.date().replace(day=1)
    for currency, cap in (("EUR", 150_000), ("KRW", 2_000_000)):
        loyalty.save_budget(
            name="Goodwill",
            cap=Money(cap, currency),
            starts_on=first,
            ends_on=first + 92 * DAY,
            actor=actor,
            at=until,
        )
    for place, (customer_id, form, units, reason) in enumerate(
        zip(
            members,
            ("credit", "points", "voucher"),
            (1_000, 100, 1_500),
            ("A cup came broken", "The parcel was two days late", "The wrong color was packed"),
            strict=False,
        )
    ):
        gift = loyalty.Gift(customer_id, form, units, "EUR", reason, f"demo-goodwill-{place}")
        with suppress(DomainError):
            loyalty.give_goodwill(gift, actor=actor, at=until - place * DAY if place == 0 else until)
    if members:
        loyalty.prefer(members[0], "phone", note="After 17:00", actor=actor, at=until)
