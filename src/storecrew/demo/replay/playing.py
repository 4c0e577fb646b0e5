"""Live through a history: sales are placed, paid and shipped, returns put stock and money back once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.demo.replay import evenings, parcels
from storecrew.demo.replay.agenda import Agenda
from storecrew.demo.replay.history import Correction, Happening, History, Sale, SoldLine, Taken
from storecrew.demo.replay.shop import ADDRESS, LOCATION, METHOD, ReplayShop
from storecrew.demo.replay.taking_back import Back, Belongings
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money

SHIPS_AFTER = dt.timedelta(hours=20)
DAY = dt.timedelta(days=1)


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
    counts: int = 0
    on_time: int = 0
    timed: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Player:
    """Goes through the happenings in their order; what is due before each of them is done first."""

    def __init__(self, history: History, *, actor: Actor) -> None:
        self.history = history
        self.actor = actor
        self.shop = ReplayShop(history, actor=actor)
        self.played = Played()
        self.agenda = Agenda()
        self.stopping = False
        self.ends = history.happenings[-1].at
        self._waiting: dict[int, Sale] = {}
        self._belongings = Belongings()

    def play(self, *, tell: Callable[[int], None]) -> Played:
        """Live through everything; ``tell`` hears after each happening how many are done.

        Whoever sets ``stopping`` ends it early: what was sold by then is still shipped.
        """
        self.agenda.put(self.history.happenings[0].at.replace(hour=22, minute=0), self._evening)
        for number, happening in enumerate(self.history.happenings, start=1):
            self.agenda.run(happening.at)
            with clock.frozen(happening.at):
                self._live(happening)
            tell(number)
            if self.stopping:
                self.ends = happening.at
                break
        self.agenda.run()
        with clock.frozen(max(self.agenda.last, self.ends)):
            evenings.handle_events()
        return self.played

    def _evening(self, at: dt.datetime) -> None:
        """At the end of each day until the last happening."""
        evenings.handle_events()
        self.played.counts += evenings.count_due(self.shop.location_id, actor=self.actor, at=at)
        if at < self.ends:
            self.agenda.put(at + DAY, self._evening)

    def _live(self, happening: Happening) -> None:
        try:
            if isinstance(happening, Sale):
                for part in _carts(happening):
                    self._sell(part)
            elif isinstance(happening, Taken):
                self._take_back(happening)
            else:
                self._correct(happening)
        except DomainError as refusal:
            self.played.refused[refusal.code] += 1

    def _sell(self, sale: Sale) -> None:
        self.shop.prepare(sale.lines, sale.at)
        shopper, at = guest_actor(f"replay-{sale.number}"), sale.at
        token = checkout.open_cart(channel_code=self.shop.channel.code, actor=shopper, at=at).token
        checkout.add_lines(token, [(line.sku, line.quantity) for line in sale.lines], actor=shopper, at=at)
        email = f"customer-{sale.customer or sale.number}@example.com".lower()
        checkout.set_details(
            token, email=email, shipping_address=ADDRESS, shipping_method=METHOD, actor=shopper, at=at
        )
        placed = checkout.place_order(
            token, gateway="simulator", payment_token="tok_ok", actor=shopper, at=at  # noqa: S106
        )  # fmt: skip
        self._count_sale(sale)
        self._waiting[placed.order_id] = sale
        if sale.canceled_at is not None:
            self.agenda.put(sale.canceled_at, lambda due: self._cancel(placed.order_id, due))
            return
        self._belongings.add(sale.customer or sale.number, placed.order_id, sale.lines)
        leaves = max(sale.shipped_at or at + SHIPS_AFTER, at)
        self.agenda.put(leaves, lambda due: self._ship(placed.order_id, due))

    def _count_sale(self, sale: Sale) -> None:
        self.played.orders += 1
        self.played.lines += len(sale.lines)
        self.played.units_sold += _units(sale)
        if sale.delivered_at is not None and sale.promised_at is not None:
            self.played.timed += 1
            self.played.on_time += sale.delivered_at <= sale.promised_at

    def _cancel(self, order_id: int, at: dt.datetime) -> None:
        sale = self._waiting.pop(order_id)
        aftersales.cancel_order(order_id, reason="canceled in the file", actor=self.actor, at=at)
        self.played.canceled += 1
        self.played.units_canceled += _units(sale)

    def _ship(self, order_id: int, at: dt.datetime) -> None:
        """Ship an order that still waits; when the file knows its arrival, in a parcel with a label."""
        sale = self._waiting.pop(order_id, None)
        if sale is None:
            return
        number = sale.number[:40]
        try:
            if sale.delivered_at is not None:
                label = parcels.label_for(order_id, actor=self.actor, at=at)
                number = label.tracking_number
                self.agenda.put(
                    max(sale.delivered_at, at),
                    lambda due: parcels.arrive(label.id, left=at, actor=self.actor, at=due),
                )
            fulfillment.ship(
                order_id, carrier="Replay", tracking_number=number, key="replay", actor=self.actor, at=at
            )
        except DomainError as refusal:
            self.played.refused[refusal.code] += 1
        else:
            self.played.shipped += 1

    def _take_back(self, taken: Taken) -> None:
        """Take back what this customer bought; an order that still waits and comes back whole is canceled."""
        back = self._belongings.take(taken.customer, taken.lines)
        self.played.units_unmatched += back.unmatched
        if not back.units_by_order:
            return
        whole = [
            order_id
            for order_id, units in back.units_by_order.items()
            if order_id in self._waiting and units == _units(self._waiting[order_id])
        ]
        if len(whole) == len(back.units_by_order):
            for order_id in whole:
                self._cancel(order_id, taken.at)
            return
        for order_id in back.units_by_order:
            # What is taken back in part has left before; its parcel is written first.
            self._ship(order_id, taken.at)
        self._restock_and_refund(taken, back)

    def _restock_and_refund(self, taken: Taken, back: Back) -> None:
        units = {self.shop.variant_ids[sku]: count for sku, count in back.units_by_sku.items()}
        inventory.receive(
            sorted(units.items()), location_code=LOCATION, kind="returned",
            document=f"Return {taken.number}"[:80], actor=self.actor, at=taken.at,
        )  # fmt: skip
        self.played.returns += 1
        self.played.units_returned += back.units_by_sku.total()
        for order_id, amount in back.money_by_order.items():
            if amount:
                aftersales.refund(
                    order_id, amount=Money(amount, self.history.currency), reason="returned",
                    key=f"replay-{taken.number}", actor=self.actor, at=taken.at,
                )  # fmt: skip

    def _correct(self, correction: Correction) -> None:
        """Somebody looked and found another number: a count, as far as what is promised allows."""
        variant_id = self.shop.variant_ids.get(correction.sku)
        if variant_id is None:
            self.played.refused["unknown article"] += 1
            return
        there = inventory.level(variant_id, LOCATION)
        delta = max(correction.delta, -there.available)
        if not delta:
            self.played.refused["nothing there to correct"] += 1
            return
        task = inventory.ask_for_count(
            location_id=self.shop.location_id, variant_id=variant_id, actor=self.actor, at=correction.at
        )
        evenings.count(task, there.on_hand + delta, actor=self.actor, at=correction.at)
        self.played.counts += 1
        self.played.corrections += 1
        self.played.units_corrected += delta


def _units(sale: Sale) -> int:
    return sum(line.quantity for line in sale.lines)


def _carts(sale: Sale) -> Iterator[Sale]:
    """Add up lines on one article, at the first price, and part what no single cart takes."""
    found: dict[str, SoldLine] = {}
    for line in sale.lines:
        known = found.get(line.sku)
        units = line.quantity + (known.quantity if known else 0)
        found[line.sku] = (known or line)._replace(quantity=units)
    lines = list(found.values())
    for start in range(0, len(lines), checkout.MOST_LINES):
        yield replace(sale, lines=tuple(lines[start : start + checkout.MOST_LINES]))
