"""Live through a history: sales are placed, paid and shipped, returns put stock and money back once."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.demo.replay.history import Correction, Happening, History, Sale, SoldLine, Taken
from storecrew.demo.replay.shop import ADDRESS, LOCATION, METHOD, ReplayShop
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money

SHIPS_AFTER = dt.timedelta(hours=20)


class Bought(NamedTuple):
    """Units of one article that a customer has and may still give back."""

    order_id: int
    price: int
    units: int


@dataclass
class Played:
    """What came of a history. ``refused`` counts the product's own refusals by their code."""

    orders: int = 0
    lines: int = 0
    units_sold: int = 0
    shipped: int = 0
    canceled: int = 0
    units_canceled: int = 0
    returns: int = 0
    units_returned: int = 0
    units_unmatched: int = 0
    corrections: int = 0
    units_corrected: int = 0
    on_time: int = 0
    timed: int = 0
    sold_by_sku: Counter[str] = field(default_factory=Counter)
    value_by_sku: Counter[str] = field(default_factory=Counter)
    received_by_sku: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class Player:
    """Goes through the happenings in their order and ships what is due before each of them."""

    def __init__(self, history: History, *, actor: Actor) -> None:
        self.history = history
        self.actor = actor
        self.shop = ReplayShop(history, actor=actor)
        self.played = Played()
        self._to_ship: deque[tuple[dt.datetime, int, Sale]] = deque()
        self._bought: defaultdict[tuple[str, str], list[Bought]] = defaultdict(list)

    def play(self, *, limit: int | None, tell: Callable[[int], None]) -> Played:
        """Live through at most ``limit`` happenings; ``tell`` hears after each how many are done."""
        for number, happening in enumerate(self.history.happenings[:limit], start=1):
            self._ship_due(happening.at)
            with clock.frozen(happening.at):
                self._live(happening)
            tell(number)
        self._ship_due(None)
        return self.played

    def _live(self, happening: Happening) -> None:
        try:
            if isinstance(happening, Sale):
                self._sell(happening)
            elif isinstance(happening, Taken):
                self._take_back(happening)
            else:
                self._correct(happening)
        except DomainError as refusal:
            self.played.refused[refusal.code] += 1

    def _sell(self, sale: Sale) -> None:
        lines = _merged(sale.lines)
        self.shop.prepare(lines, sale.at)
        shopper = guest_actor(f"replay-{sale.number}")
        at = sale.at
        token = checkout.open_cart(channel_code=self.shop.channel.code, actor=shopper, at=at).token
        for line in lines:
            checkout.add_line(token, line.sku, line.quantity, actor=shopper, at=at)
        email = f"customer-{sale.customer or sale.number}@example.com".lower()
        checkout.set_details(
            token, email=email, shipping_address=ADDRESS, shipping_method=METHOD, actor=shopper, at=at
        )
        placed = checkout.place_order(
            token, gateway="simulator", payment_token="tok_ok", actor=shopper, at=at  # noqa: S106
        )  # fmt: skip
        self._count_sale(sale, lines)
        if sale.canceled_at is not None:
            self._cancel(placed.order_id, sum(line.quantity for line in lines), sale.canceled_at)
            return
        self._to_ship.append((max(sale.shipped_at or at + SHIPS_AFTER, at), placed.order_id, sale))
        for line in lines:
            bought = Bought(placed.order_id, line.price, line.quantity)
            self._bought[(sale.customer or sale.number, line.sku)].append(bought)

    def _count_sale(self, sale: Sale, lines: list[SoldLine]) -> None:
        self.played.orders += 1
        self.played.lines += len(lines)
        for line in lines:
            self.played.units_sold += line.quantity
            self.played.sold_by_sku[line.sku] += line.quantity
            self.played.value_by_sku[line.sku] += line.quantity * line.price
        if sale.delivered_at is not None and sale.promised_at is not None:
            self.played.timed += 1
            self.played.on_time += sale.delivered_at <= sale.promised_at

    def _cancel(self, order_id: int, units: int, at: dt.datetime) -> None:
        with clock.frozen(at):
            aftersales.cancel_order(order_id, reason="canceled in the file", actor=self.actor, at=at)
        self.played.canceled += 1
        self.played.units_canceled += units

    def _ship_due(self, until: dt.datetime | None) -> None:
        """Ship what is due, oldest order first; without a time everything that is left."""
        waiting: deque[tuple[dt.datetime, int, Sale]] = deque()
        for due, order_id, sale in self._to_ship:
            if until is not None and due > until:
                waiting.append((due, order_id, sale))
                continue
            with clock.frozen(due):
                self._ship(order_id, sale, due)
        self._to_ship = waiting

    def _ship(self, order_id: int, sale: Sale, at: dt.datetime) -> None:
        try:
            number = sale.number[:40]
            fulfillment.ship(
                order_id, carrier="Replay", tracking_number=number, key="replay", actor=self.actor, at=at
            )
        except DomainError as refusal:
            self.played.refused[refusal.code] += 1
        else:
            self.played.shipped += 1

    def _take_back(self, taken: Taken) -> None:
        """Take back what this customer bought, newest first; an order that still waits is canceled whole."""
        matched: Counter[int] = Counter()
        money: Counter[int] = Counter()
        back: list[tuple[int, int]] = []
        for line in taken.lines:
            left = line.quantity
            bought = self._bought[(taken.customer, line.sku)]
            while left and bought:
                latest = bought.pop()
                units = min(left, latest.units)
                left -= units
                if latest.units > units:
                    bought.append(latest._replace(units=latest.units - units))
                matched[latest.order_id] += units
                money[latest.order_id] += units * latest.price
                back.append((self.shop.variant_ids[line.sku], units))
            self.played.units_unmatched += left
        if not matched:
            return
        if self._cancels_a_waiting_order(matched, taken.at):
            return
        for order_id in [order_id for _, order_id, _ in self._to_ship if order_id in matched]:
            self._ship_now(order_id, taken.at)
        self._restock_and_refund(taken, back, money)

    def _cancels_a_waiting_order(self, matched: Counter[int], at: dt.datetime) -> bool:
        waiting = {order_id: sale for _, order_id, sale in self._to_ship}
        if len(matched) != 1:
            return False
        ((order_id, units),) = matched.items()
        if order_id not in waiting or units != sum(line.quantity for line in waiting[order_id].lines):
            return False
        self._to_ship = deque(row for row in self._to_ship if row[1] != order_id)
        self._cancel(order_id, units, at)
        return True

    def _ship_now(self, order_id: int, at: dt.datetime) -> None:
        """What is taken back in part has left before; its parcel is written first."""
        row = next(row for row in self._to_ship if row[1] == order_id)
        self._to_ship.remove(row)
        self._ship(order_id, row[2], at)

    def _restock_and_refund(self, taken: Taken, back: list[tuple[int, int]], money: Counter[int]) -> None:
        units: Counter[int] = Counter()
        for variant_id, quantity in back:
            units[variant_id] += quantity
        document = f"Return {taken.number}"[:80]
        inventory.receive(
            sorted(units.items()), location_code=LOCATION, kind="returned", document=document,
            actor=self.actor, at=taken.at,
        )  # fmt: skip
        self.played.returns += 1
        self.played.units_returned += units.total()
        for order_id, amount in money.items():
            if amount:
                aftersales.refund(
                    order_id, amount=Money(amount, orders.order(order_id).currency), reason="returned",
                    key=f"replay-{taken.number}", actor=self.actor, at=taken.at,
                )  # fmt: skip

    def _correct(self, correction: Correction) -> None:
        variant_id = self.shop.variant_ids.get(correction.sku)
        if variant_id is None:
            self.played.refused["unknown article"] += 1
            return
        there = inventory.level(variant_id, LOCATION)
        delta = max(correction.delta, -there.available)
        if not delta:
            self.played.refused["nothing there to correct"] += 1
            return
        inventory.adjust(
            variant_id, on_hand=there.on_hand + delta, expected_on_hand=there.on_hand,
            reason=correction.reason[:300], location_code=LOCATION, actor=self.actor, at=correction.at,
        )  # fmt: skip
        self.played.corrections += 1
        self.played.units_corrected += delta


def _merged(lines: tuple[SoldLine, ...]) -> list[SoldLine]:
    """Add up lines on one article; the first price counts for all of them."""
    found: dict[str, SoldLine] = {}
    for line in lines:
        known = found.get(line.sku)
        units = line.quantity + (known.quantity if known else 0)
        found[line.sku] = (known or line)._replace(quantity=units)
    return list(found.values())
