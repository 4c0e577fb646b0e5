"""Whom the demo buys from, and purchase orders in every state with what went wrong on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing import public as purchasing
from storecrew.demo.assortment import Item
from storecrew.demo.steps import quoting
from storecrew.demo.steps.organization import email_of
from storecrew.kernel.actor import Actor
from storecrew.kernel.permissions import ALL_KEYS

DAY = dt.timedelta(days=1)
ARTICLES = 36
"""So many articles of each supplier have a price; the rest of the assortment is bought elsewhere."""


class House(NamedTuple):
    """A supplier: the range it makes, where, in which money, and how its goods come."""

    code: str
    name: str
    range: str
    country: str
    currency: str
    locale: str
    lead_days: int
    pack: int
    moq: int
    contact: str


class Ordered(NamedTuple):
    """A purchase order with (id, units, price of one) of its lines."""

    id: int
    lines: tuple[tuple[int, int, int], ...]


HOUSES = (
    House("westerwald", "Westerwald Clay Works", "hearth", "DE", "EUR", "en", 14, 6, 12, "Clara Example"),
    House("minho", "Minho Weavers", "loom", "PT", "EUR", "en", 21, 4, 8, "Miguel Example"),
    House("paju", "Paju Lighting", "glow", "KR", "USD", "ko", 35, 2, 4, "Jiwoo Example"),
)


def build(items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime) -> None:
    """Sign the suppliers, order, receive and pay; leave work of every kind for today."""
    _rates(actor=actor, at=at)
    with transaction.atomic():
        sold = {house.code: _supplier(house, items, ids, actor=actor, at=at) for house in HOUSES}
        _finished(sold["westerwald"], actor=actor, at=at - 40 * DAY)
        _closed_short(sold["minho"], actor=actor, at=at - 33 * DAY)
        _partly_received(sold["westerwald"], actor=actor, at=at - 13 * DAY)
        _from_abroad(sold["paju"], actor=actor, at=at - 30 * DAY)
        _on_their_way(sold, actor=actor, at=at)
        _still_here(sold, actor=actor, at=at)
    quoting.build(items, ids, actor=actor, at=at)
    purchasing.set_replenishment("berlin", service_level_bp=9700, review_days=7, actor=actor, at=at)
    _own_rules([each for articles in sold.values() for each in articles], ids, actor=actor, at=at)


def _rates(*, actor: Actor, at: dt.datetime) -> None:
    """Say each week what a euro bought, so that goods that are paid in dollars have a cost in won."""
    for week in range(10):
        day = at - week * 7 * DAY
        for currency, base, step in (("USD", 108, 1), ("KRW", 147_500, 400)):
            rate = Decimal(base + step * (week % 3)) / 100
            pricing.save_rate(currency, day.date(), rate, actor=actor, at=at)


def _own_rules(bought: Sequence[int], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime) -> None:
    """Let the inventory manager know better for three articles, one of which has to be ordered now."""
    berlin = inventory.location("berlin").id
    there = [each for each in inventory.levels(bought) if each.location_id == berlin and each.available > 0]
    sku_of = {variant_id: sku for sku, variant_id in ids.items()}
    scarce = sorted(there, key=lambda each: (each.available, each.variant_id))
    skus = [sku_of[each.variant_id] for each in scarce]
    decided = (
        (purchasing.Decided(least=12, most=48), "Trade fair in spring, the window has to be full"),
        (purchasing.Decided(stopped=True), "Leaves the range, the rest is sold off"),
        (purchasing.Decided(lead_days=45, moq=24), "The kiln is rebuilt, they fire once a month"),
    )
    for sku, (rule, reason) in zip(skus[:: max(len(skus) // 3, 1)], decided, strict=False):
        purchasing.save_article_rule(sku, "berlin", rule, reason=reason, actor=actor, at=at)


def _supplier(
    house: House, items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime
) -> list[int]:
    """Make a supplier with prices a little below what the articles cost until now; return its articles."""
    begins = at - 60 * DAY
    purchasing.save_supplier(
        house.code, name=house.name, currency=house.currency, country=house.country, locale=house.locale,
        order_email=f"orders@{house.code}.example", lead_days=house.lead_days, actor=actor, at=begins,
    )  # fmt: skip
    purchasing.save_contact(
        house.code, name=house.contact, duty="Orders", email=f"desk@{house.code}.example",
        actor=actor, at=begins,
    )  # fmt: skip
    made = [item for item in items if item.row.source_key.split(":")[1] == house.range]
    skus = [sku for item in made for sku in sorted(item.costs)]
    chosen = skus[:: max(1, len(skus) // ARTICLES)][:ARTICLES]
    _price(house, [ids[sku] for sku in chosen], first=100, actor=actor, at=begins)
    return [ids[sku] for sku in chosen]


def _price(house: House, variant_ids: Sequence[int], *, first: int, actor: Actor, at: dt.datetime) -> None:
    """Agree on prices a little below what articles cost until now; their codes count from ``first``."""
    costs = pricing.costs_for(variant_ids, currency="EUR")
    for number, variant_id in enumerate(variant_ids, start=first):
        amount = costs[variant_id].amount * 92 // 100
        purchasing.save_article(
            house.code, variant_id, supplier_sku=f"{house.code[:2].upper()}-{number}",
            steps=[
                purchasing.Step(1, amount, at.date()),
                purchasing.Step(house.moq * 8, amount * 95 // 100, at.date()),
            ],
            moq=house.moq, pack_size=house.pack, actor=actor, at=at,
        )  # fmt: skip


def run_low(items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime) -> None:
    """Take most of some best sellers to a market, so that what is proposed follows from what was sold."""
    place = inventory.location("berlin")
    range_of = {
        ids[sku]: item.row.source_key.split(":")[1] for item in items for sku in item.costs if sku in ids
    }
    sold = inventory.daily_demand(
        list(range_of), since=(at - 90 * DAY).date(), until=at.date(), timezone="Europe/Berlin",
        location_id=place.id,
    )  # fmt: skip
    best = sorted((-sum(days.values()), variant_id) for (variant_id, _place), days in sold.items())
    with transaction.atomic():
        for number, (_units, variant_id) in enumerate(best[1:7]):
            house = next(each for each in HOUSES if each.range == range_of[variant_id])
            _price(house, [variant_id], first=200 + number, actor=actor, at=at - DAY)
            level = inventory.level(variant_id, location_code=place.code)
            taken = level.available - 2 - number % 2
            if taken > 0:
                inventory.adjust(
                    variant_id, on_hand=level.on_hand - taken, expected_on_hand=level.on_hand,
                    location_code=place.code,
                    reason="Taken to the stall at the Christmas market", actor=actor, at=at,
                )  # fmt: skip
        purchasing.propose(actor=actor, at=at, location_id=place.id)


def _order(
    code: str,
    place: str,
    lines: Sequence[tuple[int, int]],
    *,
    actor: Actor,
    at: dt.datetime,
    until: str = "sent",
) -> Ordered:
    """Write an order and bring it as far as its state says: "draft", "waiting" or "approved", "sent"."""
    wanted = [purchasing.WantedLine(variant_id, units) for variant_id, units in lines]
    order = purchasing.draft_order(supplier_code=code, location_code=place, lines=wanted, actor=actor, at=at)
    if until != "draft":
        purchasing.submit_order(order.pk, actor=actor, at=at + dt.timedelta(minutes=10))
    if until == "sent":
        purchasing.send_order(order.pk, actor=actor, at=at + dt.timedelta(minutes=20))
    lines_of = order.lines.order_by("pk").values_list("pk", "quantity", "unit_amount")
    return Ordered(order.pk, tuple(lines_of))


def _arrive(
    order: Ordered, posting: str, counts: Sequence[tuple[int, int, int]], *, actor: Actor, at: dt.datetime
) -> None:
    """Take in (accepted, damaged, wrong) of each line in turn."""
    lines = [
        purchasing.ReceivedLine(line_id, *count)
        for (line_id, _, _), count in zip(order.lines, counts, strict=False)
    ]
    purchasing.receive_goods(
        order.id, posting=posting, lines=lines, document=f"Delivery note {posting}", actor=actor, at=at
    )


def _bill(order: Ordered, number: str, *, above: int = 0, actor: Actor, at: dt.datetime) -> None:
    """Record the invoice of everything ordered; with `above` each unit costs so much more than agreed."""
    lines = [
        purchasing.InvoicedLine(line_id, units, amount + above) for line_id, units, amount in order.lines
    ]
    total = sum(line.quantity * line.unit_amount for line in lines)
    purchasing.record_invoice(
        order.id, number=number, invoiced_on=at.date(), total=total, lines=lines, actor=actor, at=at
    )


def _finished(articles: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """All arrived in two deliveries, freight was added, and the invoice matches."""
    order = _order("westerwald", "berlin", [(articles[0], 60), (articles[1], 36)], actor=actor, at=at)
    _arrive(order, "WW-7001", [(60, 0, 0), (12, 0, 0)], actor=actor, at=at + 13 * DAY)
    _arrive(order, "WW-7009", [(0, 0, 0), (24, 0, 0)], actor=actor, at=at + 14 * DAY)
    purchasing.add_landed_cost(
        order.id, kind="freight", amount=9_800, basis="weight", actor=actor, at=at + 14 * DAY
    )
    _bill(order, "WW-2026-118", actor=actor, at=at + 17 * DAY)


def _closed_short(articles: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """The weavers could not make all of it: closed with what is missing, the invoice asks for everything."""
    order = _order("minho", "porto", [(articles[0], 24), (articles[1], 16)], actor=actor, at=at)
    _arrive(order, "MW-330", [(24, 0, 0), (10, 2, 0)], actor=actor, at=at + 22 * DAY)
    purchasing.close_order(order.id, reason="The yarn has run out", actor=actor, at=at + 26 * DAY)
    _bill(order, "MW/26/0412", actor=actor, at=at + 28 * DAY)


def _partly_received(articles: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """Some came, some of it broken and some of another shape; the rest is late."""
    lines = [(articles[2], 48), (articles[3], 24), (articles[4], 24)]
    order = _order("westerwald", "berlin", lines, actor=actor, at=at - 4 * DAY)
    _arrive(order, "WW-7044", [(42, 6, 0), (20, 0, 4)], actor=actor, at=at + 11 * DAY)


def _from_abroad(articles: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """Lamps from Korea, paid in dollars; duty is a part of what they cost, the invoice asks for too much."""
    order = _order("paju", "incheon", [(articles[0], 12), (articles[1], 12)], actor=actor, at=at)
    _arrive(order, "PJ-88", [(12, 0, 0), (12, 0, 0)], actor=actor, at=at + 28 * DAY)
    purchasing.add_landed_cost(
        order.id, kind="duty", amount=6_400, basis="value", actor=actor, at=at + 28 * DAY
    )
    _bill(order, "PJ-2026-0077", above=150, actor=actor, at=at + 29 * DAY)


def _on_their_way(sold: Mapping[str, Sequence[int]], *, actor: Actor, at: dt.datetime) -> None:
    """One arrives today, two later."""
    _order(
        "westerwald",
        "berlin",
        [(each, 24) for each in sold["westerwald"][5:9]],
        actor=actor,
        at=at - 14 * DAY,
    )
    _order("minho", "berlin", [(each, 16) for each in sold["minho"][2:5]], actor=actor, at=at - 6 * DAY)
    _order("paju", "incheon", [(each, 8) for each in sold["paju"][2:5]], actor=actor, at=at - 9 * DAY)


def _still_here(sold: Mapping[str, Sequence[int]], *, actor: Actor, at: dt.datetime) -> None:
    """A draft, one above the buyer's limit that waits for a second person, one to be sent, one canceled."""
    person = people.person_by_email(email_of("inventory_manager"))
    if person is None:
        raise RuntimeError("the demo's inventory manager is missing")
    buyer = Actor(kind="staff", id=str(person.id), label=person.name, permissions=ALL_KEYS)
    clay, wool = sold["westerwald"], sold["minho"]
    _order("minho", "porto", [(each, 8) for each in wool[5:8]], actor=buyer, at=at - DAY, until="draft")
    _order(
        "westerwald",
        "berlin",
        [(each, 480) for each in clay[9:12]],
        actor=buyer,
        at=at - DAY,
        until="waiting",
    )
    _order("minho", "berlin", [(each, 8) for each in wool[8:10]], actor=actor, at=at - DAY, until="approved")
    canceled = _order("westerwald", "berlin", [(clay[12], 12)], actor=actor, at=at - 5 * DAY)
    purchasing.cancel_order(canceled.id, reason="Ordered twice by mistake", actor=actor, at=at - 4 * DAY)
