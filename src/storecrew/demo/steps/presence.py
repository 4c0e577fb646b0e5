"""How the shop is found: feeds of each network, ad groups, what they cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)
FEEDS = (("google", 0, "en"), ("google", 1, "ko"), ("meta", 0, "en"))
COST_DAYS = 28
PARTNER_ORDERS = 12


def build(ids: Mapping[str, int], *, actor: Actor, until: dt.datetime) -> None:
    """Make feeds and release two of them, agree with partners, plan ad groups, import four weeks of cost."""
    every = channels.all_channels()
    made = []
    for kind, number, locale in FEEDS:
        channel = every[min(number, len(every) - 1)]
        made.append(
            advertising.create_feed(
                kind=kind,
                channel_code=channel.code,
                locale=locale,
                campaign="always-on",
                actor=actor,
                at=until - 20 * DAY,
            )
        )
    for feed in made[:2]:
        advertising.check_feed(feed.pk, release=True, actor=actor, at=until - DAY)
    _partners(actor=actor, at=until)
    _groups(every[0], actor=actor, at=until - 14 * DAY)
    for export in (_google(until.date()), _meta(until.date())):
        advertising.import_spend(
            export, currency=every[0].currency, today=until.date(), actor=actor, at=until
        )


def _partners(*, actor: Actor, at: dt.datetime) -> None:
    """Two partners with orders that came by their links: due, on hold, fallen back with a return."""
    for code, name, kind, rate in (
        ("MINA", "Mina Writes", "creator", 1000),
        ("PRICELIST", "Price List Daily", "affiliate", 450),
    ):
        affiliates.save_partner(
            affiliates.Terms(
                name=name,
                email=f"{code.lower()}@partner.example",
                kind=kind,
                code=code,
                rate_bp=rate,
                starts_on=(at - 120 * DAY).date(),
                agreement="Two posts a month, the first line says that it is paid.",
            ),
            actor=actor,
            at=at - 120 * DAY,
        )
    for number, order in enumerate(_some_orders(at)):
        code = "MINA" if number % 3 else "PRICELIST"
        clicked = order.placed_at - dt.timedelta(hours=2)
        affiliates.refer(order.cart_token or "", code, clicked_at=clicked, at=order.placed_at)
        affiliates.book(order.id, at=order.placed_at)
    affiliates.release_due(at)
    _products(actor=actor, at=at)
    first = affiliates.by_code("MINA", day=at.date())
    if first is not None:
        note = "#ad in the first line, seen on three posts"
        affiliates.look_at_disclosure(first.pk, note=note, actor=actor, at=at)


def _products(*, actor: Actor, at: dt.datetime) -> None:
    """Products that a creator got for a film, of an article of which there is plenty."""
    creator, channel = affiliates.by_code("MINA", day=at.date()), channels.facts()
    plenty = _plenty(channel)
    if creator is None or not plenty:
        return
    affiliates.send_products(
        affiliates.SeedingWish(
            partner_id=creator.pk,
            channel_code=channel.code,
            units={plenty: 2},
            address={
                "name": creator.name, "street": "Torstraße 1", "postal_code": "10119", "city": "Berlin",
                "country": channel.country,
            },
            note="One film for the autumn sale",
            key="demo",
            campaign="autumn-26",
        ),
        actor=actor,
        at=at - 2 * DAY,
    )  # fmt: skip


def _plenty(channel: channels.ChannelFacts) -> str:
    """Return the SKU of the article of which a channel has most."""
    products = catalog.listed_products(channel.id, limit=24)
    ids = [key for keys in catalog.variant_ids_of_products(products).values() for key in keys]
    there = inventory.available_to_promise(ids, channel_id=channel.id)
    best = max(ids, key=lambda key: there[key].available, default=None)
    return catalog.variants([best])[best].sku if best is not None else ""


def _some_orders(at: dt.datetime) -> list[orders.OrderFacts]:
    """Return orders spread over two months, so that some commissions are due and some on hold."""
    channel = channels.facts()
    rows = orders.confirmed_between(channel.id, at - 60 * DAY, at).order_by("-placed_at")
    ids = list(rows.exclude(cart_token=None).values_list("pk", flat=True))
    return [orders.order(key) for key in ids[:: max(1, len(ids) // PARTNER_ORDERS)]]


def _groups(channel: channels.ChannelFacts, *, actor: Actor, at: dt.datetime) -> None:
    products = catalog.listed_products(channel.id, limit=3)
    found = catalog.outlines(products, channel_id=channel.id, locale="en")
    for number, outline in enumerate(found.values()):
        words = outline.title.lower()
        group = advertising.save_ad_group(
            advertising.GroupContent(
                name=outline.title,
                platform="google",
                campaign="always-on" if number else "autumn-26",
                channel_code=channel.code,
                locale="en",
                landing=f"/en/p/{outline.slug}/",
                keywords=(f"[{words}]", f'"{words}"', f"buy {words}"),
                negatives=("free", "second hand", "repair"),
                daily_budget=Money.parse("20", channel.currency).amount,
            ),
            actor=actor,
            at=at,
        )
        advertising.check_landing(group.pk, actor=actor, at=at)
        if number < 2 and not group.check_result.get("problems"):
            advertising.set_state(group.pk, active=True, actor=actor, at=at)


def _google(today: dt.date) -> str:
    rows = ["Day,Campaign,Ad group,Currency code,Cost,Clicks,Impr."]
    for number, day in enumerate(_days(today)):
        for name, base in (("Always on [always-on]", 2100), ("Autumn sale [autumn-26]", 3400)):
            cents = base + number * 37 % 900
            rows.append(f"{day},{name},Search,EUR,{cents // 100}.{cents % 100:02},{cents // 45},{cents}")
    return "\n".join(rows)


def _meta(today: dt.date) -> str:
    rows = ["Reporting starts,Campaign name,Ad set name,Amount spent (EUR),Link clicks,Impressions"]
    for number, day in enumerate(_days(today)):
        cents = 1500 + number * 53 % 700
        rows.append(
            f"{day},Always on [always-on],Broad,{cents // 100}.{cents % 100:02},{cents // 60},{cents * 3}"
        )
    return "\n".join(rows)


def _days(today: dt.date) -> Sequence[dt.date]:
    return [today - number * DAY for number in range(COST_DAYS, 0, -1)]
