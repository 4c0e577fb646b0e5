"""Goods that come back: on their way, opened with what was found, exchanged, or turned into a voucher."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders
from storecrew.demo.assortment import Item
from storecrew.demo.pictures.album import file_of
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import DomainError

RETURNS = 16
REASONS = ("does_not_fit", "not_wanted", "damaged", "not_as_shown", "does_not_fit", "wrong")
NOTES = {"damaged": "Box was open at one corner", "wrong": "Another color than ordered"}


SHOPPER = guest_actor()


def build(items: Sequence[Item], *, actor: Actor, until: dt.datetime) -> None:
    """Announce returns of older orders that left, and receive most of them."""
    _by_customers(items, actor=actor, until=until)
    rows = orders.visible_orders(actor).filter(
        fulfillment_status="fulfilled", placed_at__lt=until - dt.timedelta(days=6), item_count__gte=2
    )
    # What customers announced by themselves is among them; of those orders nothing more comes back.
    untouched = (row for row in rows.order_by("-placed_at") if not aftersales.returns_of_order(row.pk))
    for place, row in enumerate(islice(untouched, 0, RETURNS * 5, 5)):
        order = orders.order(row.pk)
        at = order.placed_at + dt.timedelta(days=5, hours=place % 7)
        line = order.lines[0]
        reason = REASONS[place % len(REASONS)]
        with clock.frozen(at):
            made = aftersales.announce_return(
                order.id, lines={line.id: min(line.fulfilled_quantity, 1 + place % 2)}, reason=reason,
                note=NOTES.get(reason, ""), actor=actor, at=at,
            )  # fmt: skip
        _goes_on(made, place, actor=actor, until=until)
    aftersales.count_causes(at=until)


def _goes_on(made: aftersales.ReturnFacts, place: int, *, actor: Actor, until: dt.datetime) -> None:
    """Every fourth is still on its way, one is kept; in others a unit is damaged, aside or missing."""
    at = min(made.opened_at + dt.timedelta(days=3, hours=2), until)
    if place == 7:
        with clock.frozen(at):
            aftersales.cancel_return(made.id, reason="Keeps it after all", actor=actor, at=at)
        return
    if place % 4 == 0 or at == until:
        return
    line = made.lines[0]
    first = ("shelf", "inspect", "shelf", "damaged", "missing", "quarantine")[place % 6]
    if made.reason == "damaged":
        first = "damaged"
    found = [aftersales.Found(line.id, first, 1, "carrier" if first == "damaged" else "")]
    if line.quantity > 1:
        rest = "quarantine" if first == "shelf" else "shelf"
        found.append(aftersales.Found(line.id, rest, line.quantity - 1))
    with clock.frozen(at):
        aftersales.receive_return(made.id, found=found, location_code="berlin", actor=actor, at=at)


def _by_customers(items: Sequence[Item], *, actor: Actor, until: dt.datetime) -> None:
    """What customers announce by themselves: four exchanges, two of them for something dearer, one of it
    paid, a voucher, photos of a damage.
    """
    aftersales.save_return_rules(
        "europe", is_open=True, days=30, transit_days=7, most_open=5, exchange="at_once", credit=True,
        credit_bonus=10, label_service="rheinpost-parcel", actor=actor, at=until - dt.timedelta(days=60),
    )  # fmt: skip
    photo = file_of(items[0].pictures[0]).read_bytes()
    closer = file_of(items[1].pictures[0]).read_bytes()
    free = _recent(actor, until)
    dearer = _instead(free, until, dearer=True)[:2]
    left = _without(free, dearer)
    exchanged = _instead(left, until, dearer=False)[:2]
    others = _without(left, exchanged)
    for (order, wanted), is_here in zip(exchanged, (False, True), strict=False):
        _announce(order, wanted, is_here, actor=actor, until=until)
    for (order, wanted), is_paid in zip(dearer, (True, False), strict=False):
        _pay_more(_announce(order, wanted, True, actor=actor, until=until), is_paid, until=until)
    for order in others[:1]:
        wanted = aftersales.Wanted(order.lines[0].id, 1, "not_wanted", "unopened")
        made = _announce(order, wanted, True, credit=True, actor=actor, until=until)
        _voucher(order, made, actor, until)
    for order in others[1:2]:
        wanted = aftersales.Wanted(order.lines[0].id, 1, "damaged", "broken")
        made = _announce(order, wanted, False, photos=(photo,), actor=actor, until=until)
        with clock.frozen(until), suppress(DomainError):
            aftersales.add_return_photos(order.id, made.number, photos=[closer], actor=SHOPPER, at=until)


def _instead(
    found: Sequence[orders.OrderFacts], until: dt.datetime, *, dearer: bool
) -> list[tuple[orders.OrderFacts, aftersales.Wanted]]:
    """Return the orders of which something can be exchanged, for something dearer or not, and for what."""
    rows = []
    for order in found:
        choices = [
            (line_id, each)
            for line_id, several in aftersales.exchange_choices(order.id, at=until).items()
            for each in several
            if bool(each.extra) is dearer
        ]
        for line_id, each in choices[:1]:
            wanted = aftersales.Wanted(line_id, 1, "does_not_fit", "opened", each.variant_id)
            rows.append((order, wanted))
    return rows


def _without(
    found: Sequence[orders.OrderFacts], taken: Sequence[tuple[orders.OrderFacts, aftersales.Wanted]]
) -> list[orders.OrderFacts]:
    ids = {order.id for order, _wanted in taken}
    return [each for each in found if each.id not in ids]


def _pay_more(made: aftersales.ReturnFacts, is_paid: bool, *, until: dt.datetime) -> None:
    """Pay the difference of an exchange by card, or leave it open."""
    if not is_paid or made.exchange is None or made.exchange.order_id is None:
        return
    at = made.opened_at + dt.timedelta(hours=3)
    with clock.frozen(at):
        aftersales.pay_exchange(
            made.exchange.order_id, gateway="simulator", payment_token="tok_ok", actor=SHOPPER, at=at  # noqa: S106
        )  # fmt: skip


def _recent(actor: Actor, until: dt.datetime) -> list[orders.OrderFacts]:
    """Return orders of Europe that left lately and of which nothing comes back yet, newest first."""

    def found() -> Iterator[orders.OrderFacts]:
        rows = orders.visible_orders(actor).filter(
            currency="EUR", fulfillment_status="fulfilled", payment_status="paid",
            placed_at__gte=until - dt.timedelta(days=20), placed_at__lt=until - dt.timedelta(days=5),
        )  # fmt: skip
        for row in rows.order_by("-placed_at")[:40]:
            if not aftersales.return_offer(row.pk, at=until).why and not aftersales.returns_of_order(row.pk):
                yield orders.order(row.pk)

    return list(found())


def _announce(
    order: orders.OrderFacts,
    wanted: aftersales.Wanted,
    is_here: bool,
    *,
    credit: bool = False,
    photos: Sequence[bytes] = (),
    actor: Actor,
    until: dt.datetime,
) -> aftersales.ReturnFacts:
    """Announce a return as its customer, with the carrier's label; let it come where it is here."""
    at = until - dt.timedelta(days=3, hours=order.id % 9)
    with clock.frozen(at):
        made = aftersales.ask_return(
            order.id, lines=[wanted], credit=credit, photos=photos, actor=SHOPPER, at=at
        )
        with suppress(DomainError):
            aftersales.take_label(order.id, made.number, actor=SHOPPER, at=at)
    if is_here:
        come = at + dt.timedelta(days=2)
        with clock.frozen(come):
            found = [aftersales.Found(made.lines[0].id, "shelf", made.lines[0].quantity)]
            aftersales.receive_return(made.id, found=found, location_code="berlin", actor=actor, at=come)
    return made


def _voucher(
    order: orders.OrderFacts, made: aftersales.ReturnFacts, actor: Actor, until: dt.datetime
) -> None:
    """Give the voucher that was asked for instead of money."""
    line = made.lines[0]
    with clock.frozen(until):
        aftersales.refund(
            order.id, lines={line.order_line_id: line.quantity}, return_id=made.id, credit=True,
            reason="A voucher instead of money", key=f"demo/voucher/{made.id}", actor=actor, at=until,
        )  # fmt: skip
