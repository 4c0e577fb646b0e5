"""Goods that come back: on their way, opened with what was found, and one that was kept after all."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor

RETURNS = 16
REASONS = ("does_not_fit", "not_wanted", "damaged", "not_as_shown", "does_not_fit", "wrong")
NOTES = {"damaged": "Box was open at one corner", "wrong": "Another color than ordered"}


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Announce returns of older orders that left, and receive most of them."""
    rows = orders.visible_orders(actor).filter(
        fulfillment_status="fulfilled", placed_at__lt=until - dt.timedelta(days=6), item_count__gte=2
    )
    for place, row in enumerate(rows.order_by("-placed_at")[: RETURNS * 5 : 5]):
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
