"""Timed work of fulfillment; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.fulfillment.operations import (
    deliver_forgotten,
    give_back_due,
    give_forgotten,
    give_up,
    heal_labels,
    remind_to_collect,
    take_money,
)
from storecrew.contexts.orders import public as orders
from storecrew.kernel import schedule


@schedule.every(seconds=3600, name="fulfillment.give_forgotten")
def give_forgotten_orders(at: dt.datetime) -> None:
    """Give the warehouse what was placed before it picked here, once."""
    give_forgotten(at=at)


@schedule.every(seconds=300, name="fulfillment.take_money_of_shipped")
def take_money_of_shipped(at: dt.datetime) -> None:
    """Take money that a crash or a silent gateway left untaken after shipping."""
    for order_id in orders.shipped_but_not_taken():
        take_money(order_id, at=at)


@schedule.every(seconds=60, name="fulfillment.heal_labels")
def heal_open_labels(at: dt.datetime) -> None:
    """Go on with labels that a crash or a silent carrier left open."""
    heal_labels(at=at)


@schedule.every(seconds=300, name="fulfillment.give_back_due")
def give_back_what_is_owed(at: dt.datetime) -> None:
    """Give back what replacements cost less, once the money of their orders was taken."""
    give_back_due(at=at)


@schedule.every(seconds=60, name="fulfillment.deliver_codes")
def deliver_forgotten_codes(at: dt.datetime) -> None:
    """Give the codes of paid orders that a crash or a silent gateway left behind."""
    deliver_forgotten(at=at)


@schedule.every(seconds=900, name="fulfillment.collections")
def look_after_collections(at: dt.datetime) -> None:
    """Remind whoever has not collected an order, and end what nobody collected in time."""
    remind_to_collect(at=at)
    give_up(at=at)
