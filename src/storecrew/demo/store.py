"""Building the demo store: the steps in their order, each told to whoever watches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.health import public as health
from storecrew.contexts.insights import public as insights
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.demo.assortment import Item, assortment
from storecrew.demo.steps import (
    agencies,
    alignment,
    benches,
    budgeting,
    buying,
    campaigns,
    club,
    codes,
    collecting,
    credit,
    delivery,
    dispatch,
    disputes,
    experiments,
    fleet,
    gifts,
    goods,
    handling,
    integrations,
    leaving,
    mailings,
    mentions,
    offers,
    onsite,
    organization,
    pages,
    paying_out,
    payouts,
    pictures,
    posts,
    presence,
    prints,
    quality,
    ranging,
    returns,
    reviewing,
    search,
    sheets,
    shop,
    texts,
    trade,
    traffic,
    trends,
    vocabulary,
    waiting,
    warehouse,
    wishing,
)
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import Actor, system_actor

Tell = Callable[[str], None]


def build(tell: Tell) -> None:
    """Build everything. The data folder must be new and its tables made."""
    actor = system_actor("demo")
    now = clock.now()
    start = now - dt.timedelta(days=trade.DAYS + 1)
    _found(tell, actor=actor, at=start)
    items = list(assortment())
    tell(f"{len(items)} products with prices and stock")
    with clock.frozen(start):
        vocabulary.build(actor=actor, at=start)
        ids = goods.build(items, actor=actor, at=start, reduced_at=now - dt.timedelta(days=10))
        others = _without_parcel(actor=actor, at=start)
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
    tell("Carriers, parcels on their way and back, people on the roster")
    dispatch.build(actor=actor, at=start, until=now)
    _comes_back(items, actor=actor, until=now)
    tell("Vans, drivers and two weeks of trips")
    fleet.build(actor=actor, at=start, until=now)
    _rush(items, list(ids.values()), actor=actor, until=now)
    tell("A morning at the benches")
    benches.build(actor=actor, until=now)
    _care(items, ids, actor=actor, until=now)
    tell("Promotions in every state")
    offered = offers.build(ids, actor=actor, until=now)
    tell("Campaigns in every state")
    campaigns.build(offered, actor=actor, until=now)
    samples = catalog.product_ids_of_variants([*ids.values(), *others])
    _note(samples.values(), actor=actor, at=now)
    tell("Ninety days of visits")
    _visit(list(ids.values()), actor=actor, until=now)
    tell("A club with members, points and gift vouchers")
    club.build(list(ids.values()), actor=actor, start=start, until=now)
    credit.build(list(ids.values()), actor=actor, until=now)
    tell("Dates of all teams, and what stands against each other")
    alignment.build(actor=actor, until=now)
    tell("People who agreed to mails, segments, mailings, flows, print, banners")
    _write(list(ids.values()), offered, actor=actor, until=now)
    tell("Search index, events and mails")
    settle(tell)
    _late(items, ids, actor=actor, until=now)
    tell("Feeds, ad groups and what they cost; what search engines see")
    _be_found(ids, actor=actor, until=now)


def _found(tell: Tell, *, actor: Actor, at: dt.datetime) -> None:
    tell("Teams, roles and one person for each role")
    organization.build(actor=actor, at=at)
    tell("Two channels, three warehouses, taxes and shipping")
    shop.build(actor=actor, at=at)
    delivery.build(actor=actor, at=at)


def _without_parcel(*, actor: Actor, at: dt.datetime) -> list[int]:
    """Make what leaves by e-mail; return the variant ids."""
    return [*codes.build(actor=actor, at=at).values(), *gifts.build(actor=actor, at=at)]


def _comes_back(items: Sequence[Item], *, actor: Actor, until: dt.datetime) -> None:
    """Goods and money that do not stay where they went."""
    returns.build(items, actor=actor, until=until)
    reviewing.build(actor=actor, until=until)
    disputes.build(actor=actor, until=until)
    paying_out.build(actor=actor, until=until)
    payouts.build(actor=actor, until=until)


def _rush(items: list[Item], variant_ids: list[int], *, actor: Actor, until: dt.datetime) -> None:
    integrations.connect(actor=actor, at=until - dt.timedelta(hours=1))
    products = dict.fromkeys(catalog.product_ids_of_variants(variant_ids).values())
    integrations.define(list(products), actor=actor, at=until)
    trade.rush(items, until=until)
    waiting.build(variant_ids, until=until)
    leaving.build(variant_ids, actor=actor, until=until)
    ranging.build(actor=actor, until=until)


def _care(items: list[Item], ids: dict[str, int], *, actor: Actor, until: dt.datetime) -> None:
    handling.build(items, ids, actor=actor, until=until)
    quality.build(items, actor=actor, until=until)
    collecting.build(items, actor=actor, until=until)
    codes.sell(actor=actor, until=until)
    sheets.build(items, ids, actor=actor, until=until)


def _late(items: list[Item], ids: dict[str, int], *, actor: Actor, until: dt.datetime) -> None:
    # Events were handled by the real clock, so what they wrote is due by it.
    integrations.deliver(at=clock.now())
    texts.build(actor=actor, until=until)
    quality.rate(actor=actor, until=until)
    warehouse.count_up(actor=actor, at=until)
    buying.run_low(items, ids, actor=actor, at=until)


def _be_found(ids: dict[str, int], *, actor: Actor, until: dt.datetime) -> None:
    presence.build(ids, actor=actor, until=until)
    search.build(actor=actor, until=until)
    # Rosters and orders changed while the store was made: the gates say what the pages say.
    work.refresh_conflicts(at=until)


def _visit(variant_ids: list[int], *, actor: Actor, until: dt.datetime) -> None:
    traffic.build(variant_ids, until=until)
    experiments.build(actor=actor, until=until)
    trends.build(variant_ids, actor=actor, until=until)


def _write(variant_ids: list[int], offered: dict[str, int], *, actor: Actor, until: dt.datetime) -> None:
    mailings.build(variant_ids, actor=actor, until=until)
    wishing.build(variant_ids, until=until)
    prints.build(variant_ids, actor=actor, until=until)
    onsite.build(variant_ids, offered, actor=actor, until=until)
    agencies.build(actor=actor, until=until)
    posts.build(variant_ids, actor=actor, until=until)
    mentions.build(variant_ids, actor=actor, until=until)
    budgeting.build(actor=actor, until=until)


def settle(tell: Tell) -> None:
    """Let everything follow that follows from the history: events, mails, the search index."""
    while outbox.drain(limit=500):
        tell("Events are being handled")
    insights.ingest(at=clock.now())
    while mail.deliver_due(limit=500):
        tell("Mails are being delivered")
    discovery.reindex()


def _note(product_ids: Iterable[int], *, actor: Actor, at: dt.datetime) -> None:
    """Write down what is a sample, so that an owner can take it away (decision 0124)."""
    newest = orders.visible_orders(actor).order_by("-pk").values_list("pk", flat=True)
    health.note_sample(
        product_ids=set(product_ids),
        promotion_ids=promotions.unfinished(),
        user_ids=[person.id for person in people.colleagues("", limit=1000)],
        password=organization.PASSWORD,
        last_order_id=newest.first() or 0,
        actor=actor,
        at=at,
    )
