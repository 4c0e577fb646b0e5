"""Ninety days of orders: filled, paid, shipped, canceled and refunded by the product's own operations."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.demo.assortment import Item
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.money import Money

DAYS = 90
MOST_PER_DAY = 7
REGULAR, REGULAR_NAME = "shopper@storecrew.example", "Alice"
"""Who orders again and again, and has an account that anybody may look into."""

NAMES = (
    "Alice",
    "Bob",
    "Charlie",
    "Dana",
    "Emil",
    "Farah",
    "Gus",
    "Hana",
    "Ivo",
    "Jun",
    "Kim",
    "Lea",
    "Mateo",
    "Nora",
)
# Parts of the city that vans of our own drive to.
BERLIN = (
    "10115", "10247", "10318", "10405", "10551", "10623", "10719", "10827", "10999", "12043", "12103", "12203",
    "12305", "12435", "12555", "12679", "13086", "13125", "13347", "13403", "13585", "13629", "14050", "14129",
)  # fmt: skip
CITIES = (
    ("DE", "10115", "Berlin"), ("DE", "20095", "Hamburg"), ("DE", "80331", "München"), ("AT", "1010", "Wien"),
    ("NL", "1012 AB", "Amsterdam"), ("FR", "75001", "Paris"), ("PT", "1100-148", "Lisboa"), ("DK", "1050", "København"),
    ("IT", "00184", "Roma"), ("BE", "1000", "Bruxelles"),
)  # fmt: skip
KOREAN_CITIES = (
    ("06236", "강남구", "서울특별시"),
    ("48058", "해운대구", "부산광역시"),
    ("21999", "연수구", "인천광역시"),
)
STREETS = ("Example Street", "Sample Road", "Demo Lane", "Test Avenue")


GIFT_WORDS = {
    "en": "Happy birthday!\nMay it keep you warm all year.",
    "ko": "생일 축하해요!\n좋은 일만 가득하길 바라요.",
}


@dataclass(frozen=True)
class Moment:
    """One order to be: when, and a source of chance of its own."""

    at: dt.datetime
    number: int
    chance: random.Random


def build(items: Sequence[Item], *, staff: Actor, until: dt.datetime) -> Iterator[int]:
    """Live through ninety days up to ``until``; yield the number of orders so far after each day."""
    sellers = _popularity(items)
    count = 0
    for day in range(DAYS, -1, -1):
        for moment in _moments(until, day, count):
            _one_order(moment, items, sellers, staff=staff, until=until)
            count += 1
        yield count


def rush(items: Sequence[Item], *, until: dt.datetime, count: int = 16) -> None:
    """Let some more people buy in the last hours: the warehouse's work of this morning."""
    sellers = _popularity(items)
    for number in range(count):
        at = until - dt.timedelta(hours=8) + dt.timedelta(minutes=9 * number)
        moment = Moment(at, 100_000 + number, random.Random(f"rush-{number}"))  # noqa: S311
        with clock.frozen(at):
            _buy(moment, items, sellers)


def _popularity(items: Sequence[Item]) -> list[int]:
    """Few things sell often, many seldom: weights that fall like one over the rank, shuffled."""
    ranks = list(range(1, len(items) + 1))
    random.Random(7).shuffle(ranks)  # noqa: S311 - the same history everywhere, not a secret
    return [10_000 // (rank + 4) for rank in ranks]


def _moments(until: dt.datetime, day: int, count: int) -> Iterator[Moment]:
    date = until - dt.timedelta(days=day)
    chance = random.Random(day)  # noqa: S311
    busy = 1.35 if date.weekday() >= 5 else 1.0
    growth = 1.0 + (DAYS - day) / DAYS * 0.6
    orders_today = min(MOST_PER_DAY, round(chance.uniform(1.2, 2.8) * busy * growth))
    minutes = sorted(chance.randrange(7 * 60, 21 * 60) for _ in range(orders_today))
    midnight = date.replace(hour=0, minute=0, second=0, microsecond=0)
    for index, minute in enumerate(minutes):
        at = midnight + dt.timedelta(minutes=minute)
        if at <= until:
            yield Moment(at, count + index, random.Random(f"{day}-{index}"))  # noqa: S311


def _one_order(
    moment: Moment, items: Sequence[Item], sellers: Sequence[int], *, staff: Actor, until: dt.datetime
) -> None:
    with clock.frozen(moment.at):
        placed = _buy(moment, items, sellers)
    if placed is None or placed.status != "confirmed":
        return
    fate = moment.chance.random()
    later = moment.at + dt.timedelta(hours=moment.chance.randrange(5, 40))
    if later > until:
        return
    with clock.frozen(later):
        if fate < 0.05:
            aftersales.cancel_order(placed.order_id, reason="changed_mind", actor=staff, at=later)
        else:
            _ship(moment, placed.order_id, staff, later, until)


def _ship(moment: Moment, order_id: int, staff: Actor, at: dt.datetime, until: dt.datetime) -> None:
    fulfillment.ship(
        order_id, tracking_number=f"HL{moment.number:08d}", carrier="Rheinpost", actor=staff, at=at
    )
    back = at + dt.timedelta(days=6)
    if moment.chance.random() < 0.04 and back <= until:
        with clock.frozen(back):
            order = orders.order(order_id)
            share = Money(order.total.amount // 4, order.total.currency)
            aftersales.refund(
                order_id,
                amount=share,
                reason="damaged on arrival",
                key=f"demo-{order_id}",
                actor=staff,
                at=back,
            )


def _buy(moment: Moment, items: Sequence[Item], sellers: Sequence[int]) -> checkout.Placed | None:
    chance, at = moment.chance, moment.at
    korea = chance.random() < 0.3
    shopper = guest_actor(f"demo-{moment.number}")
    cart = checkout.open_cart(
        channel_code="korea" if korea else "europe", locale="ko" if korea else "en", actor=shopper, at=at
    )
    for item in chance.choices(items, sellers, k=chance.choice((1, 1, 1, 2, 2, 3))):
        _add(cart.token, chance.choice(list(item.prices)), chance.choice((1, 1, 1, 2, 4)), shopper, at)
    if not checkout.item_count(cart.token):
        return None
    if chance.random() < 0.14:
        return None  # left behind, for those who look at abandoned carts
    name = NAMES[chance.randrange(len(NAMES))]
    house = chance.randrange(40)
    email = f"{name.lower()}{house}@example.com"
    if house < 2 and not korea:
        name, email = REGULAR_NAME, REGULAR
    address = _korean_address(name, chance) if korea else _european_address(name, chance)
    checkout.set_details(cart.token, email=email, shipping_address=address, actor=shopper, at=at)
    options = [option for option in checkout.shipping_options(cart.token, at=at) if option.price is not None]
    gift = moment.number % 8 == 3
    checkout.set_details(
        cart.token,
        shipping_method=options[0].code,
        gift_wrap=gift,
        gift_message=GIFT_WORDS["ko" if korea else "en"] if gift else "",
        actor=shopper,
        at=at,
    )
    gateway, token = _payment(chance)
    try:
        return checkout.place_order(cart.token, gateway=gateway, payment_token=token, actor=shopper, at=at)
    except checkout.PaymentDeclined:
        return None


def _add(token: str, sku: str, quantity: int, shopper: Actor, at: dt.datetime) -> None:
    """Put something into the cart; what is sold out stays on the shelf that it is not on."""
    with suppress(checkout.InsufficientStock):
        checkout.add_line(token, sku, quantity, actor=shopper, at=at)


def _payment(chance: random.Random) -> tuple[str, str]:
    draw = chance.random()
    if draw < 0.06:
        return "simulator", "tok_declined"
    if draw < 0.12:
        return "bank_transfer", ""
    return "simulator", "tok_ok"


def _european_address(name: str, chance: random.Random) -> Mapping[str, str]:
    country, postal_code, city = chance.choice(CITIES)
    street, house = chance.choice(STREETS), chance.randrange(1, 90)
    if city == "Berlin":
        postal_code = BERLIN[house % len(BERLIN)]
    return {
        "name": f"{name} Example",
        "street": f"{street} {house}",
        "postal_code": postal_code,
        "city": city,
        "country": country,
    }


def _korean_address(name: str, chance: random.Random) -> Mapping[str, str]:
    postal_code, city, region = chance.choice(KOREAN_CITIES)
    return {
        "name": f"{name} Example",
        "street": f"예시로 {chance.randrange(1, 200)}",
        "postal_code": postal_code,
        "city": city,
        "region": region,
        "country": "KR",
        "phone": f"010-0000-{chance.randrange(10_000):04d}",
    }
