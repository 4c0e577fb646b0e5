"""Building the demo store: the steps in their order, each told to whoever watches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from storecrew.contexts.discovery import public as discovery
from storecrew.demo.assortment import assortment
from storecrew.demo.steps import (
    benches,
    buying,
    campaigns,
    delivery,
    dispatch,
    fleet,
    goods,
    offers,
    organization,
    pages,
    pictures,
    presence,
    shop,
    trade,
    vocabulary,
    waiting,
    warehouse,
)
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import system_actor

Tell = Callable[[str], None]


def build(tell: Tell) -> None:
    """Build everything. The data folder must be new and its tables made."""
    actor = system_actor("demo")
    now = clock.now()
    start = now - dt.timedelta(days=trade.DAYS + 1)
    tell("Teams, roles and one person for each role")
    organization.build(actor=actor, at=start)
    tell("Two channels, three warehouses, taxes and shipping")
    shop.build(actor=actor, at=start)
    delivery.build(actor=actor, at=start)
    items = list(assortment())
    tell(f"{len(items)} products with prices and stock")
    with clock.frozen(start):
        vocabulary.build(actor=actor, at=start)
        ids = goods.build(items, actor=actor, at=start, reduced_at=now - dt.timedelta(days=10))
        vocabulary.translate_categories(actor=actor, at=start)
        pages.build(actor=actor, at=start)
    slugs = [item.row.slug for item in items]
    total = sum(len(item.pictures) for item in items)
    for done in pictures.build(slugs, at=start):
        tell(f"Pictures: {done} of {total}")
    for count in trade.build(items, staff=actor, until=now):
        tell(f"Ninety days of orders: {count}")
    tell("Bins, lots, transfers and counts")
    warehouse.build(list(ids.values()), actor=actor, at=now)
    tell("Suppliers and purchase orders in every state")
    buying.build(items, ids, actor=actor, at=now)
    tell("Carriers, parcels on their way, people on the roster")
    dispatch.build(actor=actor, at=start, until=now)
    tell("Vans, drivers and two weeks of trips")
    fleet.build(actor=actor, at=start, until=now)
    trade.rush(items, until=now)
    waiting.build(list(ids.values()), until=now)
    tell("A morning at the benches")
    benches.build(actor=actor, until=now)
    tell("Promotions in every state")
    offered = offers.build(ids, actor=actor, until=now)
    tell("Campaigns in every state")
    campaigns.build(offered, actor=actor, until=now)
    tell("Search index, events and mails")
    settle(tell)
    tell("Feeds, ad groups and what they cost")
    presence.build(ids, actor=actor, until=now)


def settle(tell: Tell) -> None:
    """Let everything follow that follows from the history: events, mails, the search index."""
    while outbox.drain(limit=500):
        tell("Events are being handled")
    while mail.deliver_due(limit=500):
        tell("Mails are being delivered")
    discovery.reindex()
